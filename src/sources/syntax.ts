/**
 * A source file, parsed: JavaScript or TypeScript.
 *
 * @module
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Parser, type Options } from 'acorn';

/**
 * A node of the syntax tree, read property by property: the types of the parser know JavaScript only.
 */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

export interface Comment {
  readonly isBlock: boolean;
  /** Without its delimiters. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The text of a file without its byte order mark: as the engine counts it. */
export interface SourceText {
  readonly text: string;
  /** The offset at which each line starts. */
  readonly lineStarts: readonly number[];
}

export interface ParsedSource extends SourceText {
  readonly program: Syntax;
  /** In the order of the text. */
  readonly comments: readonly Comment[];
}

/** What was read of a file; held weakly, since a tree takes many times the room of its text. */
interface Cached<T extends object> {
  readonly changed: number;
  /** Absent: there was nothing to read. */
  readonly value?: WeakRef<T>;
}

const texts = new Map<string, Cached<SourceText>>();
const sources = new Map<string, Cached<ParsedSource>>();

/** The text of a file, `undefined` where there is none. */
export const readSource = (file: string): SourceText | undefined =>
  cachedByTime(texts, file, () => {
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    return { text, lineStarts: lineStartsOf(text) };
  });

/** The file parsed, `undefined` where it cannot be. */
export const parseSource = (file: string): ParsedSource | undefined =>
  cachedByTime(sources, file, () => {
    const source = readSource(file);
    if (source === undefined) return undefined;
    for (const parser of parsersFor(file)) {
      const parsed = parseWith(parser, source);
      if (parsed !== undefined) return parsed;
    }
    return undefined;
  });

function cachedByTime<T extends object>(
  cache: Map<string, Cached<T>>,
  file: string,
  make: () => T | undefined,
): T | undefined {
  const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return undefined;
  const cached = cache.get(file);
  if (cached?.changed === changed) {
    const known = cached.value?.deref();
    if (known !== undefined || cached.value === undefined) return known;
  }
  const value = make();
  cache.set(file, value === undefined ? { changed } : { changed, value: new WeakRef(value) });
  return value;
}

function parseWith(parser: () => typeof Parser, source: SourceText): ParsedSource | undefined {
  // keyed by position: the parser for types looks ahead, and meets some comments twice
  const comments = new Map<number, Comment>();
  const options: Options = {
    ecmaVersion: 'latest',
    sourceType: 'module',
    locations: true,
    allowReturnOutsideFunction: true,
    onComment: (isBlock, body, start, end) => {
      comments.set(start, { isBlock, text: body, start, end });
    },
  };
  try {
    const program = parser().parse(source.text, options) as unknown as Syntax;
    return {
      ...source,
      program,
      comments: [...comments.values()].toSorted((a, b) => a.start - b.start),
    };
  } catch {
    return undefined;
  }
}

function parsersFor(file: string): readonly (() => typeof Parser)[] {
  if (/\.[cm]?ts$/.test(file)) return [() => typeParser(false)];
  if (/\.[cm]?js$/.test(file)) return [() => Parser, () => typeParser(true)];
  return /\.[jt]sx$/.test(file) ? [() => typeParser(true)] : [];
}

// the plug-in arrives late: whoever runs a dataflow does not pay for it
function typeParser(jsx: boolean): typeof Parser {
  const { tsPlugin } = createRequire(import.meta.url)('@sveltejs/acorn-typescript') as {
    tsPlugin: (options: { jsx: boolean }) => (base: typeof Parser) => typeof Parser;
  };
  return Parser.extend(tsPlugin({ jsx }));
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|[\n\u2028\u2029]/g))
    starts.push(index + end.length);
  return starts;
}

/** The offset of a position, both from 0; negative where the text has no such line. */
export const offsetAt = (lineStarts: readonly number[], line: number, column: number): number =>
  (lineStarts[line] ?? Number.NEGATIVE_INFINITY) + column;

/** The line of an offset, from 0. */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string';

/** The part of a node under `property`, where it is one. */
export function childOf(node: Syntax | undefined, property: string): Syntax | undefined {
  const value = node?.[property];
  return isSyntax(value) ? value : undefined;
}

/** The parts of a node under `property`, where it is a list. */
export function childrenOf(node: Syntax | undefined, property: string): readonly Syntax[] {
  const value = node?.[property];
  return Array.isArray(value) ? value.filter(isSyntax) : [];
}

/** All parts of a node, in the order of its properties. */
export const partsOf = (node: Syntax): readonly Syntax[] =>
  Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isSyntax) : isSyntax(value) ? [value] : [],
  );

/** The name that an identifier or a literal key spells. */
export function spelledName(node: Syntax | undefined): string | undefined {
  if (node?.type === 'Identifier') return node['name'] as string;
  return node?.type === 'Literal' ? String(node['value']) : undefined;
}
