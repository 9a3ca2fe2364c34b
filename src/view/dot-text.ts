/**
 * Words into DOT: everything that a name or a type may contain, escaped.
 *
 * @module
 */
import { printable } from './words.ts';

/**
 * A quoted identifier, different for different names. In DOT only `\"` and `\\` mean something within quotes; control
 * characters and halves of surrogate pairs stand as `\u{…}`, which no escaped name contains.
 */
export function id(name: string): string {
  const escaped = name
    .replaceAll(/["\\]/g, (character) => `\\${character}`)
    .replaceAll(
      // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
      /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
  return `"${escaped}"`;
}

/** Text within an HTML-like label. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The lines of a tooltip, as a value for {@link attributes}: Graphviz reads entities in it. */
export const tooltip = (lines: readonly string[]): string =>
  lines.map((line) => printable(line).replaceAll('&', '&amp;')).join('\n');

/** An attribute list. A value in angle brackets is a label in HTML and stands as it is, others are quoted. */
export function attributes(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(
    ([key, value]) => `${key}=${key === 'label' ? value : quoted(value)}`,
  );
  return `[${pairs.join(', ')}]`;
}

const quoted = (value: string): string =>
  /^(?:[A-Za-z_]\w*|\d+(?:\.\d+)?)$/.test(value) && !keywords.has(value.toLowerCase())
    ? value
    : `"${value.replaceAll(/["\\]/g, (character) => `\\${character}`).replaceAll('\n', '\\n')}"`;

const keywords = new Set(['node', 'edge', 'graph', 'digraph', 'subgraph', 'strict']);

/**
 * The width in points that a bold text needs, where Graphviz would guess too low: it knows the widths of ASCII only.
 * 0 for texts in ASCII.
 */
export function leastPoints(text: string, fontSize: number): number {
  if (/^[\u0020-\u007e…]*$/.test(text)) return 0;
  let ems = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const letter = point < 0x80 ? 0.64 : point < 0x250 ? 0.72 : point < 0x1100 ? 0.82 : 1.1;
    ems += /[\p{Lu}mw]/u.test(character) ? Math.max(letter, 1) : letter;
  }
  return Math.ceil(ems * fontSize);
}
