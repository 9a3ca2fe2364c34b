/**
 * Every error that icosian throws: one base class with a stable `code` for programs and a `hint` for people.
 *
 * @module
 */

const brand: unique symbol = Symbol.for('icosian.error') as never;

/** The item of a parallel block in which something happened. */
export interface ItemReference {
  /** Position in the order in which the generator yields, from 0. */
  readonly index: number;
  /** The item's key (`parallelizable(fn, { key })`), else its index, for messages. */
  readonly key: string;
  /** The generator whose item it is. */
  readonly block: string;
  /** The item of the block around that one; absent: there is none. */
  readonly outer?: ItemReference;
}

/**
 * `item 3 of "region"`, `item 3 ("EU") of "region"`, `item 0 of "month", in item 3 of "region"`; where the generator
 * itself is spoken of, `its item 3`.
 */
export function itemWords({ index, key, block, outer }: ItemReference, speaksOf?: string): string {
  const named = key === String(index) ? `item ${index}` : `item ${index} ("${key}")`;
  const own = block === speaksOf ? `its ${named}` : `${named} of "${block}"`;
  return outer === undefined ? own : `${own}, in ${itemWords(outer)}`;
}

/** What an error carries besides its sentence. */
export interface ErrorDetails {
  /** What to do about it, as a sentence. It ends the message, too. */
  readonly hint?: string | undefined;
  /** The error behind this one, untouched. */
  readonly cause?: unknown;
  /** The node in which it happened. */
  readonly node?: string | undefined;
  /** Where the node's function stands: `file:line`. */
  readonly location?: string | undefined;
  readonly item?: ItemReference | undefined;
}

/**
 * The base of all errors. `code` is stable, `message` says what happened and what to do.
 *
 * Kinds are recognised by a brand, not by identity: `error instanceof GraphError` holds too where the
 * error comes from another copy of icosian in the same process.
 */
export class IcosianError extends Error {
  static readonly kind: string = 'IcosianError';
  /** Stable across versions, for programs: `graph/cycle`, `input/missing`, … */
  readonly code: string;
  readonly hint: string | undefined;
  readonly node: string | undefined;
  /** Where the node's function stands, as `file:line`, where it was looked up. */
  readonly location: string | undefined;
  readonly item: ItemReference | undefined;

  constructor(code: string, sentence: string, details: ErrorDetails = {}) {
    super(
      [
        sentence,
        ...(details.location === undefined ? [] : [`  at ${details.location}`]),
        ...(details.hint === undefined ? [] : [`  → ${details.hint}`]),
      ].join('\n'),
      'cause' in details ? { cause: details.cause } : undefined,
    );
    this.code = code;
    this.location = details.location;
    this.hint = details.hint;
    this.node = details.node;
    this.item = details.item;
    const kinds = kindsOf(new.target);
    Object.defineProperty(this, brand, { value: kinds, enumerable: false });
    Object.defineProperty(this, 'name', { value: kinds[0], enumerable: false, configurable: true });
    // what is absent or stands in the message stays out of what console.log prints
    for (const key of ['hint', 'node', 'location', 'item'] as const) {
      const isTold = key === 'hint' || key === 'location' || this[key] === undefined;
      Object.defineProperty(this, key, { enumerable: !isTold });
    }
  }

  /** The same error with the place of its node in the message. */
  at(location: string | undefined): this {
    if (location === undefined || this.location !== undefined) return this;
    const constructor = this.constructor as new (
      code: string,
      sentence: string,
      details: ErrorDetails,
    ) => this;
    const { code, hint, node, item } = this;
    const sentence =
      hint === undefined ? this.message : this.message.slice(0, -`\n  → ${hint}`.length);
    const cause = this.cause === undefined ? {} : { cause: this.cause };
    return new constructor(code, sentence, { hint, node, item, location, ...cause });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    if (!Object.hasOwn(this, 'kind'))
      return Function.prototype[Symbol.hasInstance].call(this, value);
    const kinds = (value as { [brand]?: unknown })[brand];
    return Array.isArray(kinds) && kinds.includes(this.kind);
  }
}

/** The names of an error class and its bases, nearest first. */
function kindsOf(constructor: unknown): string[] {
  const kinds: string[] = [];
  let current = constructor as (Function & { kind?: string }) | null;
  while (current !== null && typeof current.kind === 'string') {
    if (Object.hasOwn(current, 'kind')) kinds.push(current.kind);
    current = Object.getPrototypeOf(current) as typeof current;
  }
  return kinds;
}

/** One function cannot become a node, or gave something that no node may give. */
export class InvalidNodeError extends IcosianError {
  static override readonly kind: string = 'InvalidNodeError';
}

/** Two functions claim the same node name. */
export class DuplicateNodeError extends IcosianError {
  static override readonly kind: string = 'DuplicateNodeError';
}

/** What an error carries that stands for several. */
export interface ErrorListDetails extends ErrorDetails {
  readonly errors?: readonly IcosianError[];
}

/** An error that stands for several: its message lists them all. */
abstract class ErrorList extends IcosianError {
  /** The single problems, in the order in which they were found; at least one. */
  readonly errors: readonly IcosianError[];

