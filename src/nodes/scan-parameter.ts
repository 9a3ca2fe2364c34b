/**
 * Reads the usual forms of a function's head without parsing it.
 *
 * A full parse costs about 10 µs a function, this scan well under one. It knows plain identifiers, renames and
 * simple defaults; whatever else it meets (comments, string keys, nesting, template strings, positional
 * parameters, …) it leaves to the parser by giving `undefined`, so it is never a guess.
 *
 * @module
 */
import type { Read } from './node.ts';

/** What a function's head says. */
export interface FunctionHead {
  readonly reads: readonly Read[];
  readonly isGenerator: boolean;
}

const SPACE = 32;
const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKSLASH = 92;
const OPEN_PARENTHESIS = 40;
const CLOSE_PARENTHESIS = 41;
const STAR = 42;
const COMMA = 44;
const COLON = 58;
const EQUALS = 61;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const isSpace = (code: number): boolean => code === SPACE || (code >= 9 && code <= 13);
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36;
const isWordPart = (code: number): boolean => isLetter(code) || (code >= 48 && code <= 57);

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function afterWord(text: string, from: number): number {
  let at = from;
  if (!isLetter(text.charCodeAt(at))) return at;
  while (isWordPart(text.charCodeAt(at))) at++;
  return at;
}

/** The position after a number, a word or a string without escapes; the start itself where it is none of these. */
function afterSimpleDefault(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === QUOTE || first === DOUBLE_QUOTE) {
    for (let at = from + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === first) return at + 1;
      if (code === BACKSLASH || code === 10) return from;
    }
    return from;
  }
  let at = first === 45 ? from + 1 : from; // a minus sign
  const start = at;
  // a dot joins both 1.5 and Number.MAX_VALUE
  while (isWordPart(text.charCodeAt(at)) || text.charCodeAt(at) === 46) at++;
  return at === start ? from : at;
}

/** Where the parameter list starts, and whether a `*` stood before it; undefined: not one of the usual heads. */
function parameterList(text: string): { at: number; isGenerator: boolean } | undefined {
  let at = 0;
  let isGenerator = false;
  // at most: async function * name (
  for (let words = 0; words < 4; words++) {
    at = afterSpaces(text, at);
    if (text.charCodeAt(at) === STAR) {
      isGenerator = true;
      at = afterSpaces(text, at + 1);
    }
    if (text.charCodeAt(at) === OPEN_PARENTHESIS) return { at: at + 1, isGenerator };
    const end = afterWord(text, at);
    if (end === at) return undefined;
    at = end;
  }
  return undefined;
}

/** What the head of a function's text says, or undefined where only a parser can tell. */
export function scanHead(text: string): FunctionHead | undefined {
  const list = parameterList(text);
  if (list === undefined) return undefined;
  const { isGenerator } = list;
  let at = afterSpaces(text, list.at);
  if (text.charCodeAt(at) === CLOSE_PARENTHESIS) return { reads: [], isGenerator };
  if (text.charCodeAt(at) !== OPEN_BRACE) return undefined;
  at++;
  const reads: Read[] = [];
  for (;;) {
    at = afterSpaces(text, at);
    if (text.charCodeAt(at) === CLOSE_BRACE) break;
    const end = afterWord(text, at);
    if (end === at) return undefined;
    const name = text.slice(at, end);
    at = afterSpaces(text, end);
    if (text.charCodeAt(at) === COLON) {
      const start = afterSpaces(text, at + 1);
      at = afterWord(text, start);
      if (at === start) return undefined;
      at = afterSpaces(text, at);
    }
    if (text.charCodeAt(at) === EQUALS) {
      const start = afterSpaces(text, at + 1);
      at = afterSimpleDefault(text, start);
      if (at === start) return undefined;
      reads.push({ name, as: name, optional: true, default: text.slice(start, at) });
      at = afterSpaces(text, at);
    } else {
      reads.push({ name, as: name, optional: false });
    }
    const code = text.charCodeAt(at);
    if (code === COMMA) at++;
    else if (code !== CLOSE_BRACE) return undefined;
  }
  at = afterSpaces(text, at + 1);
  if (text.charCodeAt(at) === COMMA) at = afterSpaces(text, at + 1);
  return text.charCodeAt(at) === CLOSE_PARENTHESIS ? { reads, isGenerator } : undefined;
}
