import { describe, expect, test } from 'vitest';
import { Builder, DefaultAdapter, DictResult, GraphError, createModule } from '../../src/index.ts';

const one = createModule({ a: () => 1 }, 'one');
const two = createModule({ b: ({ a, x = 0 }: { a: number; x?: number }) => a + x }, 'two');
const names = (builder: { build: () => { listAvailableVariables(): { name: string }[] } }) =>
  builder
    .build()
    .listAvailableVariables()
    .map(({ name }) => name);

describe('a builder', () => {
  test('is never changed: each with… gives a new one', async () => {
    const base = new Builder().withModules(one);
    const seen: string[] = [];
    const more = base
      .withModules(two)
      .withConfig({ x: 5 })
      .withAdapters({ beforeNode: () => seen.push('called') })
      .withResultBuilder(new DictResult());
    expect(await more.build().execute(['b'])).toEqual({ b: 6 });
    expect(seen).toHaveLength(2);
    const frame = await base.build().execute(['a']);
    expect(frame.toRecords()).toEqual([{ a: 1 }]);
    expect(seen).toHaveLength(2);
    expect(names(base)).toEqual(['a']);
  });

  test('can be extended in two ways', async () => {
    const base = new Builder().withModules(one, two).withResultBuilder(new DictResult());
    const [few, many] = [base.withConfig({ x: 1 }), base.withConfig({ x: 100 })];
    expect(await few.build().execute(['b'])).toEqual({ b: 2 });
    expect(await many.build().execute(['b'])).toEqual({ b: 101 });
    expect(await base.build().execute(['b'])).toEqual({ b: 1 });
  });

  test('merges configs, the later one wins, and keeps a copy', async () => {
    const config: { x: number } = { x: 1 };
    const builder = new Builder()
      .withModules(one, two)
      .withResultBuilder(new DictResult())
      .withConfig({ x: 9, region: 'US' })
      .withConfig(config);
    config.x = 7;
    const driver = builder.build().untyped();
    expect(await driver.execute(['b', 'region'])).toEqual({ b: 2, region: 'US' });
  });

  test('adds adapters behind those that it has', async () => {
    const seen: string[] = [];
    const builder = new Builder()
      .withModules(one)
      .withAdapters({ beforeNode: () => seen.push('first') })
      .withAdapters({ beforeNode: () => seen.push('second') });
    await builder.build().execute(['a']);
    expect(seen).toEqual(['first', 'second']);
  });

  test('takes the last result builder', async () => {
    const builder = new Builder()
      .withModules(one)
      .withResultBuilder({ buildResult: () => 'never' })
      .withResultBuilder(new DictResult());
    expect(await builder.build().execute(['a'])).toEqual({ a: 1 });
  });

  test('builds any number of drivers, which do not share anything', async () => {
    const builder = new Builder().withModules(one).withAdapters(new DefaultAdapter());
    const [first, second] = [builder.build(), builder.build()];
    expect(first === second).toBe(false);
    await first.close();
    expect(await second.execute(['a'])).toEqual({ a: 1 });
  });

  test('copies into one that behaves the same', async () => {
    const builder = new Builder().withModules(one);
    expect(names(builder.copy().withModules(two))).toEqual(['a', 'x', 'b']);
    expect(names(builder)).toEqual(['a']);
  });

  test('finds all that is wrong when it builds', () => {
    const loose: object = createModule({
      a: ({ b }: { b: number }) => b,
      b: ({ a }: { a: number }) => a,
      bad: (x: number) => x,
      key: () => 1,
    });
    const builder = new Builder().withModules(loose).withConfig({ key: 1 });
    let problems: readonly string[] = [];
    try {
      builder.build();
    } catch (error) {
      expect(error).toBeInstanceOf(GraphError);
      problems = (error as GraphError).errors.map(({ code }) => code);
    }
    expect(problems).toHaveLength(3);
    expect(problems).toContain('graph/cycle');
    expect(problems).toContain('graph/config-is-node');
  });

  test('lets later modules replace functions when told so', async () => {
    const other = createModule({ a: () => 2 }, 'other');
    const builder = new Builder().withModules(one, other).withResultBuilder(new DictResult());
    expect(() => builder.build()).toThrow('"a" is defined twice: in one');
    expect(await builder.allowModuleOverrides().build().execute(['a'])).toEqual({ a: 2 });
  });
});
