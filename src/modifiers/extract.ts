/**
 * Columns, fields and positions of one node become nodes.
 *
 * @module
 */
import { takeColumn, type ColumnOf } from '../columns/take-column.ts';
import { IcosianError, InvalidNodeError } from '../errors.ts';
import { asWritten, isRecord, kindOf } from '../nodes/given.ts';
import { modified } from '../nodes/node-source.ts';
import type { AnyFunction, NodeSource, Read } from '../nodes/node.ts';
import type { Marked, MarksOf } from '../nodes/types.ts';
import { didYouMean } from '../suggest.ts';
import type { WithOut } from './binding-types.ts';

/** A node: by its name, or by its function. */
export type NodeGiven = string | AnyFunction;

/** Names of new nodes: a list of what they are called in the whole too, or a record of new names. */
export type Names<K extends string = string> = readonly K[] | Readonly<Record<string, K>>;

type NewNames<N> = N extends readonly (infer K extends string)[] ? K : keyof N & string;
type OldName<N, New> = N extends readonly string[] ? New : New extends keyof N ? N[New] : never;

/** What is taken out of a node: the marks of that node, or of a new one that reads it. */
type Taken<G, Whole, Out> = AnyFunction &
  Marked<
    G extends AnyFunction
      ? WithOut<MarksOf<G>, Out>
      : { out: Out; deps: { [P in G & string]: Whole }; expands: false; closes: false }
  >;

type ColumnIn<G> = ColumnOf<G extends AnyFunction ? MarksOf<G>['out'] : unknown>;

/** What to do about what is missing. */
export interface ExtractOptions {
  /** Stands for what is missing. @default that is an error */
  readonly fill?: unknown;
}

/**
 * One node for each of these columns of a frame: `export const { spend, signups } = extractColumns('table', ['spend',
 * 'signups'])`. A record gives new names: `{ cost: 'spend' }`. Of a lazy frame, the nodes are expressions.
 *
 * `frame` is the name of a node, or its function. What is missing is an error when the node runs.
 *
 * Hamilton's `@extract_columns`.
 *
 * @example
 * ```ts
 * import pl, { type Series } from 'nodejs-polars';
 * import { Builder, DictResult, createModule, extractColumns } from 'icosian';
 *
 * const table = () => pl.DataFrame({ spend: [10, 20], signups: [1, 4] });
 * const { spend, signups } = extractColumns(table, ['spend', 'signups']);
 * const perSignup = ({ spend, signups }: { spend: Series; signups: Series }) => spend.sum() / signups.sum();
 * const module = createModule({ table, spend, signups, perSignup });
 * const driver = new Builder().withModules(module).withResultBuilder(new DictResult()).build();
 * console.log(await driver.execute(['perSignup'])); // prints { perSignup: 6 }
 * ```
 */
export function extractColumns<const G extends NodeGiven, const N extends Names>(
  frame: G,
  columns: N,
  options: ExtractOptions = {},
): { [New in NewNames<N>]: Taken<G, unknown, ColumnIn<G>> } {
  return extracted('extractColumns', frame, columns, takeColumn, options) as never;
}

type FieldsOf<G> = G extends AnyFunction ? keyof MarksOf<G>['out'] & string : string;
type FieldOf<G, K> = G extends AnyFunction
  ? K extends keyof MarksOf<G>['out']
    ? MarksOf<G>['out'][K]
    : never
  : // oxlint-disable-next-line no-explicit-any -- nothing is known of a node that is named by a string
    any;

/**
 * One node for each of these fields of a record: `export const { lat, lon } = extractFields(place, ['lat', 'lon'])`. A
 * record gives new names: `{ latitude: 'lat' }`. Maps have fields, too.
 *
 * `record` is the name of a node, or its function: then the compiler knows the fields and their types. What is missing is
 * an error when the node runs.
 *
 * Hamilton's `@extract_fields`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, extractFields } from 'icosian';
 *
 * const place = () => ({ lat: 52.5, lon: 13.4 });
 * const { lat, longitude } = extractFields(place, { lat: 'lat', longitude: 'lon' });
 * const module = createModule({ place, lat, longitude });
 * const driver = new Builder().withModules(module).withResultBuilder(new DictResult()).build();
 * console.log(await driver.execute(['longitude'])); // prints { longitude: 13.4 }
 * ```
 */
export function extractFields<
  const G extends NodeGiven,
  const N extends Names<NoInfer<FieldsOf<G>>>,
>(
  record: G,
  fields: N,
  options: ExtractOptions = {},
): { [New in NewNames<N>]: Taken<G, unknown, FieldOf<G, OldName<N, New>>> } {
  return extracted('extractFields', record, fields, takeField, options) as never;
}

type PositionOf<T, N, New> = T extends readonly unknown[]
  ? number extends T['length']
    ? T[number]
    : { [I in keyof N]: N[I] extends New ? (I extends keyof T ? T[I] : never) : never }[keyof N &
        `${number}`]
  : never;

/**
 * One node for each position of a list: `export const { low, high } = unpack(bounds, ['low', 'high'])`. There may be fewer
 * names than positions.
 *
 * Hamilton's `@unpack_fields`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, unpack } from 'icosian';
 *
 * const bounds = (): [number, number] => [0, 9];
 * const { low, high } = unpack(bounds, ['low', 'high']);
 * const driver = new Builder()
 *   .withModules(createModule({ bounds, low, high }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['low', 'high'])); // prints { low: 0, high: 9 }
 * ```
 */
