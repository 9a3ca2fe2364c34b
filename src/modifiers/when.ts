/**
 * Alternatives among which the config chooses.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { modified, sourceOf } from '../nodes/node-source.ts';
import type { AnyFunction, Config, NodeSource } from '../nodes/node.ts';
import type { EitherMarks, Marked, MarksOf, NodeMarks } from '../nodes/types.ts';

/** What a condition compares with: one value, or a list of which one has to be there. */
export type ConditionValue = Primitive | readonly Primitive[];
type Primitive = string | number | boolean | bigint | null | undefined;

/** Config keys and the values that they must have, all of them; a key that the config lacks is undefined. */
export type Condition = Readonly<Record<string, ConditionValue>>;

/** Alternatives, of which the first one that suits the config counts. */
export type Conditional<M extends NodeMarks> = AnyFunction &
  Marked<M> & {
    /** Another alternative, where the config has these values. */
    when<F extends AnyFunction>(
      condition: Condition,
      fn: F,
    ): Conditional<EitherMarks<M, MarksOf<F>>>;
    /** Another alternative, where the config does not have these values. */
    whenNot<F extends AnyFunction>(
      condition: Condition,
      fn: F,
    ): Conditional<EitherMarks<M, MarksOf<F>>>;
    /** The last alternative, where no other suits. */
    otherwise<F extends AnyFunction>(fn: F): AnyFunction & Marked<EitherMarks<M, MarksOf<F>>>;
  };

interface Branch {
  readonly condition: Condition;
  /** Whether the config must not have the values. */
  readonly isNegated: boolean;
  readonly fn: AnyFunction;
}

/**
 * A node that exists where the config has these values: `when({ region: 'US' }, fn)`. A list means any of its values,
 * several keys mean all of them, and a key that the config lacks is undefined.
 *
 * More alternatives follow with `.when(…, fn)`, `.whenNot(…, fn)` and `.otherwise(fn)`; the first that suits counts. Where
 * none does, there is no such node: who asks for it hears why. What only some alternatives read is optional for the
 * compiler, and checked when the driver runs.
 *
 * Hamilton's `@config.when`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, when } from 'icosian';
 *
 * const vat = when({ region: 'UK' }, () => 0.2)
 *   .when({ region: ['DE', 'AT'] }, ({ german }: { german: number }) => german)
 *   .otherwise(() => 0);
 * const builder = new Builder().withModules(createModule({ vat })).withResultBuilder(new DictResult());
 * const uk = builder.withConfig({ region: 'UK' }).build();
 * console.log(await uk.execute(['vat'])); // prints { vat: 0.2 }
 * const us = builder.withConfig({ region: 'US' }).build();
 * console.log(await us.execute(['vat'])); // prints { vat: 0 }
 * ```
 */
export function when<F extends AnyFunction>(condition: Condition, fn: F): Conditional<MarksOf<F>> {
  return conditional([branch('when', condition, fn, false)]) as Conditional<MarksOf<F>>;
}

/** A node that exists where the config does not have these values; else as {@link when}. */
export function whenNot<F extends AnyFunction>(
  condition: Condition,
  fn: F,
): Conditional<MarksOf<F>> {
  return conditional([branch('whenNot', condition, fn, true)]) as Conditional<MarksOf<F>>;
}

function branch(
  modifier: string,
  condition: Condition,
  fn: AnyFunction,
  isNegated: boolean,
): Branch {
  assertFunction(modifier, fn);
  assertCondition(modifier, condition);
  return { condition, isNegated, fn };
}

/** Throws where something is no condition. */
export function assertCondition(modifier: string, condition: unknown): void {
  const entries = isRecord(condition) ? Object.entries(condition) : [];
  const wrong = entries.find(([, value]) => !isConditionValue(value));
  if (entries.length > 0 && wrong === undefined) return;
  const got =
    wrong === undefined ? asWritten(condition) : `${asWritten(wrong[1])} for "${wrong[0]}"`;
  throw new InvalidNodeError(
    'node/bad-condition',
    `${modifier}(…) compares config keys with texts, numbers and other plain values, got ${got}.`,
    {
      hint: `write ${modifier}({ region: ['US', 'CA'] }, fn); for anything else there is resolve(…)`,
    },
  );
}

const isConditionValue = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isPrimitive) : isPrimitive(value);
const isPrimitive = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');

/** Whether the config has these values. */
export const suits = (condition: Condition, config: Config): boolean =>
  Object.entries(condition).every(([key, wanted]) => {
    const got = Object.hasOwn(config, key) ? config[key] : undefined;
    return Array.isArray(wanted) ? wanted.includes(got) : Object.is(wanted, got);
  });

function conditional(branches: readonly Branch[]): AnyFunction {
  const chain = choosing(branches, undefined);
  const next = (modifier: string, isNegated: boolean) => (condition: Condition, fn: AnyFunction) =>
    conditional([...branches, branch(modifier, condition, fn, isNegated)]);
  return Object.assign(chain, {
    when: next('when', false),
    whenNot: next('whenNot', true),
    otherwise(fn: AnyFunction) {
      assertFunction('otherwise', fn);
      return choosing(branches, fn);
    },
  });
}

function choosing(branches: readonly Branch[], last: AnyFunction | undefined): AnyFunction {
  const chosen = (config: Config): AnyFunction | undefined =>
    branches.find(({ condition, isNegated }) => suits(condition, config) !== isNegated)?.fn ?? last;
  const [first] = branches;
  const stub = undecided(last ?? first?.fn, 'when');
  const source: NodeSource = {
    origin: { function: stub, isMade: true },
    toNodes(name, config, reading) {
      const fn = chosen(config);
      if (fn !== undefined) return sourceOf(fn).toNodes(name, config, reading);
      return [absence(name, branches, config)];
    },
  };
  return modified(stub, source);
}

/** What a function is for those who call it directly. */
export function undecided(fn: AnyFunction | undefined, modifier: string): AnyFunction {
  const called = (): never => {
    throw new InvalidNodeError(
      'node/undecided',
      `A function in ${modifier}(…) was called directly, but only a driver knows the config that chooses it.`,
      { hint: 'call the function inside, or ask a driver for the node' },
    );
  };
  return Object.defineProperty(called, 'name', { value: fn?.name ?? modifier });
}

/** A value as one would write it; what JSON has no words for, too. */
const written = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' || value === undefined ? String(value) : asWritten(value);
};

function absence(
  name: string,
  branches: readonly Branch[],
  config: Config,
): ReturnType<NodeSource['toNodes']>[number] {
  const keys = new Set(branches.flatMap(({ condition }) => Object.keys(condition)));
  const has = [...keys].map((key) =>
    Object.hasOwn(config, key) ? `${key} is ${written(config[key])}` : `${key} is missing`,
  );
  const wants = branches.map(({ condition, isNegated }) => {
    const values = Object.entries(condition).map(([key, value]) => `${key}: ${written(value)}`);
    return `${isNegated ? 'whenNot' : 'when'}({ ${values.join(', ')} })`;
  });
  return {
    kind: 'absent',
    name,
    why: `"${name}" does not exist under this config: ${has.join(', ')}; its alternatives: ${wants.join(', ')}`,
    hint: 'add .otherwise(fn), or give the config that one of them asks for',
    module: '',
  };
}
