import { describe, expect, test } from 'vitest';
import {
  type GraphError,
  collect,
  configuration,
  createModule,
  parameterizeSubdag,
  source,
  subdag,
  tag,
  value,
  withColumns,
  type AnyFunction,
} from '../../src/index.ts';
import { driverOf, driverWith, type Loose } from '../execution/driver-of.ts';

/** What is wrong, each with the node that it is about; without places. */
const problemsOf = (functions: Loose, config: object = {}): readonly [unknown, string][] => {
  try {
    driverWith(functions, (builder) => builder.withConfig(config));
  } catch (error) {
    return (error as GraphError).errors.map(({ node, message }) => [
      node,
      message.replaceAll(/\n {2}at [^\n]*/g, '').replaceAll(/ \([^()]*\.ts:\d+\)/g, ''),
    ]);
  }
  throw new Error('nothing was thrown');
};
const fn = ({ a }: { a: number }): number => a;
const a = (): number => 1;

describe('a problem in a part', () => {
  test('says whose part it is, and keeps its hint and its place', () => {
    const part = createModule({ a: (x: number, y: number) => x + y });
    expect(problemsOf({ p: subdag({ modules: [part] }, fn) })).toEqual([
      [
        'p.a',
        'In "p": "a" takes 2 positional parameters: (x, y).\n  → take its dependencies by name: ({ x, y }) => …',
      ],
    ]);
    const build = (): unknown => driverOf({ p: subdag({ modules: [part] }, fn) });
    expect(build).toThrow(/\n {2}at .*subdag-problems\.test\.ts:\d+\n/);
  });

  test('of a part says the whole way to it', () => {
    const part = createModule({ a: tag({ owner: 1 } as never, a) });
    const middle = createModule({ a: subdag({ modules: [part] }, fn) });
    expect(problemsOf({ p: subdag({ modules: [middle] }, fn) }).map(([node]) => node)).toEqual([
      'p.a.a',
    ]);
    expect(() => driverOf({ p: subdag({ modules: [middle] }, fn) })).toThrow(
      /^In "p": In "a": The tag "owner" of "a" is 1\./,
    );
  });

  test('does not hide the others, nor those of other parts', () => {
    const part = createModule({
      a: tag({ owner: 1 } as never, a),
      b: tag({ owner: 2 } as never, a),
    });
    const columns = createModule({ c: tag({ owner: 3 } as never, a) });
    const functions = {
      p: subdag({ modules: [part] }, fn),
      wide: withColumns('table', { modules: [columns] }) as AnyFunction,
      bad: tag({ owner: 4 } as never, a),
    };
    expect(problemsOf(functions).map(([node]) => node)).toEqual(['p.a', 'p.b', 'wide.c', 'bad']);
  });

  test('may be two functions of one name', () => {
    const modules = [createModule({ a }, 'first'), createModule({ a: () => 2 }, 'second')];
    expect(problemsOf({ p: subdag({ modules }, fn) })).toEqual([
      [
        'p.a',
        'In "p": "a" is defined twice: in first and in second.\n  → rename one of them, or say allowModuleOverrides() to let the later module win',
      ],
    ]);
  });

  test('may be an export of the surroundings that bears the name of one of its nodes', () => {
    const part = createModule({ a }, 'part');
    expect(problemsOf({ p: subdag({ modules: [part] }, fn), 'p.a': () => 2 })).toEqual([
      [
        'p.a',
        '"p.a" is defined twice: in part and in loose.\n  → rename one of them, or say allowModuleOverrides() to let the later module win',
      ],
    ]);
  });

  test('may be a cycle, which is told with whole names', () => {
    const part = createModule({
      a: ({ b }: { b: number }) => b,
      b: ({ a }: { a: number }) => a,
    });
    expect(problemsOf({ p: subdag({ modules: [part] }, fn) }).map(([, text]) => text)).toEqual([
      'There is a cycle: p.b → p.a → p.b.\n  → a node may read only what does not depend on it; break the cycle',
    ]);
  });

  test('may be a cycle through its surroundings', () => {
    const part = createModule({ a: ({ out }: { out: number }) => out });
    const functions = { p: subdag({ modules: [part] }, fn), out: ({ p }: { p: number }) => p };
    expect(problemsOf(functions).map(([, text]) => text)).toEqual([
      expect.stringMatching(/^There is a cycle: .*p\.a.*\./),
    ]);
  });

  test('may be a name that its own function reads of itself', () => {
    const p = subdag({ modules: [createModule({ a })] }, ({ p }: { p: number }) => p);
    expect(problemsOf({ p }).map(([, text]) => text)).toEqual([
      expect.stringContaining('"p" reads itself: a cycle, p → p.'),
    ]);
  });

  test('may be a collect with nothing to collect', () => {
    const part = createModule({ a: collect(({ x }: { x: number[] }) => x.length) });
    const options = { modules: [part], inputs: { x: source('outside') } };
    expect(problemsOf({ outside: a, p: subdag(options, fn) })).toEqual([
      ['p.a', expect.stringMatching(/^"p\.a" is a collect with nothing to collect/)],
    ]);
  });
});

