/**
 * What is said about a node beside what it computes.
 *
 * @module
 */
import { nameOfType, plainTypeNames } from '../columns/data-type.ts';
import { summaryOf } from '../columns/summary.ts';
import { InvalidNodeError } from '../errors.ts';
import { assertFunction } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { changedSource, eachChanged, modified } from '../nodes/node-source.ts';
import type { AnyFunction, Tags } from '../nodes/node.ts';
import type { Kept } from '../nodes/types.ts';

/**
 * Gives a node tags: each key has a string, or a list of different strings. Tags of several `tag` calls merge, the
 * outer one wins.
 *
 * `listAvailableVariables({ tags })` finds nodes by them; drawings and adapters show them.
 */
export function tag<F extends AnyFunction>(tags: Tags, fn: F): Kept<F> {
  assertFunction('tag', fn);
  if (!isRecord(tags)) {
    throw new InvalidNodeError(
      'node/bad-tag',
      `tag(…) takes a record of tags, got ${asWritten(tags)}.`,
      { hint: "write tag({ owner: 'sales' }, fn)" },
    );
  }
  return modified(
    fn,
    changedSource(fn, (node) => {
      for (const [key, value] of Object.entries(tags)) {
        if (!isTagValue(value)) throw badTag(node.name, key, value);
      }
      return { ...node, tags: { ...node.tags, ...tags } };
    }),
  );
}

const isTagValue = (value: unknown): boolean =>
  typeof value === 'string' ||
  (Array.isArray(value) &&
    value.length > 0 &&
    value.every((entry) => typeof entry === 'string') &&
    new Set(value).size === value.length);

const badTag = (node: string, key: string, value: unknown): InvalidNodeError =>
  new InvalidNodeError('node/bad-tag', `The tag "${key}" of "${node}" is ${asWritten(value)}.`, {
    node,
    hint: 'a tag is a string, or a list of different strings',
  });

/** A data type as one says it: of Polars (`pl.Float64`), its name (`'Float64'`), or any text. */
export type ColumnType = string | { readonly variant: string };

/**
 * Says what the columns of a frame hold: the name of each, and its data type. Those of several `schema` calls merge, the
 * outer one wins.
 *
 * Drawings, lists and adapters show it, types of Polars by their short names (`f64`); nothing checks it.
 */
export function schema<F extends AnyFunction>(
  columns: Readonly<Record<string, ColumnType>>,
  fn: F,
): Kept<F> {
  assertFunction('schema', fn);
  if (!isRecord(columns) || Object.keys(columns).length === 0) {
    throw new InvalidNodeError(
      'node/bad-schema',
      `schema(…) takes a record of columns, got ${summaryOf(columns)}.`,
      { hint: "write schema({ amount: 'Float64' }, fn)" },
    );
  }
  const types = Object.entries(columns).map(([name, type]) => [name, typeText(type)] as const);
  const bad = types.filter(([, text]) => text === undefined).map(([name]) => name);
  const known = Object.fromEntries(types.map(([name, text]) => [name, text ?? '']));
  return modified(
    fn,
    changedSource(fn, (node) => {
      if (bad.length > 0) throw badSchema(node.name, bad, columns);
      return { ...node, schema: { ...node.schema, ...known } };
    }),
  );
}

/** The types of Polars by name: what `pl.…` calls them. */
const polarsTypes: ReadonlySet<unknown> = new Set([...plainTypeNames, 'Utf8', 'Object']);

/** A type as text; undefined where it is none. */
function typeText(type: unknown): string | undefined {
  if (typeof type === 'string') {
    if (type.trim() === '') return undefined;
    return polarsTypes.has(type) ? nameOfType(type) : type;
  }
  return hasVariant(type) ? nameOfType(asNative(type)) : undefined;
}

const hasVariant = (
  type: unknown,
): type is { readonly variant: string; readonly inner?: unknown } =>
  typeof type === 'object' &&
  type !== null &&
  typeof (type as ColumnTypeObject).variant === 'string';

type ColumnTypeObject = Exclude<ColumnType, string>;

/** A data type of `pl` in the way in which columns write theirs. */
function asNative(type: unknown): unknown {
  if (!hasVariant(type)) return type;
  const { variant, inner } = type;
  if (!Array.isArray(inner)) return variant;
  return { variant, inner: variant === 'Struct' ? [inner] : inner.map(asNative) };
}

const badSchema = (
  node: string,
  columns: readonly string[],
  types: Readonly<Record<string, unknown>>,
): InvalidNodeError => {
  const listed = columns.map((name) => `"${name}" is ${summaryOf(types[name])}`).join(', ');
  return new InvalidNodeError('node/bad-schema', `In the schema of "${node}", ${listed}.`, {
    node,
    hint: "a type is one of Polars, its name, or any text: pl.Float64, 'Float64', 'euros'",
  });
};

/**
 * Keeps the nodes of a function out of lists and drawings, which then lead through them. They work as any others: what
 * is asked for by name is computed, listed and drawn.
 */
export function hidden<F extends AnyFunction>(fn: F): Kept<F> {
  assertFunction('hidden', fn);
  return modified(
    fn,
    eachChanged(fn, (node) => ({ ...node, isHidden: true })),
  );
}
