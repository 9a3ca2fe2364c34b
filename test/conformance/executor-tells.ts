/**
 * Sentences about executors: what adapters are told of tasks and of the nodes in them, wherever they run.
 *
 * @module
 */
import { readdirSync } from 'node:fs';
import { DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { SimpleGraphAdapter } from '../../src/adapters/simple.ts';
import { GroupNodesIndividually } from '../../src/executors/index.ts';
import {
  Builder,
  DataFrameResult,
  GraphError,
  type NodeExecutionError,
  type Ending,
  type ItemReference,
  type LifecycleAdapter,
  type NodeCall,
  type TaskCall,
} from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import { watcher } from './executor-adapter.ts';
import * as dataflow from './executor-dataflow.ts';
import type { ExecutorSetting } from './executor-setting.ts';

/** One call of a hook. */
interface Told {
  readonly hook: string;
  readonly what: string;
  readonly item: ItemReference | undefined;
  readonly event: Partial<NodeCall & TaskCall & Ending & { readonly executor: string }>;
}

/** An adapter that notes what it is told of tasks and nodes. */
function noting(told: Told[]): LifecycleAdapter {
  const ofNode =
    (hook: string) =>
    (event: NodeCall): void =>
      void told.push({ hook, what: event.node.name, item: event.item, event });
  const ofTask =
    (hook: string) =>
    (event: TaskCall): void =>
      void told.push({ hook, what: event.task.id, item: event.task.item, event });
  return {
    name: 'noting',
    beforeTaskSubmit: ofTask('submit'),
    beforeTask: ofTask('begin'),
    beforeNode: ofNode('before'),
    afterNode: ofNode('after'),
    afterTask: ofTask('end'),
    afterTaskReturn: ofTask('return'),
  };
}

const wordsOf = ({ hook, what }: Told): string => `${hook} ${what}`;
/** What was told of one item, in order. */
const toldOf = (told: readonly Told[], index: number | undefined): readonly Told[] =>
  told.filter(({ item }) => item?.index === index);

export function describeTelling({ make, facts, driverFor, directory }: ExecutorSetting): void {
  const { isElsewhere } = facts;
  const told: Told[] = [];
  const withNotes = (builder: Builder): Builder => {
    told.length = 0;
    return builder.withAdapters(noting(told));
  };

  describe('has adapters told', () => {
    test('of each task and each node in it, in order, with their item', async () => {
      const executor = make({ maxTasks: 2 });
      const driver = driverFor(executor, withNotes);
      await driver.execute(['checked', 'square'], { inputs: { count: 3, badItem: -1 } });
      for (const index of [0, 1, 2]) {
        const id = `checked+1[${index}]`;
        const ofItem = toldOf(told, index);
        expect(ofItem.map(wordsOf).map((words) => words.replace('square+1', 'checked+1'))).toEqual([
          `submit ${id}`,
          `begin ${id}`,
          ...ofItem
            .filter(({ hook }) => hook === 'before')
            .flatMap(({ what }) => [`before ${what}`, `after ${what}`]),
          `end ${id}`,
          `return ${id}`,
        ]);
        const nodes = ofItem.flatMap(({ hook, what }) => (hook === 'after' ? [what] : []));
        expect(nodes.toSorted()).toEqual(['checked', 'square']);
        for (const { item } of ofItem) {
          expect(item).toMatchObject({ index, key: `key ${index * 10}`, block: 'item' });
        }
        expect(ofItem.at(0)?.event.executor).toBe(executor.name);
        expect(ofItem.at(-1)?.event.executor).toBe(executor.name);
        expect(new Set(told.map(({ event }) => event.runId)).size).toBe(1);
      }
      // the generator runs in this thread
      expect(toldOf(told, undefined).map(wordsOf)).toEqual(
        expect.arrayContaining(['before item', 'after item']),
      );
    });

    test('of times, values and places, as far as they are known here', async () => {
      const driver = driverFor(make({ maxTasks: 1 }), withNotes);
      await driver.execute(['square'], { inputs: { count: 2 } });
      const [submit, begin, before, after, end, back] = toldOf(told, 1).map(({ event }) => event);
      for (const ending of [after, end, back]) {
        expect(ending?.durationMs).toBeGreaterThanOrEqual(0);
        expect(ending).not.toHaveProperty('error');
      }
      expect(submit).not.toHaveProperty('worker');
      expect(end?.result).toEqual({ square: 100 });
      expect(back?.result).toEqual({ square: 100 });
      // which worker it was, and no values of nodes: they stay where they are
      const worker = isElsewhere ? expect.stringMatching(/./) : undefined;
      expect([begin, before, after, end, back].map((event) => event?.worker)).toEqual(
        Array.from({ length: 5 }, () => worker),
      );
      expect(before?.inputs).toEqual(isElsewhere ? {} : { item: 10 });
      expect(after?.inputs).toEqual(isElsewhere ? {} : { item: 10 });
      expect(after?.result).toBe(isElsewhere ? undefined : 100);
      const generator = toldOf(told, undefined).find(({ what }) => what === 'item')?.event;
      expect(generator).toMatchObject({ inputs: { count: 2 } });
      expect(generator).not.toHaveProperty('worker');
    });

    test('of what failed, each hook once', async () => {
      const driver = driverFor(make({ maxTasks: 1 }), withNotes);
      const run = driver.execute(['checked'], { inputs: { count: 3, badItem: 10 } });
      const error = await rejectionOf<NodeExecutionError>(run);
      expect(error).toMatchObject({ code: 'node/failed', item: { index: 1 } });
      const ofItem = toldOf(told, 1);
      expect(ofItem.map(wordsOf)).toEqual([
        'submit checked[1]',
        'begin checked[1]',
        'before checked',
        'after checked',
        'end checked[1]',
        'return checked[1]',
      ]);
      const [, , , after, end, back] = ofItem.map(({ event }) => event);
      // what the function threw, what failed the task, and the same here
      expect(after?.error).toMatchObject({ name: 'RangeError', message: 'full', code: 'FULL' });
      expect(end?.error).toMatchObject({ code: 'node/failed', node: 'checked' });
      expect(back?.error).toBe(error);
      for (const ending of [after, end, back]) expect(ending).not.toHaveProperty('result');
    });

    test('of tasks outside of blocks', async () => {
      const driver = driverFor(make({ maxTasks: 1 }), (builder) =>
        withNotes(builder).withGroupingStrategy(new GroupNodesIndividually()),
      );
      await driver.execute(['rootEngine'], { inputs: { count: 1 } });
      expect(told.map(wordsOf)).toEqual([
        'submit rootEngine',
        'begin rootEngine',
        'before rootEngine',
        'after rootEngine',
        'end rootEngine',
        'return rootEngine',
      ]);
      expect(told.map(({ event }) => event.worker !== undefined)).toEqual(
        ['submit', 'begin', 'before', 'after', 'end', 'return'].map(
          (hook) => isElsewhere && hook !== 'submit',
        ),
      );
    });
  });

  describe('has adapters act', () => {
    test('where nodes run, with their part for workers', async () => {
      const module = new URL('./executor-adapter.ts', import.meta.url);
      const options = { directory: directory() };
      const adapter = { ...watcher(directory(), 'here'), worker: { module, options } };
      const driver = driverFor(make({ maxTasks: 2 }), (builder) => builder.withAdapters(adapter));
      const inputs = { count: 2 };
      expect(await driver.execute(['square', 'total'], { inputs })).toEqual({
        square: [0, 300],
        total: 'from 0 300',
      });
      const place = isElsewhere ? 'there' : 'here';
      const seen = readdirSync(directory()).filter((words) => /square/.test(words));
      expect(seen.filter((words) => !words.includes('total')).toSorted()).toEqual(
        [
          `${place} before square 0 {"item":0}`,
          `${place} after square 0 0`,
          `${place} before square 1 {"item":10}`,
          `${place} after square 1 300`,
          `${place} begin square[0]`,
          `${place} end square[0] {"square":0}`,
          `${place} begin square[1]`,
          `${place} end square[1] {"square":300}`,
        ].toSorted(),
      );
      // what runs in this thread is seen in this thread
      const folds = readdirSync(directory()).filter((words) => /(before|after) total/.test(words));
      expect(folds.map((words) => words.split(' ', 2).join(' ')).toSorted()).toEqual([
        'here after',
        'here before',
      ]);
    });

    test.runIf(isElsewhere)('and refuses middleware that has no part for workers', () => {
      const adapter = watcher(directory(), 'here');
      const build = (): unknown =>
        driverFor(make({ maxTasks: 1 }), (builder) => builder.withAdapters(adapter));
      expect(build).toThrow(GraphError);
      expect(build).toThrow('watcher has executeNode, but what');
    });

    test('on the result, as anywhere', async () => {
      const adapter = new SimpleGraphAdapter(new DataFrameResult());
      const builder = new Builder().withModules(dataflow).withAdapters(adapter);
      const driver = builder
        .withRemoteExecutor(make({ maxTasks: 2 }))
        .build()
        .untyped();
      const frame = (await driver.execute(['item', 'square'], { inputs: { count: 3 } })) as unknown;
      await driver.close();
      expect(DataFrame.isDataFrame(frame)).toBe(true);
      expect((frame as DataFrame).toRecords()).toEqual([
        { item: 0, square: 0 },
        { item: 10, square: 100 },
        { item: 20, square: 400 },
      ]);
    });
  });
}
