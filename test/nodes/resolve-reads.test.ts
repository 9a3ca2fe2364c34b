// Which node is meant where a modifier was given a function.
import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  createModule,
  extractFields,
  group,
  inject,
  source,
  tag,
  value,
  when,
} from '../../src/index.ts';
import type { AnyFunction, FunctionNode } from '../../src/nodes/node.ts';
import { readModules } from '../../src/nodes/read-modules.ts';
import { driverOf, driverWith, type Loose } from '../execution/driver-of.ts';

const read = (modules: readonly object[], config: object = {}) =>
  readModules(modules, config as never, { nameModule: (position) => `module ${position + 1}` });
const readsOf = (nodes: readonly FunctionNode[]) =>
  Object.fromEntries(nodes.map(({ name, reads }) => [name, reads.map((each) => each.name)]));
const same = ({ x }: { x: unknown }): unknown => x;
const of = (fn: AnyFunction): AnyFunction => inject({ x: source(fn) }, same) as AnyFunction;

describe('a function that is exported', () => {
  const base = (): number => 1;

  test('goes by the name of its export', () => {
    const { nodes, problems } = read([createModule({ renamed: base, out: of(base) })]);
    expect(readsOf(nodes)).toEqual({ renamed: [], out: ['renamed'] });
    expect(problems).toEqual([]);
  });

  test('may be exported after its reader, and by another module', () => {
    const { nodes } = read([
      createModule({ out: of(base) }, 'a'),
      createModule({ renamed: base }, 'b'),
    ]);
    expect(readsOf(nodes)).toEqual({ out: ['renamed'], renamed: [] });
  });

  test('is needed by its readers', () => {
    const { nodes } = read([createModule({ base, out: of(base) })]);
    expect(nodes.map(({ name, needs }) => [name, needs])).toEqual([
      ['base', undefined],
      ['out', ['base']],
    ]);
  });

  test('is the function itself, not what a modifier has made of it', () => {
    const tagged = tag({ owner: 'me' }, base);
    const { nodes } = read([createModule({ tagged, one: of(tagged), two: of(base) })]);
    expect(readsOf(nodes)).toEqual({
      tagged: [],
      one: ['tagged'],
      two: ['two.base'],
      'two.base': [],
    });
  });

  test('may be a modified one: each call of a modifier is another function', () => {
    const first = inject({ x: value(1) }, same);
    const second = inject({ x: value(1) }, same);
    const { nodes } = read([createModule({ first, second, out: of(second as AnyFunction) })]);
    expect(readsOf(nodes)).toEqual({ first: [], second: [], out: ['second'] });
  });

  test('twice: which one is meant, nobody knows', () => {
    const { problems } = read([createModule({ one: base, two: base, out: of(base) })]);
    expect(problems).toMatchObject([
      {
        code: 'node/exported-twice',
        node: 'out',
        message:
          '"out" reads a function that is exported as "one" and "two".\n  → name the node that you mean by a string: "one"',
      },
    ]);
  });

  test('twice, by two modules, too', () => {
    const modules = [createModule({ one: base }), createModule({ two: base, out: of(base) })];
    expect(read(modules).problems.map(({ code }) => code)).toEqual(['node/exported-twice']);
  });

  test('twice is told once, for the first of its readers by name', () => {
    const { problems } = read([createModule({ b: of(base), a: of(base), one: base, two: base })]);
    expect(problems.map(({ node }) => node)).toEqual(['a']);
  });

  test('twice is no problem where nobody names it by itself', () => {
    const module = createModule({ one: base, two: base, out: inject({ x: source('two') }, same) });
    expect(read([module]).problems).toEqual([]);
  });

  test('under a name that is no node counts as not exported', () => {
    const { nodes } = read([{ _base: base, default: base, out: of(base) }]);
    expect(readsOf(nodes)).toEqual({ out: ['out.base'], 'out.base': [] });
  });

  test('but absent under this config keeps its name', () => {
    const base2 = when({ k: 1 }, base);
    const { nodes, absent } = read([createModule({ base2, out: of(base2) })]);
    expect(readsOf(nodes)).toEqual({ out: ['base2'] });
    expect(absent.map(({ name }) => name)).toEqual(['base2']);
  });

  test('and replaced by a later module is what that module has under its name', () => {
    const modules = [createModule({ base, out: of(base) }), createModule({ base: () => 2 })];
    const { nodes, problems } = readModules(
      modules,
      {},
      { nameModule: () => '', mayReplace: true },
    );
    expect(problems).toEqual([]);
    expect(readsOf(nodes)).toEqual({ base: [], out: ['base'] });
    expect(nodes[0]?.call({})).toBe(2);
  });
});

