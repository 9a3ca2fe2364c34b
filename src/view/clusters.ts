/**
 * The frames of a picture: one for each parallel block, one for each group of names (`us` around `us.revenue`) and, on
 * request, one for each module.
 *
 * @module
 */
import { shortened } from './name-groups.ts';

/** What can lie in a frame: a node, or a box of inputs. */
export interface Framed {
  /** The empty string: in no module. */
  readonly module: string;
  /** The generators of the blocks around it, outermost first. */
  readonly scope: readonly string[];
}

/** A frame with the nodes that lie directly in it, and the frames inside it. */
export interface Cluster<Item extends Framed> {
  /** `all`: the whole picture, which has no frame. */
  readonly kind: 'all' | FrameKind;
  /** The generator of a block, the name of a module, what the names of a group begin with. */
  readonly name: string;
  /** The name, without what the group around it says already. */
  readonly label: string;
  readonly nodes: Item[];
  readonly clusters: Cluster<Item>[];
}

type FrameKind = 'block' | 'module' | 'group';

interface Frame {
  readonly kind: FrameKind;
  readonly name: string;
  /** Different for different frames; blocks of one generator in different scopes are different. */
  readonly key: string;
}

/**
 * Sorts nodes into frames, each node into exactly one. A frame goes around those whose nodes all lie in it.
 *
 * Where neither of two does: a block lies around frames for its part of each group, and both around frames for their
 * part of each module. A block with the same nodes as a group is around it, unless its generator belongs to the group.
 */
export function clustersOf<Item extends Framed>(
  nodes: readonly Item[],
  {
    groupByModule,
    groupsAround = () => [],
  }: {
    readonly groupByModule: boolean;
    /** The groups in which an item lies, outermost first. */
    readonly groupsAround?: (item: Item) => readonly string[];
  },
): Cluster<Item> {
  const placed = nodes.map((item) => ({
    item,
    blocks: item.scope.map((generator, depth) =>
      frame('block', generator, item.scope.slice(0, depth + 1)),
    ),
    groups: groupsAround(item).map((name) => frame('group', name)),
    modules: groupByModule && item.module !== '' ? [frame('module', item.module)] : [],
  }));
  const isWithin = containment(
    placed.map(({ blocks, groups, modules }) => [...blocks, ...groups, ...modules]),
  );
  const goesAround = (group: Frame, block: Frame): boolean =>
    isWithin(block, group) && (!isWithin(group, block) || belongsTo(block.name, group.name));

  const all: Cluster<Item> = { kind: 'all', name: '', label: '', nodes: [], clusters: [] };
  for (const { item, blocks, groups, modules } of placed) {
    let path = merged(groups, blocks, goesAround);
    path = merged(modules, path, (module, inner) => isWithin(inner, module));
    let cluster = all;
    let group = '';
    for (const { kind, name } of path) {
      cluster = within(cluster, kind, name, shortened(name, group));
      if (kind === 'group') group = name;
    }
    cluster.nodes.push(item);
  }
  return all;
}

const frame = (kind: FrameKind, name: string, whole: readonly string[] = [name]): Frame => ({
  kind,
  name,
  key: JSON.stringify([kind, ...whole]),
});

const belongsTo = (name: string, group: string): boolean =>
  name === group || shortened(name, group) !== name;

/** Both lists in one: an outer one stands before the first inner one that it goes around, else behind all. */
function merged(
  outer: readonly Frame[],
  inner: readonly Frame[],
  goesAround: (one: Frame, other: Frame) => boolean,
): Frame[] {
  const waiting = [...outer];
  const path: Frame[] = [];
  for (const each of inner) {
    while (waiting[0] !== undefined && goesAround(waiting[0], each))
      path.push(...waiting.splice(0, 1));
    path.push(each);
  }
  return [...path, ...waiting];
}

/** Tells whether all nodes of one frame lie in another, too. `nodes` has the frames of each node. */
function containment(
  nodes: readonly (readonly Frame[])[],
): (inner: Frame, outer: Frame) => boolean {
  // how many nodes lie in both of two frames; in one and itself, how many lie in it
  const shared = new Map<string, Map<string, number>>();
  for (const frames of nodes) {
    for (const { key } of frames) {
      const others = shared.get(key) ?? new Map<string, number>();
      shared.set(key, others);
      for (const other of frames) others.set(other.key, (others.get(other.key) ?? 0) + 1);
    }
  }
  return (inner, outer) => {
    const others = shared.get(inner.key);
    return others?.get(outer.key) === others?.get(inner.key);
  };
}

function within<Item extends Framed>(
  parent: Cluster<Item>,
  kind: FrameKind,
  name: string,
  label: string,
): Cluster<Item> {
  const known = parent.clusters.find((cluster) => cluster.kind === kind && cluster.name === name);
  if (known !== undefined) return known;
  const cluster: Cluster<Item> = { kind, name, label, nodes: [], clusters: [] };
  parent.clusters.push(cluster);
  return cluster;
}
