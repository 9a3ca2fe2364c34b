/**
 * Counts cases and prints what is wrong with them.
 *
 * @module
 */
import { inspect, isDeepStrictEqual } from 'node:util';

const counts = { passed: 0, failed: 0 };

/** What is wrong with a case; undefined where nothing is. */
export type Finding = string | undefined;

/** A line for the section, after one for each of its cases in which something is wrong. */
export async function section<One extends { readonly name: string }>(
  title: string,
  ones: readonly One[],
  look: (one: One) => Finding | Promise<Finding>,
): Promise<void> {
  let passed = 0;
  for (const one of ones) {
    let finding: Finding;
    try {
      finding = await look(one);
    } catch (error) {
      finding = `failed: ${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}`;
    }
    if (finding === undefined) passed++;
    else console.log(`FAILED  ${title}: ${one.name}: ${finding}`);
  }
  counts.passed += passed;
  counts.failed += ones.length - passed;
  console.log(
    `${passed === ones.length ? 'ok    ' : 'FAILED'}  ${title}: ${passed} of ${ones.length}`,
  );
}

/** What differs between two values of any kind. */
export const differing = (expected: unknown, seen: unknown): Finding =>
  isDeepStrictEqual(expected, seen)
    ? undefined
    : `expected ${inspect(expected, { breakLength: Infinity })}, saw ${inspect(seen, { breakLength: Infinity })}`;

/** The last line, and the exit code. */
export function summarise(): void {
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
}
