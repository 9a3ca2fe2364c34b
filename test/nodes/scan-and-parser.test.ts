import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHead } from '../../src/nodes/parse-parameter.ts';
import { scanHead } from '../../src/nodes/scan-parameter.ts';
import { functionFrom, inWords } from './head-in-words.ts';

const space = fc.constantFrom(
  '',
  '',
  ' ',
  ' ',
  '  ',
  '\n',
  '\t',
  '\r\n',
  '/* } */',
  '// )\n',
  '\u00a0',
);
const name = fc.constantFrom(
  'a',
  'b',
  'spend',
  '$x',
  '_y',
  'a1',
  'async',
  'of',
  'get',
  'größe',
  'x\\u0061',
);
const binding = fc.integer({ min: 0, max: 1e9 }).map((i) => `v${i}`);
const scalar = fc.constantFrom(
  '1',
  '-1',
  '.5',
  '1e-5',
  '- 1',
  '1_0',
  'null',
  'x.y',
  'x?.y',
  '""',
  "'}'",
  '")"',
  "','",
  "'\\''",
  '"a\\nb"',
  '`}`',
  '`${`)`}`',
  '/}/',
  '/[/,]/g',
  '[]',
  '{}',
  '{ x: 1 }',
  '[1, 2]',
  '(1, 2)',
  '() => 1',
  '() => ({})',
  'function () { return "}"; }',
  'async () => {}',
  'new Map()',
  '!0',
  'x ? 1 : 2',
  'f({ x: [1] }, ")")',
  '1 + 2',
  "'a' + '}'",
);
const pattern = fc.letrec<{ pattern: string; property: string }>((tie) => ({
  property: fc
    .tuple(name, space, tie('pattern'), fc.option(scalar, { nil: '' }))
    .map(([key, gap, inner, value]) => `${key}${gap}:${gap}${inner}${value && ` = ${value}`}`),
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    binding,
    fc.array(tie('property'), { maxLength: 2 }).map((inner) => `{ ${inner.join(', ')} }`),
    fc.array(tie('pattern'), { maxLength: 2 }).map((inner) => `[${inner.join(', ')}]`),
  ),
})).pattern;

const property = fc
  .tuple(
    fc.nat(),
    fc.oneof(name, fc.constantFrom("'us.revenue'", '"}"', '7', 'class', 'default')),
    space,
    space,
    pattern,
    fc.option(scalar, { nil: undefined }),
  )
  .map(([i, key, before, after, inner, value]) => {
    const isShorthand = /^[a$_]/.test(key) && i % 2 === 0;
    const target = isShorthand ? key : `${key}${before}:${after}${inner}`;
    return `${before}${target}${after}${value === undefined ? '' : `=${before}${value}`}${after}`;
  });

const bodies = ['{}', '{ return "}"; }', '{ return { a: ({ b }) => b }; }', '{ /* ) */ }'];
const head = fc
  .tuple(
    fc.constantFrom(
      'arrow',
      'async arrow',
      'function',
      'generator',
      'async generator',
      'method',
      'generator method',
    ),
    fc.array(property, { maxLength: 5 }),
    fc.boolean(),
    fc.constantFrom('', '', '', ' = {}', ','),
    space,
    fc.constantFrom(...bodies),
  )
  .map(([form, properties, isTrailing, after, gap, body]) => {
    const comma = isTrailing && properties.length > 0 ? ',' : '';
    const list = `(${gap}{${properties.join(',')}${comma}${gap}}${after}${gap})`;
    // no line may end between the parameters and the arrow
    const arrow = `${list} => ${body}`;
    switch (form) {
      case 'arrow':
        return arrow;
      case 'async arrow':
        return `async ${arrow}`;
      case 'function':
        return `function${gap} f${gap}${list} ${body}`;
      case 'generator':
        return `function${gap}*${gap}f${gap}${list} ${body}`;
      case 'async generator':
        return `async function*${gap}${list} ${body}`;
      case 'method':
        return `({ m${gap}${list} ${body} }).m`;
      default:
        return `({ *${gap}m${gap}${list} ${body} }).m`;
    }
  });

const compiles = (expression: string): boolean => {
  try {
    functionFrom(expression);
    return true;
  } catch {
    return false;
  }
};

describe('the scan and the parser', () => {
  let decided = 0;
  let left = 0;

  test('read the same wherever the scan decides', () => {
    fc.assert(
      fc.property(head, (expression) => {
        fc.pre(compiles(expression));
        const text = Function.prototype.toString.call(functionFrom(expression));
        const parsed = parseHead('node', text);
        const scanned = scanHead(text);
        if (scanned === undefined) left++;
        else {
          decided++;
          expect(inWords(scanned)).toEqual(inWords(parsed));
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('both had something to say', () => {
    expect(decided).toBeGreaterThan(100);
    expect(left).toBeGreaterThan(100);
  });

  test('the scan decides the usual forms', () => {
    const usual = [
      '({ a }) => a',
      '({a:e,b:t=3})=>e',
      'async ({ a, b = "x" }) => a',
      'function* f({ a }) {}',
      '() => 1',
    ];
    for (const text of usual) expect(scanHead(text)).toBeDefined();
  });

  test('the scan never decides on what is no function of one destructured parameter', () => {
    const others = [
      '(a) => a',
      'a => a',
      '(...a) => a',
      '({ a }, b) => a',
      '({ ...a }) => a',
      '({ [a]: b }) => b',
      'class A {}',
      '([a]) => a',
    ];
    for (const text of others) expect(scanHead(text)).toBeUndefined();
  });
});
