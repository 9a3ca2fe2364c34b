import { transformSync, type TransformOptions } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { readHead } from '../../src/nodes/dependencies.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';
import { functionFrom, headOf } from './head-in-words.ts';

/** The function that a build makes of `f`, the one that `source` exports. */
async function built(source: string, options: TransformOptions): Promise<AnyFunction> {
  const { code } = transformSync(source, { format: 'esm', loader: 'ts', ...options });
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    f: AnyFunction;
  };
  return module.f;
}

const errorOf = (fn: AnyFunction): unknown => {
  try {
    return readHead('node', fn);
  } catch (error) {
    return error;
  }
};

const lowered = (what: string, target: string): object => ({
  code: 'node/lowered',
  message: `"node" was ${what} before a build lowered it, and what is left cannot be read.\n  → build with target ${target} or newer`,
});

const forms = [
  ['an arrow', 'export const f = ({ a, b = 3 }) => a + b;', ['a', 'b = 3']],
  ['a function', 'export function f({ a, b: c = 3 }) { return a + c; }', ['a', 'b = 3']],
  ['a string key', "export const f = ({ 'us.revenue': r }) => r;", ['us.revenue']],
  ['a nested default', 'export const f = ({ p: { x = 1 } }) => x;', ['p ~ {}']],
  ['a generator', 'export function* f({ a }) { yield a; }', ['*', 'a']],
  ['a method', 'export const f = { m({ a, b }) { return a + b; } }.m;', ['a', 'b']],
  ['a static method', 'class K { static m({ a }) { return a; } } export const f = K.m;', ['a']],
] as const;

describe.each([
  ['minified', { minify: true, target: 'esnext' }],
  ['for ES2018', { target: 'es2018' }],
  ['minified for ES2018', { minify: true, target: 'es2018' }],
  ['for ES2015', { target: 'es2015' }],
  ['with kept names', { keepNames: true, minify: true }],
] as const)('%s', (_, options) => {
  test.each(forms)('%s reads the same', async (_form, source, head) => {
    expect(headOf(await built(source, options))).toEqual(head);
  });
});

const asynchronous = {
  arrow: 'export const f = async ({ a, b = 3 }) => a + b;',
  function: 'export async function f({ a }) { await a; }',
  method: 'export const f = { async m({ a }) { return a; } }.m;',
  default: 'export async function f({ a } = {}) { return a; }',
};

describe('an async function', () => {
  test.each(Object.entries(asynchronous))('%s is read at ES2017', async (_, source) => {
    const [, first] = [0, ...headOf(await built(source, { target: 'es2017' }))];
    expect(first).toBe('a');
  });
  test.each(Object.entries(asynchronous))('%s says it was lowered below', async (_, source) => {
    for (const target of ['es2016', 'es2015']) {
      const fn = await built(source, { target });
      expect(errorOf(fn)).toMatchObject(lowered('an async function', 'ES2017'));
    }
  });
  test.each(Object.entries(asynchronous))('%s says it minified, too', async (_, source) => {
    const fn = await built(source, { target: 'es2016', minify: true });
    expect(errorOf(fn)).toMatchObject(lowered('an async function or generator', 'ES2018'));
  });
  test('without parameters needs none, and works lowered', async () => {
    for (const minify of [false, true]) {
      const fn = await built('export const f = async () => 7;', { target: 'es2016', minify });
      expect(headOf(fn)).toEqual([]);
      expect(await fn()).toBe(7);
    }
  });
});

describe('an async generator', () => {
  const source = 'export async function* f({ a }) { yield a; }';
  test('is read at ES2018', async () => {
    expect(headOf(await built(source, { target: 'es2018' }))).toEqual(['*', 'a']);
  });
  test('says it was lowered below', async () => {
    for (const target of ['es2017', 'es2016']) {
      const fn = await built(source, { target });
      expect(errorOf(fn)).toMatchObject(lowered('an async generator', 'ES2018'));
    }
  });
  test('says it minified, too', async () => {
    const fn = await built(source, { target: 'es2017', minify: true });
    expect(errorOf(fn)).toMatchObject(lowered('an async function or generator', 'ES2018'));
  });
  test('without parameters says it, too: what is left opens no block', async () => {
    const fn = await built('export async function* f() { yield 1; }', { target: 'es2017' });
    expect(errorOf(fn)).toMatchObject(lowered('an async generator', 'ES2018'));
  });
  test('inside a function lowers only itself', async () => {
    const inner = 'export const f = () => { async function* g({ a }) { yield a; } return g; };';
    expect(headOf(await built(inner, { target: 'es2017' }))).toEqual([]);
    const beside =
      'export const f = ({ b }) => { async function* g({ a }) { yield a; } return g(b); };';
    expect(headOf(await built(beside, { target: 'es2017' }))).toEqual(['b']);
  });
});

