import { afterEach, describe, expect, test } from 'vitest';
import { SerializationError } from '../../src/errors.ts';
import { converse, endAll, thrownBy } from './fixtures/conversation.ts';

afterEach(endAll);

const filled = (length: number, value: number): ArrayBuffer =>
  new Uint8Array(length).fill(value).buffer;

describe.each(['thread', 'process'] as const)('a %s', (transport) => {
  test('gives messages and buffers of all sizes back', async () => {
    const worker = converse(transport);
    for (const size of [0, 1, 100, 65_536, 1_000_000, 50_000_000]) {
      const message = { do: 'echo', size, names: new Map([['a', [1n, new Date(5)]]]) } as const;
      const answer = await worker.ask(message, [filled(size, 1), filled(3, 2)]);
      expect(answer.message).toEqual(message);
      expect(answer.buffers.map((bytes) => bytes.byteLength)).toEqual([size, 3]);
      expect(answer.buffers.every((bytes) => bytes instanceof ArrayBuffer)).toBe(true);
      const [large, small] = answer.buffers.map((bytes) => new Uint8Array(bytes));
      expect(large?.at(-1)).toBe(size === 0 ? undefined : 1);
      expect(small).toEqual(new Uint8Array([2, 2, 2]));
    }
  });

  test('keeps the order of 1,000 messages, whatever their sizes', async () => {
    const worker = converse(transport);
    const sizes = Array.from({ length: 1000 }, (_, index) => (index % 100 === 0 ? 200_000 : index));
    sizes.forEach((size, index) =>
      worker.say({ do: 'echo', index } as never, [filled(size, index % 256)]),
    );
    for (const [index, size] of sizes.entries()) {
      const { message, buffers } = await worker.next();
      expect(message).toEqual({ do: 'echo', index });
      expect(buffers[0]?.byteLength).toBe(size);
    }
  });

  test('gets what is in shared memory, which stays here', async () => {
    const worker = converse(transport);
    const shared = new SharedArrayBuffer(1000);
    new Uint8Array(shared).fill(3);
    const { buffers } = await worker.ask({ do: 'echo' }, [shared]);
    expect(new Uint8Array(buffers[0] ?? new ArrayBuffer(0))).toEqual(new Uint8Array(1000).fill(3));
    await worker.ask({ do: 'write' }, [shared]);
    // one memory for threads, a copy for processes
    expect(new Uint8Array(shared)[0]).toBe(transport === 'thread' ? 7 : 3);
  });

  test('refuses what cannot travel', async () => {
    const worker = converse(transport);
    const error = thrownBy(() => worker.link.send({ message: () => 1, buffers: [] }));
    expect(error).toBeInstanceOf(SerializationError);
    const { code, message, cause } = error as SerializationError;
    expect(code).toBe('codec/cannot-travel');
    expect(message).toMatch(
      transport === 'thread'
        ? /^A message cannot travel to another thread: \(\) => 1 could not be cloned\.\n/
        : /^A value cannot travel: \(\) => 1 could not be cloned\.\n/,
    );
    expect(String(cause)).toMatch(/could not be cloned/);
    expect((await worker.ask({ do: 'echo' })).message).toEqual({ do: 'echo' });
  });

  test('ends in good order when its host asks for it', async () => {
    const worker = converse(transport);
    worker.say({ do: 'leave' });
    expect(await worker.ended).toEqual({
      how: transport === 'thread' ? 'ended by itself' : 'exited with code 0',
    });
    expect(worker.received).toEqual([{ message: 'last words', buffers: [] }]);
  });

  test('that calls process.exit says with which code', async () => {
    const worker = converse(transport);
    worker.say({ do: 'exit', code: 3 });
    expect(await worker.ended).toEqual({
      how: transport === 'thread' ? 'called process.exit(3)' : 'exited with code 3',
    });
  });

  test('ends with the error that nobody caught', async () => {
    const worker = converse(transport);
    worker.say({ do: 'throw' });
    const { error, ...words } = await worker.ended;
    expect(words).toEqual({ how: 'died of an uncaught RegionError: too far' });
    expect(error).toBeInstanceOf(RangeError);
    const { name, message, stack, cause, ...own } = error as Error;
    expect({ name, message, own }).toEqual({
      name: 'RegionError',
      message: 'too far',
      own: { region: 'EU' },
    });
    expect(stack).toMatch(/fixtures.echo\.ts:\d+/);
    expect(cause).toEqual(new TypeError('no map'));
  });

  test('ends with a rejection that nobody caught, and with what is no error', async () => {
    const rejected = converse(transport);
    rejected.say({ do: 'reject' });
    expect((await rejected.ended).how).toBe('died of an uncaught RegionError: too late');
    const thrown = converse(transport);
    thrown.say({ do: 'throw text' });
    expect(await thrown.ended).toEqual({
      how: 'died of an uncaught "a text"',
      error: 'a text',
    });
  });

  test('ends with the reason where what nobody caught cannot travel', async () => {
    const worker = converse(transport);
    worker.say({ do: 'throw what cannot travel' });
    const { error } = await worker.ended;
    expect(error).toBeInstanceOf(SerializationError);
    expect(String(error)).toContain('() => 1 could not be cloned');
  });

  test('goes on where its own code listens for what nobody caught', async () => {
    const worker = converse(transport);
    const heard = await worker.ask({ do: 'listen and throw' });
    expect(heard.message).toBe('heard own');
    expect((await worker.ask({ do: 'echo' })).message).toEqual({ do: 'echo' });
  });

  test('has said all before it ends, also to somebody who was busy and writes to it', async () => {
    const worker = converse(transport);
    await worker.ask({ do: 'echo' });
    worker.say({ do: 'say and throw' });
    while (worker.received.length < 2) {
      worker.say({ do: 'echo' }, [new ArrayBuffer(1_000_000)]);
      await new Promise(setImmediate);
      if (worker.endings.length > 0) break;
    }
    const { how } = await worker.ended;
    expect(how).toBe('died of an uncaught RegionError: too far');
    const said = worker.received.find(({ message }) => message === 'last words');
    expect(said?.buffers[0]?.byteLength).toBe(10_000_000);
  });

  test('in an endless loop can be ended, once', async () => {
    const worker = converse(transport);
    await worker.ask({ do: 'echo' });
    await worker.ask({ do: 'loop' });
    await Promise.all([worker.link.end(), worker.link.end()]);
    expect(worker.endings).toEqual([{ how: 'was ended' }]);
    await worker.link.end();
    expect(worker.endings).toHaveLength(1);
  });

  test('can be ended before it has begun', async () => {
    const worker = converse(transport);
    await worker.link.end();
    expect(worker.endings).toEqual([{ how: 'was ended' }]);
  });

  test('that has ended may be written to', async () => {
    const worker = converse(transport);
    worker.say({ do: 'exit', code: 0 });
    worker.say({ do: 'echo' }, [new ArrayBuffer(10_000_000)]);
    await worker.ended;
    worker.say({ do: 'echo' }, [new ArrayBuffer(10_000_000)]);
    worker.link.hold(true);
    await worker.link.end();
    expect(worker.endings).toHaveLength(1);
    expect(worker.received).toEqual([]);
  });
});
