/**
 * What may be wrong with the outputs of a notebook: a sentence for each problem.
 *
 * @module
 */
import { codeCellsOf, hasTag, shownBy, textOf, type Notebook } from './notebook.ts';

/** Cells that failed. Those tagged `raises-exception` should, and are a problem where they do not. */
export function failures(executed: Notebook): string[] {
  return codeCellsOf(executed).flatMap((cell) => {
    const error = cell.outputs.find(({ output_type }) => output_type === 'error');
    if (hasTag(cell, 'raises-exception')) {
      return error === undefined
        ? [`cell "${cell.id}" is tagged raises-exception and raised none`]
        : [];
    }
    if (error?.output_type !== 'error') return [];
    return [`cell "${cell.id}" failed: ${error.traceback.join('\n') || error.evalue}`];
  });
}

/**
 * Cells that no longer show what the stored notebook shows: another kind of output or none, or another content. Of
 * cells tagged `varies`, the content is left out.
 */
export function changes(stored: Notebook, executed: Notebook): string[] {
  const before = new Map(codeCellsOf(stored).map((cell) => [cell.id, shownBy(cell)]));
  return codeCellsOf(executed).flatMap((cell) => {
    const [was, is] = [before.get(cell.id) ?? [], shownBy(cell)];
    const [kindsBefore, kindsNow] = [was, is].map((shown) =>
      shown.map(([kind]) => kind).join(', '),
    );
    if (kindsBefore !== kindsNow) {
      return [
        `cell "${cell.id}" shows ${kindsNow || 'nothing'}; stored is ${kindsBefore || 'nothing'}`,
      ];
    }
    if (hasTag(cell, 'varies')) return [];
    return is.flatMap(([kind, text], position) => {
      const difference = firstDifference(was[position]?.[1] ?? '', text);
      return difference === undefined
        ? []
        : [`cell "${cell.id}" shows another ${kind}: ${difference}`];
    });
  });
}

/** Drawings that are broken pictures wherever an SVG stands as a file of its own: in saved pages, on code hosts. */
export function drawingsWithoutNamespace(executed: Notebook): string[] {
  return codeCellsOf(executed).flatMap((cell) =>
    shownBy(cell).flatMap(([kind, text]) =>
      (text.match(/<svg\b[^>]*>/g) ?? []).some(
        (tag) => !/\sxmlns="http:\/\/www\.w3\.org\/2000\/svg"/.test(tag),
      )
        ? [`cell "${cell.id}" shows an <svg> without xmlns (${kind})`]
        : [],
    ),
  );
}

/** Outputs and sources that name one of these folders: they belong to the machine, not to the notebook. */
export function mentionsOf(folders: readonly string[], executed: Notebook): string[] {
  return executed.cells.flatMap((cell) => {
    const shown = cell.cell_type === 'code' ? shownBy(cell).map(([, text]) => text) : [];
    const found = folders.find((folder) =>
      [textOf(cell.source), ...shown].some((text) => text.includes(folder)),
    );
    return found === undefined ? [] : [`cell "${cell.id}" names the folder ${found}`];
  });
}

/** The first line that differs, both ways; `undefined` where none does. */
function firstDifference(before: string, after: string): string | undefined {
  if (before === after) return undefined;
  const [was, is] = [before.split('\n'), after.split('\n')];
  const at = is.findIndex((line, i) => line !== was[i]);
  const line = at < 0 ? is.length : at;
  return `line ${line + 1} is ${shortened(is[line])}; stored is ${shortened(was[line])}`;
}

const shortened = (line: string | undefined): string =>
  line === undefined
    ? 'not there'
    : JSON.stringify(line.length > 100 ? `${line.slice(0, 99)}…` : line);
