/**
 * What a notebook shows as it is: a drawing, a text.
 *
 * @module
 */

/** A value that notebooks show as `text`, read as `mimeType`. */
const displayed = (mimeType: string, text: string): object => ({
  [Symbol.for('Jupyter.display')]: () => ({ [mimeType]: text }),
});

/** A drawing, from the text of an SVG. */
export const svg = (text: string): object => displayed('image/svg+xml', text);

/** A text with headings, tables and code in it. */
export const markdown = (text: string): object => displayed('text/markdown', text);