export function unpack<const G extends NodeGiven, const N extends readonly string[]>(
  list: G,
  names: N,
): {
  [New in N[number]]: Taken<
    G,
    unknown,
    // oxlint-disable-next-line no-explicit-any -- nothing is known of a node that is named by a string
    G extends AnyFunction ? PositionOf<MarksOf<G>['out'], N, New> : any
  >;
} {
  if (!Array.isArray(names)) throw notNames('unpack', names);
  return extracted('unpack', list, names, (whole, name, giver) =>
    takePosition(whole, names.indexOf(name), names, giver),
  ) as never;
}

/** Takes a part out of a whole; what is not there is replaced by `fill`. */
type Take = (whole: unknown, part: string, giver: string, fill: unknown) => unknown;

function extracted(
  modifier: string,
  given: unknown,
  names: unknown,
  take: Take,
  { fill }: ExtractOptions = {},
): Record<string, AnyFunction> {
  assertNode(modifier, given);
  const entries = entriesOf(modifier, names);
  const giver = giverWords(given);
  const read = { ...readOf(given), as: 'whole' };
  return Object.fromEntries(
    entries.map(([name, part]) => {
      // what it takes is data of the node, so that two of them differ
      const bound = fill === undefined ? { part } : { part, fill };
      const call = ({ whole }: Record<string, unknown>): unknown => take(whole, part, giver, fill);
      Object.defineProperty(call, 'name', { value: name });
      const source: NodeSource = {
        toNodes: (node) => [
          {
            kind: 'function',
            name: node,
            reads: [read],
            bound,
            call,
            origin: { function: call, isMade: true },
            module: '',
          },
        ],
      };
      return [name, modified(call, source)];
    }),
  );
}

/** A node in a sentence. */
export const giverWords = (given: NodeGiven): string =>
  typeof given === 'string' ? `"${given}"` : `"${given.name || 'the function'}"`;

/** Throws where something is neither the name of a node nor a function. */
export function assertNode(modifier: string, given: unknown): asserts given is NodeGiven {
  if ((typeof given === 'string' && given !== '') || typeof given === 'function') return;
  throw new InvalidNodeError(
    'node/bad-node',
    `${modifier}(…) takes a node: its name or its function, got ${asWritten(given)}.`,
    { hint: `write ${modifier}('table', …)` },
  );
}

/** How a node is read that is named by a string or by its function. */
export const readOf = (given: NodeGiven): Read =>
  typeof given === 'string'
    ? { name: given, as: given, optional: false }
    : { name: '', as: 'given', optional: false, giver: given };

function entriesOf(
  modifier: string,
  names: unknown,
): readonly (readonly [name: string, part: string])[] {
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(names)
    ? names.map((name: unknown) => [String(name), name] as const)
    : isRecord(names)
      ? Object.entries(names)
      : [];
  const isTwice = new Set(entries.map(([name]) => name)).size < entries.length;
  const areNames = entries.every(([, part]) => typeof part === 'string' && part !== '');
  if (entries.length === 0 || isTwice || !areNames) throw notNames(modifier, names);
  return entries as readonly (readonly [string, string])[];
}

const notNames = (modifier: string, names: unknown): InvalidNodeError =>
  new InvalidNodeError(
    'node/bad-names',
    `${modifier}(…) takes a list of different names, got ${asWritten(names)}.`,
    { hint: `write ${modifier}('whole', ['a', 'b'])` },
  );

function takeField(whole: unknown, field: string, giver: string, fill: unknown): unknown {
  const isMap = whole instanceof Map;
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) {
    throw new IcosianError('field/not-a-record', `${giver} gives ${kindOf(whole)}, not a record.`, {
      hint: 'fields are taken from objects and Maps',
    });
  }
  const record = whole as Record<string, unknown>;
  const found: unknown = isMap
    ? whole.get(field)
    : isOfEveryObject(record, field)
      ? undefined
      : record[field];
  if (found !== undefined) return found;
  if (fill !== undefined) return fill;
  const fields = isMap ? [...whole.keys()].map(String) : Object.keys(record);
  throw new IcosianError(
    'field/missing',
    `There is no field "${field}" in ${giver}, which has ${fields.join(', ') || 'no fields'}.`,
    { hint: didYouMean(field, fields) },
  );
}

/** Whether a record has nothing of this name but what every object has. */
function isOfEveryObject(record: object, field: string): boolean {
  if (!(field in Object.prototype) || Object.hasOwn(record, field)) return false;
  // a class has its own, which is no field of what it makes
  if (field === 'constructor') return true;
  let prototype: object | null = Object.getPrototypeOf(record) as object | null;
  while (prototype !== null && !Object.hasOwn(prototype, field)) {
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  // that of another realm has none above it either
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function takePosition(
  whole: unknown,
  position: number,
  names: readonly string[],
  giver: string,
): unknown {
  if (!Array.isArray(whole)) {
    throw new IcosianError('field/not-a-list', `${giver} gives ${kindOf(whole)}, not a list.`, {
      hint: 'unpack(…) takes a list apart; for a record there is extractFields(…)',
    });
  }
  if (position < whole.length) return whole[position];
  throw new IcosianError(
    'field/missing',
    `"${names[position]}" is position ${position} of ${giver}, which gives a list of ${whole.length}.`,
    { hint: 'leave names out from the end, or let the function give more' },
  );
}
