import { describe, expect, test } from 'vitest';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
  type GroupingStrategy,
} from '../../src/executors/index.ts';
import { collect, local, remote } from '../../src/index.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';
import { executorWith } from './own.ts';

//  x ─▶ a ─▶ b ─▶ c       x ─▶ item ─▶ size ─▶ noted ─▶ all
const functions: Loose = {
  a: ({ x }) => x + 1,
  b: remote(({ a }: { a: number }) => a * 2),
  c: ({ b }) => b + 1,
  item: function* ({ x }) {
    yield* [x, x + 1];
  },
  size: ({ item }) => item * 10,
  noted: local(({ size }: { size: number }) => size + 1),
  named: ({ noted }) => `n${noted}`,
  all: collect(({ named }: { named: string[] }) => named.join()),
};

/** What ran where, task by task: `remote b`. */
async function ranWhere(
  strategy: GroupingStrategy | undefined,
  outputs: readonly string[],
): Promise<readonly string[]> {
  const ran: string[] = [];
  const noting = (name: string) =>
    executorWith({
      name,
      submit: (task) => {
        ran.push(`${name}: ${task.nodes.join(', ')}${task.item === undefined ? '' : ' of item'}`);
        expect(task.where).toBe(name);
        return task.run();
      },
    });
  const driver = driverWith(functions, (builder) => {
    const both = builder.withLocalExecutor(noting('local')).withRemoteExecutor(noting('remote'));
    return strategy === undefined ? both : both.withGroupingStrategy(strategy);
  });
  const result = await driver.execute(outputs, { inputs: { x: 1 } });
  expect(result).toMatchObject(Object.fromEntries(outputs.map((name) => [name, values[name]])));
  await driver.close();
  return ran;
}
const values: Readonly<Record<string, unknown>> = { c: 5, all: 'n11,n21' };

describe('local(fn) and remote(fn) decide which executor a node gets', () => {
  test.each([
    ['by default', undefined],
    ['under GroupByRepeatableBlocks', new GroupByRepeatableBlocks()],
  ])('%s: a remote node outside of blocks goes, its neighbours stay', async (_, strategy) => {
    expect(await ranWhere(strategy, ['c'])).toEqual(['local: a', 'remote: b', 'local: c']);
  });

  test('by default: a local node in a block splits the task of each item', async () => {
    const ran = await ranWhere(undefined, ['all']);
    expect(ran.toSorted()).toEqual(
      [
        'local: all',
        'local: noted of item',
        'local: noted of item',
        'remote: named of item',
        'remote: named of item',
        'remote: size of item',
        'remote: size of item',
      ].toSorted(),
    );
  });

  test.each([new GroupNodesIndividually(), new GroupNodesByLevel(), new GroupNodesAllAsOne()])(
    'under $name',
    async (strategy) => {
      const ran = new Set(await ranWhere(strategy, ['c', 'all']));
      expect(ran.has('local: noted of item')).toBe(true);
      expect([...ran].filter((words) => words.startsWith('local'))).toEqual([
        'local: noted of item',
      ]);
    },
  );

  test('an execution manager decides last', async () => {
    const wheres: string[] = [];
    const only = executorWith({
      submit: (task) => {
        wheres.push(`${task.where}: ${task.nodes.join(', ')}`);
        return task.run();
      },
    });
    const driver = driverWith(functions, (builder) =>
      builder.withExecutionManager({ executors: [only], executorFor: () => only }),
    );
    expect(await driver.execute(['c'], { inputs: { x: 1 } })).toEqual({ c: 5 });
    expect(wheres).toEqual(['local: a', 'remote: b', 'local: c']);
    await driver.close();
  });
});
