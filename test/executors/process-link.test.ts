import { afterEach, describe, expect, test, vi } from 'vitest';
import { sharedFlags } from '../../src/executors/pool/process-arguments.ts';
import { startProcess } from '../../src/executors/pool/process-link.ts';
import { Conversation, converse, endAll } from './fixtures/conversation.ts';
import { runs } from './fixtures/runs.ts';

afterEach(endAll);

describe('a process', () => {
  test.each(['SIGTERM', 'SIGSEGV', 'SIGHUP'] as const)('that %s kills says so', async (signal) => {
    const worker = converse('process');
    worker.say({ do: 'kill', signal });
    expect(await worker.ended).toEqual({ how: `was killed by ${signal}` });
  });

  test('that the system kills says why that may be', async () => {
    const worker = converse('process');
    worker.say({ do: 'kill', signal: 'SIGKILL' });
    expect(await worker.ended).toEqual({
      how: 'was killed by SIGKILL',
      hint: 'perhaps the system killed it because memory ran out: use fewer workers, or send them less at a time',
    });
  });

  test('leaves an interrupt from the terminal to its pool', async () => {
    const worker = converse('process');
    const { message: pid } = await worker.ask({ do: 'pid' });
    process.kill(pid as number, 'SIGINT');
    expect((await worker.ask({ do: 'echo' })).message).toEqual({ do: 'echo' });
  });

  test('that dies while it writes a large message ends without it', async () => {
    const worker = converse('process');
    worker.say({ do: 'send', bytes: 50_000_000, dies: true });
    expect((await worker.ended).how).toBe('was killed by SIGKILL');
    expect(worker.received).toEqual([]);
  });

  test('that writes something else into its pipe is ended', async () => {
    const worker = converse('process');
    worker.say({ do: 'garbage' });
    const { how, error } = await worker.ended;
    expect(how).toBe('wrote something else than messages into the pipe to its pool');
    expect(error).toMatchObject({ code: 'codec/not-a-frame' });
  });

  test('that closes its pipe and stays is killed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const worker = converse('process');
    worker.say({ do: 'close pipe' });
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    vi.runAllTimers();
    expect(await worker.ended).toEqual({ how: 'closed the pipe to its pool' });
    vi.useRealTimers();
  });

  test('has ended also where a process of its own goes on', async () => {
    const worker = converse('process');
    const { message: pid } = await worker.ask({ do: 'grandchild' });
    expect(await worker.ended).toEqual({ how: 'exited with code 3' });
    expect(runs(pid as number)).toBe(true);
    process.kill(pid as number, 'SIGKILL');
  });

  test('has the environment of this one, altered', async () => {
    vi.stubEnv('ICOSIAN_A', 'a');
    vi.stubEnv('ICOSIAN_B', 'b');
    const file = new URL('./fixtures/environment.ts', import.meta.url);
    const env = { ICOSIAN_B: undefined, ICOSIAN_C: 'c' };
    const worker = new Conversation(startProcess({ file, env, execArgv: ['--no-warnings'] }));
    expect((await worker.next()).message).toEqual({
      environment: { ICOSIAN_A: 'a', ICOSIAN_C: 'c' },
      flags: [...process.execArgv, '--no-warnings'],
      name: 'echo 1',
    });
    await worker.link.end();
    vi.unstubAllEnvs();
  });

  test('that cannot be started says so', async () => {
    const path = process.execPath;
    process.execPath = '/nowhere/node';
    const worker = new Conversation(startProcess());
    process.execPath = path;
    const { how, error, hint } = await worker.ended;
    expect({ how, hint }).toEqual({
      how: 'could not be started: spawn /nowhere/node ENOENT',
      hint: 'see the error behind this one; where the system allows no more, use fewer workers',
    });
    expect(error).toMatchObject({ code: 'ENOENT' });
    worker.say({ do: 'echo' });
    await worker.link.end();
    expect(worker.endings).toHaveLength(1);
  });

  test('with flags that nobody can pass could not be started', async () => {
    const worker = new Conversation(startProcess({ execArgv: ['a\0b'] }));
    expect((await worker.ended).how).toMatch(/^could not be started: The argument 'args\[/);
  });

  test('does not outlive its pool', () => {
    const before = process.listeners('exit');
    const [first, second] = [converse('process'), converse('process')];
    expect(process.listenerCount('exit')).toBe(before.length + 1);
    return Promise.all([first.link.end(), second.link.end()]).then(() =>
      expect(process.listeners('exit')).toEqual(before),
    );
  });
});

describe('sharedFlags', () => {
  test('are those that load and limit code', () => {
    const flags = ['--import', 'tsx', '-r', './a.cjs', '--max-old-space-size=100', '--no-warnings'];
    expect(sharedFlags(flags)).toEqual(flags);
  });

  test.each([
    [['--inspect']],
    [['--inspect-brk=127.0.0.1:9229', '--inspect-publish-uid=http']],
    [['--inspect-port', '9230']],
    [['--input-type=module', '-e', '--1']],
    [['--input-type', 'module', '-p', 'import.meta']],
    [['--watch', '--watch-path=./src']],
    [['--test', '--test-reporter', 'spec']],
  ])('are not %j', (flags) => {
    expect(sharedFlags(flags)).toEqual([]);
    expect(sharedFlags(['--import', 'a', ...flags, '--no-warnings'])).toEqual([
      '--import',
      'a',
      '--no-warnings',
    ]);
  });
});
