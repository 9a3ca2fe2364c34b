/**
 * What of a picture is drawn, and how its inputs are gathered.
 *
 * @module
 */
import type { Framed } from './clusters.ts';
import { withoutHidden } from './hidden.ts';
import { nameGroups, type NameGroups } from './name-groups.ts';
import type { Picture, PictureEdge, PictureNode, PictureOptions } from './picture.ts';

/** More readers than this, and edges from one box would hide the rest of the picture. */
const mostReaders = 5;

/** A box that lists what its readers need from outside. */
export interface InputBox extends Framed {
  readonly role: 'input' | 'config';
  /** In topological order, at least one. */
  readonly inputs: readonly (PictureNode & { readonly optional: boolean })[];
  /** The names of its readers, which all lie side by side. */
  readonly readers: readonly string[];
  /** Whether its readers can do without all of it. */
  readonly isOptional: boolean;
  /** The groups of names in which it is drawn, outermost first. */
  readonly groups: readonly string[];
}

/** What is drawn: nodes and edges that stand for themselves, and boxes of inputs. */
export interface Shown {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  readonly boxes: readonly InputBox[];
  readonly groups: NameGroups;
}

/** The groups of names in which a node or a box is drawn, outermost first. */
export const groupsAround =
  (groups: NameGroups) =>
  (item: PictureNode | InputBox): readonly string[] =>
    'inputs' in item ? item.groups : groups.around(item.name);

/** Whether its value comes from outside. */
export const isGiven = (node: PictureNode): boolean =>
  node.role === 'input' || node.role === 'config';

/** Leaves out hidden nodes, what `hideInputs` asks for, and edges to nodes that are not there. */
export function visible(whole: Picture, options: PictureOptions): Picture {
  const picture = withoutHidden(whole, options);
  const nodes = options.hideInputs
    ? picture.nodes.filter((node) => !isGiven(node) || isMarked(node))
    : picture.nodes;
  const names = new Set(nodes.map((node) => node.name));
  const edges = picture.edges.filter((edge) => names.has(edge.from) && names.has(edge.to));
  return { ...picture, nodes, edges };
}

/** Decides which inputs stand for themselves and which are listed beside their readers. */
export function shown(picture: Picture, options: PictureOptions): Shown {
  const { nodes, edges } = visible(picture, options);
  const given = new Map(nodes.filter(isGiven).map((node) => [node.name, node]));
  const readers = new Map<string, number>();
  for (const { from } of edges) readers.set(from, (readers.get(from) ?? 0) + 1);
  const widest = Math.max(0, ...[...given.keys()].map((name) => readers.get(name) ?? 0));
  if ((options.inputBoxes ?? (widest > mostReaders ? 'grouped' : 'each')) === 'each') {
    return { nodes, edges, boxes: [], groups: nameGroups(nodes.map(({ name }) => name)) };
  }

  // what stands out, and what nothing reads, keeps a place of its own
  const isListed = (node: PictureNode | undefined): node is PictureNode =>
    node !== undefined && !isMarked(node) && readers.has(node.name);
  const alone = nodes.filter((node) => !isListed(given.get(node.name)));
  const groups = nameGroups(alone.map(({ name }) => name));
  return {
    nodes: alone,
    edges: edges.filter((edge) => !isListed(given.get(edge.from))),
    boxes: boxesOf(nodes, edges, (name) => isListed(given.get(name)), groups),
    groups,
  };
}

const isMarked = (node: PictureNode): boolean => (node.marks?.size ?? 0) > 0;

/** One box for readers of the same inputs that will stand in the same column and the same frame. */
function boxesOf(
  nodes: readonly PictureNode[],
  edges: readonly PictureEdge[],
  isListed: (name: string) => boolean,
  groups: NameGroups,
): InputBox[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const incoming = new Map<string, PictureEdge[]>();
  for (const edge of edges) {
    const known = incoming.get(edge.to);
    if (known === undefined) incoming.set(edge.to, [edge]);
    else known.push(edge);
  }

  const columns = new Map<string, number>();
  const boxes = new Map<string, InputBox>();
  for (const node of nodes) {
    const reads = incoming.get(node.name) ?? [];
    const own = reads.filter(({ from }) => !isListed(from));
    const column = 1 + Math.max(-1, ...own.map(({ from }) => columns.get(from) ?? 0));
    columns.set(node.name, column);
    const around = groups.around(node.name);
    for (const role of ['input', 'config'] as const) {
      const inputs = reads.flatMap(({ from, optional }) => {
        const input = byName.get(from);
        return input?.role === role && isListed(from) ? [{ ...input, optional }] : [];
      });
      if (inputs.length === 0) continue;
      const key = JSON.stringify([
        role,
        column,
        node.module,
        node.scope,
        around,
        inputs
          .map((input) => JSON.stringify([input.name, input.optional]))
          .toSorted((a, b) => (a < b ? -1 : 1)),
      ]);
      const box = boxes.get(key);
      boxes.set(key, {
        role,
        inputs,
        readers: [...(box?.readers ?? []), node.name],
        isOptional: inputs.every((input) => input.optional),
        // inputs are the same for all items, so their box stays outside of blocks
        module: node.scope.length === 0 ? node.module : '',
        scope: [],
        groups: node.scope.length === 0 ? around : [],
      });
    }
  }
  return [...boxes.values()];
}
