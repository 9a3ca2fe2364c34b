import { describe, expect, test } from 'vitest';
import {
  collect,
  group,
  inject,
  local,
  parallelizable,
  parameterize,
  reduce,
  resource,
  source,
  tag,
  value,
  when,
} from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { driverOf } from '../execution/driver-of.ts';
import { add, messagesOf, outOf, parts } from './out-of.ts';

describe('inject around others', () => {
  const item = function* (): Generator<number> {
    yield 1;
    yield 2;
  };

  test('inject twice: each binds what the other left', async () => {
    const once = inject({ x: source('a') }, add);
    expect(await outOf(inject({ y: value(1) }, once), { a: () => 1 })).toBe(2);
    expect(
      await outOf(inject({ x: source('a') }, inject({ y: value(1) }, add)), { a: () => 1 }),
    ).toBe(2);
  });

  test('inject twice: the outer one knows a parameter by the name to which it is bound', async () => {
    const once = inject({ x: source('a') }, add);
    expect(await outOf(inject({ a: value(5) }, once))).toBe(15);
    expect(await outOf(inject({ a: source('b') }, once), { b: () => 6 })).toBe(16);
    expect(
      await outOf(inject({ a: group(value(5)) as never }, inject({ parts: source('a') }, parts))),
    ).toEqual([5]);
  });

  test('inject twice: also a member of a group', async () => {
    const once = inject({ parts: group(source('a'), source('b')) }, parts);
    expect(
      await outOf(inject({ a: value(1) as never, b: source('c') }, once), { c: () => 3 }),
    ).toEqual([1, 3]);
  });

  test('inject twice: of swapped names, the one meant is the one that is read', async () => {
    const pair = ({ a, b }: { a: number; b: number }): string => `${a},${b}`;
    const swapped = inject({ a: source('b'), b: source('a') }, pair);
    expect(await outOf(inject({ a: value(1), b: value(2) }, swapped))).toBe('2,1');
  });

  test('inject twice: a constant is bound for good', () => {
    const out = inject({ x: value(2) } as never, inject({ x: value(1) }, add) as never);
    expect(messagesOf({ out })).toEqual([
      'inject binds "x" of "out", which its function does not take.\n  → it takes: y',
    ]);
  });

  test('parameterize of an injected function, and inject of a parameterized one', async () => {
    const { p } = parameterize(inject({ y: value(1) }, add), { p: { x: value(2) } });
    expect(await outOf(p)).toBe(3);
    const { q } = parameterize(add, { q: { x: source('a') } });
    expect(await outOf(inject({ y: value(1) }, q), { a: () => 4 })).toBe(5);
  });

  test('tag: inside and outside', () => {
    const outer = tag({ owner: 'me' }, inject({ x: value(1) }, add));
    const inner = inject({ x: value(1) }, tag({ owner: 'me' }, add));
    const { nodes } = readModule({ outer, inner }, {}, '');
    expect(
      nodes.map(({ tags, bound, reads }) => [tags, bound, reads.map(({ name }) => name)]),
    ).toEqual([
      [{ owner: 'me' }, { x: 1 }, ['y']],
      [{ owner: 'me' }, { x: 1 }, ['y']],
    ]);
  });

  test('collect: inside and outside', async () => {
    const sum = ({ list, by }: { list: readonly number[]; by: number }): number =>
      list.reduce((x, y) => x + by * y, 0);
    const inner = inject({ list: source('item'), by: value(10) }, collect(sum));
    const outer = collect(inject({ list: source('item'), by: value(10) }, sum));
    expect(await outOf(inner, { item })).toBe(30);
    expect(await outOf(outer, { item })).toBe(30);
  });

  test('reduce: what is folded has another name', async () => {
    const fold = reduce(
      ({ acc, x, by }: { acc: number; x: number; by: number }) => acc + by * x,
      0,
    );
    expect(await outOf(inject({ x: source('item'), by: value(2) }, fold), { item })).toBe(6);
  });

  test('reduce: its accumulator is no parameter', () => {
    const fold = reduce(({ acc, x }: { acc: number; x: number }) => acc + x, 0);
    expect(messagesOf({ out: inject({ acc: value(1) } as never, fold as never) })).toEqual([
      'inject binds "acc" of "out", which its function does not take.\n  → it takes: x',
    ]);
  });

  test('parallelizable: inside and outside', async () => {
    const items = ({ n }: { n: number }): number[] => Array.from({ length: n }, (_, i) => i);
    const double = ({ out }: { out: number }): number => 2 * out;
    for (const out of [
      inject({ n: value(2) }, parallelizable(items)),
      parallelizable(inject({ n: value(2) }, items)),
    ]) {
      expect(await driverOf({ out, double }).execute(['double'])).toEqual({ double: [0, 2] });
    }
  });

  test('resource and local: inside and outside', async () => {
    const open = ({ n }: { n: number }): { n: number } => ({ n });
    const use = ({ pool }: { pool: { n: number } }): number => pool.n;
    for (const pool of [
      inject({ n: value(2) }, resource(open)),
      resource(inject({ n: value(2) }, open)),
      local(inject({ n: value(2) }, open)),
      inject({ n: value(2) }, local(open)),
    ]) {
      expect(await driverOf({ pool, use }).execute(['use'])).toEqual({ use: 2 });
    }
    const { nodes } = readModule({ a: local(inject({ n: value(2) }, open)) }, {}, '');
    expect(nodes.map(({ where }) => where)).toEqual(['local']);
  });

  test('when: around the one that the config chooses', async () => {
    const chosen = when({ k: 1 }, ({ x }: { x: number }) => x).otherwise(
      ({ x, y }: { x: number; y: number }) => x + y,
    );
    const out = inject({ x: value(1) }, chosen);
    expect(await outOf(out, {}, { config: { k: 1 } })).toBe(1);
    expect(await outOf(out, { y: () => 2 })).toBe(3);
  });

  test('when: what only the other alternative takes is unknown under this config', () => {
    const chosen = when({ k: 1 }, () => 1).otherwise(({ y }: { y: number }) => y);
    const out = inject({ y: value(1) }, chosen);
    expect(messagesOf({ out })).toEqual([]);
    expect(messagesOf({ out }, { k: 1 })).toEqual([
      'inject binds "y" of "out", which its function does not take.\n  → it takes: nothing',
    ]);
  });

  test('when: around one that is absent says nothing', () => {
    const reading = readModule(
      { out: inject({ x: value(1) } as never, when({ k: 1 }, add)) },
      {},
      '',
    );
    expect(reading.problems).toEqual([]);
    expect(reading.absent.map(({ name }) => name)).toEqual(['out']);
  });
});
