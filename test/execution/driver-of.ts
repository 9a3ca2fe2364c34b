/**
 * Drivers for tests: loose functions, whose names the compiler need not know, and records as results.
 *
 * @module
 */
import {
  Builder,
  DictResult,
  createModule,
  type DictKind,
  type LifecycleAdapter,
  type UntypedDriver,
} from '../../src/index.ts';

// oxlint-disable-next-line no-explicit-any -- loose functions, as a user writes them in JavaScript
export type Loose = Readonly<Record<string, (dependencies: any) => unknown>>;

/** A driver of these functions and adapters that gives a record of the outputs. */
export function driverOf(
  functions: Loose,
  ...adapters: readonly LifecycleAdapter[]
): UntypedDriver<DictKind> {
  return driverWith(functions, (builder) => builder.withAdapters(...adapters));
}

/** A driver of these functions that gives a record of the outputs; `settle` gives the builder its other settings. */
export function driverWith(
  functions: Loose,
  settle: (builder: Builder) => Builder,
): UntypedDriver<DictKind> {
  const builder: Builder = new Builder().withModules(createModule<object>(functions, 'loose'));
  return settle(builder).withResultBuilder(new DictResult()).build().untyped();
}

/** What a promise was rejected with. Fails where it was fulfilled. */
export async function rejectionOf<E = Error>(promise: Promise<unknown>): Promise<E> {
  try {
    await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error('it was not rejected');
}

/** Lets everything that is ready go on, until nothing is left but what waits for the test: some turns of the event loop. */
export async function quiet(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
}
