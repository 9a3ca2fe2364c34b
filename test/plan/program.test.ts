import { deserialize, serialize } from 'node:v8';
import * as fc from 'fast-check';
import { Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
  type GroupingStrategy,
} from '../../src/executors/index.ts';
import { collect, dependsOn, parameterize, reduce, resource, value } from '../../src/index.ts';
import type { FunctionNode } from '../../src/nodes/node.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import type { CallStep, FramePlan, TaskStep } from '../../src/plan/plan.ts';
import { programOf, stepOf } from '../../src/plan/program.ts';
import { inputs, requests } from '../execution/block-interpreter.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';
import { runFromData, type Travel } from '../execution/run-from-data.ts';
import { World } from '../execution/ways-to-run.ts';
import { cut } from './sections.ts';

const strategies = [
  ['block by block', new GroupByRepeatableBlocks()],
  ['by inner items', new GroupByRepeatableBlocks({ level: 'inner' })],
  ['node by node', new GroupNodesIndividually()],
  ['level by level', new GroupNodesByLevel()],
  ['all as one', new GroupNodesAllAsOne()],
] as const;

const travels: readonly (readonly [string, Travel])[] = [
  ['as a structured clone', (value) => structuredClone(value)],
  ['as bytes', (value) => deserialize(serialize(value)) as never],
];

/** All tasks of a plan, those of its blocks too. */
const tasksIn = ({ steps }: FramePlan): readonly TaskStep[] =>
  steps.flatMap((step) => {
    if (step.kind === 'task') return [step];
    return step.kind === 'block' ? tasksIn(step.plan) : [];
  });

/** The nodes of loose functions by name, as a worker has them: read once more. */
function nodesOf(functions: Loose): (name: string) => FunctionNode {
  const { nodes } = readModule(functions, {}, 'worker');
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return (name) => byName.get(name) as FunctionNode;
}

/** The tasks of a request with everything as one task. */
const taskOf = (functions: Loose, ...outputs: readonly string[]): TaskStep => {
  const [task] = tasksIn(cut(functions, new GroupNodesAllAsOne(), { outputs }));
  return task as TaskStep;
};

/** A step with the names of nodes in the place of nodes: their functions are compared apart. */
const inNames = (plan: FramePlan): unknown =>
  JSON.parse(
    JSON.stringify(plan, (key, part: unknown) => {
      if (key === 'node') return (part as FunctionNode).name;
      return typeof part === 'bigint' || typeof part === 'function' ? String(part) : part;
    }),
  );

describe.each(travels)('a program that travels %s', (_words, travel) => {
  describe.each(strategies)('of a dataflow cut %s,', (_name, strategy) => {
    test('is the same step again', () =>
      fc.assert(
        fc.property(requests({ maxLength: 2 }), ({ nodes, outputs, overrides }) => {
          const { functions } = new World(nodes);
          const overridden = Object.keys(overrides);
          const nodeNamed = nodesOf(functions);
          for (const step of tasksIn(cut(functions, strategy, { outputs, overridden }))) {
            const program = travel(programOf(step));
            const again = stepOf(program, nodeNamed);
            expect(inNames(again.plan)).toEqual(inNames(step.plan));
            expect([again.taken, again.given]).toEqual([step.taken, step.given]);
            expect(program.nodes).toEqual(step.group.nodes);
            expect(program.takes).toHaveLength(step.slots.length);
            expect(program.gives).toHaveLength(step.gives.length);
          }
        }),
        { numRuns: 100 },
      ));

    test('runs the same: the values of the definition, each instance called once', () =>
      fc.assert(
        fc.asyncProperty(
          requests({ maxLength: 2 }),
          async ({ nodes, outputs, overrides, meaning }) => {
            const world = new World(nodes);
            world.isGated = false;
            const executor = runFromData(world.functions, travel);
            const driver = driverWith(world.functions, (builder) =>
              builder.withRemoteExecutor(executor).withGroupingStrategy(strategy),
            );
            const values = await driver.execute([...outputs], { inputs, overrides });
            await driver.close();
            expect(values).toEqual(meaning.values);
            const calls = meaning.calls.map(({ node, received }) => `${node} ${received}`);
            expect(world.calls.toSorted()).toEqual(calls.toSorted());
            expect(world.closed).toBe(world.opened);
          },
        ),
        { numRuns: 60 },
      ));
  });

  test('leaves the constants of its nodes at home, whatever they are', async () => {
    const constants = {
      series: Series('own', [1]),
      call: () => 1,
      big: 2n ** 70n,
      none: NaN,
      date: new Date(5),
      symbol: Symbol('own'),
      weak: new WeakMap(),
    };
    const bound = Object.fromEntries(
      Object.entries(constants).map(([name, constant]) => [name, value(constant)]),
    );
    const all = dependsOn([...Object.keys(constants), 'x'], (given: object) => given);
    const functions = parameterize(all as never, { given: bound as never }) as Loose;
    const step = taskOf(functions, 'given');
    const { plan } = stepOf(travel(programOf(step)), nodesOf(functions));
    expect(plan.steps).toHaveLength(1);
    const [call] = plan.steps as readonly CallStep[];
    expect(Object.keys(call?.constants ?? {})).toEqual(Object.keys(constants));
    for (const [name, constant] of Object.entries(constants)) {
      expect(call?.constants?.[name]).toBe(constant);
    }
  });

  //  p, big and list are absent: each function applies its own defaults
  test('brings something empty to take apart, where a dependency is absent', async () => {
    const functions: Loose = {
      nested: ({ p: { q: { x = 1 }, r: [y = 2, { z = 3 }] } = { q: {}, r: [1, {}] } }) => [x, y, z],
      deep: ({
        p: {
          q: { x = 1 },
        },
      }) => x,
      list: ({ p: [x = 1, [y = 2], ...others] }) => [x, y, others],
      large: ({ big = 2n ** 70n, none = NaN }) => [big, none],
      all: ({ nested, deep, list, large }) => [nested, deep, list, large],
    };
    const driver = driverWith(functions, (builder) =>
      builder
        .withRemoteExecutor(runFromData(functions, travel))
        .withGroupingStrategy(new GroupNodesAllAsOne()),
    );
    expect(await driver.execute(['all'])).toEqual({
      all: [[1, 1, 3], 1, [1, 2, []], [2n ** 70n, NaN]],
    });
    await driver.close();
  });
});

