/**
 * Columns of lists and of records: the entries of all rows become one column, which is cut into rows again.
 *
 * So a list or a field of any depth is built by the same rules as a column of its own.
 *
 * @module
 */
import { col, Series } from 'nodejs-polars';
import type { TypedArray } from '../results/result-builder.ts';
import { ResultError } from '../errors.ts';
import { typedColumn, withNulls } from './exact-column.ts';
import {
  frameOf,
  nativeFrame,
  ownSeries,
  renamed,
  wrapFrame,
  type NativeSeries,
} from './native.ts';
import { isTypedArray } from './value-type.ts';

type Where = (index: number) => string;
type ColumnOfArray = (name: string, values: readonly unknown[], where: Where) => NativeSeries;
type List = ArrayLike<unknown>;

/** A List column: null where a row has no list. `columnOf` builds the column of all entries. */
export function listColumn(
  name: string,
  lists: readonly (List | null | undefined)[],
  where: Where,
  columnOf: ColumnOfArray,
): NativeSeries {
  // every row has an entry, or grouping would lose it: where its list is empty or null, one that is filtered out
  const rows: number[] = [];
  const positions: number[] = [];
  const isReal: boolean[] = [];
  const isGiven: boolean[] = [];
  for (let row = 0; row < lists.length; row++) {
    const length = lists[row]?.length ?? 0;
    isGiven.push(isPresent(lists[row]));
    for (let position = 0; position < Math.max(length, 1); position++) {
      rows.push(row);
      positions.push(position);
      isReal.push(position < length);
    }
  }
  const whereEntry: Where = (entry) => `${where(rows[entry] ?? 0)}[${positions[entry]}]`;
  const entries =
    typedEntries(lists, rows.length) ??
    columnOf(
      name,
      rows.map((row, entry) => lists[row]?.[positions[entry] ?? 0]),
      whereEntry,
    );
  const frame = frameOf([
    typedColumn('row', Uint32Array.from(rows)),
    ownSeries(Series('isReal', isReal)),
    renamed(entries, 'entry'),
  ]);
  const grouped = wrapFrame(frame)
    .groupBy('row')
    .agg(col('entry').filter(col('isReal')))
    .sort('row');
  const column = renamed(nativeFrame(grouped).getColumns()[1] as NativeSeries, name);
  return isGiven.includes(false) ? withNulls(column, isGiven) : column;
}

/** The entries of typed arrays of one class as one typed column; undefined where they are anything else. */
function typedEntries(
  lists: readonly (List | null | undefined)[],
  length: number,
): NativeSeries | undefined {
  const first = lists.find(isPresent);
  if (!isTypedArray(first)) return undefined;
  const tag = first[Symbol.toStringTag];
  const isAlike = (list: List | null | undefined): boolean =>
    !isPresent(list) || (isTypedArray(list) && list[Symbol.toStringTag] === tag);
  if (!lists.every(isAlike)) return undefined;
  const TypedArrayClass = first.constructor as new (length: number) => TypedArray;
  const entries = new TypedArrayClass(length);
  let offset = 0;
  for (const list of lists) {
    if (isTypedArray(list)) entries.set(list as never, offset);
    offset += Math.max(list?.length ?? 0, 1);
  }
  return typedColumn('entry', entries);
}

/** A Struct column with the fields of all records, in the order in which they appear; null where there is none. */
export function recordColumn(
  name: string,
  records: readonly (object | null | undefined)[],
  where: Where,
  columnOf: ColumnOfArray,
): NativeSeries {
  const fields = new Set<string>();
  for (const record of records) {
    if (isPresent(record)) for (const field of Object.keys(record)) fields.add(field);
  }
  if (fields.size === 0) {
    throw new ResultError(
      'columns/no-fields',
      `"${name}" cannot be a column: its records have no fields.`,
      { hint: 'return null where there is nothing', node: name },
    );
  }
  const columns = [...fields].map((field) => {
    const values = Array.from(records, (record) => ownValue(record, field));
    return renamed(
      columnOf(name, values, (row) => `${where(row)}.${field}`),
      field,
    );
  });
  const column = frameOf(columns).toStruct(name);
  const isGiven = Array.from(records, isPresent);
  return isGiven.includes(false) ? withNulls(column, isGiven) : column;
}

/** Not what a field is called on `Object.prototype`. */
const ownValue = (record: object | null | undefined, field: string): unknown =>
  isPresent(record) && Object.hasOwn(record, field)
    ? (record as Record<string, unknown>)[field]
    : undefined;

const isPresent = <T>(value: T | null | undefined): value is T =>
  value !== null && value !== undefined;
