/**
 * The options of a request, as a user gives them.
 *
 * @module
 */
import { IcosianError, inputError } from '../errors.ts';
import { isRecord, kindOf } from '../nodes/given.ts';
import { didYouMean } from '../suggest.ts';

/** What `execute` and its siblings take beside the outputs. */
export interface RequestOptions {
  /** Values for names that functions ask for and none provides; `undefined` means not given. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Values that replace those of nodes; what is upstream of them does not run. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Aborts the run. */
  readonly signal?: AbortSignal;
}

/** The options of a request. */
export const optionNames: readonly string[] = ['inputs', 'overrides', 'signal'];

/** The order of a stream, and its other options as they are. Throws `InputError` where the order is none. */
export function streamOptions(given: unknown): { isOrdered: boolean; options: RequestOptions } {
  if (!isRecord(given) || !Object.hasOwn(given, 'ordered')) {
    return { isOrdered: true, options: given as RequestOptions };
  }
  const { ordered = true, ...options } = given;
  if (typeof ordered === 'boolean') return { isOrdered: ordered, options };
  throw inputError([
    new IcosianError('request/bad-order', `The option "ordered" is ${kindOf(ordered)}.`, {
      hint: 'pass true for values in item order, false for values as they finish',
    }),
  ]);
}

/** The inputs and overrides of a request; `problems` gets what is wrong with its options. */
export function readOptions(
  options: unknown,
  problems: IcosianError[],
  isStreamed: boolean,
): { inputs: Record<string, unknown>; overrides: Record<string, unknown> } {
  if (options === undefined) return { inputs: {}, overrides: {} };
  if (!isRecord(options)) {
    problems.push(
      new IcosianError('request/bad-options', `The options are ${kindOf(options)}.`, {
        hint: 'pass a record: { inputs: { … }, overrides: { … }, signal }',
      }),
    );
    return { inputs: {}, overrides: {} };
  }
  const known = isStreamed ? [...optionNames, 'ordered'] : optionNames;
  for (const name of Object.keys(options)) {
    if (optionNames.includes(name)) continue;
    const hint =
      name === 'ordered'
        ? 'driver.stream takes it; execute gives everything in item order'
        : (didYouMean(name, known) ?? `the options are ${known.join(', ')}`);
    problems.push(
      new IcosianError('request/unknown-option', `There is no option "${name}".`, { hint }),
    );
  }
  const signal = options['signal'];
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    problems.push(
      new IcosianError('request/bad-signal', `The option "signal" is ${kindOf(signal)}.`, {
        hint: 'pass an AbortSignal: new AbortController().signal, AbortSignal.timeout(ms)',
      }),
    );
  }
  const record = (name: 'inputs' | 'overrides'): Record<string, unknown> => {
    const value = options[name];
    if (value === undefined) return {};
    if (isRecord(value)) return value;
    problems.push(
      new IcosianError('request/bad-options', `The option "${name}" is ${kindOf(value)}.`, {
        hint: `pass a record of values by name: { ${name}: { spend: … } }`,
      }),
    );
    return {};
  };
  return { inputs: record('inputs'), overrides: record('overrides') };
}
