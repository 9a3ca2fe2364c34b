/**
 * The compiler's word on code cells, which Deno runs without checking them.
 *
 * @module
 */
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { checkout, CannotCheck } from './environment.ts';
import { codeCellsOf, textOf, type Notebook } from './notebook.ts';

/**
 * What the project's compiler finds in the cells of the notebook at `path`, read one after another as one module, and
 * in the files beside it that they import: a sentence each, with the cell and the line.
 */
export function typeProblems(path: string, notebook: Notebook): string[] {
  const cells = codeCellsOf(notebook).map(({ id, source }) => ({
    id,
    lines: textOf(source).split('\n'),
  }));
  const text = cells.flatMap(({ lines }) => lines).join('\n');
  // it exists in memory alone, beside the notebook, so that its imports lead where those of the notebook lead
  const file = path.replaceAll('\\', '/').replace(/\.ipynb$/, '.cells.ts');
  const options = compilerOptions();
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => name === file || disk.fileExists(name),
    readFile: (name) => (name === file ? text : disk.readFile(name)),
    getSourceFile: (name, target, ...rest) =>
      name === file
        ? ts.createSourceFile(name, text, target)
        : disk.getSourceFile(name, target, ...rest),
  };

  const program = ts.createProgram({ rootNames: [file], options, host });
  const folder = dirname(file);
  const sources = program.getSourceFiles().filter(({ fileName }) => dirname(fileName) === folder);
  return [
    ...program.getOptionsDiagnostics(),
    ...sources.flatMap((source) => ts.getPreEmitDiagnostics(program, source)),
  ].map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    if (diagnostic.file === undefined) return message;
    const place = diagnostic.file.fileName === file ? cellAt(cells, line) : undefined;
    return `${place ?? `${diagnostic.file.fileName}, line ${line + 1}`}: ${message}`;
  });
}

function compilerOptions(): ts.CompilerOptions {
  const path = join(checkout, 'tsconfig.json');
  const { config, error } = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  if (error !== undefined) throw new CannotCheck(`${path} cannot be read.`);
  return ts.parseJsonConfigFileContent(config, ts.sys, checkout).options;
}

/** The cell in which a line of the joined text lies, and the line there, from 1. */
function cellAt(
  cells: readonly { readonly id: string; readonly lines: readonly string[] }[],
  line: number,
): string | undefined {
  let start = 0;
  for (const { id, lines } of cells) {
    if (line < start + lines.length) return `cell "${id}", line ${line - start + 1}`;
    start += lines.length;
  }
  return undefined;
}
