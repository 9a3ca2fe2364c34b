import { describe, expect, test } from 'vitest';
import { SerializationError, type UntypedDriver, type DictKind } from '../../src/index.ts';
import { quiet, rejectionOf } from '../execution/driver-of.ts';
import { executorOf, faultStage, kinds, sentenceOf, type Kind } from './faults.ts';
import * as stays from './fixtures/stays.ts';

const stage = faultStage();
const driverOf = (kind: Kind): UntypedDriver<DictKind> =>
  stage.driverOf(executorOf(kind), (builder) => builder.withModules<readonly object[]>(stays));

const resource = 'make it where it is needed, with resource(fn)';
const plain = `give plain data, or ${resource}`;
const register = `give plain data, let its class travel with registerCodec(Model, { encode, decode }), or ${resource}`;

describe.each(kinds)('with workers that are %s', (kind) => {
  test.each([
    ['a function', 'made is a function, which cannot travel.', plain],
    [
      'a function inside',
      'made.model.predict is a function (predict), which cannot travel.',
      plain,
    ],
    ['a promise inside', 'made.values[1] is a Promise, which cannot travel.', 'await it first'],
    ['an instance', 'made is an instance of Model, which cannot travel.', register],
    [
      'an instance in a Map',
      'made.get("EU") is an instance of Model, which cannot travel.',
      register,
    ],
  ])('a result that cannot travel: %s', async (name, sentence, hint) => {
    const driver = driverOf(kind);
    const inputs = { kinds: ['a number', name] };
    const failure = await rejectionOf(driver.execute(['every'], { inputs }));
    expect(failure).toBeInstanceOf(SerializationError);
    expect(failure).toMatchObject({
      name: 'SerializationError',
      code: 'codec/cannot-travel',
      node: 'made',
      item: { index: 1, key: name, block: 'kind' },
    });
    expect(sentenceOf(failure)).toBe(`${sentence}\n  → ${hint}`);
    const again = await driver.execute(['every'], { inputs: { kinds: ['a number'] } });
    expect(again).toEqual({ every: [1] });
  });

  test('a result with several things that cannot travel', async () => {
    const inputs = { kinds: ['several things'] };
    const failure = await rejectionOf(driverOf(kind).execute(['every'], { inputs }));
    expect(failure).toMatchObject({ code: 'codec/cannot-travel', node: 'made' });
    expect(failure.message).toMatch(
      /^made cannot travel: 2 problems\.\n {2}1\. made\.a is a function \(a\)\n {2}2\. made\.b is a symbol \(Symbol\(b\)\)\n/,
    );
  });

  test('a result that is undefined', async () => {
    const inputs = { kinds: ['a number', 'undefined'] };
    const failure = await rejectionOf(driverOf(kind).execute(['every'], { inputs }));
    expect(failure).toMatchObject({
      name: 'InvalidNodeError',
      code: 'node/returned-undefined',
      node: 'made',
      item: { index: 1, key: 'undefined', block: 'kind' },
    });
  });

  test.each([
    ['a function', () => 1, 'thing is a function'],
    [
      'a client inside',
      { region: { client: () => 1 } },
      'thing.region.client is a function (client)',
    ],
    ['a promise inside', [Promise.resolve(1)], 'thing[0] is a Promise'],
    ['a WeakMap', new WeakMap(), 'thing is an instance of WeakMap'],
  ])('an item that cannot travel: %s', async (_, value, sentence) => {
    const driver = driverOf(kind);
    const failure = await rejectionOf(driver.execute(['seen'], { inputs: { things: [1, value] } }));
    expect(failure).toBeInstanceOf(SerializationError);
    expect(failure).toMatchObject({
      code: 'codec/cannot-travel',
      item: { index: 1, key: '1', block: 'thing' },
    });
    expect(failure.message.split('\n')[0]).toBe(`${sentence}, which cannot travel.`);
    expect(await driver.execute(['seen'], { inputs: { things: [1] } })).toEqual({
      seen: ['number'],
    });
  });
});

describe('a process that is killed', () => {
  // a full disk does not come into it: values travel through pipes and never through files

  test('while a large value is on its way to it', async () => {
    const driver = driverOf('processes');
    const { worker } = (await driver.execute(['worker'], { inputs: { bytes: 1 } })) as {
      worker: [number];
    };
    const [pid] = worker;
    // it reads no more: the pipe holds a small part of what it is sent
    process.kill(pid, 'SIGSTOP');
    const failing = rejectionOf(driver.execute(['size'], { inputs: { bytes: 50_000_000 } }));
    await quiet();
    process.kill(pid, 'SIGKILL');
    const failure = await failing;
    expect(failure).toMatchObject({
      name: 'WorkerCrashError',
      code: 'worker/crashed',
      node: 'size',
      item: { index: 0, key: '0', block: 'part' },
    });
    expect(failure.message).toMatch(
      /^The worker worker-1 was killed by SIGKILL while it ran "size" at item 0 of "part"/,
    );
    expect(await driver.execute(['size'], { inputs: { bytes: 50_000_000 } })).toEqual({
      size: [50_000_000, 1],
    });
  });

  test('while a large value comes from it', async () => {
    const driver = stage.driverOf(executorOf('processes'));
    const failure = await stage.failureOf(driver, ['gives much, and dies']);
    expect(failure).toMatchObject({
      name: 'WorkerCrashError',
      code: 'worker/crashed',
      node: 'done',
      item: { index: 0, key: 'gives much, and dies', block: 'order' },
    });
    expect(failure.message).toMatch(
      /^The worker worker-1 was killed by SIGKILL while it ran "done"/,
    );
    expect(await stage.run(driver, ['fine'])).toEqual(['fine']);
  });
});
