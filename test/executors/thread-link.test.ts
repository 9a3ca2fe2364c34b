import { afterEach, describe, expect, test } from 'vitest';
import { SerializationError, TaskError } from '../../src/errors.ts';
import { startThread } from '../../src/executors/pool/thread-link.ts';
import { threadPort } from '../../src/executors/worker/thread-port.ts';
import { Conversation, converse, endAll, thrownBy } from './fixtures/conversation.ts';

afterEach(endAll);

describe('a thread', () => {
  test('and its pool ignore what others post', async () => {
    const worker = converse('thread');
    expect((await worker.ask({ do: 'own port' })).message).toBe('posted');
    expect(worker.received).toHaveLength(1);
  });

  test('refuses a buffer that was handed over before', () => {
    const worker = converse('thread');
    const bytes = new ArrayBuffer(10);
    worker.say({ do: 'echo' }, [bytes]);
    expect(bytes.detached).toBe(true);
    expect(() => worker.say({ do: 'echo' }, [bytes])).toThrow(SerializationError);
  });

  test('that runs out of memory says so, and what to do', async () => {
    const worker = converse('thread', { resourceLimits: { maxOldGenerationSizeMb: 16 } });
    worker.say({ do: 'heap' });
    expect(await worker.ended).toEqual({
      how: 'ran out of memory',
      hint: 'give it more with resourceLimits: { maxOldGenerationSizeMb: 4096 }, or use MultiProcessingExecutor, whose workers have memory of their own',
    });
  });

  test('whose file is missing says so', async () => {
    const file = new URL('file:///nowhere/worker.ts');
    const { how, error } = await new Conversation(startThread({ file })).ended;
    expect(how).toMatch(/^died of an uncaught Error: Cannot find module /);
    expect(error).toMatchObject({ code: 'MODULE_NOT_FOUND' });
  });

  test('that cannot be started says so', async () => {
    const file = new URL('https://example.com/worker.ts');
    const worker = new Conversation(startThread({ file }));
    const { how } = await worker.ended;
    expect(how).toMatch(/^could not be started: /);
    await worker.link.end();
    expect(worker.endings).toHaveLength(1);
  });

  test('is the only place for the port of a thread', () => {
    const error = thrownBy(threadPort);
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({
      code: 'worker/no-pool',
      message:
        'The code of a worker runs outside of a worker.\n  → nothing imports it: an executor starts it',
    });
  });
});
