/**
 * One frame from the requested values: what `DataFrameResult` and the builders that follow it have in common.
 *
 * @module
 */
import type { DataFrame } from 'nodejs-polars';
import { prefixedColumns } from '../columns/frame.ts';
import { frameOf, wrapFrame, type NativeSeries } from '../columns/native.ts';
import { scalarColumn } from '../columns/scalar-column.ts';
import { ResultError, resultError } from '../errors.ts';
import { partOf, type Part } from './output-columns.ts';
import { refusals } from './refusal.ts';
import type { OutputValues, ResultBuilder, TypeOfValue, ValueType } from './result-builder.ts';

/** What can be a frame, or a part of one. */
export type FrameType =
  | 'Series'
  | 'DataFrame'
  | 'LazyDataFrame'
  | 'Array'
  | 'TypedArray'
  | 'ArrowVector'
  | 'ArrowTable'
  | 'number'
  | 'bigint'
  | 'string'
  | 'boolean'
  | 'Date'
  | 'null';
export type FrameValue = TypeOfValue<FrameType>;
export const frameTypes: readonly FrameType[] = [
  'Series',
  'DataFrame',
  'LazyDataFrame',
  'Array',
  'TypedArray',
  'ArrowVector',
  'ArrowTable',
  'number',
  'bigint',
  'string',
  'boolean',
  'Date',
  'null',
];

/**
 * The values as one frame. One frame alone is given as it is; beside others its columns are named `output.column`.
 * Everything else is a column under its output's name, in request order; scalars are repeated to the columns' height.
 *
 * Throws one `ResultError` with all problems: values that `builder` does not take, names that would appear twice,
 * heights that differ, nothing requested.
 */
export async function buildFrame(
  builder: ResultBuilder & { inputTypes(): readonly ValueType[] },
  outputs: OutputValues,
): Promise<DataFrame> {
  const entries = Object.entries(outputs);
  if (entries.length === 0) throw nothingRequested();
  const errors = refusals(builder, outputs, builder.inputTypes());
  const refused = new Set(errors.map(({ node }) => node));
  const parts: Part[] = [];
  // lazy frames are collected side by side
  const readings = await Promise.allSettled(
    entries.filter(([name]) => !refused.has(name)).map(([name, value]) => partOf(name, value)),
  );
  for (const reading of readings) {
    if (reading.status === 'fulfilled') parts.push(reading.value);
    else if (reading.reason instanceof ResultError) errors.push(reading.reason);
    else throw reading.reason;
  }
  const [only] = parts;
  if (errors.length === 0 && parts.length === 1 && only?.kind === 'frame') return only.frame;
  const columns = parts.flatMap(columnsOf);
  errors.push(...repeatedNames(columns), ...differentHeights(columns));
  if (errors.length > 0) throw resultError(errors);
  const height = columns.find((column) => column.series !== undefined)?.series?.len() ?? 1;
  return wrapFrame(
    frameOf(
      columns.map(({ name, series, value = null }) => series ?? scalarColumn(name, value, height)),
    ),
  );
}

/** A column of the result: there, or a scalar to be repeated. */
interface Column {
  readonly name: string;
  /** The output that it comes from. */
  readonly output: string;
  readonly series?: NativeSeries;
  readonly value?: Parameters<typeof scalarColumn>[1];
}

function columnsOf(part: Part): Column[] {
  const output = part.name;
  switch (part.kind) {
    case 'frame':
      return prefixedColumns(output, part.frame).map((series) => ({
        name: series.name,
        output,
        series,
      }));
    case 'column':
      return [{ name: output, output, series: part.column }];
    case 'scalar':
      return [{ name: output, output, value: part.value }];
    case 'nothing':
      return [];
  }
}

function nothingRequested(): ResultError {
  return new ResultError(
    'result/nothing-requested',
    'Nothing was requested: a frame needs a column.',
    {
      hint: 'name at least one node in execute([…]), or use DictResult for an empty record',
    },
  );
}

function repeatedNames(columns: readonly Column[]): ResultError[] {
  const outputsByName = Map.groupBy(columns, ({ name }) => name);
  return [...outputsByName]
    .filter(([, { length }]) => length > 1)
    .map(([name, repeated]) => {
      const outputs = repeated.map(({ output }) => `"${output}"`).join(' and ');
      return new ResultError(
        'result/repeated-name',
        `The column "${name}" would appear ${repeated.length} times: from ${outputs}.`,
        { hint: 'rename the column in its node, request one of them, or use DictResult' },
      );
    });
}

function differentHeights(columns: readonly Column[]): ResultError[] {
  const heights = columns.flatMap(({ name, series }) =>
    series === undefined ? [] : [{ name, height: series.len() }],
  );
  const distinct = new Set(heights.map(({ height }) => height));
  if (distinct.size <= 1) return [];
  const listed = heights.map(({ name, height }) => `"${name}" ${height}`).join(', ');
  return [
    new ResultError('result/different-heights', `The columns have different heights: ${listed}.`, {
      hint: distinct.has(1)
        ? 'only a scalar is repeated: return a number or a string instead of one row, or use DictResult'
        : 'request columns of one height together, or use DictResult to get each as it is',
    }),
  ];
}
