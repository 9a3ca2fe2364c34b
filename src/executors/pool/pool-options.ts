/**
 * What executors with workers may be told.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { IcosianError } from '../../errors.ts';
import { asWritten, isRecord } from '../../nodes/given.ts';

/** What every executor with workers may be told. */
export interface WorkerOptions {
  /** How many workers there are, each of which runs one task at a time; at least 1. @default one for each core */
  readonly maxTasks?: number;
  /**
   * The files of the functions, where they cannot be found from the functions: those of a bundle, or of loose functions. A
   * worker imports them all, and takes each node from the last one that exports it.
   */
  readonly modules?: readonly (URL | string)[];
  /** How often a task is tried again whose worker died: only where tasks may be run twice. @default 0 */
  readonly retries?: number;
  /** Milliseconds for which a worker may give no answer while it runs a task; then it is ended. @default none */
  readonly timeout?: number;
}

/** The options with their defaults. */
export interface CheckedOptions {
  readonly maxTasks: number;
  readonly modules: readonly string[] | undefined;
  readonly retries: number;
  readonly timeout: number | undefined;
}

/** Throws `executor/bad-option` for what is no option, or no value of one; `others` are options of one executor alone. */
export function checkedOptions(
  executor: string,
  options: WorkerOptions,
  others: Readonly<Record<string, (value: unknown) => boolean>>,
): CheckedOptions {
  const known = { ...ownOptions, ...others };
  const given: unknown = options;
  const entries = isRecord(given) ? Object.entries(given) : [['options', given] as const];
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    if (Object.hasOwn(known, name) && known[name]?.(value) === true) continue;
    throw new IcosianError(
      'executor/bad-option',
      `${executor} does not take the option "${name}" with ${asWritten(value)}.`,
      { hint: `it takes: ${Object.keys(known).map(described).join(', ')}` },
    );
  }
  const { maxTasks = availableParallelism(), modules, retries = 0, timeout } = options;
  return {
    maxTasks,
    modules: modules?.map((module) => (module instanceof URL ? module.href : module)),
    retries,
    timeout,
  };
}

/** What some options may be. */
const meanings: Readonly<Record<string, string>> = {
  maxTasks: 'a whole number from 1',
  modules: 'a list of URLs',
  retries: 'a whole number from 0',
  timeout: 'milliseconds',
};

const described = (option: string): string => {
  const meaning = meanings[option];
  return meaning === undefined ? option : `${option} (${meaning})`;
};

const isWhole =
  (least: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least;

/** The longest time that a timer can measure. */
const longest = 2 ** 31 - 1;

const ownOptions: Readonly<Record<string, (value: unknown) => boolean>> = {
  maxTasks: isWhole(1),
  modules: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'string' || each instanceof URL),
  retries: isWhole(0),
  timeout: (value) => typeof value === 'number' && value > 0 && value < longest,
};
