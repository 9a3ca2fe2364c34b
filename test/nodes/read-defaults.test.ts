import { describe, expect, test } from 'vitest';
import { functionFrom, headOf } from './head-in-words.ts';

type Row = readonly [expression: string, head: readonly string[]];

const reads = (rows: readonly Row[]): void => {
  test.each(rows)('%s', (expression, head) => {
    expect(headOf(functionFrom(expression))).toEqual(head);
  });
};

describe('a property with a default is optional', () => {
  reads([
    ['({ a = 1 }) => a', ['a = 1']],
    ['({a=1,b=2})=>a', ['a = 1', 'b = 2']],
    [
      '({ a = -1, b = 1.5, c = .5, d = 1_000, e = 0xff, f = 10n }) => a',
      ['a = -1', 'b = 1.5', 'c = .5', 'd = 1_000', 'e = 0xff', 'f = 10n'],
    ],
    ['({ a = 1e-5, b = 1e5 }) => a', ['a = 1e-5', 'b = 1e5']],
    [
      '({ a = null, b = undefined, c = true, d = !0, e = void 0 }) => a',
      ['a = null', 'b = undefined', 'c = true', 'd = !0', 'e = void 0'],
    ],
    ['({ a = Number.MAX_VALUE, b = a }) => a', ['a = Number.MAX_VALUE', 'b = a']],
    [`({ a = '', b = "x" }) => a`, [`a = ''`, 'b = "x"']],
    [`({ a = '}', b = ")", c = ',', d }) => a`, [`a = '}'`, 'b = ")"', `c = ','`, 'd']],
    [`({ a = '\\'}', b }) => a`, [`a = '\\'}'`, 'b']],
    [`({ a = 'x' + "}", b }) => a`, [`a = 'x' + "}"`, 'b']],
    ['({ a = `}${{ x: `)${"`"}` }}`, b }) => a', ['a = `}${{ x: `)${"`"}` }}`', 'b']],
    ['({ a = /[/})]\\/,/g, b }) => a', ['a = /[/})]\\/,/g', 'b']],
    ['({ a = 4 / 2 / 1, b }) => a', ['a = 4 / 2 / 1', 'b']],
    ['({ a = () => ({ x: 1 }), b }) => a', ['a = () => ({ x: 1 })', 'b']],
    [
      '({ a = function (x, y) { return [x, y]; }, b }) => a',
      ['a = function (x, y) { return [x, y]; }', 'b'],
    ],
    ['({ a = class { m() {} }, b }) => a', ['a = class { m() {} }', 'b']],
    ['({ a = [1, [2, 3]], b }) => a', ['a = [1, [2, 3]]', 'b']],
    ['({ a = { x: { y: 1 } }, b }) => a', ['a = { x: { y: 1 } }', 'b']],
    ['({ a = (1, 2), b }) => a', ['a = (1, 2)', 'b']],
    ['({ a = x ? { y: 1 } : [2], b }) => a', ['a = x ? { y: 1 } : [2]', 'b']],
    ['({ a = new Map([[1, 2]]), b }) => a', ['a = new Map([[1, 2]])', 'b']],
    ['({ a = typeof b, b }) => a', ['a = typeof b', 'b']],
    ['({ a = 1 /* one */, b }) => a', ['a = 1', 'b']],
    ['({ a = (cov_1().b[0][0]++, 3), b }) => a', ['a = (cov_1().b[0][0]++, 3)', 'b']],
  ]);
});

describe('a default of the whole parameter changes nothing', () => {
  reads([
    ['({ a } = {}) => a', ['a']],
    ['({ a, b = 1 } = {}) => a', ['a', 'b = 1']],
    ['({ a } = { a: 1 }) => a', ['a']],
    ['async function ({ a } = {}) {}', ['a']],
  ]);
});

describe('a nested pattern depends on the outer name; a default at any level makes it optional', () => {
  reads([
    ['({ p: { x } }) => x', ['p']],
    ['({ p: [x, , y] }) => x', ['p']],
    ['({ p: { x: { y: [z] } } }) => z', ['p']],
    ['({ p: { x, ...others } }) => x', ['p']],
    ['({ p: { [k]: x } }) => x', ['p']],
    ['({ p: {} }) => 1', ['p']],
    ['({ p: { x } = {} }) => x', ['p = {}']],
    ['({ p: [x] = [1] }) => x', ['p = [1]']],
    ['({ p: { x = 1 } }) => x', ['p ~ {}']],
    ['({ p: { x = 1, y } }) => x', ['p ~ {}']],
    ['({ p: [x = 1] }) => x', ['p ~ []']],
    ['({ p: { x: { y = 1 } } }) => y', ['p ~ {"x":{}}']],
    ['({ p: { x: { y = 1 } = {} } }) => y', ['p ~ {}']],
    ['({ p: { x: [y = 1], z: { w } } }) => y', ['p ~ {"x":[],"z":{}}']],
    ['({ p: [, [x = 1]] }) => x', ['p ~ [null,[]]']],
    ["({ 'us.revenue': { '2025': { x = 1 } } }) => x", ['us.revenue ~ {"2025":{}}']],
    ['({ p: { x = 1, ...others } }) => x', ['p ~ {}']],
    ['({ p: [x, ...[y = 1]] }) => x', ['p ~ []']],
  ]);
});

describe('a name in two patterns is one dependency', () => {
  reads([
    ['({ a, a: { x } }) => x', ['a']],
    ['({ a, a: b = 1 }) => a', ['a']],
    ['({ a: b = 1, c, a }) => a', ['a', 'c']],
    ['({ a = 1, a: b = 2 }) => a', ['a = 1']],
    ['({ a = 1, a: { x = 2 } }) => a', ['a ~ {}']],
  ]);
});
