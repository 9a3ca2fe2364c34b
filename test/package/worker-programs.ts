/**
 * What a stranger does with worker threads and processes, as texts. Functions that workers import stand in a file of
 * their own.
 *
 * @module
 */

/** `features.ts`: functions, a resource, and a class that travels by a codec. */
export const features = `
import { threadId } from 'node:worker_threads';
import { collect, registerCodec, resource, type Collect, type Parallelizable } from 'icosian';
import type { Series } from 'nodejs-polars';

export class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}
registerCodec(Money, {
  name: 'Money',
  encode: ({ cents }: Money): number => cents,
  decode: (cents: number): Money => new Money(cents),
});

export const rates = resource((): Map<string, number> => new Map([['a', 2], ['b', 3]]));
export function* region({ regions }: { regions: readonly string[] }): Parallelizable<string> {
  yield* regions;
}
interface Given { region: string; rates: Map<string, number>; spend: Series }
export const spent = ({ region, rates, spend }: Given): Series => spend.mul(rates.get(region) ?? 0);
export const total = ({ spent }: { spent: Series }): Money => new Money(spent.sum());
export const totals = collect(({ total }: { total: Collect<Money> }): Money[] => total);
export const place = ({ total }: { total: Money }): unknown[] =>
  [total.cents, process.pid, threadId, import.meta.url];
export const places = collect(({ place }: { place: Collect<unknown[]> }): unknown[][] => place);
`;

/**
 * A function `inWorkers({ file, modules })` that runs them in threads, in processes and by the future adapter, and
 * expects that the workers took them from a file of that name. Plain JavaScript, imported from \`from\`.
 */
const inWorkers = (from: string): string => `
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { threadId } from 'node:worker_threads';
import { Builder, DictResult } from 'icosian';
import { FutureAdapter, MultiProcessingExecutor, MultiThreadingExecutor } from 'icosian/executors';
import { Series } from 'nodejs-polars';
import * as features from '${from}';

const builder = new Builder().withModules(features).withResultBuilder(new DictResult());
const inputs = { regions: ['a', 'b'], spend: Series('spend', [1, 2]) };

async function runs(elsewhere, file) {
  const driver = elsewhere.build();
  try {
    const { totals, places } = await driver.execute(['totals', 'places'], { inputs });
    assert.deepEqual(totals, [new features.Money(6), new features.Money(9)]);
    assert.deepEqual(places.map(([cents]) => cents), [6, 9]);
    for (const [, , , url] of places) assert.equal(basename(new URL(url).pathname), file);
    return places;
  } finally {
    await driver.close();
  }
}

export async function inWorkers({ file, ...options }) {
  const threads = new MultiThreadingExecutor({ maxTasks: 2, ...options });
  const futures = new FutureAdapter({ maxWorkers: 2, ...options });
  const own = [builder.withRemoteExecutor(threads), builder.withAdapters(futures)];
  for (const elsewhere of own) {
    for (const [, pid, thread] of await runs(elsewhere, file)) {
      assert.equal(pid, process.pid);
      assert.notEqual(thread, threadId);
    }
  }
  const processes = new MultiProcessingExecutor({ maxTasks: 2, ...options });
  for (const [, pid] of await runs(builder.withRemoteExecutor(processes), file)) {
    assert.notEqual(pid, process.pid);
  }
}
`;

/** The program: `node main.js FILE [MODULES]`, with the name of the file of the functions, and where it is. */
export const main = (from: string): string => `${inWorkers(from)}
const [file, modules] = process.argv.slice(2);
await inWorkers({ file, ...(modules && { modules: [new URL(modules, import.meta.url)] }) });
`;

/** The program that ends well where neither executor works, with this error. */
export const failing = (from: string, code: string): string => `${inWorkers(from)}
const [file, modules] = process.argv.slice(2);
const options = modules && { modules: [new URL(modules, import.meta.url)] };
for (const Executor of [MultiThreadingExecutor, MultiProcessingExecutor]) {
  const execute = async () => {
    const driver = builder.withRemoteExecutor(new Executor({ ...options })).build();
    await driver.execute(['totals'], { inputs }).finally(() => driver.close());
  };
  await assert.rejects(execute, { code: '${code}' });
}
`;

/** A test file for vitest. */
export const testFile = (from: string): string => `${inWorkers(from)}
import { test } from 'vitest';
test('threads and processes', () => inWorkers({ file: 'features.ts' }), 60_000);
`;

/** The same with what a loader has to translate: Node alone does not run an enum. */
export const untranslated = `${features}
enum Unit { cents = 1 }
export const unit = ({ total }: { total: Money }): number => total.cents / Unit.cents;
`;