  constructor(code: string, sentence: string, details: ErrorListDetails = {}) {
    const { errors = [], ...rest } = details;
    const [only, ...others] = errors;
    if (only !== undefined && others.length === 0) {
      super(only.code, only.message, {
        ...rest,
        node: only.node,
        item: only.item,
        ...(only.cause === undefined ? {} : { cause: only.cause }),
      });
    } else {
      const list = errors.map(numbered).join('\n');
      super(
        code,
        list === '' ? sentence : `${sentence}: ${errors.length} problems.\n${list}`,
        rest,
      );
    }
    // the message of a single problem has these already
    if (only !== undefined && others.length === 0) {
      Object.defineProperty(this, 'hint', { value: only.hint });
      Object.defineProperty(this, 'location', { value: only.location });
    }
    this.errors = errors.length === 0 ? [this] : errors;
    Object.defineProperty(this, 'errors', { enumerable: false });
  }

  /** A list stands at no single place; its problems do. */
  override at(): this {
    return this;
  }

  /** What console.log prints: the message lists the problems already, so only what caused them is added. */
  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    const causes = new Set(
      this.errors.flatMap(({ cause }) => (cause === undefined ? [] : [cause])),
    );
    const details = [`code: '${this.code}'`];
    for (const cause of causes) {
      details.push(`[cause]: ${inspect(cause, options).replaceAll('\n', '\n  ')}`);
    }
    return `${this.stack} {\n  ${details.join(',\n  ')}\n}`;
  }
}

const numbered = (error: IcosianError, position: number): string =>
  `  ${position + 1}. ${error.message.replaceAll('\n', '\n     ')}`;

/** `build()` found that the dataflow cannot work: all problems at once, in `errors`. */
export class GraphError extends ErrorList {
  static override readonly kind: string = 'GraphError';
}

/** A request names, gives or lacks something wrong: all problems at once, in `errors`. */
export class InputError extends ErrorList {
  static override readonly kind: string = 'InputError';
}

/** The values cannot be joined into the result that was asked for: all problems at once, in `errors`. */
export class ResultError extends ErrorList {
  static override readonly kind: string = 'ResultError';
}

// one error for all these problems
export const graphError = (errors: readonly IcosianError[]): GraphError =>
  new GraphError('graph/invalid', 'The dataflow cannot be built', { errors });
export const inputError = (errors: readonly IcosianError[]): InputError =>
  new InputError('input/invalid', 'The request cannot run', { errors });
export const resultError = (errors: readonly IcosianError[]): ResultError =>
  new ResultError('result/invalid', 'The result cannot be built', { errors });

/** A user's function threw; the original error is the `cause`, its stack untouched. */
export class NodeExecutionError extends IcosianError {
  static override readonly kind: string = 'NodeExecutionError';
}

/** The run was aborted through its signal; `cause` is the signal's reason. */
export class AbortError extends IcosianError {
  static override readonly kind: string = 'AbortError';
}

/** An executor failed to run a task, as opposed to the task itself. */
export class TaskError extends IcosianError {
  static override readonly kind: string = 'TaskError';
}

/** A worker thread or process ended while it ran a task, which may or may not have been done. */
export class WorkerCrashError extends IcosianError {
  static override readonly kind: string = 'WorkerCrashError';
}

/** Something took longer than it may. */
export class TimeoutError extends IcosianError {
  static override readonly kind: string = 'TimeoutError';
}

/** A value cannot travel to another thread or process, or what came from there cannot be read. */
export class SerializationError extends IcosianError {
  static override readonly kind: string = 'SerializationError';
}

/** One value that a rule refuses. */
export interface ValidationSample {
  /** Its row, from 0; absent: the value is no column. */
  readonly row?: number;
  /** The value, as JSON can hold it: dates, large integers, lists and NaN as text, long texts cut. */
  readonly value: string | number | boolean | null;
}

/** What came of one rule. Plain data, which JSON can hold. */
export interface ValidationResult {
  /** The name of the rule: `range`, `maxNullFraction`, … */
  readonly rule: string;
  readonly importance: 'warn' | 'fail';
  readonly passed: boolean;
  /** What the rule wants, and what was found. */
  readonly sentence: string;
  /** The column of a frame that the rule is about; absent: the whole value. */
  readonly column?: string;
  /** How many rows break the rule, where rows can. */
  readonly count?: number;
  /** How many rows there are. */
  readonly total?: number;
  /** `count` through `total`; 0 where there are no rows. */
  readonly fraction?: number;
  /** At most five that break the rule, in row order. */
  readonly samples?: readonly ValidationSample[];
}

/** What came of all checks of one node. Plain data, which JSON can hold. */
export interface ValidationReport {
  readonly node: string;
  /** Whether every rule holds, also those that only warn. */
  readonly passed: boolean;
  /** One for each rule, in the order in which they were given. */
  readonly results: readonly ValidationResult[];
}

interface Reported {
  readonly report: ValidationReport;
}

/** A value is not what its checks want: all failures at once, in `report`. */
export class ValidationError extends IcosianError {
  static override readonly kind: string = 'ValidationError';
  /** What came of every rule; the message lists those that do not hold. */
  readonly report: ValidationReport;

  constructor(code: string, sentence: string, details: ErrorDetails & Partial<Reported> = {}) {
    super(code, sentence, details);
    this.report = details.report ?? { node: details.node ?? '', passed: false, results: [] };
    Object.defineProperty(this, 'report', { enumerable: false });
  }

  override at(location: string | undefined): this {
    return Object.defineProperty(super.at(location), 'report', { value: this.report });
  }
}
