/**
 * Nodes, boxes of inputs and edges in DOT: one statement each.
 *
 * @module
 */
import { attributes, htmlText, id, leastPoints, tooltip } from './dot-text.ts';
import { ink, lookOf, looks, type Look } from './looks.ts';
import type { NodeStyle, PictureNode } from './picture.ts';
import type { InputBox } from './shown.ts';
import { columnsShown, nameShown, tooltipOf, typeShown } from './words.ts';

/** Graphviz cannot hatch: it cuts corners with `diagonals`, or leaves it to whoever reads the class `overridden`. */
export type Hatch = 'diagonals' | 'class';

/** What single statements need to know of the whole drawing. */
export interface Drawing {
  readonly showTypes: boolean;
  readonly hatch: Hatch;
  /** The names of the nodes on the path; with any, all else stands back. */
  readonly path: ReadonlySet<string>;
  readonly styleOf: (node: PictureNode) => NodeStyle | undefined;
  /** A node's name, without what the frames around it say already. */
  readonly labelOf: (name: string) => string;
}

/** The values that go along one arrow. */
export interface Link {
  /** The identifier of the node or box where it begins. */
  readonly id: string;
  readonly from: readonly string[];
  readonly to: string;
  readonly optional: boolean;
  readonly collected: boolean;
}

export function nodeLine(node: PictureNode, drawing: Drawing): string {
  const look = lookOf(node, drawing.styleOf(node), drawing.path.size > 0);
  const type = drawing.showTypes ? typeShown(node) : undefined;
  const name = nameShown(drawing.labelOf(node.name));
  const points = Math.max(leastPoints(name, 13), leastPoints(type ?? '', 10));
  const head = `<B>${htmlText(name)}</B>${type === undefined ? '' : `<BR/>${typeHtml(type, look)}`}`;
  const rows = drawing.showTypes ? columnRows(node, look) : [];
  return `${id(node.name)} ${attributes({
    label:
      rows.length === 0 ? `<${head}>` : `<${table([headRow(head, points), '<HR/>', ...rows])}>`,
    ...changed(nodeAttributes(look, drawing.hatch)),
    ...(points === 0 ? {} : { width: (points / 72 + 0.28).toFixed(2) }),
    class: [node.role, ...(rows.length === 0 ? [] : ['columns']), ...(node.marks ?? [])].join(' '),
    tooltip: tooltip(tooltipOf(node)),
  })};`;
}

/** A box with a row for each input: its name and, at the right, its type. */
export function boxLine(box: InputBox, boxId: string, drawing: Drawing): string {
  const look: Look = { ...looks[box.role], faded: drawing.path.size > 0 };
  const rows = box.inputs.map((input) => {
    const type = drawing.showTypes ? typeShown(input) : undefined;
    const name = nameShown(input.name) + (input.optional && !box.isOptional ? '?' : '');
    const typeCell =
      type === undefined ? '' : cell('RIGHT', leastPoints(type, 10), typeHtml(type, look));
    return `<TR>${cell('LEFT', leastPoints(name, 12), `<B>${htmlText(name)}</B>`)}${typeCell}</TR>`;
  });
  return `${id(boxId)} ${attributes({
    label: `<${table(rows)}>`,
    ...changed(nodeAttributes(look)),
    fontsize: '12',
    margin: '0.08,0.03',
    class: `${box.role} box`,
    tooltip: tooltip(box.inputs.flatMap(tooltipOf)),
  })};`;
}

/** Above the columns: in the middle, where Graphviz knows how wide the text is. */
const headRow = (html: string, points: number): string =>
  `<TR><TD COLSPAN="2" ALIGN="${points === 0 ? 'CENTER' : 'LEFT'}">${html}</TD></TR>`;

/** A row for each column: its name and, at the right, its type. */
function columnRows(node: PictureNode, look: Look): readonly string[] {
  const { columns, more } = columnsShown(node);
  // not in italics: Graphviz would set the two on different lines
  const name = (text: string): string =>
    cell('LEFT', leastPoints(text, 10), `<FONT POINT-SIZE="10">${htmlText(text)}</FONT>`);
  const type = (text: string): string =>
    cell('RIGHT', leastPoints(text, 10), typeFont(htmlText(text), look));
  const rows = columns.map(([column, its]) => `<TR>${name(column)}${type(its)}</TR>`);
  if (more === 0) return rows;
  const rest = typeFont(`… and ${more} more`, look);
  return [...rows, `<TR><TD COLSPAN="2" ALIGN="LEFT">${rest}</TD></TR>`];
}

const table = (rows: readonly string[]): string =>
  `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">${rows.join('')}</TABLE>`;

/** A cell of a table, with a least width in points where Graphviz would guess too low. */
const cell = (align: 'LEFT' | 'RIGHT', points: number, html: string): string =>
  points === 0
    ? `<TD ALIGN="${align}">${html}</TD>`
    : `<TD ALIGN="LEFT" WIDTH="${points}">${html}</TD>`;

export function linkLine(link: Link, { path }: Drawing): string {
  const isOnPath = path.has(link.to) && link.from.every((name) => path.has(name));
  const color = isOnPath
    ? ink.path
    : path.size > 0
      ? ink.fadedEdge
      : link.collected
        ? ink.collected
        : ink.edge;
  const notes = [
    ...(link.optional ? ['optional'] : []),
    ...(link.collected ? ['collected'] : []),
  ].map((note) => ` (${note})`);
  return `${id(link.id)} -> ${id(link.to)} ${attributes({
    ...(link.collected
      ? { color: `${color}:invis:${color}` }
      : color === ink.edge
        ? {}
        : { color }),
    ...(link.optional ? { style: 'dashed' } : {}),
    ...(isOnPath ? { penwidth: link.collected ? '1.4' : '2' } : {}),
    tooltip: tooltip([
      `${link.from.map(nameShown).join(', ')} → ${nameShown(link.to)}${notes.join('')}`,
    ]),
  })};`;
}

const typeHtml = (type: string, look: Look): string => typeFont(`<I>${htmlText(type)}</I>`, look);

const typeFont = (html: string, look: Look): string =>
  `<FONT POINT-SIZE="10" COLOR="${look.faded ? ink.faded : ink.type}">${html}</FONT>`;

/** How a look is said in DOT. */
export function nodeAttributes(look: Look, hatch: Hatch = 'class'): Record<string, string> {
  const style = ['filled'];
  // Graphviz draws either round corners or diagonals
  if (look.hatched && hatch === 'diagonals') style.push('diagonals');
  else if (look.rounded) style.push('rounded');
  if (look.dashed) style.push('dashed');
  return {
    shape: look.shape,
    style: style.join(','),
    fillcolor: look.faded ? '#f5f7fa' : look.fill,
    color: look.faded ? ink.fadedEdge : look.stroke,
    fontcolor: look.faded ? ink.faded : ink.name,
    penwidth: String(look.width),
    peripheries: String(look.borders),
    // polygons are drawn around their text with room to spare
    margin: look.shape === 'hexagon' || look.shape === 'octagon' ? '0,0' : '0.14,0.07',
  };
}

const common = nodeAttributes(looks.function);

/** What is not said already for all nodes. */
const changed = (all: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([key, value]) => common[key] !== value));
