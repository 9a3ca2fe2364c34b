import { describe, expect, test } from 'vitest';
import { Builder, DictResult, createModule, dependsOn } from '../../src/index.ts';
import { functionFrom } from './head-in-words.ts';

/** What the function `expression` gives where the optional dependencies that `inputs` lacks are absent. */
async function valueOf(expression: string, inputs: Record<string, unknown> = {}): Promise<unknown> {
  const driver = new Builder()
    .withModules(createModule({ f: functionFrom(expression) }) as object)
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
  return ((await driver.execute(['f'], { inputs })) as { f: unknown }).f;
}

describe('a dependency that is absent', () => {
  test.each([
    ['({ a = 3 }) => a', 3],
    ['({ a: b = 3 } = {}) => b', 3],
    ["({ 'us.revenue': r = '}' }) => r", '}'],
    ['({ a = 1, b = a + 1 }) => [a, b]', [1, 2]],
    ['({ p: { x = 1 } }) => x', 1],
    ['({ p: { x = 1, y } }) => [x, y ?? null]', [1, null]],
    ['({ p: { x } = { x: 5 } }) => x', 5],
    ['({ p: { q: { x = 1 } } }) => x', 1],
    ['({ p: { q: { x = 1 } = { x: 2 } } }) => x', 2],
    ['({ p: { q: [x = 1], r: { y, z = 3 } } }) => [x, y ?? null, z]', [1, null, 3]],
    ['({ p: { q: { x = 1 }, ...others } }) => [x, Object.keys(others)]', [1, []]],
    ['({ p: [x = 1, y = 2] }) => [x, y]', [1, 2]],
    ['({ p: [, [x = 1]] }) => x', 1],
    ['({ p: [{ x = 1 }, ...more] }) => [x, more]', [1, []]],
    ['({ a = 1, a: { x = 2 } }) => x', 2],
    ['({ $item = 7 }) => $item', 7],
    ['function ({ a = 1, b = () => a }) { return b(); }', 1],
  ])('%s applies its default', async (expression, value) => {
    expect(await valueOf(expression)).toEqual(value);
  });

  test.each([
    ['({ p: { x = 1 } }) => x', { p: { x: 2 } }, 2],
    ['({ p: { q: { x = 1 } } }) => x', { p: { q: { x: 2 } } }, 2],
    ['({ a = 3 }) => a', { a: null }, null],
    ['({ a = 3 }) => a', { a: undefined }, 3],
    ['({ a = 3 }) => a', { a: 0 }, 0],
  ])('%s takes what is given: %o', async (expression, inputs, value) => {
    expect(await valueOf(expression, inputs)).toEqual(value);
  });

  test('one that is named like a property of every object gets its default', async () => {
    expect(await valueOf('({ constructor = 7, toString = 8 }) => [constructor, toString]')).toEqual(
      [7, 8],
    );
  });

  test('a required one is missing', async () => {
    await expect(valueOf('({ a } = { a: 1 }) => a')).rejects.toMatchObject({
      code: 'input/missing',
    });
  });

  test('one call cannot spoil what the next one gets', async () => {
    const spoiler = '({ p: { q: { x = 1 }, ...others } }) => { others.q = 9; return x; }';
    const driver = new Builder()
      .withModules(createModule({ f: functionFrom(spoiler) }) as object)
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    for (let i = 0; i < 3; i++) expect(await driver.execute(['f'])).toEqual({ f: 1 });
  });

  test('dependsOn leaves it to the function', async () => {
    const seen: unknown[] = [];
    const fn = (...given: unknown[]): number => seen.push(given);
    const driver = new Builder()
      .withModules(createModule({ f: dependsOn(['a?', 'b'], fn) }))
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    await driver.execute(['f'], { inputs: { b: 2 } });
    expect(seen).toEqual([[{ b: 2 }]]);
  });
});
