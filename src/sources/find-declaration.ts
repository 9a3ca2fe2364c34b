/**
 * Which function, and which declaration, of a file is meant by a place and a name.
 *
 * Files change after they were loaded, and maps are coarse: what does not fit is not found.
 *
 * @module
 */
import type { Declaration, FunctionInFile, Outline } from './outline.ts';
import type { SourcePlace } from './source-map.ts';
import { lineAt, offsetAt } from './syntax.ts';

/** What is known of a function at run time. */
export interface RuntimeFunction {
  /** The function's own name; empty: it has none. */
  readonly ownName: string;
  readonly nodeName: string;
  /** The names that it destructures; absent: they cannot be read. */
  readonly reads?: readonly string[];
}

/** The function that stands at a place of a file, or nearest to it under the right name. */
export function functionAt(
  outline: Outline,
  place: SourcePlace,
  fn: RuntimeFunction,
): FunctionInFile | undefined {
  const fitting = outline.functions.filter((each) => fits(each, fn));
  const offset = offsetAt(outline.source.lineStarts, place.line, place.column);
  if (!place.isMapped) {
    const exact = fitting.find(({ anchor }) => anchor === offset);
    if (exact !== undefined) return exact;
  }
  const inHead = place.isMapped ? innermost(fitting, offset) : undefined;
  const { name } = inHead ?? {};
  if (inHead !== undefined && (!name || name === fn.ownName || name === fn.nodeName)) return inHead;
  const named = fitting.filter((each) =>
    fn.ownName === '' ? !each.name && declares(each.declaration, fn) : each.name === fn.ownName,
  );
  // without a name in common there is only the place to go by; a minifier renames, but its map is exact
  return (
    nearest(outline, named, place.line) ?? inHead ?? onlyOneAround(outline, place, fitting, fn)
  );
}

/** A map may lead to a little before the function: then it is the only one that fits in what stands there. */
function onlyOneAround(
  { source, declarations, functions }: Outline,
  { isMapped, line, column }: SourcePlace,
  fitting: readonly FunctionInFile[],
  { ownName }: RuntimeFunction,
): FunctionInFile | undefined {
  if (!isMapped || ownName !== '') return undefined;
  const offset = offsetAt(source.lineStarts, line, column);
  const around = [...declarations, ...functions.map(({ syntax }) => syntax)]
    .filter(({ start, end }) => start <= offset && offset < end)
    .toSorted((a, b) => b.start - a.start);
  for (const { start, end } of around) {
    const inside = fitting.filter(
      ({ name, syntax }) => !name && start <= syntax.start && syntax.end <= end,
    );
    if (inside.length > 0) return inside.length === 1 ? inside[0] : undefined;
  }
  return undefined;
}

/** The only function of a declaration that fits, where no place is known. */
export function functionIn(
  outline: Outline,
  declaration: Declaration,
  fn: RuntimeFunction,
): FunctionInFile | undefined {
  const fitting = outline.functions.filter(
    (each) => each.declaration === declaration && fits(each, fn),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The declaration around a call at a place: one that declares the node's name, or that of exactly this call. */
export function declarationAt(
  outline: Outline,
  place: SourcePlace,
  nodeName: string,
): { readonly declaration: Declaration; readonly isNamed: boolean } | undefined {
  const offset = offsetAt(outline.source.lineStarts, place.line, place.column);
  let named: Declaration | undefined;
  for (const each of outline.declarations) {
    const isAround = each.start <= offset && offset < each.end && each.names.includes(nodeName);
    // declarations come outermost first
    if (isAround) named = each;
  }
  if (named !== undefined) return { declaration: named, isNamed: true };
  const call = outline.calls.find(({ anchor }) => anchor === offset);
  if (call === undefined || !call.declaration.isModuleLevel) return undefined;
  return { declaration: call.declaration, isNamed: false };
}

/** The declaration of a module whose value comes out of a call: `export const a = make(3)`. */
export const madeByCall = (outline: Outline, nodeName: string): Declaration | undefined =>
  outline.declarations.find(
    ({ isModuleLevel, isCall, names }) => isModuleLevel && isCall && names.includes(nodeName),
  );

/** Property names survive every build: where they differ, it is another function. */
function fits({ takes }: FunctionInFile, { reads }: RuntimeFunction): boolean {
  if (reads === undefined) return true;
  return takes?.size === reads.length && reads.every((name) => takes.has(name));
}

const declares = (declaration: Declaration | undefined, { nodeName }: RuntimeFunction): boolean =>
  declaration?.names.includes(nodeName) ?? false;

function innermost(
  functions: readonly FunctionInFile[],
  offset: number,
): FunctionInFile | undefined {
  let found: FunctionInFile | undefined;
  for (const each of functions) {
    const isAround = each.headStart <= offset && offset <= each.headEnd;
    if (isAround && (found === undefined || each.headStart >= found.headStart)) found = each;
  }
  return found;
}

/** `undefined` where two are equally near. */
function nearest(
  { source }: Outline,
  functions: readonly FunctionInFile[],
  line: number,
): FunctionInFile | undefined {
  const distance = (each: FunctionInFile): number =>
    Math.abs(lineAt(source.lineStarts, each.anchor) - line);
  const [first, second] = functions.toSorted((a, b) => distance(a) - distance(b));
  if (first === undefined) return undefined;
  return second !== undefined && distance(first) === distance(second) ? undefined : first;
}
