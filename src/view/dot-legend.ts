/**
 * The legend of a picture in DOT.
 *
 * @module
 */
import { htmlText } from './dot-text.ts';
import { ink, type LegendEntry, type Look } from './looks.ts';
import { nameShown } from './words.ts';

/** The legend as an HTML-like label: rows of small boxes, each the sample and the word in one. */
export function legendLabel(entries: readonly LegendEntry[], perRow: number): string {
  const cells = entries.map(({ word, meaning, sample }) => {
    const text = `<FONT POINT-SIZE="10" COLOR="${ink.type}"> ${htmlText(nameShown(word))} </FONT>`;
    return `<TD>${typeof sample === 'string' ? line(sample, text) : box(sample, text, meaning)}</TD>`;
  });
  const rows: string[] = [];
  for (let start = 0; start < cells.length; start += perRow) {
    rows.push(`<TR>${cells.slice(start, start + perRow).join('')}</TR>`);
  }
  return `<<TABLE BORDER="0" ${bare} CELLSPACING="4">${rows.join('')}</TABLE>>`;
}

const bare = 'CELLBORDER="0" CELLPADDING="0"';

/** A short line before the word: the lower border of a table for a dashed one, both for a double one. */
function line(sample: 'optional' | 'collected', text: string): string {
  const look =
    sample === 'optional'
      ? `SIDES="B" STYLE="DASHED" COLOR="${ink.edge}"`
      : `SIDES="TB" STYLE="SOLID" COLOR="${ink.collected}"`;
  const drawn = `<TABLE ALIGN="RIGHT" FIXEDSIZE="TRUE" WIDTH="22" HEIGHT="5" BORDER="1" ${look} ${bare} CELLSPACING="0"><TR><TD></TD></TR></TABLE>`;
  // the two stay side by side where the row above makes their column wider
  return `<TABLE BORDER="0" ${bare} CELLSPACING="0"><TR><TD ALIGN="RIGHT">${drawn}</TD><TD ALIGN="LEFT">${text}</TD></TR></TABLE>`;
}

function box(look: Look, text: string, meaning: string): string {
  const border = `BORDER="${look.width > 1 ? 2 : 1}" STYLE="ROUNDED,${look.dashed ? 'DASHED' : 'SOLID'}" COLOR="${htmlText(look.stroke)}"`;
  return `<TABLE ${border} BGCOLOR="${htmlText(look.fill)}" CELLBORDER="0" CELLPADDING="3" CELLSPACING="0" TITLE="${htmlText(meaning)}"><TR><TD>${text}</TD></TR></TABLE>`;
}
