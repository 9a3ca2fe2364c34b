import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'executors/index': 'src/executors/index.ts',
    // what workers run: found beside the code that starts them
    'executors/worker/thread': 'src/executors/worker/thread.ts',
    'executors/worker/process': 'src/executors/worker/process.ts',
  },
  format: 'esm',
  target: 'node22',
  dts: { entry: { index: 'src/index.ts', 'executors/index': 'src/executors/index.ts' } },
  clean: true,
  sourcemap: false,
  // what is imported late stays in files of its own, so that importing icosian does not load it
  splitting: true,
  removeNodeProtocol: false,
  tsconfig: 'tsconfig.build.json',
});
