/**
 * The graph shapes on which building and executing are measured, the same as the Python peer's.
 *
 * `deep`: n0 gives the input x. For i ≥ 1, n{i} reads the different nodes among n{i-1}, n{i/2}, n{i/3}, in this order.
 * `wide`: the same from n{i/2}, n{i/3} only, so its depth is log2 of the count.
 * The value of n{i} is the sum of what it reads, in 30 bits.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Shape = 'deep' | 'wide';

/** What n{i} reads. */
export function readsOf(i: number, shape: Shape): number[] {
  const half = [Math.floor(i / 2), Math.floor(i / 3)];
  return [...new Set(shape === 'deep' ? [i - 1, ...half] : half)];
}

/** The text of a module with `count` functions. */
export function sourceOf(count: number, shape: Shape): string {
  const lines = ['export const n0 = ({ x }: { x: number }): number => x;'];
  for (let i = 1; i < count; i++) {
    const names = readsOf(i, shape).map((j) => `n${j}`);
    const types = names.map((name) => `${name}: number`).join('; ');
    lines.push(
      `export const n${i} = ({ ${names.join(', ')} }: { ${types} }): number => (${names.join(' + ')}) & 0x3fffffff;`,
    );
  }
  return `${lines.join('\n')}\n`;
}

export type Functions = Record<string, (values: Record<string, number>) => number>;

/** The module with `count` functions, written into `folder` and imported from there. */
export async function moduleOf(folder: string, count: number, shape: Shape): Promise<Functions> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${shape}-${count}.ts`);
  writeFileSync(file, sourceOf(count, shape));
  return (await import(pathToFileURL(file).href)) as Functions;
}

/** The value of the last node for x = 1. */
export function expected(count: number, shape: Shape): number {
  const values = [1];
  for (let i = 1; i < count; i++) {
    values.push(readsOf(i, shape).reduce((sum, j) => sum + (values[j] ?? 0), 0) & 0x3fffffff);
  }
  return values[count - 1] ?? 0;
}
