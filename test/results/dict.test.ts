import { DataFrame, Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { blockValues } from '../../src/results/block-values.ts';
import { DictResult } from '../../src/results/dict.ts';
import { resultBuilderBehaves } from '../conformance/result-builder.ts';

resultBuilderBehaves<Record<string, unknown>>('DictResult', () => new DictResult(), {
  namesIn: Object.keys,
  numbersIn: (dict, name) => dict[name] as number[],
});

describe('a record of the requested values', () => {
  const build = (outputs: Record<string, unknown>): Record<string, unknown> =>
    new DictResult().buildResult(outputs);

  test('holds each value as it is, lazy frames and functions too', () => {
    const outputs = {
      series: Series('s', [1]),
      lazy: DataFrame({ a: [1] }).lazy(),
      call: () => 1,
      nothing: null,
      record: { a: 1 },
    };
    const dict = build(outputs);
    for (const [name, value] of Object.entries(outputs)) expect(dict[name] === value).toBe(true);
  });

  test('is an ordinary object', () => {
    expect(Object.getPrototypeOf(build({ a: 1 }))).toBe(Object.prototype);
  });

  test('of nothing is empty', () => {
    expect(build({})).toEqual({});
  });

  test('of a node inside a block has the plain list of its values', () => {
    const items = Object.freeze([3, 1, 2]);
    const { x } = build({ x: blockValues(items) });
    expect(x).toEqual([3, 1, 2]);
    expect(x).not.toBe(items);
  });

  test('keeps names that objects use themselves', () => {
    const outputs = Object.fromEntries([
      ['__proto__', { polluted: true }],
      ['constructor', 1],
      ['toString', 2],
    ]);
    const dict = build(outputs);
    expect(Object.keys(dict)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(dict)).toBe(Object.prototype);
    expect((dict as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
