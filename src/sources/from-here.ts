/**
 * Paths as messages write them.
 *
 * @module
 */
import { isAbsolute, relative } from 'node:path';
import { attempt } from './attempt.ts';

/** Relative to the current directory inside of it, else absolute. */
export function fromHere(file: string): string {
  // the current directory may be gone
  const path = attempt(() => relative(process.cwd(), file)) ?? '';
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
}