describe('a function that is not exported', () => {
  const base = ({ n }: { n: number }): number => n;

  test('is a node that is not shown, called after its reader', () => {
    const { nodes } = read([createModule({ out: of(base) }, 'features')]);
    expect(
      nodes.map(({ name, isHidden, module, needs }) => [name, isHidden, module, needs]),
    ).toEqual([
      ['out', undefined, 'features', ['out']],
      ['out.base', true, 'features', ['out']],
    ]);
  });

  test('is one node for all its readers, and is called once', async () => {
    let calls = 0;
    const counted = (): number => ++calls;
    const module: Loose = { b: of(counted), a: of(counted), sum: ({ a, b }) => [a, b] };
    const { nodes } = read([createModule(module)]);
    expect(readsOf(nodes)).toEqual({
      b: ['a.counted'],
      a: ['a.counted'],
      sum: ['a', 'b'],
      'a.counted': [],
    });
    expect(await driverOf(module).execute(['sum'])).toEqual({ sum: [1, 1] });
  });

  test('is one node for the readers of several modules', () => {
    const { nodes } = read([
      createModule({ b: of(base) }, 'one'),
      createModule({ a: of(base) }, 'two'),
    ]);
    expect(readsOf(nodes)).toEqual({ b: ['a.base'], a: ['a.base'], 'a.base': ['n'] });
    expect(nodes.at(-1)?.module).toBe('two');
  });

  test('is called "source" where it has no name of its own, or none that can be written', () => {
    const nameless = [() => 1, Object.defineProperty(() => 2, 'name', { value: 'a b' })] as const;
    const { nodes } = read([
      createModule({ out: inject({ x: group(source(nameless[0]), source(nameless[1])) }, same) }),
    ]);
    expect(readsOf(nodes)).toEqual({
      out: ['out.source', 'out.source_2'],
      'out.source': [],
      'out.source_2': [],
    });
  });

  test('keeps out of the way of nodes that have its name', () => {
    const { nodes } = read([createModule({ out: of(base), 'out.base': () => 1 })]);
    expect(readsOf(nodes)).toEqual({ out: ['out.base_2'], 'out.base': [], 'out.base_2': ['n'] });
  });

  test('may name others in turn, which are not shown either', async () => {
    const top = (): number => 1;
    const middle = inject({ x: source(top) }, ({ x }: { x: number }) => x + 1);
    const out = inject({ x: source(middle) }, ({ x }: { x: number }) => x + 1);
    const { nodes } = read([createModule({ out })]);
    expect(nodes.map(({ isHidden }) => isHidden)).toEqual([undefined, true, true]);
    const driver = driverOf({ out });
    expect(await driver.execute(['out'])).toEqual({ out: 3 });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual(['out']);
  });

  test('may name one that is exported', () => {
    const top = (): number => 1;
    const middle = of(top);
    const { nodes } = read([createModule({ top, out: of(middle) })]);
    expect(readsOf(nodes)).toEqual({ top: [], out: ['out.same'], 'out.same': ['top'] });
  });

  test('may be modified in any way: chosen by the config', async () => {
    const rate = when({ region: 'UK' }, () => 0.2).otherwise(() => 0);
    const out = inject({ x: source(rate) }, same);
    const driver = driverWith({ out }, (builder) => builder.withConfig({ region: 'UK' }) as never);
    expect(await driver.execute(['out'])).toEqual({ out: 0.2 });
    expect(await driverOf({ out }).execute(['out'])).toEqual({ out: 0 });
  });

  test('may open a block for its readers', async () => {
    const items = function* (): Generator<number> {
      yield 1;
      yield 2;
    };
    const module: Loose = {
      double: inject({ x: source(items) }, ({ x }: { x: number }) => 2 * x),
      triple: inject({ x: source(items) }, ({ x }: { x: number }) => 3 * x),
      pairs: collect(({ double, triple }) => [double, triple]),
    };
    expect(await driverOf(module).execute(['pairs'])).toEqual({
      pairs: [
        [2, 4],
        [3, 6],
      ],
    });
  });

  test('may close one', async () => {
    const module: Loose = {
      *item() {
        yield 1;
        yield 2;
      },
      out: of(collect(({ item }: { item: readonly number[] }) => item.length)),
    };
    expect(await driverOf(module).execute(['out'])).toEqual({ out: 2 });
  });

  test('reads inputs, which are then asked for', async () => {
    await expect(driverOf({ out: of(base) }).execute(['out'])).rejects.toThrow(
      'The input "n" is missing: needed by "out.base".',
    );
    expect(await driverOf({ out: of(base) }).execute(['out'], { inputs: { n: 4 } })).toEqual({
      out: 4,
    });
  });

  test('may be asked for and overridden by its name', async () => {
    const driver = driverOf({ out: of(base) });
    expect(await driver.execute(['out.base'], { inputs: { n: 4 } })).toEqual({ 'out.base': 4 });
    expect(await driver.execute(['out'], { overrides: { 'out.base': 5 } })).toEqual({ out: 5 });
  });

  test('that reads its own reader is a cycle', () => {
    expect(() => driverOf({ out: of(({ out }: { out: number }) => out) })).toThrow(
      'There is a cycle: out.source → out → out.source.',
    );
  });

  test('that cannot be a node is told like any other, with its place', () => {
    const bad = (a: number, b: number): number => a + b;
    expect(() => driverOf({ out: of(bad) })).toThrow(
      /^"out\.bad" takes 2 positional parameters: \(a, b\)\.\n {2}at .*resolve-reads\.test\.ts:\d+\n {2}→/,
    );
  });

  test('that is absent under this config is no node; its reader hears why', () => {
    const { nodes, absent } = read([createModule({ out: of(when({ k: 1 }, base)) }, 'features')]);
    expect(readsOf(nodes)).toEqual({ out: ['out.base'] });
    expect(absent.map(({ name, module }) => [name, module])).toEqual([['out.base', 'features']]);
  });
});

