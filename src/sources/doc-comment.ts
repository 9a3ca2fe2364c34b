/**
 * The doc comment above a declaration.
 *
 * @module
 */
import type { Declaration } from './outline.ts';
import type { ParsedSource } from './syntax.ts';

/** The text of the doc comment directly above a declaration, `undefined` where there is none. */
export function documentationOf(
  source: ParsedSource,
  declaration: Declaration,
): string | undefined {
  const { start, firstSignature } = declaration;
  const own = commentAbove(source, start);
  if (own !== undefined || firstSignature === undefined) return own;
  return commentAbove(source, firstSignature);
}

/**
 * Directly above: nothing but other comments in between, no empty line, and no code before it on its line. What
 * describes the whole file describes no function.
 */
function commentAbove({ text, comments }: ParsedSource, start: number): string | undefined {
  let below = start;
  for (let i = comments.length - 1; i >= 0; i--) {
    const comment = comments[i];
    if (comment === undefined || comment.end > below) continue;
    const gap = text.slice(comment.end, below);
    if (gap.trim() !== '' || /\n[^\S\n]*\r?\n/.test(gap)) return undefined;
    if (comment.isBlock && /^\*(?!\*|$)/.test(comment.text)) {
      const lineStart = text.lastIndexOf('\n', comment.start) + 1;
      const isAfterCode = gap.includes('\n') && text.slice(lineStart, comment.start).trim() !== '';
      const isAboutFile = /^[\s*]*@(?:module|packageDocumentation|file|fileoverview)\b/m.test(
        comment.text,
      );
      return isAfterCode || isAboutFile ? undefined : plainText(comment.text);
    }
    below = comment.start;
  }
  return undefined;
}

/** A doc comment's text without the stars and the indentation that they give it. */
function plainText(comment: string): string | undefined {
  const [first = '', ...rest] = comment.slice(1).split(/\r\n?|\n/);
  const written = rest.filter((line) => line.trim() !== '');
  const isStarred = written.every((line) => /^\s*\*/.test(line));
  const indentation = Math.min(...written.map((line) => line.search(/\S/)));
  const lines = rest.map((line) =>
    isStarred ? line.replace(/^\s*\* ?/, '') : line.slice(indentation),
  );
  const text = [first.trimStart(), ...lines].map((line) => line.trimEnd()).join('\n');
  return text.trim() || undefined;
}
