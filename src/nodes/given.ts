/**
 * What users give where a record or something else is wanted.
 *
 * @module
 */

/** Whether a value is a plain record (or a module), not an instance of something. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null || isNamespace(value);
}

const isNamespace = (value: object): boolean =>
  (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'Module';

/** A value in a sentence, without its contents: `a list`, `null`, `a number`, `an object (Map)`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = value.constructor?.name;
  return name === undefined || name === 'Object' ? 'an object' : `an object (${name})`;
}

/** A value as one would write it, on one line: for the small ones that stand in messages. */
export const asWritten = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? `${inner}n` : inner,
  ) ?? typeof value;
