/**
 * Parallel blocks in workers against their definition: any dataflow, in any number of threads or processes.
 */
import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  NodeExecutionError,
  type DictKind,
  type ItemReference,
  type LifecycleAdapter,
  type UntypedDriver,
} from '../../src/index.ts';
import { inputs } from './block-interpreter.ts';
import { failsAfter } from './sketch-functions.ts';
import {
  askedOfWorkers,
  sketchDirectory,
  workerDriver,
  workerWays,
  type Asked,
} from './worker-ways.ts';

afterAll(() => rmSync(sketchDirectory, { recursive: true, force: true }));

/** A counterexample is made smaller for no longer than a test may last. */
const limit = { interruptAfterTimeLimit: 25_000 };

type Outcome = { readonly values: unknown } | { readonly error: unknown };

const outcomeOf = (driver: UntypedDriver<DictKind>, { request }: Asked): Promise<Outcome> =>
  driver.execute([...request.outputs], { inputs, overrides: request.overrides }).then(
    (values) => ({ values }),
    (error: unknown) => ({ error }),
  );

/** All at once, or one after the other. */
async function outcomesOf(
  driver: UntypedDriver<DictKind>,
  asked: readonly Asked[],
  isTogether: boolean,
): Promise<readonly Outcome[]> {
  if (isTogether) return Promise.all(asked.map((each) => outcomeOf(driver, each)));
  const outcomes: Outcome[] = [];
  for (const each of asked) outcomes.push(await outcomeOf(driver, each));
  return outcomes;
}

const pathOf = (item: ItemReference | undefined): string => {
  if (item === undefined) return '';
  const own = `${item.block}:${item.index}`;
  return item.outer === undefined ? own : `${pathOf(item.outer)}/${own}`;
};

function expectValues(outcome: Outcome | undefined, { meaning }: Asked): void {
  if (outcome !== undefined && 'error' in outcome) throw outcome.error;
  expect(outcome).toEqual({ values: meaning.values });
}

function expectFailure(outcome: Outcome | undefined, asked: Asked): void {
  const { nodes, meaning, failing, failure } = asked;
  if (failing === undefined || failure === undefined) return expectValues(outcome, asked);
  expect(outcome).toEqual({ error: expect.any(NodeExecutionError) });
  const { error } = outcome as { error: NodeExecutionError };
  expect(error.node).toBe(failing.node);
  expect(error.cause).toMatchObject({ message: failing.node });
  const node = nodes.find(({ name }) => name === failing.node);
  // which item a function stands at that gives all of its items at once is not said
  if (node === undefined || (node.isGenerator && node.form.endsWith('list'))) return;
  const items = meaning.calls
    .filter((call) => call.node === failing.node && call.received === failing.received)
    .map(({ item }) => item);
  const failed = items.map((item) =>
    node.isGenerator
      ? `${item}/${node.name}:${failsAfter(node, failure)}`.replace(/^\//, '')
      : item,
  );
  expect(failed).toContain(pathOf(error.item));
}

/** The calls that the hooks told of, but for reduces: of these, hooks see no steps. */
function expectCalls(called: readonly string[], asked: readonly Asked[]): void {
  const reduces = new Set(
    asked.flatMap(({ nodes }) =>
      nodes.flatMap((node) => (node.kind === 'reduce' ? node.name : [])),
    ),
  );
  const counted = (calls: readonly string[]): readonly string[] =>
    calls.filter((call) => !reduces.has(call.split(' ')[0] ?? '')).toSorted();
  const meant = asked.flatMap(({ meaning }) =>
    meaning.calls.map(({ node, item }) => `${node} ${item}`),
  );
  expect(counted(called)).toEqual(counted(meant));
}

const settings = fc.record({
  maxTasks: fc.integer({ min: 1, max: 3 }),
  isNamed: fc.boolean(),
  isTogether: fc.boolean(),
});

describe.each(workerWays)('any dataflow with blocks, run $name,', (way) => {
  test('has the values of the definition, each instance called once', () =>
    fc.assert(
      fc.asyncProperty(
        askedOfWorkers({ fail: false }),
        settings,
        fc.boolean(),
        async (asked, { maxTasks, isNamed, isTogether }, isWatched) => {
          const called: string[] = [];
          const watching: LifecycleAdapter = {
            beforeNode: ({ node, item }) => void called.push(`${node.name} ${pathOf(item)}`),
          };
          const adapters = isWatched ? [watching] : [];
          const driver = await workerDriver(way, asked, { maxTasks, isNamed, adapters });
          try {
            const outcomes = await outcomesOf(driver, asked, isTogether);
            asked.forEach((each, i) => expectValues(outcomes[i], each));
            if (isWatched) expectCalls(called, asked);
          } finally {
            await driver.close();
          }
        },
      ),
      { numRuns: 2, ...limit },
    ));

  test('fails with the node and the item of the one call that fails, and the others do not', () =>
    fc.assert(
      fc.asyncProperty(
        askedOfWorkers({ fail: true }),
        settings,
        async (asked, { maxTasks, isNamed, isTogether }) => {
          const driver = await workerDriver(way, asked, { maxTasks, isNamed, adapters: [] });
          try {
            const outcomes = await outcomesOf(driver, asked, isTogether);
            asked.forEach((each, i) => expectFailure(outcomes[i], each));
          } finally {
            await driver.close();
          }
        },
      ),
      { numRuns: 1, ...limit },
    ));

  test('streams the values of a node in a block, in item order; who leaves can go on', () =>
    fc.assert(
      fc.asyncProperty(
        askedOfWorkers({ fail: false }),
        settings,
        fc.nat(12),
        async (asked, { maxTasks, isNamed, isTogether }, mostTaken) => {
          const driver = await workerDriver(way, asked, { maxTasks, isNamed, adapters: [] });
          try {
            const taken = async (each: Asked): Promise<void> => {
              const output = each.streamed;
              if (output === undefined) return;
              const { overrides } = each.request;
              const values: unknown[] = [];
              for await (const value of driver.stream(output, { inputs, overrides })) {
                if (values.length === mostTaken) break;
                values.push(value);
              }
              const meant = each.meaning.values[output] as readonly unknown[];
              expect(values).toEqual(meant.slice(0, mostTaken));
            };
            if (isTogether) await Promise.all(asked.map(taken));
            else for (const each of asked) await taken(each);
            const [first] = asked;
            if (first !== undefined) expectValues(await outcomeOf(driver, first), first);
          } finally {
            await driver.close();
          }
        },
      ),
      { numRuns: 1, ...limit },
    ));
});
