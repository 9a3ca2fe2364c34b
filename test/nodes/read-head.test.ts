import { describe, expect, test } from 'vitest';
import { functionFrom, headOf } from './head-in-words.ts';

type Row = readonly [expression: string, head: readonly string[]];

const reads = (rows: readonly Row[]): void => {
  test.each(rows)('%s', (expression, head) => {
    expect(headOf(functionFrom(expression))).toEqual(head);
  });
};

describe('the dependencies are the property names of the one destructured parameter', () => {
  reads([
    ['({ a }) => a', ['a']],
    ['({ a, b, c }) => a', ['a', 'b', 'c']],
    ['({a,b})=>a', ['a', 'b']],
    ['function ({ a }) {}', ['a']],
    ['function named({ a }) {}', ['a']],
    ['function({a}){}', ['a']],
    ['({ $a, a_b, A1 }) => 1', ['$a', 'a_b', 'A1']],
    ['({ _hidden }) => 1', ['_hidden']],
    ['({ a, }) => a', ['a']],
    ['({ a },) => a', ['a']],
    ['({ a, } , ) => a', ['a']],
    ['({ default: d, class: c, if: i }) => 1', ['default', 'class', 'if']],
    [
      '({ constructor, toString, hasOwnProperty }) => 1',
      ['constructor', 'toString', 'hasOwnProperty'],
    ],
    ['({ async, get, set, of, static: s }) => 1', ['async', 'get', 'set', 'of', 'static']],
  ]);
});

describe('a function without parameters reads nothing', () => {
  reads([
    ['() => 1', []],
    ['()=>1', []],
    ['( ) => 1', []],
    ['(/* nothing */) => 1', []],
    ['function () {}', []],
    ['({}) => 1', []],
    ['({ }) => 1', []],
    ['({} = {}) => 1', []],
    ['() => ({ a }) => a', []],
    ['() => function () { return arguments.length; }', []],
    ['() => arguments.length', []],
    ["() => 'arguments'", []],
    ["function () { return 'arguments' /* arguments */; }", []],
    ['function () { return this.arguments + ({ arguments: 1 }).arguments; }', []],
  ]);
});

describe('asynchronous functions and generators, in every form', () => {
  reads([
    ['async ({ a }) => a', ['a']],
    ['async({a})=>a', ['a']],
    ['async () => 1', []],
    ['async function ({ a }) {}', ['a']],
    ['async function named({ a }) {}', ['a']],
    ['function* ({ a }) {}', ['*', 'a']],
    ['function *named({ a }) {}', ['*', 'a']],
    ['function*named({a}){}', ['*', 'a']],
    ['function * named ( { a } ) {}', ['*', 'a']],
    ['function* () {}', ['*']],
    ['async function* ({ a }) {}', ['*', 'a']],
    ['async function*named({ a }) {}', ['*', 'a']],
    ['function* ({ a = `}` }) {}', ['*', 'a = `}`']],
    ['async function* ({ a = `}` }) {}', ['*', 'a = `}`']],
  ]);
});

describe('methods of objects, taken off them', () => {
  reads([
    ['({ m({ a }) {} }).m', ['a']],
    ['({ async m({ a }) {} }).m', ['a']],
    ['({ *m({ a }) {} }).m', ['*', 'a']],
    ['({ * m ({ a }) {} }).m', ['*', 'a']],
    ['({ async *m({ a }) {} }).m', ['*', 'a']],
    ['({ async({ a }) {} }).async', ['a']],
    ['({ get({ a }) {} }).get', ['a']],
    ['({ set({ a = `)` }) {} }).set', ['a = `)`']],
    ['({ static({ a = `)` }) {} }).static', ['a = `)`']],
    ['({ function({ a = `)` }) {} }).function', ['a = `)`']],
    ["({ 'us.revenue'({ a }) {} })['us.revenue']", ['a']],
    ["({ async *'us.revenue'({ a }) {} })['us.revenue']", ['*', 'a']],
    ['({ 7({ a }) {} })[7]', ['a']],
    ["({ ['a' + 1]({ a }) {} }).a1", ['a']],
    ['({ m({ a = `)` }) { return super.m({ a }); } }).m', ['a = `)`']],
    ['({ p: ({ a }) => a }).p', ['a']],
    ["Object.getOwnPropertyDescriptor({ get m() { return 1; } }, 'm').get", []],
  ]);
});