describe('across modules and modifiers', () => {
  test('extractFields, inject and a plain reader share one node', async () => {
    let calls = 0;
    const place = (): { lat: number; lon: number } => ({ lat: ++calls, lon: 0 });
    const first = createModule({ ...extractFields(place, ['lat']) }, 'first');
    const second = createModule(
      {
        out: inject(
          { x: source(place), y: source('lat') },
          ({ x, y }: { x: { lat: number }; y: number }) => [x.lat, y],
        ),
      },
      'second',
    );
    const driver = new Builder()
      .withModules(first, second as object)
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    expect(await driver.execute(['out'])).toEqual({ out: [1, 1] });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual(['lat', 'out']);
  });

  test('a module on its own, without what it names, has it as a hidden node', async () => {
    const base = (): number => 1;
    const out = of(base);
    expect(readsOf(read([createModule({ base }), createModule({ out })]).nodes)['out']).toEqual([
      'base',
    ]);
    expect(readsOf(read([createModule({ out })]).nodes)['out']).toEqual(['out.base']);
  });

  test('the same modules in another order have the same names', () => {
    const base = (): number => 1;
    const modules = [createModule({ b: of(base) }, 'b'), createModule({ c: of(base) }, 'c')];
    expect(readsOf(read(modules).nodes)).toEqual(readsOf(read(modules.toReversed()).nodes));
  });
});
