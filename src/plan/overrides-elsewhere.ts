/**
 * Resources that are overridden here and read elsewhere: their values cannot get there.
 *
 * @module
 */
import type { IcosianError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { namesReadBy, resourceNamed } from '../graph/resources.ts';
import type { Plan } from './plan.ts';
import { resourceElsewhere } from './request-problems.ts';

/** What is wrong with the overrides of a request whose remote tasks leave this thread. */
export function overridesElsewhere(
  graph: Graph,
  { groups = [] }: Plan,
  overrides: ReadonlyMap<string, unknown>,
): readonly IcosianError[] {
  const isResource = (name: string): boolean => resourceNamed(graph, name) !== undefined;
  const replaced = new Set([...overrides.keys()].filter(isResource));
  if (replaced.size === 0) return [];
  const readers = new Map([...replaced].map((name) => [name, new Set<string>()]));
  const sent = groups.filter(({ where }) => where === 'remote');
  for (const name of sent.flatMap(({ nodes }) => nodes)) {
    const node = graph.byName.get(name)?.node;
    if (node?.kind !== 'function') continue;
    const resources = node.reads.map((read) => read.name).filter(isResource);
    for (const read of namesReadBy(graph, resources, replaced)) readers.get(read)?.add(name);
  }
  return [...readers].flatMap(([name, by]) =>
    by.size === 0 ? [] : [resourceElsewhere(name, [...by])],
  );
}
