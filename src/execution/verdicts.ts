/**
 * What adapters refuse, as errors.
 *
 * @module
 */
import type { LifecycleAdapter, Verdict } from '../adapters/adapter.ts';
import { summaryOf } from '../columns/summary.ts';
import { IcosianError } from '../errors.ts';
import { adapterName, hookFailure } from './lifecycle.ts';
import { isPromise } from './step-runner.ts';

type Judging = 'validateNode' | 'validateGraph' | 'checkEdge' | 'validateInput';

/**
 * One error for each refusal, made by `refusal` of a sentence such as `TypeChecker refuses “what”: “why”`.
 *
 * A method that throws, and a verdict that is none, are errors of their own.
 */
export function verdictProblems(
  adapter: LifecycleAdapter,
  method: Judging,
  what: string,
  ask: () => Verdict,
  refusal: (sentence: string) => IcosianError,
): readonly IcosianError[] {
  let verdict: unknown;
  try {
    verdict = ask();
  } catch (error) {
    return [hookFailure(adapter, method, error, 'return the refusal in words; do not throw it')];
  }
  if (verdict === undefined || verdict === null) return [];
  const words: readonly unknown[] = Array.isArray(verdict) ? verdict : [verdict];
  if (!words.every((word) => typeof word === 'string'))
    return [badVerdict(adapter, method, verdict)];
  const name = adapterName(adapter);
  const subject = name.charAt(0).toUpperCase() + name.slice(1);
  return words.map((word) => refusal(`${subject} refuses ${what}: ${word}`));
}

function badVerdict(adapter: LifecycleAdapter, method: Judging, verdict: unknown): IcosianError {
  // what becomes of a promise is of no interest any more
  if (isPromise(verdict)) verdict.catch(() => undefined);
  return new IcosianError(
    'lifecycle/bad-verdict',
    `The method ${method} of ${adapterName(adapter)} gave ${summaryOf(verdict)}.`,
    { hint: 'it is synchronous: return a string, a list of strings, or nothing where all is well' },
  );
}
