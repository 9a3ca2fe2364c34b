/**
 * Hidden nodes: left out of pictures, with edges that go through them.
 *
 * @module
 */
import type { Picture, PictureEdge, PictureOptions } from './picture.ts';

/**
 * The picture without hidden nodes, save those asked for by name. Who reads one of them is joined to what that reads.
 */
export function withoutHidden(picture: Picture, { hidden = false }: PictureOptions): Picture {
  const left = new Set(
    picture.nodes
      .filter(({ name, isHidden }) => isHidden === true && picture.asked?.has(name) !== true)
      .map(({ name }) => name),
  );
  if (hidden || left.size === 0) return picture;

  const into = new Map<string, PictureEdge[]>();
  for (const edge of picture.edges) {
    const known = into.get(edge.to);
    if (known === undefined) into.set(edge.to, [edge]);
    else known.push(edge);
  }
  // in topological order: what a hidden node reads through others is known before it is read
  for (const { name } of picture.nodes) {
    if (left.has(name)) into.set(name, throughHidden(into.get(name) ?? [], left, into));
  }
  return {
    ...picture,
    nodes: picture.nodes.filter(({ name }) => !left.has(name)),
    edges: [...into].flatMap(([to, edges]) =>
      left.has(to) ? [] : throughHidden(edges, left, into),
    ),
  };
}

/** The edges into one node, from what is drawn: one for each of it. */
function throughHidden(
  edges: readonly PictureEdge[],
  hidden: ReadonlySet<string>,
  into: ReadonlyMap<string, readonly PictureEdge[]>,
): PictureEdge[] {
  const joined = new Map<string, PictureEdge>();
  for (const edge of edges) {
    const ways = hidden.has(edge.from)
      ? (into.get(edge.from) ?? []).map((first) => ({
          from: first.from,
          to: edge.to,
          optional: first.optional || edge.optional,
          collected: first.collected || edge.collected,
        }))
      : [edge];
    for (const way of ways) {
      const known = joined.get(way.from);
      joined.set(way.from, {
        ...way,
        optional: way.optional && known?.optional !== false,
        collected: way.collected || known?.collected === true,
      });
    }
  }
  return [...joined.values()];
}
