import { describe, expect, test } from 'vitest';
import {
  AbortError,
  InvalidNodeError,
  NodeExecutionError,
  type Ending,
  type ExecuteEvent,
  type IcosianError,
  type LifecycleAdapter,
  type NodeCall,
} from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from '../execution/driver-of.ts';

/** An adapter that notes what it is told as `mark>name` and `mark<name`. */
const noting = (seen: string[], mark = '', wait?: () => Promise<void>): LifecycleAdapter => ({
  beforeExecute: () => (seen.push(`${mark}>run`), wait?.()),
  afterExecute: ({ error }) => (seen.push(`${mark}<run${error ? ' failed' : ''}`), wait?.()),
  beforeNode: ({ node }) => (seen.push(`${mark}>${node.name}`), wait?.()),
  afterNode: ({ node, error }) => (
    seen.push(`${mark}<${node.name}${error ? ' failed' : ''}`),
    wait?.()
  ),
});

const boom = (): never => {
  throw new Error('boom');
};

describe('hooks', () => {
  const functions = { a: () => 1, b: ({ a }: { a: number }) => a + 1 };
  const inOrder = [
    '1>run',
    '2>run',
    '1>a',
    '2>a',
    '1<a',
    '2<a',
    '1>b',
    '2>b',
    '1<b',
    '2<b',
    '1<run',
    '2<run',
  ];

  test('of several adapters come in the order given, around each node and around the run', async () => {
    const seen: string[] = [];
    await driverOf(functions, noting(seen, '1'), noting(seen, '2')).execute(['b']);
    expect(seen).toEqual(inOrder);
  });

  test('are waited for where they are asynchronous, in the same order', async () => {
    const seen: string[] = [];
    const slow = noting(seen, '1', quiet);
    await driverOf(functions, slow, noting(seen, '2')).execute(['b']);
    expect(seen).toEqual(inOrder);
  });

  test('come for what runs only: not for inputs, overrides and what nobody needs', async () => {
    const seen: string[] = [];
    const driver = driverOf({ a: ({ x }) => x, b: ({ a, y }) => a + y, c: () => 1 }, noting(seen));
    await driver.execute(['b'], { inputs: { x: 1, y: 1 }, overrides: { a: 2 } });
    expect(seen).toEqual(['>run', '>b', '<b', '<run']);
  });

  test('after… come on failure, too', async () => {
    const seen: string[] = [];
    await rejectionOf(driverOf({ a: boom, b: ({ a }) => a }, noting(seen)).execute(['b']));
    expect(seen).toEqual(['>run', '>a', '<a failed', '<run failed']);
  });

  test('after… come on abort, too: before the run rejects', async () => {
    const seen: string[] = [];
    const controller = new AbortController();
    const driver = driverOf({ a: () => new Promise(() => undefined) }, noting(seen, '', quiet));
    const run = driver.execute(['a'], { signal: controller.signal });
    await quiet();
    await quiet();
    controller.abort();
    await rejectionOf(run);
    expect(seen).toEqual(['>run', '>a', '<a failed', '<run failed']);
  });

  test('around the run come for a run that was aborted before it began', async () => {
    const seen: string[] = [];
    const run = driverOf(functions, noting(seen)).execute(['b'], { signal: AbortSignal.abort() });
    await rejectionOf(run);
    expect(seen).toEqual(['>run', '<run failed']);
  });

  test('do not come for a request that is wrong', async () => {
    const seen: string[] = [];
    await rejectionOf(driverOf(functions, noting(seen)).execute(['zzz']));
    expect(seen).toEqual([]);
  });
});

