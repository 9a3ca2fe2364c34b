import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { faultStage, kinds, type Kind } from './faults.ts';
import { runs } from './fixtures/runs.ts';

const { directory } = faultStage();
const file = fileURLToPath(new URL('./fixtures/faulty-program.ts', import.meta.url));

interface Ending {
  readonly code: unknown;
  readonly signal: unknown;
  readonly output: Buffer;
  readonly errors: string;
}

interface Program {
  readonly child: ChildProcess;
  readonly closed: Promise<Ending>;
}

function start(kind: Kind, mode: string): Program {
  const child = spawn(process.execPath, ['--no-warnings', file, kind, mode, directory()], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const closed = once(child, 'close').then(([code, signal]) => ({
    code: code as unknown,
    signal: signal as unknown,
    output: Buffer.concat(chunks),
    errors: String(Buffer.concat(errors)),
  }));
  return { child, closed };
}

/** What the program has told. */
const told = (name: string): unknown => JSON.parse(readFileSync(join(directory(), name), 'utf8'));

async function expectNoneLeft(kind: Kind): Promise<void> {
  const workers = told('workers') as number[];
  expect(workers).toHaveLength(kind === 'threads' ? 0 : 2);
  await vi.waitFor(() => expect(workers.filter(runs)).toEqual([]), {
    timeout: 15_000,
    interval: 20,
  });
}

describe.each(kinds)('a program with workers that are %s', (kind) => {
  test.each(['unclosed', 'closed', 'failed', 'aborted'])(
    'ends by itself when it has nothing else to do: %s',
    async (mode) => {
      const { code, signal, errors } = await start(kind, mode).closed;
      expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
      await expectNoneLeft(kind);
    },
  );

  test.each([
    ['exits', 4],
    ['throws', 1],
  ])('that %s while tasks run leaves none', async (mode, code) => {
    expect(await start(kind, mode).closed).toMatchObject({ code, signal: null });
    await expectNoneLeft(kind);
  });

  test.each(['SIGTERM', 'SIGKILL', 'SIGINT'] as const)(
    'that is ended by %s while tasks run leaves none',
    async (signal) => {
      const { child, closed } = start(kind, 'waits');
      while (!existsSync(join(directory(), 'running'))) await pause(5);
      child.kill(signal);
      // its workers have its output: it is closed when they have gone
      expect(await closed).toMatchObject({ code: null, signal });
      await expectNoneLeft(kind);
    },
  );

  test('may print whatever it likes in its nodes', async () => {
    const { code, output } = await start(kind, 'noise').closed;
    expect(code).toBe(0);
    expect(told('result')).toEqual({ all: ['noisy', 'fine', 'noisy'] });
    const binary = Buffer.from([0, 255, 1, 0, 0, 0, 13, 10]);
    expect(output.includes('a line of the user\n')).toBe(true);
    expect(output.includes(binary)).toBe(true);
    expect(output.length).toBe(2 * (19 + binary.length));
  });
});
