/**
 * Whatever takes how long, and however values are taken: a stream gives what an execute gives, in the same order.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect, parallelizable, reduce } from '../../src/index.ts';
import { driverOf, type Loose } from '../execution/driver-of.ts';

interface Inner {
  /** How many values it has. */
  readonly count: number;
  /** For how many turns of the event loop its first node, its generator and its values take. */
  readonly turns: readonly [number, number, number];
}
interface Scenario {
  readonly outer: readonly Inner[];
  /** How many values are asked for at once, each time. */
  readonly takes: readonly number[];
  /** For how many turns whoever takes the values pauses, each time. */
  readonly pauses: readonly number[];
  readonly mostTaken: number;
}

const turns = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(6));
const scenario: fc.Arbitrary<Scenario> = fc.record({
  outer: fc.array(
    fc.record({
      count: fc.oneof(fc.nat(3), fc.constantFrom(0, 70, 150)),
      turns: fc.tuple(turns, turns, turns),
    }),
    { maxLength: 5 },
  ),
  takes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
  pauses: fc.array(turns, { minLength: 1, maxLength: 4 }),
  mostTaken: fc.oneof(fc.constant(Infinity), fc.nat(100)),
});

async function wait(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
/** After that many turns; at once where there are none. */
const after = <T>(count: number, value: T): T | Promise<T> =>
  count === 0 ? value : wait(count).then(() => value);

//  outer ─▶ ready ─▶ inner ─▶ leaf ─┬─▶ size
//                                   └─▶ total ─▶ share (leaf's second pass)
function dataflowOf(outer: readonly Inner[], events: { open: number }): Loose {
  return {
    outer: parallelizable(() => outer.map((_inner, o) => o)),
    ready: ({ outer: o }) => after(outer[o]?.turns[0] ?? 0, o),
    inner: parallelizable(({ ready: o }: { ready: number }) => {
      const { count, turns: takes } = outer[o] as Inner;
      const ids = Array.from({ length: count }, (_, i) => `${o}.${i}`);
      return takes[1] === 0 ? plain(ids, events) : slow(ids, takes[1], events);
    }),
    leaf: ({ inner, outer: o, $item }) =>
      after(((outer[o] as Inner).turns[2] * ($item.index + 1)) % 7, inner),
    size: collect(({ leaf }: { leaf: string[] }) => leaf.length),
    total: reduce(({ acc, leaf }: { acc: string; leaf: string }) => acc + leaf, ''),
    share: ({ leaf, total }) => `${leaf} of ${total.length}`,
  };
}
function* plain(ids: readonly string[], events: { open: number }): Generator<string> {
  events.open++;
  try {
    yield* ids;
  } finally {
    events.open--;
  }
}
async function* slow(
  ids: readonly string[],
  count: number,
  events: { open: number },
): AsyncGenerator<string> {
  events.open++;
  try {
    for (const [i, id] of ids.entries()) {
      if (i % 50 === 0) await wait(count);
      yield id;
    }
  } finally {
    events.open--;
  }
}

async function taken(stream: AsyncIterator<unknown>, scene: Scenario): Promise<unknown[]> {
  const { takes, pauses, mostTaken } = scene;
  const values: unknown[] = [];
  for (let i = 0; values.length < mostTaken; i++) {
    const count = takes[i % takes.length] as number;
    const answers = await Promise.all(Array.from({ length: count }, () => stream.next()));
    for (const { done, value } of answers) if (done !== true) values.push(value);
    if (answers.some(({ done }) => done)) return values;
    await wait(pauses[i % pauses.length] as number);
  }
  await stream.return?.();
  return values;
}

test.each(['outer', 'inner', 'leaf', 'size', 'total', 'share'])(
  'a stream of "%s" gives what an execute gives',
  (output) =>
    fc.assert(
      fc.asyncProperty(scenario, fc.boolean(), async (scene, ordered) => {
        const events = { open: 0 };
        const driver = driverOf(dataflowOf(scene.outer, events));
        const { [output]: all } = (await driver.execute([output])) as Record<string, unknown[]>;
        const values = await taken(driver.stream(output, { ordered }), scene);
        if (ordered) expect(values).toEqual(all?.slice(0, values.length));
        else expect(all).toEqual(expect.arrayContaining(values));
        if (scene.mostTaken === Infinity) expect(values).toHaveLength(all?.length ?? 0);
        await wait(10);
        expect(events.open).toBe(0);
      }),
      // one that hangs takes its whole time again, however small it is made
      { numRuns: 40, timeout: 3000, endOnFailure: true },
    ),
);