describe('what hooks are told', () => {
  const functions = {
    twice: ({ x, factor = 2 }: { x: number; factor?: number }) => x * factor,
    later: async ({ twice }: { twice: number }) => twice,
  };

  test('of a run: its id, graph, outputs, given values and planned nodes; then its result', async () => {
    const events: (ExecuteEvent & Partial<Ending>)[] = [];
    const driver = driverOf(functions, {
      beforeExecute: (event) => events.push(event),
      afterExecute: (event) => events.push(event),
    });
    const result = await driver.execute(['later'], { inputs: { x: 2 }, overrides: {} });
    const [before, after] = events;
    expect(before).toMatchObject({ outputs: ['later'], inputs: { x: 2 }, overrides: {} });
    expect(before?.plannedNodes.map(({ name }) => name)).toEqual(['twice', 'later']);
    expect([...(before?.graph.nodes.keys() ?? [])].toSorted()).toEqual([
      'factor',
      'later',
      'twice',
      'x',
    ]);
    expect(before).not.toHaveProperty('result');
    expect(after).toMatchObject({ ...before, result: { later: 4 } });
    expect(after?.result === result).toBe(true);
    expect(after?.durationMs).toBeGreaterThanOrEqual(0);
    expect(after).not.toHaveProperty('error');
  });

  test('of a run: another id each time', async () => {
    const ids = new Set<string>();
    const driver = driverOf(functions, {
      beforeExecute: ({ runId }) => ids.add(runId),
      beforeNode: ({ runId }) => ids.add(runId),
    });
    await driver.execute(['later'], { inputs: { x: 2 } });
    expect(ids.size).toBe(1);
    await driver.execute(['later'], { inputs: { x: 2 } });
    expect(ids.size).toBe(2);
  });

  test('of a node: who it is, the values that it gets; then its value', async () => {
    const events: (NodeCall & Partial<Ending>)[] = [];
    const driver = driverOf(functions, {
      beforeNode: (event) => events.push(event),
      afterNode: (event) => events.push(event),
    });
    await driver.execute(['later'], { inputs: { x: 3 } });
    expect(events.map(({ node, inputs }) => [node.name, inputs])).toEqual([
      ['twice', { x: 3 }],
      ['twice', { x: 3 }],
      ['later', { twice: 6 }],
      ['later', { twice: 6 }],
    ]);
    expect(events[0]?.node).toMatchObject({
      name: 'twice',
      role: 'function',
      module: 'loose',
      tags: {},
      requiredDependencies: ['x'],
      optionalDependencies: ['factor'],
      scope: [],
    });
    expect(events[1]).toMatchObject({ result: 6 });
    expect(events[3]).toMatchObject({ result: 6 });
    expect(events[0]).not.toHaveProperty('durationMs');
    expect(events[3]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('of a failure: the node hears what was thrown, the run what it was rejected with', async () => {
    const errors: unknown[] = [];
    const driver = driverOf(
      { a: boom },
      {
        afterNode: ({ error }) => errors.push(error),
        afterExecute: ({ error }) => errors.push(error),
      },
    );
    const rejection = await rejectionOf(driver.execute(['a']));
    expect(errors[0]).toMatchObject({ name: 'Error', message: 'boom' });
    expect(errors[1] === rejection).toBe(true);
    expect(rejection).toBeInstanceOf(NodeExecutionError);
    expect(rejection.cause === errors[0]).toBe(true);
  });

  test('of a value that is none: why', async () => {
    const errors: unknown[] = [];
    const driver = driverOf(
      { a: () => undefined },
      { afterNode: ({ error }) => errors.push(error) },
    );
    const rejection = await rejectionOf(driver.execute(['a']));
    expect(rejection).toBeInstanceOf(InvalidNodeError);
    expect(errors[0] === rejection).toBe(true);
  });

  test('of a node that was under way when the run ended: that the run is over', async () => {
    const errors: unknown[] = [];
    const gate = Promise.withResolvers<never>();
    const run = driverOf(
      {
        fails: () => gate.promise,
        waits: () => new Promise(() => undefined),
        both: ({ fails, waits }) => [fails, waits],
      },
      { afterNode: ({ node, error }) => errors.push([node.name, error]) },
    ).execute(['both']);
    await quiet();
    gate.reject(new Error('no'));
    await rejectionOf(run);
    const [, [name, error]] = errors as [unknown, [string, AbortError]];
    expect(name).toBe('waits');
    expect(error).toBeInstanceOf(AbortError);
    expect(error.code).toBe('run/over');
    expect(error.message).toBe('The run was over before "waits" ended.');
  });
});

describe('a hook that throws', () => {
  const hooks = ['beforeExecute', 'afterExecute', 'beforeNode', 'afterNode'] as const;

  test.each(hooks.flatMap((hook) => [[hook, false] as const, [hook, true] as const]))(
    '%s, asynchronous: %s, fails the run with the exact error',
    async (hook, isAsync) => {
      const cause = new TypeError('boom');
      const fail = (): never => {
        throw cause;
      };
      const adapter = { name: 'Tracer', [hook]: isAsync ? async () => fail() : fail };
      const error = await rejectionOf<IcosianError>(
        driverOf({ a: () => 1 }, adapter).execute(['a']),
      );
      expect(error.code).toBe('lifecycle/hook-failed');
      expect(error.message).toBe(
        `The hook ${hook} of Tracer failed: TypeError: boom\n  → a hook must not throw; the run ends with it`,
      );
      expect(error.cause === cause).toBe(true);
    },
  );

  test('is named after the adapter: by its name, else its class, else not at all', async () => {
    const named = { name: 'Watcher', beforeNode: boom };
    const nameless = { beforeNode: boom };
    class Tracer {
      beforeNode(): never {
        return boom();
      }
    }
    const run = (adapter: LifecycleAdapter): Promise<Error> =>
      rejectionOf(driverOf({ a: () => 1 }, adapter).execute(['a']));
    expect((await run(named)).message).toContain('The hook beforeNode of Watcher failed');
    expect((await run(new Tracer())).message).toContain('The hook beforeNode of Tracer failed');
    expect((await run(nameless)).message).toContain('The hook beforeNode of an adapter failed');
  });

  test('keeps the function from being called', async () => {
    let calls = 0;
    const driver = driverOf({ a: () => ++calls }, { beforeNode: boom });
    await rejectionOf(driver.execute(['a']));
    expect(calls).toBe(0);
  });

  test('after a failure does not hide why the run failed', async () => {
    const hooked = { afterNode: boom, afterExecute: boom };
    const error = await rejectionOf<NodeExecutionError>(
      driverOf(
        {
          a: () => {
            throw new Error('mine');
          },
        },
        hooked,
      ).execute(['a']),
    );
    expect(error).toMatchObject({ code: 'node/failed', cause: { message: 'mine' } });
  });

  test('keeps nobody else from being told how it ended', async () => {
    const seen: string[] = [];
    const failing = { name: 'Failing', afterNode: boom, afterExecute: boom };
    const run = driverOf({ a: () => 1 }, failing, noting(seen)).execute(['a']);
    await rejectionOf(run);
    expect(seen).toEqual(['>run', '>a', '<a', '<run failed']);
  });

  test('before… : adapters that were not told of the beginning are not told of the end', async () => {
    const seen: string[] = [];
    const failing = { name: 'Failing', beforeNode: boom };
    const ends = { afterNode: () => seen.push('only ends') };
    const run = driverOf({ a: () => 1 }, noting(seen, '1'), failing, noting(seen, '2'), ends);
    await rejectionOf(run.execute(['a']));
    expect(seen).toEqual([
      '1>run',
      '2>run',
      '1>a',
      '1<a failed',
      'only ends',
      '1<run failed',
      '2<run failed',
    ]);
  });
});

describe('a node whose asynchronous hook is under way when the run ends', () => {
  //  fails ─┐
  //  held  ─┴▶ both      held's beforeNode waits while fails fails
  test('is not called any more, and its hooks are paired before the run ends', async () => {
    const seen: string[] = [];
    const hook = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<never>();
    const slow: LifecycleAdapter = {
      ...noting(seen, '1'),
      beforeNode: ({ node }) => {
        seen.push(`1>${node.name}`);
        return node.name === 'held' ? hook.promise : undefined;
      },
    };
    const run = driverOf(
      {
        fails: () => gate.promise,
        held: () => seen.push('called'),
        both: ({ fails, held }) => [fails, held],
      },
      slow,
      noting(seen, '2'),
    ).execute(['both']);
    const ended = rejectionOf(run);
    await quiet();
    gate.reject(new Error('no'));
    await quiet();
    hook.resolve();
    expect(await ended).toMatchObject({ node: 'fails' });
    await quiet();
    expect(seen).toEqual([
      '1>run',
      '2>run',
      '1>fails',
      '2>fails',
      '1>held',
      '1<fails failed',
      '2<fails failed',
      '1<held failed',
      '1<run failed',
      '2<run failed',
    ]);
  });
});

test('the runs of a driver tell of the same graph, which is not made anew for each', async () => {
  const graphs: unknown[] = [];
  const driver = driverOf({ a: () => 1 }, { beforeExecute: ({ graph }) => graphs.push(graph) });
  await driver.execute(['a']);
  await driver.execute(['a']);
  expect(graphs).toHaveLength(2);
  expect(graphs[0] === graphs[1]).toBe(true);
});
