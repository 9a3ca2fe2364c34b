import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', 'executors/index': 'src/executors/index.ts' },
  format: 'esm',
  target: 'node22',
  dts: true,
  clean: true,
  sourcemap: false,
  // what is imported late stays in files of its own, so that importing icosian does not load it
  splitting: true,
  removeNodeProtocol: false,
  tsconfig: 'tsconfig.build.json',
});
