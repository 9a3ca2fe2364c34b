/**
 * The frames of a picture: one for each parallel block and, on request, one for each module.
 *
 * @module
 */
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
  readonly kind: 'all' | 'block' | 'module';
  /** The generator of a block, the name of a module. */
  readonly name: string;
  readonly nodes: Item[];
  readonly clusters: Cluster<Item>[];
}

/**
 * Sorts nodes into frames. A module's frame goes around a block that lies wholly in that module; a block over
 * several modules goes around frames for its part of each.
 */
export function clustersOf<Item extends Framed>(
  nodes: readonly Item[],
  { groupByModule }: { groupByModule: boolean },
): Cluster<Item> {
  const modules = groupByModule ? modulesOfBlocks(nodes) : new Map<string, Set<string>>();
  const all: Cluster<Item> = { kind: 'all', name: '', nodes: [], clusters: [] };
  for (const node of nodes) {
    let cluster = all;
    let isFramed = !groupByModule || node.module === '';
    node.scope.forEach((generator, depth) => {
      const block = JSON.stringify(node.scope.slice(0, depth + 1));
      if (!isFramed && modules.get(block)?.size === 1) {
        cluster = within(cluster, 'module', node.module);
        isFramed = true;
      }
      cluster = within(cluster, 'block', generator);
    });
    if (!isFramed) cluster = within(cluster, 'module', node.module);
    cluster.nodes.push(node);
  }
  return all;
}

function within<Item extends Framed>(
  parent: Cluster<Item>,
  kind: 'block' | 'module',
  name: string,
): Cluster<Item> {
  const known = parent.clusters.find((cluster) => cluster.kind === kind && cluster.name === name);
  if (known !== undefined) return known;
  const cluster: Cluster<Item> = { kind, name, nodes: [], clusters: [] };
  parent.clusters.push(cluster);
  return cluster;
}

/** The modules that have nodes in each block, inner blocks included. */
function modulesOfBlocks(nodes: readonly Framed[]): Map<string, Set<string>> {
  const modules = new Map<string, Set<string>>();
  for (const node of nodes) {
    node.scope.forEach((_, depth) => {
      const block = JSON.stringify(node.scope.slice(0, depth + 1));
      modules.set(block, (modules.get(block) ?? new Set()).add(node.module));
    });
  }
  return modules;
}
