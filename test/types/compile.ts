/**
 * Runs the compiler on programs that exist in memory only, against the sources.
 *
 * @module
 */
import { join } from 'node:path';
import ts from 'typescript';

/** Where the programs seem to lie: beside the tests, so that they import as these do. */
const folder = import.meta.dirname;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
  // unions in messages keep their order, whatever else is compiled
  stableTypeOrdering: true,
};

/**
 * Compiles `programs` (file name to text) in one go; what else they import is read from disk.
 *
 * Gives the messages of each, as `tsc` prints them but without file and line.
 */
export function compile(
  programs: Readonly<Record<string, string>>,
): Map<string, readonly string[]> {
  const texts = new Map(Object.entries(programs).map(([name, text]) => [join(folder, name), text]));
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => texts.has(file) || disk.fileExists(file),
    readFile: (file) => texts.get(file) ?? disk.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = texts.get(file);
      if (text === undefined) return disk.getSourceFile(file, ...rest);
      return ts.createSourceFile(file, text, ts.ScriptTarget.ES2024);
    },
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  return new Map(
    Object.keys(programs).map((name) => {
      const file = program.getSourceFile(join(folder, name));
      const found = [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ];
      return [name, found.map(messageOf)];
    }),
  );
}

const messageOf = ({ messageText, code }: ts.Diagnostic): string =>
  `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
