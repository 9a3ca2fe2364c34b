import { runInNewContext } from 'node:vm';
import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  extractColumns,
  extractFields,
  group,
  inject,
  source,
  tag,
  unpack,
  value,
} from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { driverOf, rejectionOf, type Loose } from '../execution/driver-of.ts';

/** What the node `name` of these functions gives. */
async function valueOf(functions: Loose, name: string, inputs = {}): Promise<unknown> {
  return (await driverOf(functions).execute([name], { inputs }))[name];
}
/** The error with which the node `name` of these functions fails. */
async function failureOf(functions: Loose, name: string): Promise<Error & { code?: string }> {
  const error = await rejectionOf(driverOf(functions).execute([name]));
  expect(error).toMatchObject({ code: 'node/failed', node: name });
  return error.cause as Error;
}
const listOf = (column: unknown): readonly unknown[] => (column as Series).toArray();

describe('extractFields', () => {
  const place = (): { lat: number; lon: string; extra?: null } => ({
    lat: 1.5,
    lon: 'east',
    extra: null,
  });

  test('gives one node for each field, computed once', async () => {
    let calls = 0;
    const counted = (): { lat: number; lon: string } => ({ lat: ++calls, lon: 'east' });
    const module = { counted, ...extractFields(counted, ['lat', 'lon']) };
    expect(await driverOf(module).execute(['lat', 'lon'])).toEqual({ lat: 1, lon: 'east' });
    expect(calls).toBe(1);
  });

  test('of a record of new names gives these', async () => {
    const module = { place, ...extractFields('place', { latitude: 'lat', also: 'lat' }) };
    expect(await driverOf(module).execute(['latitude', 'also'])).toEqual({
      latitude: 1.5,
      also: 1.5,
    });
  });

  test('null is a value, which fill does not replace', async () => {
    expect(
      await valueOf({ place, ...extractFields('place', ['extra'], { fill: 1 }) }, 'extra'),
    ).toBeNull();
  });

  test('fill stands for a field that is missing or undefined', async () => {
    const some = (): object => ({ a: undefined });
    const module = { some, ...extractFields('some', ['a', 'b'], { fill: 'none' }) };
    expect(await driverOf(module).execute(['a', 'b'])).toEqual({ a: 'none', b: 'none' });
    expect(
      await valueOf({ some, ...extractFields('some', ['b'], { fill: null }) }, 'b'),
    ).toBeNull();
  });

  test('without fill says which fields there are', async () => {
    expect(await failureOf({ place, ...extractFields('place', ['lot']) }, 'lot')).toMatchObject({
      code: 'field/missing',
      message:
        'There is no field "lot" in "place", which has lat, lon, extra.\n  → did you mean "lat"?',
    });
    const empty = { nothing: () => ({}), ...extractFields('nothing', ['a']) };
    expect((await failureOf(empty, 'a')).message).toBe(
      'There is no field "a" in "nothing", which has no fields.',
    );
  });

  test('of a Map takes its entries, not its properties', async () => {
    const map = (): Map<string, number> => new Map([['a', 1]]);
    const module = { map, ...extractFields('map', { x: 'a', size: 'size' }, { fill: 'none' }) };
    expect(await driverOf(module).execute(['x', 'size'])).toEqual({ x: 1, size: 'none' });
    expect((await failureOf({ map, ...extractFields('map', ['b']) }, 'b')).message).toBe(
      'There is no field "b" in "map", which has a.',
    );
  });

  test('of an instance takes what it has, getters too', async () => {
    class Point {
      x = 1;
      get double(): number {
        return 2 * this.x;
      }
    }
    const module = { point: () => new Point(), ...extractFields('point', ['x', 'double']) };
    expect(await driverOf(module).execute(['x', 'double'])).toEqual({ x: 1, double: 2 });
  });

  test('never takes what every object has', async () => {
    class Point {
      x = 1;
      get valueOf(): () => number {
        return () => 7;
      }
    }
    const names = { a: 'toString', b: 'constructor', c: '__proto__' };
    const fieldsOf = async (given: object): Promise<unknown> => {
      const module = { some: () => given, ...extractFields('some', names, { fill: 0 }) };
      return driverOf(module).execute(['a', 'b', 'c']);
    };
    expect(await fieldsOf({})).toEqual({ a: 0, b: 0, c: 0 });
    expect(await fieldsOf(new Point())).toEqual({ a: 0, b: 0, c: 0 });
    expect(await fieldsOf(runInNewContext('({})'))).toEqual({ a: 0, b: 0, c: 0 });
    const own = JSON.parse('{ "toString": 1, "constructor": null, "__proto__": 2 }');
    expect(await fieldsOf(own)).toEqual({ a: 1, b: null, c: 2 });
    const module = { point: () => new Point(), ...extractFields('point', ['valueOf']) };
    expect((await valueOf(module, 'valueOf')) as () => number).toBeTypeOf('function');
    const empty = { nothing: () => ({}), ...extractFields('nothing', { a: 'toString' }) };
    expect((await failureOf(empty, 'a')).message).toBe(
      'There is no field "toString" in "nothing", which has no fields.',
    );
  });

  test.each([
    ['text', 'a string'],
    [null, 'null'],
    [[1, 2], 'a list'],
    [3, 'a number'],
  ])('says so where %o is no record', async (given, kind) => {
    const module = { some: () => given, ...extractFields('some', ['length']) };
    expect(await failureOf(module, 'length')).toMatchObject({
      code: 'field/not-a-record',
      message: `"some" gives ${kind}, not a record.\n  → fields are taken from objects and Maps`,
    });
  });

  test('takes a frame out of a record', async () => {
    const tables = (): { sales: DataFrame } => ({ sales: pl.DataFrame({ x: [1] }) });
    const { sales } = extractFields(tables, ['sales']);
    const module = { sales, ...extractColumns(sales, ['x']) };
    expect(listOf(await valueOf(module, 'x'))).toEqual([1]);
  });
});

