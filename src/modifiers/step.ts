/**
 * One step of a chain.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { sourceOf } from '../nodes/node-source.ts';
import {
  reservedNames,
  type AnyFunction,
  type Config,
  type DraftNode,
  type Read,
  type Reading,
} from '../nodes/node.ts';
import type { MarksOf } from '../nodes/types.ts';
import { bindAll, isOpen, readBindings } from './bind.ts';
import type { Bindings } from './binding-types.ts';
import { source, type Binding } from './dependency.ts';
import { assertCondition, suits, type Condition } from './when.ts';

const isStep: unique symbol = Symbol.for('icosian.step') as never;

/** A function that gets a value in a chain and gives the next one. Immutable. */
export interface Step<F extends AnyFunction = AnyFunction, B = unknown> {
  readonly [isStep]: true;
  readonly fn: F;
  readonly args: B;
  readonly name: string;
  readonly conditions: readonly {
    readonly condition: Condition;
    readonly isNegated: boolean;
  }[];
  /** Takes part only where the config has these values. */
  when(condition: Condition): Step<F, B>;
  /** Takes part only where the config does not have these values. */
  whenNot(condition: Condition): Step<F, B>;
  /** Names its node: `name.clean`. @default the name of the function */
  named(name: string): Step<F, B>;
}

/**
 * A step of {@link pipeInput}, {@link pipeOutput} or {@link mutate}. `args` bind all dependencies of `fn` but one, which gets
 * the value.
 */
export function step<F extends AnyFunction>(fn: F): Step<F, {}>;
export function step<F extends AnyFunction, const B extends Bindings<MarksOf<F>['deps']>>(
  fn: F,
  args: B,
): Step<F, B>;
export function step(fn: AnyFunction, args: object = {}): Step {
  assertFunction('step', fn);
  return stepOf(fn, args, /^[\w$]+$/.test(fn.name) ? fn.name : 'step', []);
}

function stepOf<F extends AnyFunction, B>(
  fn: F,
  args: B,
  name: string,
  conditions: Step['conditions'],
): Step<F, B> {
  const also = (condition: Condition, isNegated: boolean): Step<F, B> => {
    assertCondition(isNegated ? 'whenNot' : 'when', condition);
    return stepOf(fn, args, name, [...conditions, { condition, isNegated }]);
  };
  return {
    [isStep]: true,
    fn,
    args,
    name,
    conditions,
    when: (condition) => also(condition, false),
    whenNot: (condition) => also(condition, true),
    named(given) {
      if (typeof given === 'string' && given !== '' && !given.includes('.')) {
        return stepOf(fn, args, given, conditions);
      }
      throw new InvalidNodeError(
        'node/bad-step',
        `named(…) takes a name without a dot, got ${asWritten(given)}.`,
        { hint: "write step(fn).named('clean')" },
      );
    },
  };
}

/** Throws where something else stands among steps. */
export function assertSteps(modifier: string, steps: unknown): asserts steps is readonly Step[] {
  const wrong = Array.isArray(steps)
    ? steps.find((each: unknown) => !isRecord(each) || (each as Partial<Step>)[isStep] !== true)
    : steps;
  if (wrong === undefined && Array.isArray(steps) && steps.length > 0) return;
  const got = typeof wrong === 'function' ? 'a function' : asWritten(wrong ?? steps);
  throw new InvalidNodeError('node/bad-step', `${modifier}(…) takes steps, got ${got}.`, {
    hint: `write ${modifier}(fn, step(scale, { by: value(2) }))`,
  });
}

/** A step with the name of its node. */
export interface NamedStep {
  readonly step: Step;
  readonly name: string;
}

/**
 * The steps that take part, each with a name of its own: `name.clean`, `name.clean_2`. `taken`: the names that they do
 * not get.
 */
export function namedSteps(
  steps: readonly Step[],
  config: Config,
  name: string,
  ...taken: readonly string[]
): NamedStep[] {
  const used = new Set(taken);
  return steps
    .filter(({ conditions }) =>
      conditions.every(({ condition, isNegated }) => suits(condition, config) !== isNegated),
    )
    .map((each) => {
      let own = each.name;
      for (let i = 2; used.has(own); i++) own = `${each.name}_${i}`;
      used.add(own);
      return { step: each, name: `${name}.${own}` };
    });
}

/** The nodes of a step, called `name`, which gets the value of the node `from`; `owner` stands in messages. */
export function stepNodes(
  { fn, args }: Step,
  { name, from, owner }: { readonly name: string; readonly from: string; readonly owner: string },
  config: Config,
  reading: Reading,
): readonly DraftNode[] {
  const binder = { modifier: `step(${fn.name || '…'})`, node: name };
  const drafts = sourceOf(fn).toNodes(name, config, reading);
  const given = readBindings(args, binder);
  // what a modifier has bound, and what the engine gives, waits for no value
  const isFree = (read: Read): boolean =>
    isOpen(read, name) &&
    read.giver === undefined &&
    read.name === read.as &&
    !reservedNames.has(read.name) &&
    !given.has(read.name);
  const open = drafts.flatMap((node) => (node.kind === 'absent' ? [] : node.reads.filter(isFree)));
  const required = new Set(open.filter(({ optional }) => !optional).map(({ as }) => as));
  const candidates = required.size > 0 ? required : new Set(open.map(({ as }) => as));
  const [taker, ...others] = candidates;
  if (taker === undefined || others.length > 0) throw notOneOpen(owner, fn, [...candidates]);
  const bindings = new Map<string, Binding>([...given, [taker, source(from)]]);
  return bindAll(drafts, bindings, config, binder).map((node) =>
    // what is left has defaults: they count, whatever the dataflow has under these names
    node.kind === 'absent'
      ? node
      : {
          ...node,
          reads: node.reads.filter((read) => read.as === taker || !isFree(read)),
        },
  );
}

function notOneOpen(owner: string, fn: AnyFunction, open: readonly string[]): InvalidNodeError {
  const what = open.length === 0 ? 'binds everything' : `leaves ${open.join(', ')} open`;
  return new InvalidNodeError(
    'node/bad-step',
    `A step of "${owner}", ${fn.name || 'a function'}, ${what}, but exactly one dependency gets the value.`,
    {
      node: owner,
      hint:
        open.length === 0
          ? 'leave the dependency out that gets the value'
          : `bind all but one: step(${fn.name || 'fn'}, { ${open[1] ?? open[0]}: source('…') })`,
    },
  );
}
