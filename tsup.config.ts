import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node22',
  dts: true,
  clean: true,
  sourcemap: true,
  splitting: true,
  tsconfig: 'tsconfig.build.json',
});
