/**
 * The file from which another thread or process can import an exported function.
 *
 * It is the file that runs, not the one that was written: a worker has neither the build nor the loader that made the
 * one of the other.
 *
 * @module
 */
import { pathToFileURL } from 'node:url';
import { isModified } from '../nodes/node-source.ts';
import { nodeSource, type AnyFunction, type Origin } from '../nodes/node.ts';
import { attempt } from './attempt.ts';
import { callSites } from './call-site.ts';
import { scriptPlaceOf, scriptUrlsOf } from './script-place.ts';
import { mappedPlace, pathOf } from './source-map.ts';

/**
 * The `file:` URL of the file that declares an export, without query and hash: of a plain function where its code
 * stands, of a modified one where its outermost modifier was called.
 *
 * `undefined` for code without a file (evaluated, of a REPL, of a notebook's cell), for native functions, and where the
 * runtime does not tell.
 */
export const fileOfExport = (fn: AnyFunction): string | undefined => filesOfExports([fn])[0];

/** {@link fileOfExport} of each, at little more than the cost of one. */
export function filesOfExports(fns: readonly AnyFunction[]): readonly (string | undefined)[] {
  for (const fn of fns) {
    const origin = originOf(fn);
    if (origin?.site !== undefined && !scripts.has(fn)) scripts.set(fn, scriptOfCall(origin));
  }
  const plain = fns.filter((fn) => !scripts.has(fn));
  const urls = scriptUrlsOf(plain.map((fn) => originOf(fn)?.function ?? fn));
  plain.forEach((fn, i) => scripts.set(fn, urls[i]));
  return fns.map((fn) => fileUrl(scripts.get(fn)));
}

// the running script of each export, as the engine names it; it never changes
const scripts = new WeakMap<AnyFunction, string | undefined>();

const originOf = (fn: AnyFunction): Origin | undefined =>
  isModified(fn) ? fn[nodeSource].origin : undefined;

/** The script in which a node's outermost modifier was called. */
function scriptOfCall({ site, function: fn }: Origin): string | undefined {
  const unmapped = site && unmappedStack(site);
  const frames = callSites(unmapped === undefined ? site : { stack: unmapped });
  // a named function in between is a wrapper of the user's own
  const frame = frames.find(({ isNamed }) => !isNamed) ?? frames[0];
  if (frame === undefined || unmapped !== undefined) return frame?.url;
  // a source map may have led from the script that runs to the file that the stack names
  const file = attempt(() => pathOf(frame.url));
  const script = file === undefined ? undefined : scriptPlaceOf(fn);
  return script && attempt(() => mappedPlace(script)?.file) === file ? script.url : frame.url;
}

/**
 * The stack as it is without source maps; `undefined` where somebody has read it before. It is formatted once and for
 * all: what others read later is what they would have read without this.
 */
function unmappedStack(site: NonNullable<Origin['site']>): string | undefined {
  let unmapped: string | undefined;
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const format = before?.value as typeof Error.prepareStackTrace;
  attempt(() => {
    Error.prepareStackTrace = (error, frames) => {
      const lines = (frames as readonly object[]).map((frame) => `\n    at ${lineOf(frame)}`);
      unmapped = `Error${lines.join('')}`;
      return format === undefined ? unmapped : (format.call(Error, error, frames) as unknown);
    };
    try {
      return site.stack;
    } finally {
      if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
      else Object.defineProperty(Error, 'prepareStackTrace', before);
    }
  });
  return unmapped;
}

// oxlint-disable-next-line typescript/no-base-to-string -- a frame writes itself as a line of a stack
const lineOf = (frame: object): string => String(frame);

function fileUrl(script: string | undefined): string | undefined {
  const file = script === undefined ? undefined : attempt(() => pathOf(script));
  return file === undefined ? undefined : pathToFileURL(file).href;
}
