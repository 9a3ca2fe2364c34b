/**
 * Where V8 holds a function's code: asked of the inspector, in this thread, without a debugger.
 *
 * @module
 */
import type { Session } from 'node:inspector';
import type { AnyFunction } from '../nodes/node.ts';

/** A position in a script as it runs, which a build or a loader may have made from another file. */
export interface ScriptPlace {
  /** The script as V8 names it: a URL or a path, perhaps with a query. */
  readonly url: string;
  /** From 0. */
  readonly line: number;
  /** From 0, in UTF-16 units. */
  readonly column: number;
}

interface Script {
  readonly url: string;
  /** What its `sourceMappingURL` comment says; empty: it has none. */
  readonly sourceMapUrl: string;
}

interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

const inspected: unique symbol = Symbol.for('icosian.inspected') as never;
const objectGroup = 'icosian';

const scripts = new Map<string, Script>();
const sourceMapUrls = new Map<string, string>();
// of scripts about which no more was asked
const urls = new Map<string, string>();

/**
 * The place of a function's parameters. Of a bound or proxied function, that of the function behind it.
 *
 * `undefined` for native and evaluated code, and where there is no inspector.
 */
export function scriptPlaceOf(fn: AnyFunction): ScriptPlace | undefined {
  return inSession((session, inspector) => {
    const location = handedOver(session, inspector, fn, (object) => locationOf(session, object));
    if (location === undefined) return undefined;
    const { scriptId, lineNumber, columnNumber = 0 } = location;
    if (!scripts.has(scriptId)) readScripts(session);
    const script = scripts.get(scriptId);
    if (script === undefined) scripts.set(scriptId, { url: '', sourceMapUrl: '' });
    return script === undefined || script.url === ''
      ? undefined
      : { url: script.url, line: lineNumber, column: columnNumber };
  });
}

/**
 * For each function the script in which it stands, as V8 names it: the URL that {@link scriptPlaceOf} gives, for many
 * functions at once and without what enabling the debugger costs.
 */
export function scriptUrlsOf(fns: readonly AnyFunction[]): readonly (string | undefined)[] {
  if (fns.length === 0) return [];
  const found = inSession((session, inspector) => {
    const ids = handedOver(session, inspector, fns, (list) =>
      elementsOf(session, list).map((object) => locationOf(session, object)?.scriptId),
    );
    const isUnknown = (id: string | undefined): boolean =>
      id !== undefined && !scripts.has(id) && !urls.has(id);
    if (ids?.some(isUnknown)) readUrls(session);
    if (ids?.some(isUnknown)) readScripts(session);
    return ids?.map((id) => {
      const url = id === undefined ? '' : (scripts.get(id)?.url ?? urls.get(id) ?? '');
      return url === '' ? undefined : url;
    });
  });
  return fns.map((_, i) => found?.[i]);
}

/** What the `sourceMappingURL` comment of a running script says, where the inspector has met it. */
export const sourceMapUrlOf = (url: string): string | undefined => sourceMapUrls.get(url);

/** What `ask` gets to know from a session of its own; `undefined` where there is no inspector. */
function inSession<T>(ask: (session: Session, inspector: object) => T | undefined): T | undefined {
  // Deno answers an inspector later, if at all: a session inside a Jupyter cell ends its kernel
  if ('deno' in process.versions) return undefined;
  try {
    const inspector = process.getBuiltinModule('node:inspector');
    const session = new inspector.Session();
    session.connect();
    try {
      return ask(session, inspector);
    } finally {
      session.disconnect();
    }
  } catch {
    return undefined;
  }
}

/**
 * Shows the inspector a value, for as long as `ask` runs.
 *
 * It is handed over on the inspector's own module: the expression is evaluated in the main context, whose `globalThis`
 * is not ours where code runs in a `vm` context.
 */
function handedOver<T>(
  session: Session,
  inspector: object,
  value: unknown,
  ask: (object: RemoteObject | undefined) => T,
): T {
  Object.defineProperty(inspector, inspected, { value, configurable: true });
  try {
    const expression = `process.getBuiltinModule('node:inspector')[Symbol.for('icosian.inspected')]`;
    const answer = result(session, 'Runtime.evaluate', { expression, objectGroup, silent: true });
    return ask(answer?.result as RemoteObject | undefined);
  } finally {
    session.post('Runtime.releaseObjectGroup', { objectGroup });
    Reflect.deleteProperty(inspector, inspected);
  }
}

/** Reads the location among the function's internal properties. */
function locationOf(session: Session, fn: RemoteObject | undefined): Location | undefined {
  let object = fn;
  // a function may be bound or proxied several times over; nobody does it more often than this
  for (let depth = 0; depth < 8 && object?.objectId !== undefined; depth++) {
    const properties = propertiesOf(session, object.objectId);
    const internals = (properties?.internalProperties ?? []) as readonly Property[];
    const internal = (name: string): RemoteObject | undefined =>
      internals.find((property) => property.name === name)?.value;
    const location = internal('[[FunctionLocation]]')?.value;
    if (location !== undefined) return location as Location;
    object = internal('[[TargetFunction]]') ?? internal('[[Target]]');
  }
  return undefined;
}

/** The elements of an array, in order. */
function elementsOf(
  session: Session,
  list: RemoteObject | undefined,
): readonly (RemoteObject | undefined)[] {
  if (list?.objectId === undefined) return [];
  const properties = (propertiesOf(session, list.objectId)?.result ?? []) as readonly Property[];
  const elements: (RemoteObject | undefined)[] = [];
  for (const { name, value } of properties) if (/^\d+$/.test(name)) elements[Number(name)] = value;
  return elements;
}

const propertiesOf = (
  session: Session,
  objectId: string,
): Readonly<Record<string, unknown>> | undefined =>
  result(session, 'Runtime.getProperties', { objectId, ownProperties: true });

/**
 * A collection of coverage in the mode that counts and resets nothing lists the scripts that have run. It takes a tenth
 * of the time of enabling the debugger, which hashes every source, and leaves out what V8 has already let go of.
 */
function readUrls(session: Session): void {
  const coverage = result(session, 'Profiler.getBestEffortCoverage', {});
  const known = (coverage?.result ?? []) as readonly { scriptId: string; url: string }[];
  for (const { scriptId, url } of known) urls.set(scriptId, url);
}

/** Enabling the debugger reports every script there is, at once. It stays on no longer than that. */
function readScripts(session: Session): void {
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.url.startsWith('node:')) return;
    const { scriptId, url, sourceMapURL = '' } = params;
    scripts.set(scriptId, { url, sourceMapUrl: sourceMapURL });
    if (url !== '' && sourceMapURL !== '') sourceMapUrls.set(url, sourceMapURL);
  });
  session.post('Debugger.enable');
  session.post('Debugger.disable');
}

interface RemoteObject {
  readonly objectId?: string;
  readonly value?: unknown;
}

interface Property {
  readonly name: string;
  readonly value?: RemoteObject;
}

/** The answer to a message; a session of the own thread answers before `post` returns. */
function result(
  session: Session,
  method: string,
  params: object,
): Readonly<Record<string, unknown>> | undefined {
  let answer: Readonly<Record<string, unknown>> | undefined;
  session.post(method, params, (error: Error | null, value?: object) => {
    if (error === null) answer = value as Readonly<Record<string, unknown>>;
  });
  return answer;
}