describe('what other compilers make', () => {
  const asyncFunction = lowered('an async function', 'ES2017');
  const asyncGenerator = lowered('an async generator', 'ES2018');
  const generator = lowered('a generator', 'ES2015');
  test.each([
    ['(_a) => __awaiter(void 0, [_a], void 0, function* ({ a }) { return a; })', asyncFunction],
    [
      'function f(_a) { return __awaiter(this, arguments, void 0, function* ({ a }) { return a; }); }',
      asyncFunction,
    ],
    [
      'function f(_a) { return tslib_1.__awaiter(this, arguments, void 0, function* ({ a }) { return a; }); }',
      asyncFunction,
    ],
    [
      'function f(_a) { return (0, tslib_1.__awaiter)(this, arguments, void 0, function* ({ a }) { return a; }); }',
      asyncFunction,
    ],
    [
      'function f() { return __awaiter(this, arguments, void 0, function* ({ a } = {}) { return a; }); }',
      asyncFunction,
    ],
    ['(_ref) => _async_to_generator(function* ({ a }) { return a; })()', asyncFunction],
    [
      'function f(_) { return _asyncToGenerator(function* ({ a }) { return a; }).apply(this, arguments); }',
      asyncFunction,
    ],
    [
      'function f(_a) { return __asyncGenerator(this, arguments, function* f_1({ a }) { yield yield __await(a); }); }',
      asyncGenerator,
    ],
    [
      'function f({ a }) { return __asyncGenerator(this, arguments, function* f_1() { yield yield __await(a); }); }',
      asyncGenerator,
    ],
    [
      'function f() { return __asyncGenerator(this, arguments, function* f_1() { yield yield __await(1); }); }',
      asyncGenerator,
    ],
    [
      'function f(_) { return _wrapAsyncGenerator(function* ({ a }) { yield a; }).apply(this, arguments); }',
      asyncGenerator,
    ],
    [
      'function f(_a) { var a = _a.a; return __generator(this, function (_b) { return [4, a]; }); }',
      generator,
    ],
    ['function f() { return __generator(this, function (_b) { return [4, 1]; }); }', generator],
    [
      'function f(_) { var a; return regeneratorRuntime.wrap(function f$(c) {}, _marked); }',
      generator,
    ],
    ['function f() { return _regeneratorRuntime().wrap(function f$(c) {}, _marked); }', generator],
  ])('%s', (expression, error) => {
    expect(errorOf(functionFrom(expression))).toMatchObject(error);
  });

  test.each([
    ['({ a }) => __awaiter(void 0, void 0, void 0, function* () { return a; })', ['a']],
    ['() => __awaiter(void 0, void 0, void 0, function* () { return 1; })', []],
    [
      '({ a = (cov_1x().b[0][0]++, "}") }) => { cov_1x().f[0]++; return a; }',
      ['a = (cov_1x().b[0][0]++, "}")'],
    ],
    [
      '({\n  a\n} /*istanbul ignore next*/ = (cov_1x().b[0][0]++, {})) => { cov_1x().s[0]++; return a; }',
      ['a'],
    ],
    ['async ({ a }                                     )                  => a', ['a']],
    ['({ a, b = 2 }                     \n                      \n) => a', ['a', 'b = 2']],
    ['function f({ generator }) { return generator(1); }', ['generator']],
    ['function f() { return this.generator(1); }', []],
    ['function f() { return generatorOf(function () { return 1; }); }', []],
  ])('%s is read', (expression, head) => {
    expect(headOf(functionFrom(expression))).toEqual(head);
  });

  test('a wrapper that hands on its arguments is refused', () => {
    const babel = functionFrom('function f(_x) { return _f.apply(this, arguments); }');
    expect(errorOf(babel)).toMatchObject({
      code: 'node/unreadable',
      message: `"node" hands on its arguments without naming them: it wraps another function.\n  → name its dependencies: dependsOn(['a', 'b?'], node)`,
    });
  });

  test('a function that merely looks for its lowered neighbours is told what it is itself', () => {
    const plain = functionFrom(
      '(deps) => { const go = (x) => __awaiter(x, function* () {}); return go; }',
    );
    expect(errorOf(plain)).toMatchObject({ code: 'node/parameter-not-destructured' });
  });
});