describe('unpack', () => {
  const three = (): [number, string, number] => [1, '2', 3];

  test('gives one node for each position', async () => {
    const module = { three, ...unpack(three, ['A', 'B', 'C']) };
    expect(await driverOf(module).execute(['three', 'A', 'B', 'C'])).toEqual({
      three: [1, '2', 3],
      A: 1,
      B: '2',
      C: 3,
    });
  });

  test('may name the first ones only', async () => {
    const module = { three, ...unpack('three', ['A', 'B']) };
    expect(await driverOf(module).execute(['A', 'B'])).toEqual({ A: 1, B: '2' });
  });

  test('takes a list of any length, as long as the position is there', async () => {
    const list = ({ n }: { n: number }): number[] => Array.from({ length: n }, (_, i) => i);
    const module = { list, ...unpack(list, ['first', 'second']) };
    expect(await valueOf(module, 'second', { n: 5 })).toBe(1);
    expect(await valueOf(module, 'first', { n: 1 })).toBe(0);
    const short = { list: () => [0], ...unpack('list', ['first', 'second']) };
    expect(await failureOf(short, 'second')).toMatchObject({
      code: 'field/missing',
      message:
        '"second" is position 1 of "list", which gives a list of 1.\n  → leave names out from the end, or let the function give more',
    });
  });

  test.each([
    [{ 0: 'a' }, 'an object'],
    ['ab', 'a string'],
    [new Set(['a']), 'an object (Set)'],
  ])('says so where %o is no list', async (given, kind) => {
    const module = { some: () => given, ...unpack('some', ['a']) };
    expect(await failureOf(module, 'a')).toMatchObject({
      code: 'field/not-a-list',
      message: `"some" gives ${kind}, not a list.\n  → unpack(…) takes a list apart; for a record there is extractFields(…)`,
    });
  });

  test('null is a value; undefined is none', async () => {
    const module = { some: () => [null, undefined], ...unpack('some', ['a', 'b']) };
    expect(await valueOf(module, 'a')).toBeNull();
    await expect(valueOf(module, 'b')).rejects.toThrow('"b" returned undefined.');
  });
});

