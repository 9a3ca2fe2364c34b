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
 * The least width of a node, in inches, where Graphviz would guess too low: it knows the widths of Latin letters
 * only. Nothing for names in those.
 */
export function leastWidth(name: string, type: string): { width?: string } {
  if (/^[\u0020-\u00ff…]*$/.test(name + type)) return {};
  const points = Math.max(13 * ems(name), 10 * ems(type));
  return { width: (points / 72 + 0.28).toFixed(2) };
}

/** The width of a text in units of its font size, rather too wide than too narrow. */
function ems(text: string): number {
  let width = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    width += point < 0x250 ? 0.62 : point < 0x1100 ? 0.8 : 1.1;
  }
  return width;
}
