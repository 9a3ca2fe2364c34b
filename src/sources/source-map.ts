/**
 * Source maps: from a position in a running script to the file that the user wrote.
 *
 * @module
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { findSourceMap, SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, isAbsolute, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceMapUrlOf, type ScriptPlace } from './script-place.ts';

/** A position in a file that exists. */
export interface SourcePlace {
  /** Absolute path. */
  readonly file: string;
  /** From 0. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  /** Whether a source map led here; else the running script stands in the file as it is, or nobody knows. */
  readonly isMapped: boolean;
}

/** The place in the file that was written, as far as a source map says; else in the script's own file. */
export const sourcePlaceOf = (place: ScriptPlace): SourcePlace | undefined =>
  mappedPlace(place) ?? unmappedPlace(place);

/** The place in the script's own file, where it is one. */
export function unmappedPlace({ url, line, column }: ScriptPlace): SourcePlace | undefined {
  const file = pathOf(url);
  return file === undefined ? undefined : { file, line, column, isMapped: false };
}

/** The place to which the script's source map leads, where it has one and the file is there. */
export function mappedPlace({ url, line, column }: ScriptPlace): SourcePlace | undefined {
  const located = sourceMapOf(url);
  const entry = located?.map.findEntry(line, column);
  if (located === undefined || entry === undefined || !('originalSource' in entry))
    return undefined;
  const { sourceRoot } = located.map.payload;
  const file = sourcePath(entry.originalSource, sourceRoot, located.folder);
  return file === undefined
    ? undefined
    : { file, line: entry.originalLine, column: entry.originalColumn, isMapped: true };
}

interface LocatedMap {
  readonly map: SourceMap;
  /** The folder to which its sources are relative. */
  readonly folder: string;
}

function sourceMapOf(url: string): LocatedMap | undefined {
  const file = pathOf(url);
  const folder = file === undefined ? process.cwd() : dirname(file);
  const known = findSourceMap(url) ?? (file === undefined ? undefined : findSourceMap(file));
  if (known !== undefined) return { map: known, folder };
  const declared = sourceMapUrlOf(url) ?? (file === undefined ? '' : declaredIn(file));
  if (declared.startsWith('data:')) {
    const map = cachedMap(declared, () => textOfDataUrl(declared));
    return map === undefined ? undefined : { map, folder };
  }
  // nothing that a program runs is typed TypeScript's own map: only built files have one beside them
  if (file === undefined || !/\.[cm]?jsx?$/.test(file)) return undefined;
  const beside = pathOf(declared) ?? resolve(folder, declared === '' ? `${file}.map` : declared);
  const changed = statSync(beside, { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return undefined;
  const map = cachedMap(`${beside}\n${changed}`, () => readFileSync(beside, 'utf8'));
  return map === undefined ? undefined : { map, folder: dirname(beside) };
}

const maps = new Map<string, SourceMap | undefined>();

function cachedMap(key: string, text: () => string): SourceMap | undefined {
  if (!maps.has(key)) maps.set(key, parseMap(text));
  return maps.get(key);
}

function parseMap(text: () => string): SourceMap | undefined {
  try {
    // a map may open with a line that keeps it from being run as a script
    return new SourceMap(JSON.parse(text().replace(/^\)\]\}'.*\n/, '')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

function textOfDataUrl(url: string): string {
  const comma = url.indexOf(',');
  const body = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(';base64')
    ? Buffer.from(body, 'base64').toString('utf8')
    : decodeURIComponent(body);
}

/** What the last `sourceMappingURL` comment of a file says; empty: it has none. */
function declaredIn(file: string): string {
  if (!/\.[cm]?jsx?$/.test(file)) return '';
  const end = readFileSync(file, 'utf8').trimEnd();
  return /\n\/\/[#@] sourceMappingURL=(\S+)$/.exec(end)?.[1] ?? '';
}

/** The file behind a source of a map: a URL, or a path relative to the map. */
function sourcePath(source: string, root: string | undefined, folder: string): string | undefined {
  if (hasScheme(source)) return pathOf(source);
  const base = root === undefined ? folder : (pathOf(root) ?? resolve(folder, root));
  const written = resolve(base, source);
  if (existsSync(written)) return written;
  const decoded = source.includes('%') ? resolve(base, decodeURIComponent(source)) : written;
  return decoded !== written && existsSync(decoded) ? decoded : undefined;
}

// one letter before the colon is a drive
const hasScheme = (url: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(url);

/** The file that a script's name stands for, without its query; `undefined` where there is no such file. */
export function pathOf(url: string): string | undefined {
  if (url.startsWith('file:')) {
    const location = new URL(url);
    location.search = '';
    location.hash = '';
    return existingWithoutQuery(fileURLToPath(location));
  }
  if (hasScheme(url)) return undefined;
  const path = url.startsWith('/@fs/') ? url.slice(process.platform === 'win32' ? 5 : 4) : url;
  if (!isAbsolute(path)) return undefined;
  return existingWithoutQuery(path);
}

// the inspector makes URLs of paths: the query of a path becomes a part of the file's name
const existingWithoutQuery = (path: string): string | undefined =>
  existing(normalize(path)) ?? existing(normalize(path.replace(/\?.*$/s, '')));

const existing = (path: string): string | undefined => (existsSync(path) ? path : undefined);
