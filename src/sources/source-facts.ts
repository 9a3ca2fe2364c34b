/**
 * Where a node's function lives, its doc comment and its types as written.
 *
 * Nothing here is needed to run a dataflow, so nothing here throws: what cannot be found is left out, and what is
 * doubtful, too.
 *
 * @module
 */
import { readHead } from '../nodes/dependencies.ts';
import type { AnyFunction, Origin } from '../nodes/node.ts';
import { attempt } from './attempt.ts';
import { callSites } from './call-site.ts';
import { documentationOf } from './doc-comment.ts';
import {
  declarationAt,
  functionAt,
  functionIn,
  madeByCall,
  type RuntimeFunction,
} from './find-declaration.ts';
import { fromHere } from './from-here.ts';
import { outlineOf, type Declaration, type FunctionInFile, type Outline } from './outline.ts';
import { placeOf, placeWithoutParsing, readingsOf } from './place.ts';
import type { ScriptPlace } from './script-place.ts';
import type { SourcePlace } from './source-map.ts';
import { lineAt, parseSource } from './syntax.ts';
import { writtenDependencyTypes, writtenReturnType } from './written-types.ts';

/** What the source file says about a function. */
export interface SourceFacts {
  /** Absolute path of the file as the user wrote it: the TypeScript file where a source map leads to one. */
  readonly file?: string;
  /** Of the declaration, from 1. */
  readonly line?: number;
  /** The doc comment directly above the declaration, without stars and indentation; tags as they are. */
  readonly documentation?: string;
  /** As written, on one line; of a modified function, that of the function inside. Absent: not annotated. */
  readonly returnType?: string;
  /**
   * Types as written, on one line, by the name under which the function takes them: from an annotation in place, or
   * from a type that the same file declares.
   */
  readonly dependencyTypes: Readonly<Record<string, string>>;
}

/** A place in a file, and what the file declares. */
interface Found<T> {
  readonly file: string;
  readonly outline: Outline;
  readonly value: T;
}

const factsByFunction = new WeakMap<AnyFunction, WeakMap<object, Map<string, SourceFacts>>>();

/** What the source says about the node `name` that came from `origin`. Kept for each function: the first answer stands. */
export function sourceFacts(origin: Origin, name: string): SourceFacts {
  const fn = origin.function;
  const site = origin.site ?? fn;
  const bySite = factsByFunction.get(fn) ?? new WeakMap<object, Map<string, SourceFacts>>();
  factsByFunction.set(fn, bySite);
  const byName = bySite.get(site) ?? new Map<string, SourceFacts>();
  bySite.set(site, byName);
  const known = byName.get(name);
  if (known !== undefined) return known;
  const facts = attempt(() => readFacts(origin, name)) ?? { dependencyTypes: {} };
  byName.set(name, facts);
  return facts;
}

/**
 * `file:line` of a node, for messages: the file relative to the current directory where it lies inside.
 *
 * The line is that of the function's parameters or of its modifier's call, which may be one or two below that of the
 * declaration: no file is parsed for it unless there is no other way.
 */
export function locationOf(origin: Origin, name: string): string | undefined {
  const place = attempt(() => placeWithoutParsing(origin));
  const facts = place === undefined ? sourceFacts(origin, name) : undefined;
  const file = place?.file ?? facts?.file;
  const line = place === undefined ? facts?.line : place.line + 1;
  if (file === undefined || line === undefined) return undefined;
  return `${fromHere(file)}:${line}`;
}

function readFacts(origin: Origin, name: string): SourceFacts {
  const fn = runtimeFunction(origin.function, name);
  const place = origin.isMade === true ? undefined : placeOf(origin.function);
  const sites = callSites(origin.site);
  const exported = declarationAtSite(sites, name);
  const inner =
    origin.isMade === true ? undefined : (foundFunction(place, fn) ?? functionInside(exported, fn));
  const declared = exported ?? declarationOf(inner, name);
  const documentation = documentationIn(declared) ?? documentationIn(declarationOf(inner, name));
  const returnType = inner && writtenReturnType(inner.outline.source, inner.value);
  const fallback = place ?? sites.flatMap(readingsOf)[0];
  const at = declared ?? inner;
  const offset = declared?.value.start ?? inner?.value.syntax.start ?? 0;
  const file = at?.file ?? fallback?.file;
  const line = at ? lineAt(at.outline.source.lineStarts, offset) : fallback?.line;
  return {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line: line + 1 }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(returnType === undefined ? {} : { returnType }),
    dependencyTypes: inner ? writtenDependencyTypes(inner.outline.source, inner.value) : {},
  };
}

function runtimeFunction(fn: AnyFunction, nodeName: string): RuntimeFunction {
  const name: unknown = fn.name;
  const ownName = typeof name === 'string' ? name.replace(/^(?:bound )+/, '') : '';
  const reads = attempt(() => readHead(nodeName, fn).reads.map((read) => read.as));
  return { ownName, nodeName, ...(reads === undefined ? {} : { reads }) };
}

function outlineIn(file: string): Outline | undefined {
  const source = attempt(() => parseSource(file));
  return source && outlineOf(source);
}

function foundFunction(
  place: SourcePlace | undefined,
  fn: RuntimeFunction,
): Found<FunctionInFile> | undefined {
  const outline = place && outlineIn(place.file);
  const value = outline && functionAt(outline, place, fn);
  return value && { file: place.file, outline, value };
}

function functionInside(
  exported: Found<Declaration> | undefined,
  fn: RuntimeFunction,
): Found<FunctionInFile> | undefined {
  const value = exported && functionIn(exported.outline, exported.value, fn);
  return value && { ...exported, value };
}

/** The declaration of a function; of one that another function of the file made, that of the call. */
function declarationOf(
  inner: Found<FunctionInFile> | undefined,
  name: string,
): Found<Declaration> | undefined {
  if (inner === undefined) return undefined;
  const own = inner.value.declaration;
  const made = own?.isModuleLevel ? undefined : madeByCall(inner.outline, name);
  const value = made ?? own;
  return value && { ...inner, value };
}

/**
 * The declaration in which the outermost modifier was called.
 *
 * A user's own wrapper of a modifier lies in the stack, too: the frame counts whose declaration bears the node's name.
 */
function declarationAtSite(
  sites: readonly ScriptPlace[],
  name: string,
): Found<Declaration> | undefined {
  let unnamed: Found<Declaration> | undefined;
  for (const place of sites.flatMap(readingsOf)) {
    const outline = outlineIn(place.file);
    const found = outline && declarationAt(outline, place, name);
    if (outline === undefined || found === undefined) continue;
    const declaration = { file: place.file, outline, value: found.declaration };
    if (found.isNamed) return declaration;
    unnamed ??= declaration;
  }
  // the parts of a subdag bear dotted names: what stands above the whole says nothing about a part
  return name.includes('.') ? undefined : unnamed;
}

const documentationIn = (found: Found<Declaration> | undefined): string | undefined =>
  found && documentationOf(found.outline.source, found.value);
