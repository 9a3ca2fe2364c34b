/**
 * What pictures say about a node, as plain text: no format's escapes yet.
 *
 * @module
 */
import type { PictureNode } from './picture.ts';

/** More columns than this would hide the rest of the picture. */
const mostColumns = 12;

/** Longest type that is drawn, in characters; tooltips have it whole. */
const longestType = 36;

/**
 * A text that every format can hold, on one line: line breaks become spaces, other control characters their
 * symbols (␀), and what is no character at all U+FFFD.
 */
export function printable(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/[\r\n\t]+/g, ' ')
      // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
      .replaceAll(/[\u0000-\u001f]/g, (c) => String.fromCodePoint(0x2400 + c.charCodeAt(0)))
      .replaceAll(/[\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
  );
}

/** A node's name as it is drawn; a blank one stands in quotes, so that it can be seen. */
export function nameShown(name: string): string {
  const text = printable(name);
  return text.trim() === '' ? `"${text}"` : text;
}

/** The type of the value that consumers see: without its promise, of a generator the item. */
export function typeOfValue(node: Pick<PictureNode, 'type' | 'role'>): string | undefined {
  let type = printable(node.type ?? '')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  const wrappers =
    node.role === 'generator'
      ? /^(?:Promise|(?:Async)?(?:Parallelizable|Generator|IterableIterator|IteratorObject|Iterable))<(.*)>$/
      : /^(?:Promise|(?:Async)?Parallelizable)<(.*)>$/;
  for (;;) {
    const [, inside] = wrappers.exec(type) ?? [];
    const argument = inside === undefined ? undefined : firstArgument(inside);
    if (argument === undefined) break;
    type = argument;
  }
  return type === '' ? undefined : type;
}

/** {@link typeOfValue}, shortened to what a box can carry. */
export function typeShown(node: Pick<PictureNode, 'type' | 'role'>): string | undefined {
  const type = typeOfValue(node);
  return type === undefined ? undefined : shortened(type);
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length > longestType
    ? `${characters.slice(0, longestType - 1).join('')}…`
    : text;
}

/** The first columns of a node, each a name and a type, and how many more there are. */
export function columnsShown({ schema = {} }: Pick<PictureNode, 'schema'>): {
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly more: number;
} {
  const all = Object.entries(schema);
  return {
    columns: all
      .slice(0, mostColumns)
      .map(([name, type]) => [shortened(nameShown(name)), shortened(nameShown(type))]),
    more: Math.max(0, all.length - mostColumns),
  };
}

/**
 * The first of several type arguments: `DataFrame` of `DataFrame, void, unknown`. Nothing where a bracket closes that
 * does not open there: between the outermost brackets of `Promise<A> | Promise<B>` stands no list of types.
 */
function firstArgument(types: string): string | undefined {
  const characters = Array.from(types);
  let depth = 0;
  let end = characters.length;
  for (const [position, character] of characters.entries()) {
    if ('<({['.includes(character)) depth += 1;
    // the > of an arrow closes nothing
    else if ('>)}]'.includes(character) && characters[position - 1] !== '=') depth -= 1;
    else if (character === ',' && depth === 0) end = Math.min(end, position);
    if (depth < 0) return undefined;
  }
  return characters.slice(0, end).join('').trim();
}

/** The first sentence of a doc comment, its links and code marks as plain text; empty where there is none. */
export function firstSentence(documentation: string | undefined): string {
  const paragraph = (documentation ?? '').trim().split(/\n\s*\n|(?:^|\n)\s*@/, 1)[0] ?? '';
  const text = printable(paragraph)
    .replaceAll(/\{@\w+\s+(?:[^}|]*\|\s*)?([^}]*)\}/g, (_, shown: string) => shown.trim())
    .replaceAll('`', '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.!?](?=\s+[\p{Lu}\p{N}]|$)/u.exec(text)?.[0] ?? text;
}

/** What pointing at a node shows: its name and type, then the first sentence about it. */
export function tooltipOf(node: PictureNode): readonly string[] {
  const type = typeOfValue(node);
  const sentence = firstSentence(node.documentation);
  const name = nameShown(node.name);
  return [type === undefined ? name : `${name}: ${type}`, ...(sentence === '' ? [] : [sentence])];
}
