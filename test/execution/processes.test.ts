/**
 * What shows only in a process of its own: memory, unheard rejections, and how it ends.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

/** What a fixture prints, run by Node itself. */
async function printed(fixture: string, ...options: readonly string[]): Promise<string> {
  const file = fileURLToPath(new URL(`./fixtures/${fixture}.ts`, import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '', NODE_NO_WARNINGS: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, [...options, file], { env });
  return stdout.trim();
}

describe('memory', () => {
  test('a value is released as soon as its last reader has it; outputs are kept', async () => {
    const facts = JSON.parse(await printed('released', '--expose-gc')) as Record<string, boolean>;
    const isThere = (name: string): boolean =>
      name.endsWith('an output') ||
      name.endsWith('what another reader still waits for') ||
      name === 'what a waiting function has taken';
    expect(facts).toEqual(
      Object.fromEntries(Object.keys(facts).map((name) => [name, isThere(name)])),
    );
    expect(Object.keys(facts)).toHaveLength(18);
  });
});

describe('rejections', () => {
  test('none is ever left unheard', async () => {
    expect(await printed('strict', '--unhandled-rejections=strict')).toBe('done');
  });
});

describe('a process', () => {
  test('ends by itself where nobody closes the driver', async () => {
    expect(await printed('left-open')).toBe('{"a":1}');
  });
});
