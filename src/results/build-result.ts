/**
 * Has a builder build, and holds it to what it says it takes and gives.
 *
 * @module
 */
import { isPromise } from 'node:util/types';
import { summaryOf } from '../columns/summary.ts';
import { ResultError, resultError } from '../errors.ts';
import { readsBlocks, withoutBlocks } from './block-values.ts';
import { builderName, isAccepted, refusals } from './refusal.ts';
import type { OutputValues, ValueType } from './result-builder.ts';

interface AnyBuilder {
  readonly [readsBlocks]?: boolean;
  buildResult(outputs: OutputValues): unknown;
  inputTypes?(): readonly ValueType[];
  outputType?(): ValueType;
}

/**
 * What `builder.buildResult(outputs)` gives; a promise where that is one.
 *
 * A builder is anything with that method. Of a node inside a parallel block it gets the plain list of values. Throws
 * `result/not-a-builder`, `result/refused-value` and `result/wrong-output`; what the builder throws passes untouched.
 */
export function buildWith(builder: unknown, outputs: OutputValues): unknown {
  const checked = readBuilder(builder);
  const result = checked.buildResult(
    checked[readsBlocks] === true ? outputs : acceptedOutputs(checked, outputs),
  );
  return isPromise(result)
    ? result.then((value) => checkedResult(checked, value))
    : checkedResult(checked, result);
}

function readBuilder(value: unknown): AnyBuilder {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (isObject && typeof (value as Partial<AnyBuilder>).buildResult === 'function') {
    return value as AnyBuilder;
  }
  throw new ResultError(
    'result/not-a-builder',
    `A result builder needs a method buildResult(outputs), and ${summaryOf(value)} has none.`,
    { hint: missingBuilderHint(value) },
  );
}

function missingBuilderHint(value: unknown): string {
  if (typeof value !== 'function')
    return 'give an object with that method, such as new DictResult()';
  const { prototype, name } = value as { prototype?: Partial<AnyBuilder>; name: string };
  return typeof prototype?.buildResult === 'function'
    ? `make one of the class: new ${name}()`
    : `wrap the function: { buildResult: ${name === '' ? '(outputs) => …' : name} }`;
}

function acceptedOutputs(builder: AnyBuilder, outputs: OutputValues): OutputValues {
  const plain: OutputValues = Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, withoutBlocks(value)]),
  );
  const accepted = builder.inputTypes?.() ?? ['any'];
  const errors = refusals(builder, plain, accepted);
  if (errors.length > 0) throw resultError(errors);
  return plain;
}

function checkedResult(builder: AnyBuilder, result: unknown): unknown {
  const type = builder.outputType?.() ?? 'any';
  if (isAccepted(result, [type])) return result;
  const name = builderName(builder);
  throw new ResultError(
    'result/wrong-output',
    `${name.charAt(0).toUpperCase()}${name.slice(1)} says that it gives ${type}, and gave ${summaryOf(result)}.`,
    { hint: 'correct its outputType(), or what its buildResult returns' },
  );
}
