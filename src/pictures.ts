/**
 * A graph, or a part of it, as a picture.
 *
 * @module
 */
import type { Graph, GraphNode } from './graph/graph.ts';
import { variableOf } from './variable.ts';
import type { Mark, Picture, PictureEdge, PictureNode } from './view/picture.ts';

/** Nodes that the picture sets off from the others. */
export interface PictureMarks {
  readonly outputs?: readonly string[];
  readonly overridden?: readonly string[];
  readonly path?: readonly string[];
  readonly focus?: readonly string[];
  /** Asked for by name, in addition to those above: drawn also where they are hidden. */
  readonly ends?: readonly string[];
}

/** The picture of `nodes`, which stand in topological order, and of the edges among them. */
export function pictureOf(
  graph: Graph,
  nodes: readonly GraphNode[],
  marks: PictureMarks = {},
): Picture {
  const shown = new Set(nodes.map(({ index }) => index));
  const overridden = new Set(marks.overridden);
  const marked: readonly (readonly [Mark, ReadonlySet<string>])[] = [
    ['output', new Set(marks.outputs)],
    ['overridden', overridden],
    ['path', new Set(marks.path)],
    ['focus', new Set(marks.focus)],
  ];
  const marksOf = (name: string): ReadonlySet<Mark> =>
    new Set(marked.filter(([, names]) => names.has(name)).map(([mark]) => mark));
  return {
    asked: new Set(
      [marks.outputs, marks.overridden, marks.focus, marks.ends].flatMap((names) => names ?? []),
    ),
    nodes: nodes.map((graphNode) => pictureNodeOf(graph, graphNode, marksOf)),
    edges: nodes.flatMap((graphNode) =>
      // the value of an overridden node does not come from what it would read
      overridden.has(graphNode.node.name) ? [] : edgesTo(graph, graphNode, shown),
    ),
  };
}

/** One edge for each node that is read, whatever the number of parameters that it is bound to. */
function edgesTo(
  graph: Graph,
  { node, reads, collected }: GraphNode,
  shown: ReadonlySet<number>,
): readonly PictureEdge[] {
  if (node.kind === 'input') return [];
  const edges = new Map<number, PictureEdge>();
  reads.forEach((read, i) => {
    const from = graph.nodes[read]?.node.name;
    if (from === undefined || !shown.has(read)) return;
    const known = edges.get(read);
    edges.set(read, {
      from,
      to: node.name,
      optional: node.reads[i]?.optional === true && known?.optional !== false,
      collected: collected?.[i] === true || known?.collected === true,
    });
  });
  return [...edges.values()];
}

function pictureNodeOf(
  graph: Graph,
  graphNode: GraphNode,
  marksOf: (name: string) => ReadonlySet<Mark>,
): PictureNode {
  const variable = variableOf(graph, graphNode);
  const { name, kind, module, tags, scope, type, documentation, schema, isHidden } = variable;
  return {
    name,
    role: kind,
    module,
    tags,
    scope,
    marks: marksOf(name),
    ...(type === undefined ? {} : { type }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(schema === undefined ? {} : { schema }),
    ...(isHidden === undefined ? {} : { isHidden }),
  };
}
