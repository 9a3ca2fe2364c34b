/**
 * Blocks: generators open them, `collect` and `reduce` close them.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction, assertOptions, dependencyNames } from './check-function.ts';
import type { AnyFunction, FunctionNode, Read } from './node.ts';
import { changedSource, modified } from './node-source.ts';
import type { Collecting, Expanding, MarksOf, Reducing } from './types.ts';

/** What `parallelizable` may be told. */
export interface ParallelizableOptions<Item> {
  /** Names an item in messages and displays. @default the item's index */
  readonly key?: (item: Item) => string;
}

/**
 * Marks a function that returns an iterable (or is a generator): each value it gives is one item of a parallel block.
 *
 * A generator function needs no mark; a function that returns an array or another iterable does.
 */
export function parallelizable<F extends AnyFunction>(
  fn: F & GivesItems<F>,
  options: ParallelizableOptions<ItemOf<F>> = {},
): Expanding<F, ItemOf<F>> {
  assertFunction('parallelizable', fn);
  const isFunction = (value: unknown): boolean => typeof value === 'function';
  assertOptions(
    'parallelizable',
    options,
    { key: isFunction },
    'it may be { key: (item) => string }',
  );
  const { key } = options;
  const expands = key === undefined ? {} : { key: key as (item: never) => string };
  return modified(
    fn,
    changedSource(fn, (node) => ({ ...node, expands })),
  ) as unknown as Expanding<F, ItemOf<F>>;
}

/** `unknown` where a function gives an iterable, or nobody knows what it gives; else what the compiler's message says. */
type GivesItems<F> = F extends (...parameters: never) => infer R
  ? unknown extends R
    ? unknown
    : [Awaited<R>] extends [Iterable<unknown> | AsyncIterable<unknown>]
      ? unknown
      : { gives: R; problem: 'it opens a block: return an iterable of items' }
  : unknown;
type ItemOf<F> = F extends (...parameters: never) => infer R
  ? Awaited<R> extends Iterable<infer T> | AsyncIterable<infer T>
    ? Awaited<T>
    : never
  : never;

const isNameList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

/** What `collect` may be told. */
export interface CollectOptions<Name extends string = string> {
  /** The dependencies to collect, where it is ambiguous. @default all that come from the deepest block */
  readonly from?: readonly Name[];
}
/** The names that a function reads; any, where nobody knows them. */
type NamesReadBy<F> = [keyof MarksOf<F>['deps']] extends [never]
  ? string
  : keyof MarksOf<F>['deps'] & string;

/**
 * Marks a node that closes one level of blocks: every dependency from a deeper block arrives as a list in item order.
 *
 * All other dependencies arrive as usual. `build()` refuses it where there is nothing to collect.
 *
 * Its value may be read inside the same block again: then there is a second pass over the items, which are not generated
 * twice. What each item needs for that pass is kept until then, so memory grows with the number of items.
 */
export function collect<F extends AnyFunction, const From extends NamesReadBy<F> = never>(
  fn: F,
  options: CollectOptions<From> = {},
): Collecting<F, From> {
  assertFunction('collect', fn);
  assertOptions('collect', options, { from: isNameList }, "it may be { from: ['a', 'b'] }");
  const from = options.from === undefined ? undefined : [...options.from];
  return modified(
    fn,
    changedSource(
      fn,
      (node) => ({
        ...withoutFolds(node, 'collect'),
        collects: from === undefined ? {} : { from: parametersNamed(node, from) },
      }),
      'caller',
    ),
  ) as unknown as Collecting<F, From>;
}

/** The parameters that read these names, or that have them: one that is bound to a group is several. */
const parametersNamed = ({ reads }: FunctionNode, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const readers = reads.filter((read) => read.name === name);
    const isBound = (read: Read): boolean =>
      read.name !== read.as && (read.as === name || read.as.startsWith(`${name}.`));
    const found = readers.length > 0 ? readers : reads.filter(isBound);
    return found.length > 0 ? found.map(({ as }) => as) : [name];
  });

/**
 * Marks a streaming collect: `fn({ acc, item })` is called for each item in order, and what it returns is the next
 * `acc`. Only the accumulator is kept, so memory does not grow with the number of items.
 *
 * `initial` is the first accumulator, or a function that makes one for each run. A list, record, Map or Set is copied
 * for each run, so that a step may change it.
 */
export function reduce<D extends { acc: unknown }, R extends D['acc']>(
  fn: (dependencies: D) => R | Promise<R>,
  initial: NoInfer<D['acc']> | (() => NoInfer<D['acc']>),
): Reducing<(dependencies: D) => R | Promise<R>> {
  assertFunction('reduce', fn);
  if (initial === undefined) {
    throw new InvalidNodeError('node/no-initial', 'reduce(…) lacks the value to start from.', {
      hint: 'give it second: reduce(({ acc, item }) => acc + item, 0)',
    });
  }
  return modified(
    fn,
    changedSource(
      fn,
      (node) => ({
        ...withoutAccumulator(withoutFolds(givingValues(node), 'reduce')),
        folds: { initial },
      }),
      'caller',
    ),
  ) as Reducing<(dependencies: D) => R | Promise<R>>;
}

/** A step gives the next accumulator; what opens a block would give items. */
function givingValues(node: FunctionNode): FunctionNode {
  if (node.expands === undefined) return node;
  throw new InvalidNodeError(
    'node/generator-step',
    `"${node.name}" is a reduce, but its function is a generator: a step returns the next "acc".`,
    {
      node: node.name,
      hint: 'return instead of yielding; to yield from what was folded, write parallelizable(reduce(…))',
    },
  );
}

function withoutAccumulator(node: FunctionNode): FunctionNode {
  if (!node.reads.some((read) => read.as === 'acc')) {
    throw new InvalidNodeError(
      'node/no-accumulator',
      `"${node.name}" is a reduce, but its function does not take "acc", the value folded so far.`,
      { node: node.name, hint: `write ({ acc, ${dependencyNames(node) || 'item'} }) => …` },
    );
  }
  const given = node.reads.find((read) => read.as === 'acc' && read.name !== 'acc');
  if (given !== undefined) throw boundAccumulator(node, given);
  return { ...node, reads: node.reads.filter((read) => read.as !== 'acc') };
}

const boundAccumulator = (node: FunctionNode, { name }: Read): InvalidNodeError =>
  new InvalidNodeError(
    'node/bound-accumulator',
    `"${node.name}" is a reduce, but another modifier has bound its "acc" to "${name}".`,
    { node: node.name, hint: 'leave "acc" alone: it is what the last call gave' },
  );

function withoutFolds(node: FunctionNode, modifier: string): FunctionNode {
  if (node.folds === undefined && node.collects === undefined) return node;
  const other = node.folds === undefined ? 'collect' : 'reduce';
  throw new InvalidNodeError(
    'node/closes-twice',
    `"${node.name}" is marked ${other} and ${modifier}: a node closes its block once.`,
    { node: node.name, hint: `keep one of the two` },
  );
}