describe('what is taken out', () => {
  const whole = (): { a: number } => ({ a: 1 });

  test('is a node that says what it takes', () => {
    const module = {
      ...extractFields('whole', { b: 'a' }, { fill: 0 }),
      ...unpack('list', ['first']),
    };
    expect(
      readModule(module, {}, '').nodes.map(({ name, reads, bound }) => [
        name,
        reads.map((read) => read.name),
        bound,
      ]),
    ).toEqual([
      ['b', ['whole'], { part: 'a', fill: 0 }],
      ['first', ['list'], { part: 'first' }],
    ]);
  });

  test('goes by the name of its export', async () => {
    const { a } = extractFields(whole, ['a']);
    expect(await driverOf({ whole, renamed: a }).execute(['renamed'])).toEqual({ renamed: 1 });
  });

  test('may be overridden, and then its whole is not needed', async () => {
    const module = { ...extractFields('whole', ['a']), b: ({ a }: { a: number }) => a };
    expect(await driverOf(module).execute(['b'], { overrides: { a: 5 } })).toEqual({ b: 5 });
  });

  test('may have tags, and be taken from a node that has', async () => {
    const tagged = tag({ owner: 'me' }, whole);
    const { a } = extractFields(tagged, ['a']);
    const driver = driverOf({ whole: tagged, a: tag({ kind: 'part' }, a) });
    expect(await driver.execute(['a'])).toEqual({ a: 1 });
    expect(driver.listAvailableVariables().map(({ name, tags }) => [name, tags])).toEqual([
      ['whole', { owner: 'me' }],
      ['a', { kind: 'part' }],
    ]);
  });

  test('may be taken from a node that inject has bound', async () => {
    const injected = inject({ n: value(3) }, ({ n }: { n: number }) => ({ a: n }));
    expect(await valueOf({ ...extractFields(injected, ['a']) }, 'a')).toBe(3);
  });

  test('may be taken from another node by inject: the whole goes by its name', async () => {
    const { a } = extractFields('whole', ['a']);
    const module = { a: inject({ whole: source('other') }, a), other: () => ({ a: 7 }) };
    expect(await valueOf(module, 'a')).toBe(7);
  });

  test('may be members of a group', async () => {
    const { a } = extractFields(whole, ['a']);
    const out = inject(
      { all: group(source(a), source('whole')) },
      ({ all }: { all: unknown[] }) => all,
    );
    expect(await valueOf({ whole, a, out }, 'out')).toEqual([1, { a: 1 }]);
    expect(await valueOf({ whole, out }, 'out')).toEqual([1, { a: 1 }]);
  });

  test('of two wholes by the same names is a name twice only where both are exported', async () => {
    const first = extractFields('first', ['a']);
    const second = extractFields('second', { b: 'a' });
    const module = { first: whole, second: () => ({ a: 2 }), ...first, ...second };
    expect(await driverOf(module).execute(['a', 'b'])).toEqual({ a: 1, b: 2 });
  });
});

describe('what is no node, or no names, is refused:', () => {
  const modifiers = { extractColumns, extractFields, unpack } as unknown as Readonly<
    Record<string, (...all: unknown[]) => unknown>
  >;
  const each = Object.keys(modifiers);

  test.each(
    each.flatMap(
      (modifier) =>
        [
          [modifier, '', '""'],
          [modifier, 3, '3'],
          [modifier, undefined, 'undefined'],
          [modifier, { a: 1 }, '{"a":1}'],
        ] as const,
    ),
  )('%s of %o', (modifier, given, got) => {
    expect(() => modifiers[modifier]?.(given, ['a'])).toThrow(
      expect.objectContaining({
        code: 'node/bad-node',
        message: `${modifier}(…) takes a node: its name or its function, got ${got}.\n  → write ${modifier}('table', …)`,
      }),
    );
  });

  test.each(
    each.flatMap(
      (modifier) =>
        [
          [modifier, [], '[]'],
          [modifier, 'a', '"a"'],
          [modifier, undefined, 'undefined'],
          [modifier, ['a', 'a'], '["a","a"]'],
          [modifier, ['a', 3], '["a",3]'],
          [modifier, [''], '[""]'],
        ] as const,
    ),
  )('%s with %s', (modifier, names, got) => {
    expect(() => modifiers[modifier]?.('whole', names)).toThrow(
      expect.objectContaining({
        code: 'node/bad-names',
        message: `${modifier}(…) takes a list of different names, got ${got}.\n  → write ${modifier}('whole', ['a', 'b'])`,
      }),
    );
  });

  test('a record of names for unpack', () => {
    expect(() => unpack('whole', { a: 'b' } as never)).toThrow(
      'unpack(…) takes a list of different names, got {"a":"b"}.',
    );
  });

  test('a record of what is no name', () => {
    expect(() => extractFields('whole', { a: 3 } as never)).toThrow(
      'extractFields(…) takes a list of different names, got {"a":3}.',
    );
  });
});
