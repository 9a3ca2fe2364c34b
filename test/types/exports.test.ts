// Declarations are written file by file, without inference, so that they say what the authors say.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Members named by a symbol: what they are declared as is written beside them, but TS cannot see the name. */
const namedBySymbol = 9038;

test('every export says its type', () => {
  const problems = globSync('src/**/*.ts', { cwd: root }).flatMap((fileName) => {
    const { diagnostics = [] } = ts.transpileDeclaration(
      readFileSync(join(root, fileName), 'utf8'),
      {
        fileName,
        reportDiagnostics: true,
        compilerOptions: { isolatedDeclarations: true, target: ts.ScriptTarget.ES2023 },
      },
    );
    return diagnostics
      .filter(({ code }) => code !== namedBySymbol)
      .map(
        ({ messageText }) => `${fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
  });
  expect(problems).toEqual([]);
});
