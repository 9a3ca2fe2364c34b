/**
 * Words into Mermaid: everything that a name or a type may contain, escaped.
 *
 * @module
 */

/**
 * Text within the quotes of a label. Mermaid reads quotes, HTML, Markdown, formulas and its own `#…;` there, so only
 * letters, digits and harmless signs stand as they are; others as their number.
 */
export const mermaidLabel = (text: string): string =>
  text
    .replaceAll(
      /[^\p{L}\p{M}\p{N} _.,:?|()[\]'…-]/gu,
      (character) => `#${character.codePointAt(0)};`,
    )
    // Markdown: emphasis at the edge of a word, lists and headings at the start
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '#95;')
    .replace(/^(\d+)\./, '$1#46;')
    .replace(/^-/, '#45;')
    .replaceAll(/(?:^ | (?= )| $)/g, '#160;');

/**
 * An identifier for each name, all different: `n_` and the name, what is no ASCII letter or digit as `_`. The prefix
 * keeps away from keywords such as `end`.
 */
export function mermaidIds(names: Iterable<string>): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const base = `n_${name.replaceAll(/[^A-Za-z0-9]/g, '_').slice(0, 60)}`;
    let free = base;
    for (let number = 2; taken.has(free); number += 1) free = `${base}_${number}`;
    taken.add(free);
    ids.set(name, free);
  }
  return ids;
}