describe('a program', () => {
  //  x ─▶ item ─▶ lit ─▶ sum, total          lamp is a resource; $signal and $attempt come from the engine
  const functions: Loose = {
    lamp: resource(() => new WeakMap()),
    item: function* ({ x }) {
      yield x;
    },
    lit: ({ item, lamp, $attempt, y, $signal }) => [item, lamp, $attempt, y, $signal],
    sum: collect(({ lit }: { lit: unknown[] }) => lit.length),
    total: reduce(
      ({ acc, lit }: { acc: number; lit: unknown }) => (lit === null ? acc : acc + 1),
      0,
    ),
  };

  test('names what it runs, takes, gives and needs', () => {
    const strategy = new GroupByRepeatableBlocks();
    const steps = tasksIn(cut(functions, strategy, { outputs: ['sum', 'total'] }));
    const step = steps.find(({ group }) => group.nodes.includes('lit')) as TaskStep;
    const { nodes, takes, gives, resources, signal, attempt } = programOf(step);
    expect({ nodes, gives, resources }).toEqual({
      nodes: ['lit'],
      gives: ['lit'],
      resources: ['lamp'],
    });
    expect(takes.toSorted()).toEqual(['$attempt', '$signal', 'item', 'y']);
    expect([takes[signal ?? -1], takes[attempt ?? -1]]).toEqual(['$signal', '$attempt']);
  });

  test('is made once for a step, and is nothing but data', () => {
    const step = taskOf({ a: ({ x }) => x, b: ({ a }) => a }, 'b');
    expect(programOf(step)).toBe(programOf(step));
    expect(structuredClone(programOf(step))).toEqual(programOf(step));
  });

  test('of a block in a task names what lies in it', () => {
    const strategy: GroupingStrategy = {
      name: 'inner blocks in tasks',
      expands: ({ scope }) => scope.length === 0,
      group: ({ members }) => [{ members: members.map(({ id }) => id), where: 'remote' }],
    };
    const nested: Loose = {
      outer: function* ({ x }) {
        yield x;
      },
      inner: function* ({ outer, y }) {
        yield [outer, y];
      },
      work: ({ inner, outer, y, lamp }) => [inner, outer, y, lamp],
      lamp: resource(() => new WeakMap()),
      works: collect(({ work }: { work: unknown[] }) => work),
      last: reduce(({ acc, work }: { acc: unknown; work: unknown }) => [acc, work], null),
      both: ({ works, last }) => [works, last],
      all: collect(({ both }: { both: unknown[] }) => both),
    };
    const steps = tasksIn(cut(nested, strategy, { outputs: ['all', 'works', 'last'] }));
    const step = steps.find(({ group }) => group.nodes.includes('inner')) as TaskStep;
    const { nodes, takes, gives, resources } = programOf(step);
    expect(nodes.toSorted()).toEqual(['both', 'inner', 'last', 'work', 'works']);
    expect(takes.toSorted()).toEqual(['outer', 'y']);
    expect(gives.toSorted()).toEqual(['both', 'last', 'works']);
    expect(resources).toEqual(['lamp']);
  });
});
