import { describe, expect, test } from 'vitest';
import { IcosianError } from '../../src/errors.ts';
import { tag } from '../../src/modifiers/metadata.ts';
import { when } from '../../src/modifiers/when.ts';
import { createModule, moduleName } from '../../src/nodes/create-module.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';
import { nodeSource, type AnyFunction, type NodeSource } from '../../src/nodes/node.ts';
import { plainNode } from '../../src/nodes/node-source.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { readModules } from '../../src/nodes/read-modules.ts';

const namesIn = (module: object): readonly string[] =>
  readModule(module, {}, 'module 1').nodes.map((node) => node.name);

describe('every exported function is a node', () => {
  test('by the name of the export, in the order of the module', () => {
    const inner = function other(): number {
      return 1;
    };
    expect(namesIn({ b: inner, a: () => 1, 'us.revenue': () => 1 })).toEqual([
      'b',
      'a',
      'us.revenue',
    ]);
  });

  test('of a real module, sorted as modules are', async () => {
    const source =
      'export const b = ({ a }) => a; export function a() { return 1 } export default () => 1';
    const module = (await import(`data:text/javascript,${source}`)) as object;
    expect(namesIn(module)).toEqual(['a', 'b']);
  });

  test('of a module that a tool has loaded, sorted too', () => {
    const loaded = { b: () => 1, a: () => 2, [Symbol.toStringTag]: 'Module' };
    expect(namesIn(loaded)).toEqual(['a', 'b']);
  });

  test('save what is no function', () => {
    expect(namesIn({ a: 1, b: 'x', c: null, d: undefined, e: {}, f: [], g: Symbol('s') })).toEqual(
      [],
    );
  });

  test('save names that start with an underscore, and default', () => {
    expect(namesIn({ _a: () => 1, __b: () => 1, default: () => 1, a_: () => 1 })).toEqual(['a_']);
  });

  test('save classes, of the user and of the language', () => {
    class A {
      x = 1;
    }
    class B extends A {
      y = 1;
    }
    expect(
      namesIn({
        A,
        B,
        Anonymous: class {
          x = 1;
        },
        Map,
        Error,
        URL,
        a: () => 1,
      }),
    ).toEqual(['a']);
  });

  test('save classes behind a proxy', () => {
    expect(
      namesIn({
        A: new Proxy(
          class {
            x = 1;
          },
          {},
        ),
      }),
    ).toEqual([]);
  });

  test('also frozen ones', () => {
    const frozen = Object.freeze(function f({ a }: { a: number }) {
      return a;
    });
    const generator = Object.freeze(function* g() {
      yield 1;
    });
    const A = Object.freeze(
      class {
        x = 1;
      },
    );
    expect(namesIn({ frozen, generator, arrow: Object.freeze(() => 1), A })).toEqual([
      'frozen',
      'generator',
      'arrow',
    ]);
  });

  test('not those that a module inherits', () => {
    expect(
      namesIn(Object.create({ a: () => 1 }, { b: { value: () => 1, enumerable: true } }) as object),
    ).toEqual(['b']);
  });
});

