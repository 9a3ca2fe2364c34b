/**
 * What the functions of a random dataflow give: numbers that depend on all that they received.
 *
 * Apart from all that makes the dataflows, which workers need not load.
 *
 * @module
 */
import type { BlockSketch } from './block-sketches.ts';

/** What flows: a number, or a list of such values. */
export type Value = number | readonly Value[];

/** What a function receives; what is absent is left out. `$item` is the index of the item. */
export type Arguments = Readonly<Record<string, Value>>;

/** What a function received, as text to compare: in the order of the names. */
export const textOf = (received: Arguments): string =>
  JSON.stringify(Object.entries(received).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const modulus = 1_000_003;

/** A hash that depends on the order; a default stands for what is absent. */
export function hash(start: number, value: Value | undefined): number {
  if (value === undefined) return (start * 31 + 5) % modulus;
  if (typeof value === 'number') return (start * 31 + value) % modulus;
  return value.reduce<number>(hash, (start * 31 + 17 + value.length) % modulus);
}

/** The value of a node, or an item of a generator, from a hash of what it read. */
const shaped = ({ isList }: BlockSketch, value: number): Value =>
  isList ? [value, (value * 7) % modulus] : value;

const hashOf = ({ name, reads }: BlockSketch, received: Arguments): number =>
  [...reads.map((read) => read.name), '$item'].reduce(
    (sum, read) => hash(sum, received[read]),
    name.charCodeAt(1),
  );

/** What the function of a node gives. */
export const valueOf = (node: BlockSketch, received: Arguments): Value =>
  shaped(node, hashOf(node, received));

/** What the function of a generator yields. */
export function itemsOf(node: BlockSketch, received: Arguments): readonly Value[] {
  const start = hashOf(node, received);
  const count = node.counts[start % node.counts.length] ?? 0;
  return Array.from({ length: count }, (_, i) => shaped(node, hash(start, i)));
}

/** What a reduce starts from. */
export const initialOf = ({ name }: BlockSketch): readonly number[] => [name.charCodeAt(1)];

/** What a step of a reduce gives. */
export const stepOf = (node: BlockSketch, received: Arguments): readonly number[] => [
  hash(hashOf(node, received), received['acc']),
];
