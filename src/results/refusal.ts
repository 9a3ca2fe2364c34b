/**
 * What result builders say to values that they do not take.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import { isPlainObject, valueTypeOf } from '../columns/value-type.ts';
import { ResultError } from '../errors.ts';
import { isBlockValues } from './block-values.ts';
import type { OutputValues, ValueType } from './result-builder.ts';

/** A builder as errors call it: its class's name. */
export function builderName(builder: object): string {
  const { constructor } = builder;
  const name = typeof constructor === 'function' ? constructor.name : '';
  return name === '' || name === 'Object' ? 'the result builder' : name;
}

/** Whether a value of this type is among the accepted ones. `object` stands for everything but primitives. */
export function isAccepted(value: unknown, accepted: readonly ValueType[]): boolean {
  if (accepted.includes('any')) return true;
  const type = isBlockValues(value) ? 'Array' : valueTypeOf(value);
  return accepted.includes(type) || (accepted.includes('object') && !isPrimitive(value));
}

const isPrimitive = (value: unknown): boolean =>
  (typeof value !== 'object' || value === null) && typeof value !== 'function';

/** One error for each value whose type is not accepted. */
export function refusals(
  builder: object,
  outputs: OutputValues,
  accepted: readonly ValueType[],
): ResultError[] {
  return Object.entries(outputs)
    .filter(([, value]) => !isAccepted(value, accepted))
    .map(
      ([name, value]) =>
        new ResultError(
          'result/refused-value',
          `"${name}" is ${refusedSummary(value)}, which ${builderName(builder)} does not take.`,
          { hint: wayOut(value, accepted), node: name },
        ),
    );
}

const refusedSummary = (value: unknown): string =>
  isBlockValues(value)
    ? `a list of ${value.items.length} values`
    : valueTypeOf(value) === 'Expr'
      ? 'an expression'
      : summaryOf(value);

function wayOut(value: unknown, accepted: readonly ValueType[]): string {
  switch (valueTypeOf(value)) {
    case 'Expr':
      return 'an expression is a column only inside a frame: use withColumns, or select it from a frame in a node';
    case 'function':
      return 'call it in a node and return what it gives, or get it as it is with DictResult';
    case 'object':
      if (isUnfinishedWhen(value)) {
        return 'a when(…).then(…) is an expression only with .otherwise(…); use it in withColumns or a select';
      }
      if (isPlainObject(value)) {
        return 'split it into nodes with extractFields, or get it as it is with DictResult';
      }
      return value instanceof Map || value instanceof Set
        ? 'return an array of its values, or get it as it is with DictResult'
        : 'return what is in it as a Series or an array, or get it as it is with DictResult';
    default:
      return `it takes ${accepted.join(', ')}: convert it in a node, or get it as it is with DictResult`;
  }
}

const isUnfinishedWhen = (value: unknown): boolean =>
  typeof (value as { otherwise?: unknown }).otherwise === 'function';
