/**
 * The blocks without a dataflow: what their items cost at least, and what a simple engine makes them cost.
 *
 * @module
 */
import * as example from './blocks-example.ts';
import type { BlocksWork } from './blocks-work.ts';

/** A loop that calls the functions of the block for each item. */
export function totalByLoop(count: number): number {
  const all: number[] = [];
  for (const item of example.item({ count })) {
    const a = example.a({ item });
    const b = example.b({ a });
    all.push(example.c({ a, b }));
  }
  return example.total({ c: all });
}

/** All items at once. */
export async function waitingByHand(work: BlocksWork, count: number): Promise<number> {
  const of = work === 'resolvedCount' ? example.resolved : example.turned;
  const items = [...example.item({ count })];
  return (await Promise.all(items.map((item) => of({ item })))).length;
}

interface Instance {
  readonly fn: (inputs: Record<string, number>) => number;
  readonly reads: readonly string[];
}

const nodes = new Map<string, Instance>([
  ['a', { fn: example.a as unknown as Instance['fn'], reads: ['item'] }],
  ['b', { fn: example.b as unknown as Instance['fn'], reads: ['a'] }],
  ['c', { fn: example.c as unknown as Instance['fn'], reads: ['a', 'b'] }],
]);

/** The naive engine: for each item a map of promises, one for each node. */
export async function totalByPromises(count: number): Promise<number> {
  const items = [...example.item({ count })];
  return example.total({ c: await Promise.all(items.map(lastOf)) });
}

function lastOf(item: number): Promise<number> {
  const values = new Map<string, Promise<number>>([['item', Promise.resolve(item)]]);
  const computed = async ({ fn, reads }: Instance): Promise<number> => {
    const read = async (name: string): Promise<[string, number]> => [name, await valueOf(name)];
    return fn(Object.fromEntries(await Promise.all(reads.map(read))));
  };
  const valueOf = (name: string): Promise<number> => {
    const value = values.get(name) ?? computed(nodes.get(name) as Instance);
    values.set(name, value);
    return value;
  };
  return valueOf('c');
}
