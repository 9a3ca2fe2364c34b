/**
 * A notebook file: its cells, what they show, and what of it is worth keeping.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** Text as notebooks store it: whole, or line by line. */
type Text = string | readonly string[];

/** What a cell shows: values by MIME type, printed text, or an error. */
export type Output =
  | {
      readonly output_type: 'execute_result' | 'display_data' | 'update_display_data';
      readonly data: Readonly<Record<string, unknown>>;
    }
  | { readonly output_type: 'stream'; readonly name: string; readonly text: Text }
  | {
      readonly output_type: 'error';
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

interface CellMetadata {
  readonly tags?: readonly string[];
}

interface CellBase {
  readonly id: string;
  readonly source: Text;
  readonly metadata: CellMetadata;
}

export interface CodeCell extends CellBase {
  readonly cell_type: 'code';
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
}

export type Cell = CodeCell | (CellBase & { readonly cell_type: 'markdown' | 'raw' });

export interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

/** Throws `SyntaxError` where the file is not JSON. */
export const readNotebook = (path: string): Notebook =>
  JSON.parse(readFileSync(path, 'utf8')) as Notebook;

/** Writes it as Jupyter does, so that saving it there changes no line without a reason. */
export const writeNotebook = (path: string, notebook: Notebook): void =>
  writeFileSync(path, `${JSON.stringify(notebook, null, 1)}\n`);

export const codeCellsOf = (notebook: Notebook): CodeCell[] =>
  notebook.cells.filter((cell) => cell.cell_type === 'code');

export const textOf = (text: Text): string => (typeof text === 'string' ? text : text.join(''));

export const hasTag = (cell: Cell, tag: string): boolean =>
  cell.metadata.tags?.includes(tag) === true;

/** What a cell shows, each part under its MIME type or the name of its stream, in the order in which it shows them. */
export function shownBy(cell: CodeCell): readonly (readonly [kind: string, text: string])[] {
  return cell.outputs.flatMap((output): (readonly [string, string])[] => {
    switch (output.output_type) {
      case 'stream':
        return [[output.name, textOf(output.text)]];
      case 'error':
        return [['error', `${output.ename}: ${output.evalue}`]];
      case 'execute_result':
      case 'display_data':
      case 'update_display_data':
        return Object.entries(output.data).map(([type, value]) => [type, textOfValue(value)]);
    }
  });
}

const textOfValue = (value: unknown): string =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((part) => typeof part === 'string'))
    ? textOf(value)
    : JSON.stringify(value);

/** The notebook without what editors and kernels leave in it: times, widths, the state of widgets. */
export function cleaned(notebook: Notebook): Notebook {
  const { kernelspec, language_info } = notebook.metadata;
  return {
    ...notebook,
    metadata: { kernelspec, language_info },
    cells: notebook.cells.map((cell) => ({
      ...cell,
      metadata: cell.metadata.tags === undefined ? {} : { tags: cell.metadata.tags },
    })),
  };
}
