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

/**
 * The place of a function's parameters. Of a bound or proxied function, that of the function behind it.
 *
 * `undefined` for native and evaluated code, and where there is no inspector.
 */
export function scriptPlaceOf(fn: AnyFunction): ScriptPlace | undefined {
  // Deno answers an inspector later, if at all: a session inside a Jupyter cell ends its kernel
  if ('deno' in process.versions) return undefined;
  try {
    const inspector = process.getBuiltinModule('node:inspector');
    const session = new inspector.Session();
    session.connect();
    try {
      const location = locationOfFunction(session, inspector, fn);
      if (location === undefined) return undefined;
      const { scriptId, lineNumber, columnNumber = 0 } = location;
      if (!scripts.has(scriptId)) readScripts(session);
      const script = scripts.get(scriptId);
      if (script === undefined) scripts.set(scriptId, { url: '', sourceMapUrl: '' });
      return script === undefined || script.url === ''
        ? undefined
        : { url: script.url, line: lineNumber, column: columnNumber };
    } finally {
      session.disconnect();
    }
  } catch {
    return undefined;
  }
}

/** What the `sourceMappingURL` comment of a running script says, where the inspector has met it. */
export const sourceMapUrlOf = (url: string): string | undefined => sourceMapUrls.get(url);

/**
 * Reads the location among the function's internal properties.
 *
 * The function is handed over on the inspector's own module: the expression is evaluated in the main context, whose
 * `globalThis` is not ours where code runs in a `vm` context.
 */
function locationOfFunction(
  session: Session,
  inspector: object,
  fn: AnyFunction,
): Location | undefined {
  Object.defineProperty(inspector, inspected, { value: fn, configurable: true });
  try {
    const expression = `process.getBuiltinModule('node:inspector')[Symbol.for('icosian.inspected')]`;
    let object = result(session, 'Runtime.evaluate', { expression, objectGroup, silent: true })
      ?.result as RemoteObject | undefined;
    // a function may be bound or proxied several times over; nobody does it more often than this
    for (let depth = 0; depth < 8 && object?.objectId !== undefined; depth++) {
      const properties = result(session, 'Runtime.getProperties', {
        objectId: object.objectId,
        ownProperties: true,
      });
      const internals = (properties?.internalProperties ?? []) as readonly InternalProperty[];
      const internal = (name: string): RemoteObject | undefined =>
        internals.find((property) => property.name === name)?.value;
      const location = internal('[[FunctionLocation]]')?.value;
      if (location !== undefined) return location as Location;
      object = internal('[[TargetFunction]]') ?? internal('[[Target]]');
    }
    return undefined;
  } finally {
    session.post('Runtime.releaseObjectGroup', { objectGroup });
    Reflect.deleteProperty(inspector, inspected);
  }
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

interface InternalProperty {
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
