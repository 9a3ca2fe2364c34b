/**
 * In which parallel blocks a node runs.
 *
 * The scope of a node is the list of blocks inside which it runs; its item scope is what its consumers see. A plain
 * node runs in the longest of its dependencies' item scopes, of which all others must be prefixes. A generator runs
 * in the same place and opens one more block for its consumers. A collect takes the last block away from every
 * dependency at the greatest depth (or from those that it names), then the same rule holds. Several collects,
 * nesting, and a second pass over the same items follow from this with no special case.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import type { FunctionNode, Read } from '../nodes/node.ts';
import { didYouMean } from '../suggest.ts';
import type { Block } from './graph.ts';

/** Where a node stands in the blocks. */
export interface Placement {
  readonly scope: Block | undefined;
  readonly itemScope: Block | undefined;
  readonly collected?: readonly boolean[];
}

/** What one read brings: the block in which its value exists, and whether any function gives it. */
export interface Supply {
  readonly itemScope: Block | undefined;
  readonly isInput: boolean;
}

const depthOf = (block: Block | undefined): number => block?.depth ?? 0;

/** Whether `outer` is `inner` or lies around it. */
function isAround(outer: Block | undefined, inner: Block | undefined): boolean {
  let block = inner;
  while (depthOf(block) > depthOf(outer)) block = block?.outer;
  return block === outer;
}

/**
 * The place of a node whose reads bring `supplies`, in the same order; `names` are those of all nodes, for hints.
 *
 * Throws `InvalidNodeError` where items of several blocks would be mixed, or nothing is there to collect.
 */
export function placementOf(
  node: FunctionNode,
  supplies: readonly Supply[],
  names: () => Iterable<string> = () => [],
): Placement {
  const collected = collectedReads(node, supplies, names);
  let scope: Block | undefined;
  let deepest = 0;
  supplies.forEach(({ itemScope }, i) => {
    const seen = collected?.[i] ? itemScope?.outer : itemScope;
    if (depthOf(seen) > depthOf(scope)) {
      scope = seen;
      deepest = i;
    }
  });
  supplies.forEach(({ itemScope }, i) => {
    const seen = collected?.[i] ? itemScope?.outer : itemScope;
    if (!isAround(seen, scope)) throw mixedBlocks(node, deepest, scope, i, seen);
  });
  if (scope === undefined) refuseItemOutside(node);
  const itemScope =
    node.expands === undefined
      ? scope
      : { generator: node.name, depth: depthOf(scope) + 1, outer: scope };
  return collected === undefined ? { scope, itemScope } : { scope, itemScope, collected };
}

/** Which reads lose their last block; undefined: none, because the node closes no block. */
function collectedReads(
  node: FunctionNode,
  supplies: readonly Supply[],
  names: () => Iterable<string>,
): readonly boolean[] | undefined {
  if (node.collects === undefined && node.folds === undefined) return undefined;
  const from = node.collects?.from;
  from?.forEach((name) => {
    if (!node.reads.some((read) => read.as === name)) throw unknownCollected(node, name);
  });
  const depths = supplies.map(({ itemScope }) => depthOf(itemScope));
  const greatest = Math.max(0, ...depths);
  const isNamed = (read: Read): boolean => from === undefined || from.includes(read.as);
  // what may be absent takes no part; where all of it is absent, the defaults are used
  const mayBeAbsent = node.reads.map((read, i) => read.optional && supplies[i]?.isInput === true);
  const collected = node.reads.map(
    (read, i) =>
      isNamed(read) &&
      (from === undefined ? greatest > 0 && depths[i] === greatest : mayBeAbsent[i] !== true),
  );
  const outside = node.reads.filter((_, i) => collected[i] && depths[i] === 0);
  const misspelt = outside.find((read) => supplies[node.reads.indexOf(read)]?.isInput === true);
  if (misspelt !== undefined) throw collectsInput(node, misspelt, names());
  if (outside.length > 0) throw nothingToCollect(node, outside, depths);
  if (!collected.includes(true)) {
    // a reduce has no list to take a default for
    const isAbsent = node.reads.some((read, i) => isNamed(read) && mayBeAbsent[i]);
    if (isAbsent && node.folds === undefined) return undefined;
    const input = node.reads.find((read, i) => isNamed(read) && supplies[i]?.isInput === true);
    if (input !== undefined) throw collectsInput(node, input, names());
    throw nothingToCollect(node, node.reads.filter(isNamed), depths);
  }
  if (node.folds !== undefined) refuseSeveralBlocks(node, supplies, collected);
  return collected;
}