describe('members of classes, taken off them', () => {
  reads([
    ['(class { static m({ a }) {} }).m', ['a']],
    ['(class { static async m({ a }) {} }).m', ['a']],
    ['(class { static *m({ a }) {} }).m', ['*', 'a']],
    ['(class { static async *m({ a }) {} }).m', ['*', 'a']],
    ['(class { static m({ a = `)` }) {} }).m', ['a = `)`']],
    ['(class { static get g() { return ({ a }) => a; } }).g', ['a']],
    ['(class { static f = ({ a }) => a; }).f', ['a']],
    ['(class { m({ a }) {} }).prototype.m', ['a']],
    ['(class { static #p({ a }) {} static give() { return this.#p; } }).give()', ['a']],
    ['(class { static async *#p({ a }) {} static give() { return this.#p; } }).give()', ['*', 'a']],
    ['new (class { #p({ a }) {} give() { return this.#p; } })().give()', ['a']],
    ['new (class { #s = 1; m({ a = `)` }) { return this.#s + a; } })().m', ['a = `)`']],
    ['new (class { #s = 1; m = ({ a = `)` }) => this.#s + a; })().m', ['a = `)`']],
    ['(class { static m({ a = `)` }) { return super.m; } }).m', ['a = `)`']],
  ]);
});

describe('keys may be strings and numbers, and may be renamed', () => {
  reads([
    ['({ spend: s }) => s', ['spend']],
    ['({spend:s,signups:t})=>s', ['spend', 'signups']],
    ["({ 'us.revenue': r }) => r", ['us.revenue']],
    ['({ "us.revenue": r }) => r', ['us.revenue']],
    ["({ 'it\\'s': r, '}': s, ')': t, ',': u }) => r", ["it's", '}', ')', ',']],
    ["({ '': r }) => r", ['']],
    ['({ 0: first, 1.5: x, 1e3: y, 0x10: z, 1_0: w }) => 1', ['0', '1.5', '1000', '16', '10']],
    ['({ 10n: big }) => 1', ['10']],
    ['({ spend: s = 3 }) => s', ['spend = 3']],
    ["({ 'us.revenue': r = 3 }) => r", ['us.revenue = 3']],
  ]);
});

describe('comments, line ends and white space stand anywhere', () => {
  reads([
    [
      '(/* } */ { /* , */ a /* : */ : /* = */ x /* ) */ = /* } */ 1 /* , */ } /* ) */) => a',
      ['a = 1'],
    ],
    [
      'async /* why */ function /* not */ * /* here */ named /* ( */ ( /* { */ { a } ) {}',
      ['*', 'a'],
    ],
    ['async /* c */ ({ a }) => a', ['a']],
    ['function // )\n ({ // }\n a, // ,\n b }) {}', ['a', 'b']],
    ['({ m /* c */ ({ a }) {} }).m', ['a']],
    ['({\r\n  a,\r\n  b = 2,\r\n}) => a', ['a', 'b = 2']],
    ['({\n\ta\n,\tb\v,\fc }) => a', ['a', 'b', 'c']],
    ['({\u00a0a,\u2028b,\ufeffc }) => a', ['a', 'b', 'c']],
    ['({ a, b }                                            ) => a', ['a', 'b']],
    [
      'function   f   (   {   a          ,   b                       =   2   }   ) {}',
      ['a', 'b = 2'],
    ],
  ]);
});

describe('names in any script, also escaped', () => {
  reads([
    ['({ größe, 収入, Ωm }) => 1', ['größe', '収入', 'Ωm']],
    ['({ \\u0061b, \\u{62}c: d }) => 1', ['ab', 'bc']],
    ['({ 𝒳 }) => 1', ['𝒳']],
    ["({ '\\u0061\\n': x }) => 1", ['a\n']],
  ]);
});

describe('functions of sloppy code', () => {
  reads([
    ['({ a = 010 }) => a', ['a = 010']],
    ['({ a = "\\07" }) => a', ['a = "\\07"']],
    ['function ({ a = `)` }) { with (a) return x; }', ['a = `)`']],
    ['({ a = `)` }) => { var await = a; return await; }', ['a = `)`']],
  ]);

  test('what Function makes of text', () => {
    // oxlint-disable-next-line no-implied-eval -- the form under test
    expect(headOf(new Function('{ a, b = 1 }', 'return a') as never)).toEqual(['a', 'b = 1']);
  });
});

describe('the head of a long function', () => {
  test('is read without its body', () => {
    const body = 'a => { "}" }; '.repeat(20_000);
    expect(headOf(functionFrom(`({ a }) => { ${body} }`))).toEqual(['a']);
  });

  test('of many dependencies lists them in order', () => {
    const names = Array.from({ length: 3000 }, (_, i) => `n${i}`);
    expect(headOf(functionFrom(`({ ${names.join(', ')} }) => 1`))).toEqual(names);
  });
});
