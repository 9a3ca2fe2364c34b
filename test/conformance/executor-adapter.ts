/**
 * An adapter with a part in workers: it says by files what it sees, and triples the squares.
 *
 * @module
 */
import type { LifecycleAdapter } from '../../src/index.ts';
import { mark } from './executor-values.ts';

/** Its part where nodes run; `place` tells which one that is. */
export const watcher = (directory: string, place: 'here' | 'there'): LifecycleAdapter => ({
  name: 'watcher',
  beforeNode: ({ node, inputs, item }) =>
    mark(directory, `${place} before ${node.name} ${item?.index} ${JSON.stringify(inputs)}`),
  executeNode: ({ node }, next) => (node.name === 'square' ? 3 * (next() as number) : next()),
  afterNode: ({ node, item, result }) =>
    mark(directory, `${place} after ${node.name} ${item?.index} ${JSON.stringify(result)}`),
  beforeTask: ({ task }) => mark(directory, `${place} begin ${task.id}`),
  afterTask: ({ task, result }) =>
    mark(directory, `${place} end ${task.id} ${JSON.stringify(result)}`),
});

export default ({ directory }: { readonly directory: string }): LifecycleAdapter =>
  watcher(directory, 'there');