const blockName = (block: Block | undefined): string =>
  block === undefined ? 'outside of all blocks' : `in the block of "${block.generator}"`;

function mixedBlocks(
  node: FunctionNode,
  first: number,
  firstScope: Block | undefined,
  second: number,
  secondScope: Block | undefined,
): InvalidNodeError {
  const [one, other] = [node.reads[first]?.name ?? '', node.reads[second]?.name ?? ''];
  return new InvalidNodeError(
    'graph/mixed-blocks',
    `"${node.name}" mixes items of two blocks: "${one}" is ${blockName(firstScope)}, "${other}" ${blockName(secondScope)}.`,
    {
      node: node.name,
      hint: `close one of the blocks first, with collect(({ ${other} }) => …) or collect(({ ${one} }) => …), or let one generator read the other's items`,
    },
  );
}

function nothingToCollect(
  node: FunctionNode,
  outside: readonly Read[],
  depths: readonly number[],
): InvalidNodeError {
  const marked = node.folds === undefined ? 'collect' : 'reduce';
  // where "from" names the wrong ones, another one would do
  const inside = node.reads.find((_, i) => (depths[i] ?? 0) > 0);
  const list = outside.map((read) => `"${read.name}"`).join(', ');
  const why =
    outside.length > 0
      ? `${list} ${outside.length === 1 ? 'lies' : 'lie'} outside of all blocks`
      : node.reads.length > 0
        ? 'its list "from" is empty'
        : 'it reads nothing';
  return new InvalidNodeError(
    'graph/nothing-to-collect',
    `"${node.name}" is a ${marked} with nothing to collect: ${why}.`,
    {
      node: node.name,
      hint:
        inside === undefined
          ? `drop the ${marked}(…), or open a block upstream: a generator function, or parallelizable(fn)`
          : `name what lies in a block: { from: ['${inside.as}'] }`,
    },
  );
}

/** Most likely a name that was misspelt: what no function bears is read as an input. */
function collectsInput(node: FunctionNode, read: Read, names: Iterable<string>): InvalidNodeError {
  const marked = node.folds === undefined ? 'collect' : 'reduce';
  return new InvalidNodeError(
    'graph/nothing-to-collect',
    `"${node.name}" is a ${marked} with nothing to collect: no function is called "${read.name}", so it is an input, outside of all blocks.`,
    {
      node: node.name,
      hint:
        didYouMean(read.name, names) ??
        `drop the ${marked}(…), or let it read a node that lies in a block`,
    },
  );
}

const unknownCollected = (node: FunctionNode, name: string): InvalidNodeError =>
  new InvalidNodeError(
    'graph/unknown-collected',
    `"${node.name}" collects from "${name}", which it does not read.`,
    {
      node: node.name,
      hint:
        didYouMean(
          name,
          node.reads.map((read) => read.as),
        ) ?? `it reads: ${node.reads.map((read) => read.as).join(', ')}`,
    },
  );

function refuseSeveralBlocks(
  node: FunctionNode,
  supplies: readonly Supply[],
  collected: readonly boolean[],
): void {
  const folded = node.reads.flatMap((read, i) =>
    collected[i] ? [{ read, block: supplies[i]?.itemScope }] : [],
  );
  const [first, ...others] = folded;
  const other = others.find(({ block }) => block !== first?.block);
  if (first === undefined || other === undefined) return;
  throw new InvalidNodeError(
    'graph/reduce-over-two-blocks',
    `"${node.name}" folds items of two blocks: "${first.read.name}" is ${blockName(first.block)}, "${other.read.name}" ${blockName(other.block)}.`,
    { node: node.name, hint: 'fold one of them here, and collect the other first' },
  );
}

function refuseItemOutside(node: FunctionNode): void {
  const read = node.reads.find(({ name }) => name === '$item');
  if (read === undefined || read.optional) return;
  throw new InvalidNodeError(
    'graph/item-outside-block',
    `"${node.name}" reads $item, but it lies in no parallel block.`,
    { node: node.name, hint: 'give it a default, ({ $item = undefined }), or let it read an item' },
  );
}
