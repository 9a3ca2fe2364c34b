/**
 * Where a node is, as far as it can be told without parsing a file.
 *
 * @module
 */
import type { AnyFunction, Origin } from '../nodes/node.ts';
import { attempt } from './attempt.ts';
import { callSites } from './call-site.ts';
import { scriptPlaceOf, type ScriptPlace } from './script-place.ts';
import { mappedPlace, sourcePlaceOf, unmappedPlace, type SourcePlace } from './source-map.ts';
import { offsetAt, readSource } from './syntax.ts';

const places = new WeakMap<AnyFunction, { readonly place: SourcePlace | undefined }>();

/** The place of a function's parameters, asked of the engine once for each function. */
export function placeOf(fn: AnyFunction): SourcePlace | undefined {
  const known = places.get(fn);
  if (known !== undefined) return known.place;
  const script = scriptPlaceOf(fn);
  const place = script && attempt(() => sourcePlaceOf(script));
  places.set(fn, { place });
  return place;
}

/**
 * What a frame of a stack may mean: it may be mapped already. A map to the same file is the second guess, a map to
 * another file the first.
 */
export function readingsOf(frame: ScriptPlace): readonly SourcePlace[] {
  const mapped = attempt(() => mappedPlace(frame));
  const plain = attempt(() => unmappedPlace(frame));
  const readings = mapped?.file === plain?.file ? [plain, mapped] : [mapped, plain];
  return readings.filter((place) => place !== undefined);
}

/**
 * The place of a node: its modifier's call, else its function. `undefined` where only parsing can tell, since the file
 * does not have there what the engine runs.
 */
export function placeWithoutParsing(origin: Origin): SourcePlace | undefined {
  const frames = callSites(origin.site);
  // a named function in between is a wrapper of the user's own
  const frame = frames.find(({ isNamed }) => !isNamed) ?? frames[0];
  if (frame === undefined) return functionPlace(origin.function);
  const [first, second] = readingsOf(frame);
  if (first?.isMapped) return first;
  return [first, second].find((place) => place !== undefined && isCall(textAt(place)));
}

function functionPlace(fn: AnyFunction): SourcePlace | undefined {
  const place = placeOf(fn);
  if (place === undefined || place.isMapped) return place;
  const text = Function.prototype.toString.call(fn);
  // the engine points at the first character of an arrow function, else at the parameters
  const heads = [text, text.slice(Math.max(0, text.indexOf('(')))].map(headOf);
  return heads.includes(headOf(textAt(place))) ? place : undefined;
}

const isCall = (text: string): boolean => /^[\w$]+\s*[<(]/.test(text);

/** The start of a function up to where a type may stand: stripping leaves it as it was. */
const headOf = (text: string): string =>
  /^[^:,})=?]*/.exec(text.slice(0, 200).replace(/\s+/g, ''))?.[0] ?? '';

function textAt({ file, line, column }: SourcePlace): string {
  const source = readSource(file);
  if (source === undefined) return '';
  const offset = offsetAt(source.lineStarts, line, column);
  return source.text.slice(offset, offset + 200);
}