describe('a part that is told something wrong', () => {
  const part = createModule({ a: ({ price }: { price: number }) => price }, 'part');
  test('refuses an input that is most likely misspelt', () => {
    const options = { modules: [part], inputs: { prise: value(1) } };
    expect(problemsOf({ p: subdag(options, fn) })).toEqual([
      [
        'p',
        '"p" is given the input "prise", which none of its functions reads.\n  → did you mean "price"?',
      ],
    ]);
  });

  test('has inputs that only an absent function would read', async () => {
    const options = { modules: [part], inputs: { price: value(1), colour: value('red') } };
    expect(await driverOf({ p: subdag(options, fn) }).execute(['p'])).toEqual({ p: 1 });
  });

  test('needs the config key that it takes from around it', () => {
    const options = { modules: [part], config: { price: configuration('usPrice') } };
    expect(problemsOf({ p: subdag(options, fn) })).toEqual([
      [
        'p',
        'subdag of "p" needs the config key "usPrice", which is missing.\n  → give it: withConfig({ usPrice: … })',
      ],
    ]);
    expect(problemsOf({ p: subdag(options, fn) }, { usPrise: 1 })).toEqual([
      [
        'p',
        'subdag of "p" needs the config key "usPrice", which is missing.\n  → did you mean "usPrise"?',
      ],
    ]);
  });

  test('needs the config key that a part in it takes, and says which part', () => {
    const options = { modules: [part], config: { price: configuration('brokenMissing') } };
    const middle = createModule({ a: subdag(options, fn) });
    expect(problemsOf({ p: subdag({ modules: [middle], config: { other: 1 } }, fn) })).toEqual([
      [
        'p.a',
        'In "p": subdag of "a" needs the config key "brokenMissing", which is missing.\n  → give it: withConfig({ brokenMissing: … }); the config has other',
      ],
    ]);
  });

  test('has no sources in its config', () => {
    const options = { modules: [part], config: { price: source('usPrice') } };
    expect(problemsOf({ p: subdag(options, fn) })).toEqual([
      [
        'p',
        'The config of "p" has a source for "price", but the config is fixed before anything runs.\n  → give a value or configuration(…), or bind it in inputs',
      ],
    ]);
  });

  test('binds its inputs by bindings', () => {
    const options = { modules: [part], inputs: { price: 2 as never } };
    expect(problemsOf({ p: subdag(options, fn) }).map(([, text]) => text)).toEqual([
      `subdag gives "price" of "p" neither source(…) nor value(…).\n  → price: source('name of a node') or price: value(constant)`,
    ]);
  });

  test.each([
    ['no modules', {}],
    ['an empty list of modules', { modules: [] }],
    ['a module that is no list', { modules: part }],
    ['a module that is none', { modules: [part, 5] }],
    ['another option', { modules: [part], input: {} }],
    ['inputs that are a list', { modules: [part], inputs: [] }],
    ['config that is a number', { modules: [part], config: 5 }],
    ['no options', undefined],
  ])('refuses %s at once', (_, options) => {
    expect(() => subdag(options as never, fn)).toThrow('subdag(');
    expect(() => parameterizeSubdag(options as never, fn, { p: {} })).toThrow(
      'parameterizeSubdag(',
    );
  });

  test.each([[5], [null], [['us']], [{ us: 5 }]])('refuses %j as its parts', (parts) => {
    expect(() => parameterizeSubdag({ modules: [part] }, fn, parts as never)).toThrow(
      'parameterizeSubdag(…) takes a record of parts',
    );
  });
});
