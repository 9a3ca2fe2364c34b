import { describe, expect, test } from 'vitest';
import { collect, configuration, group, inject, source, value } from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { driverOf, driverWith, type Loose } from '../execution/driver-of.ts';

const parts = ({ parts: all }: { parts: unknown }): unknown => all;
/** What the node `out` gives beside `others`. */
async function outOf(
  out: Loose[string],
  others: Loose = {},
  { config = {}, inputs = {} }: { config?: object; inputs?: Record<string, unknown> } = {},
): Promise<unknown> {
  const driver = driverWith({ ...others, out }, (builder) => builder.withConfig(config) as never);
  return (await driver.execute(['out'], { inputs }))['out'];
}

describe('a group', () => {
  const numbers = { a: () => 1, b: () => 2, c: () => 3 };

  test('of three nodes gives a list of them', async () => {
    const sum = inject(
      { parts: group(source('a'), source('b'), source('c')) },
      ({ parts: all }: { parts: readonly number[] }) => all.reduce((x, y) => x + y),
    );
    expect(await outOf(sum, numbers)).toBe(6);
  });

  test('of a record gives a record', async () => {
    const out = inject(
      { parts: group({ one: source('a'), two: source('b'), three: source('c') }) },
      parts,
    );
    expect(await outOf(out, numbers)).toEqual({ one: 1, two: 2, three: 3 });
  });

  test('mixes nodes, constants and config keys, in the order written', async () => {
    const out = inject(
      { parts: group(value('first'), source('b'), configuration('k'), source('a')) },
      parts,
    );
    expect(await outOf(out, numbers, { config: { k: 'third' } })).toEqual(['first', 2, 'third', 1]);
  });

  test('of constants alone reads nothing', async () => {
    const out = inject({ parts: group({ one: value(1), two: value(null) }) }, parts);
    expect(readModule({ out }, {}, '').nodes[0]?.reads).toEqual([]);
    expect(await outOf(out)).toEqual({ one: 1, two: null });
  });

  test('may have a node twice', async () => {
    expect(await outOf(inject({ parts: group(source('a'), source('a')) }, parts), numbers)).toEqual(
      [1, 1],
    );
  });

  test('is new for each call', async () => {
    const out = inject({ parts: group(value(1)) }, ({ parts: all }: { parts: number[] }) => {
      all.push(2);
      return all;
    });
    const driver = driverOf({ out });
    expect(await driver.execute(['out'])).toEqual({ out: [1, 2] });
    expect(await driver.execute(['out'])).toEqual({ out: [1, 2] });
  });

  test('needs all its members, also where the parameter has a default', async () => {
    const out = inject(
      { parts: group(source('a')) },
      ({ parts: all = [] }: { parts?: number[] }) => all,
    );
    await expect(outOf(out)).rejects.toThrow('The input "a" is missing: needed by "out".');
  });

  test('has members by their function, shown or not', async () => {
    const a = (): number => 1;
    const out = inject(
      {
        parts: group(
          source(a),
          source(() => 2),
        ),
      },
      parts,
    );
    expect(await outOf(out, { a })).toEqual([1, 2]);
  });

  //  item ─▶ x, y ─▶ out
  test('of nodes in a block is one for each item', async () => {
    const driver = driverOf({
      *item() {
        yield 1;
        yield 2;
      },
      x: ({ item }: { item: number }) => item,
      y: ({ item }: { item: number }) => -item,
      factor: () => 3,
      out: inject({ parts: group(source('x'), source('y'), source('factor')) }, parts),
    });
    expect(await driver.execute(['out'])).toEqual({
      out: [
        [1, -1, 3],
        [2, -2, 3],
      ],
    });
  });

  describe('of nodes in a block, collected,', () => {
    const block: Loose = {
      *item() {
        yield 1;
        yield 2;
      },
      x: ({ item }: { item: number }) => item,
      y: ({ item }: { item: number }) => -item,
      factor: () => 3,
    };
    const grouped = inject({ parts: group(source('x'), source('y')) }, parts);
    const lists = [
      [1, 2],
      [-1, -2],
    ];

    test('has a list for each', async () => {
      expect(await outOf(collect(grouped), block)).toEqual(lists);
      expect(
        await outOf(inject({ parts: group(source('x'), source('y')) }, collect(parts)), block),
      ).toEqual(lists);
    });

    test('leaves others as they are', async () => {
      const mixed = inject({ parts: group({ x: source('x'), factor: source('factor') }) }, parts);
      expect(await outOf(collect(mixed), block)).toEqual({ x: [1, 2], factor: 3 });
    });

    test('may be named by `from`: by the nodes, or by the parameter', async () => {
      expect(await outOf(collect(grouped, { from: ['x', 'y'] }), block)).toEqual(lists);
      expect(await outOf(collect(grouped, { from: ['parts' as never] }), block)).toEqual(lists);
      const inner = collect(parts, { from: ['parts'] });
      expect(await outOf(inject({ parts: group(source('x'), source('y')) }, inner), block)).toEqual(
        lists,
      );
    });

    test('may be named in part: the rest stays one for each item', async () => {
      const nested: Loose = {
        ...block,
        *inner({ x }: { x: number }) {
          yield 10 * x;
          yield 20 * x;
        },
      };
      const out = collect(inject({ parts: group(source('inner'), source('y')) }, parts), {
        from: ['inner'],
      });
      expect(await outOf(out, nested)).toEqual([
        [[10, 20], -1],
        [[20, 40], -2],
      ]);
    });
  });
});
