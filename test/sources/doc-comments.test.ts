import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { documentationOf } from '../../src/sources/doc-comment.ts';
import { outlineOf } from '../../src/sources/outline.ts';
import { parseSource } from '../../src/sources/syntax.ts';
import * as comments from './fixtures/comments.ts';
import { factsOf } from './fixtures/facts-of.ts';

describe('a doc comment', () => {
  const facts = factsOf(comments);
  const documentation = (name: keyof typeof comments) => facts[name]?.documentation;

  test('loses its stars and their indentation; code, inner stars and tags stay', () => {
    expect(documentation('withCode')).toBe(
      [
        'The first line.',
        '',
        '```ts',
        'const x = {',
        '  indented: 2 * 3, // ** not a comment',
        '};',
        '```',
        '',
        '  * a star of its own',
        '',
        '@param a - kept',
        '@returns kept, too',
      ].join('\n'),
    );
  });
  test('without stars loses the indentation that its lines share', () => {
    expect(documentation('withoutStars')).toBe('Without stars:\n  indented');
  });
  test('may hold quotes, comment signs and letters beyond ASCII', () => {
    expect(documentation('unusual')).toBe('"Quotes", `/*` and \'émigré\'.');
  });
  test('may stand on the same line', () => {
    expect(documentation('sameLine')).toBe('On the same line.');
  });
  test('counts in spite of a directive in between', () => {
    expect(documentation('withDirective')).toBe('Kept in spite of a directive.');
  });
  test('next to another one: the nearer counts', () => {
    expect(documentation('twice')).toBe('The latter.');
  });
  test.each([
    ['belowFile', 'about the file'],
    ['tooFar', 'with an empty line in between'],
    ['belowOther', 'above another declaration'],
    ['plainComment', 'with one star'],
    ['lineComment', 'with slashes'],
    ['manyStars', 'with three stars'],
    ['afterTrailing', 'after other code on its line'],
    ['beforeTrailing', 'behind the declaration'],
    ['emptyComment', 'that is empty'],
  ] as const)('is none: %s, a comment %s', (...[name]) => {
    expect(facts[name]).toHaveProperty('line');
    expect(documentation(name)).toBeUndefined();
  });
});

describe('any text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'icosian-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let written = 0;

  const documented = (code: string): string | undefined => {
    const file = join(folder, `${written++}.ts`);
    writeFileSync(file, code);
    const source = parseSource(file);
    const declaration = source && outlineOf(source).declarations[0];
    return source && declaration && documentationOf(source, declaration);
  };

  const line = fc
    .string({ unit: fc.constantFrom('a', 'B', ' ', '.', '{', '*', '/', '@', '`', "'", 'é', '𝒳') })
    .map((text) => text.trimEnd())
    .filter((text) => !text.includes('*/') && !/^[\s*]*@/.test(text));
  const text = fc
    .array(line, { minLength: 1, maxLength: 6 })
    .map((lines) => lines.join('\n').trim())
    .filter((lines) => lines !== '' && !lines.startsWith('/'));

  test('comes back from the comment that was made of it, with either kind of line break', () => {
    const forms = fc.tuple(text, fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '  ', '\t'));
    fc.assert(
      fc.property(forms, ([body, lineBreak, indentation]) => {
        const stars = body.split('\n').map((each) => `${indentation} * ${each}`);
        const code = ['/**', ...stars, `${indentation} */`, 'export const a = () => 1;'];
        expect(documented(code.join(lineBreak))).toBe(body);
      }),
      { numRuns: 60 },
    );
  });
});
