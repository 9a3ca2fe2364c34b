/**
 * Adapters that note what they are told of the nodes inside parallel blocks.
 *
 * @module
 */
import {
  collect,
  type Ending,
  type ItemReference,
  type LifecycleAdapter,
  type NodeCall,
} from '../../src/index.ts';
import type { Loose } from '../execution/driver-of.ts';

/** What beforeNode and afterNode are told. */
export type Event = NodeCall & Partial<Ending>;

/** `name`, or `name[1]`, `name[1.0]` in blocks: outermost item first. */
const placeOf = ({ node, item }: NodeCall): string => {
  const indices = (at: ItemReference): string =>
    at.outer === undefined ? String(at.index) : `${indices(at.outer)}.${at.index}`;
  return item === undefined ? node.name : `${node.name}[${indices(item)}]`;
};

/** An adapter that notes what it is told as `>name[item]` and `<name[item]`. */
export const noting = (seen: string[], wait?: () => Promise<void>): LifecycleAdapter => ({
  beforeNode: (event) => (seen.push(`>${placeOf(event)}`), wait?.()),
  afterNode: (event) => (
    seen.push(`<${placeOf(event)}${event.error === undefined ? '' : ' failed'}`),
    wait?.()
  ),
});

/** An adapter that keeps all events of the node called `name`. */
export const keeping = (events: Event[], name: string): LifecycleAdapter => ({
  beforeNode: (event) => void (event.node.name === name && events.push(event)),
  afterNode: (event) => void (event.node.name === name && events.push(event)),
});

export const boom = (): never => {
  throw new RangeError('boom');
};

/** `item ─▶ double ─▶ all`, with 2 items. */
export const block: Loose = {
  item: function* () {
    yield* [1, 2];
  },
  double: ({ item }) => item * 2,
  all: collect(({ double }: { double: number[] }) => double),
};
