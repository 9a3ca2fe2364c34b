import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { Transport } from './fixtures/conversation.ts';
import { runs } from './fixtures/runs.ts';

describe('a program', () => {
  const file = fileURLToPath(new URL('./fixtures/pool-program.ts', import.meta.url));
  const start = (transport: Transport, mode: string): ChildProcess =>
    spawn(process.execPath, ['--no-warnings', file, transport, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  /** What it printed, when it and its worker have gone. */
  async function outputOf(transport: Transport, mode: string): Promise<[string, unknown]> {
    const program = start(transport, mode);
    let output = '';
    program.stdout?.on('data', (chunk) => (output += String(chunk)));
    const [code] = await once(program, 'close');
    return [output.replace(/\d+/, 'PID'), code];
  }

  describe.each(['thread', 'process'] as const)('with a %s', (transport) => {
    test('does not wait for one that is not held', async () => {
      expect(await outputOf(transport, 'idle')).toEqual(['worker PID\nleft\n', 0]);
    });

    test('waits for one that is held', async () => {
      expect(await outputOf(transport, 'held')).toEqual(['worker PID\nanswered\nleft\n', 0]);
    });

    test('may be given as an argument', async () => {
      const code = `
        import { Conversation, startEcho } from ${JSON.stringify(new URL('./fixtures/conversation.ts', import.meta.url))};
        const worker = new Conversation(startEcho('${transport}'));
        console.log((await worker.ask({ do: 'echo' })).message.do);
        await worker.link.end();
      `;
      const flags = ['--no-warnings', '--input-type=module', '-e', code];
      const { stdout } = await promisify(execFile)(process.execPath, flags);
      expect(stdout).toBe('echo\n');
    });
  });

  test('hears of a process that runs out of memory', async () => {
    // V8 has much to say about it
    const program = spawn(process.execPath, [file, 'process', 'heap'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(program.stdout, 'data')) as [Buffer];
    expect(JSON.parse(String(line))).toEqual({
      how: 'was killed by SIGABRT, probably because it ran out of memory',
      hint: `give it more with execArgv: ['--max-old-space-size=4096'], or send it less at a time`,
    });
  });

  test.each(['orphan', 'orphan loop'])(
    'that is killed takes its processes along: %s',
    async (mode) => {
      const program = start('process', mode);
      const [line] = (await once(program.stdout as never, 'data')) as [Buffer];
      const pid = Number(/^worker (\d+)/.exec(String(line))?.[1]);
      expect(runs(pid)).toBe(true);
      program.kill('SIGKILL');
      await vi.waitFor(() => expect(runs(pid)).toBe(false), { timeout: 15_000, interval: 50 });
    },
  );
});