describe('a node', () => {
  test('says what it reads, where it comes from and how to call it', () => {
    const a = ({ x, y = 3 }: { x: number; y?: number }): number => x + y;
    expect(readModule(createModule({ a }, 'features'), {}, 'module 1')).toEqual({
      nodes: [
        {
          kind: 'function',
          name: 'a',
          reads: [
            { name: 'x', as: 'x', optional: false },
            { name: 'y', as: 'y', optional: true, default: '3' },
          ],
          call: a,
          origin: { function: a },
          module: 'features',
        },
      ],
      absent: [],
      problems: [],
    });
  });

  test('opens a block where its function is a generator', () => {
    const module = {
      *a() {
        yield 1;
      },
      async *b() {
        yield 1;
      },
      c: () => 1,
      d: async () => 1,
    };
    expect(readModule(module, {}, '').nodes.map((node) => node.expands !== undefined)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('what cannot be a node', () => {
  test('is told for all functions at once; the others are read', () => {
    const reading = readModule(
      { a: (x: number, y: number) => x + y, b: () => 1, c: (all: object) => all },
      {},
      '',
    );
    expect(reading.nodes.map((node) => node.name)).toEqual(['b']);
    expect(reading.problems.map((problem) => [problem.code, problem.node])).toEqual([
      ['node/positional-parameters', 'a'],
      ['node/parameter-not-destructured', 'c'],
    ]);
  });
});

describe('a modified function', () => {
  const modifiedBy = (source: NodeSource): AnyFunction =>
    Object.defineProperty(() => 1, nodeSource, { value: source }) as AnyFunction;

  test('gives the nodes of its recipe, which is told the name, the config and how to read modules', () => {
    const config = { region: 'US' };
    const inner = createModule({ x: () => 1, y: (a: number, b: number) => a + b }, 'inner');
    const fn = modifiedBy({
      toNodes: (name, given, reading) => {
        expect(given).toBe(config);
        const part = reading.readModules([inner], given);
        expect(part.problems.map((problem) => problem.node)).toEqual(['y']);
        const parts = part.nodes.map((node) => ({ ...node, name: `${name}.${node.name}` }));
        return [plainNode(name, () => 1), ...parts];
      },
    });
    const reading = readModules([createModule({ us: fn }, 'outer')], config, {
      nameModule: () => '',
    });
    expect(reading.nodes.map((node) => [node.name, node.module])).toEqual([
      ['us', 'outer'],
      ['us.x', 'inner'],
    ]);
    expect(reading.problems).toEqual([]);
  });

  test('that is none under this config is told apart, with the reason and its module', () => {
    const module = createModule({ vat: when({ region: 'UK' }, () => 0.2), a: () => 1 }, 'taxes');
    const absent = readModule(module, { region: 'US' }, '');
    expect(absent.nodes.map(({ name }) => name)).toEqual(['a']);
    expect(absent.absent).toEqual([
      {
        kind: 'absent',
        name: 'vat',
        why: '"vat" does not exist under this config: region is "US"; its alternatives: when({ region: "UK" })',
        hint: 'add .otherwise(fn), or give the config that one of them asks for',
        module: 'taxes',
      },
    ]);
    expect(absent.problems).toEqual([]);
    const present = readModule(module, { region: 'UK' }, '');
    expect(present.nodes.map(({ name }) => name)).toEqual(['vat', 'a']);
    expect(present.absent).toEqual([]);
  });

  test('whose recipe refuses is a problem among the others', () => {
    const refused = modifiedBy({
      toNodes: (name) => {
        throw new IcosianError('test/refused', 'no', { node: name });
      },
    });
    const reading = readModule({ a: refused, b: () => 1 }, {}, '');
    expect(reading.problems.map((problem) => problem.code)).toEqual(['test/refused']);
    expect(reading.nodes.map((node) => node.name)).toEqual(['b']);
  });

  test('whose recipe has a bug of its own is a problem, too, with the bug as its cause', () => {
    const broken = modifiedBy({
      toNodes: () => {
        throw new RangeError('bug');
      },
    });
    const { problems } = readModule({ a: broken }, {}, '');
    expect(problems.map(({ code, node }) => [code, node])).toEqual([['node/modifier-failed', 'a']]);
    expect(problems[0]?.cause).toBeInstanceOf(RangeError);
  });

  test('behaves like the original, which stays unmarked', () => {
    const original = function area(this: unknown, { a }: { a: number }): unknown {
      return [this, a];
    };
    const wrapped = tag({ owner: 'me' }, original);
    expect(wrapped.name).toBe('area');
    expect(wrapped.call('it', { a: 2 })).toEqual(['it', 2]);
    expect(nodeSource in original).toBe(false);
    const nodes = readModule({ original, wrapped }, {}, '').nodes;
    expect(nodes.map((node) => node.tags)).toEqual([undefined, { owner: 'me' }]);
    expect(nodes.map((node) => node.origin.function)).toEqual([original, original]);
  });
});

describe('createModule', () => {
  test('makes a module of functions, under a name', () => {
    const functions = { a: () => 1 };
    const module = createModule(functions, 'features');
    expect(module).toEqual(functions);
    expect(module).not.toBe(functions);
    expect(moduleName(module)).toBe('features');
    expect(Object.keys(module)).toEqual(['a']);
  });

  test('without a name leaves it to others', () => {
    expect(moduleName(createModule({}))).toBeUndefined();
    expect(readModule(createModule({ a: () => 1 }), {}, 'module 3').nodes[0]?.module).toBe(
      'module 3',
    );
  });

  test('does not follow later changes of the record', () => {
    const functions: Record<string, AnyFunction> = { a: () => 1 };
    const module = createModule(functions);
    functions['b'] = () => 2;
    expect(namesIn(module)).toEqual(['a']);
  });
});

describe('dependsOn', () => {
  const nodeOf = (fn: AnyFunction) => readModule({ fn }, {}, '').nodes[0];

  test('names what a function reads whose text does not', () => {
    const bound = function (this: number, { a, b = 1 }: { a: number; b?: number }): number {
      return this + a + b;
    }.bind(10);
    const node = nodeOf(dependsOn(['a', 'b?'], bound));
    expect(node?.reads).toEqual([
      { name: 'a', as: 'a', optional: false },
      { name: 'b', as: 'b', optional: true },
    ]);
    expect(node?.call({ a: 1, b: 2 })).toBe(13);
    expect(node?.origin.function).toBe(bound);
  });

  test('goes before what the text says', () => {
    const node = nodeOf(dependsOn(['x'], ({ a }: { a: number }) => a));
    expect(node?.reads.map((read) => read.name)).toEqual(['x']);
  });

  test('of no names reads nothing', () => {
    expect(nodeOf(dependsOn([], Date.now))?.reads).toEqual([]);
  });

  test('keeps names with a question mark inside', () => {
    expect(
      nodeOf(dependsOn(['a?b', 'c??'], Date.now))?.reads.map((r) => [r.name, r.optional]),
    ).toEqual([
      ['a?b', false],
      ['c?', true],
    ]);
  });

  test('of a generator function opens a block, also of a bound one', () => {
    function* items(): Generator<number> {
      yield 1;
    }
    async function* pages(): AsyncGenerator<number> {
      yield 1;
    }
    for (const fn of [items, pages, items.bind(null), new Proxy(pages, {})]) {
      expect(nodeOf(dependsOn([], fn))?.expands).toEqual({});
    }
    expect(nodeOf(dependsOn([], Date.now))).not.toHaveProperty('expands');
  });
});
