/**
 * Modules and config become a graph; every mistake of the user is found here, all at once.
 *
 * @module
 */
import { DuplicateNodeError, IcosianError, InvalidNodeError, graphError } from '../errors.ts';
import {
  reservedNames,
  type Config,
  type FunctionNode,
  type InputNode,
  type Node,
} from '../nodes/node.ts';
import type { LocateOrigin } from '../nodes/read-module.ts';
import { readModules } from '../nodes/read-modules.ts';
import { behaviourProblems } from './behaviours.ts';
import type { Block, Graph, GraphNode } from './graph.ts';
import { topologicalOrder } from './order.ts';
import { placeProblems } from './places.ts';
import { resourceProblems } from './resources.ts';
import { placementOf, type Supply } from './scopes.ts';

export interface BuildOptions {
  /** A later module's function replaces an earlier one of the same name. @default false */
  readonly allowModuleOverrides?: boolean;
  /** Where a node's function stands (`file:line`), for messages. @default nobody knows */
  readonly locate?: LocateOrigin;
  /** Names the module of a node, where the module does not say its name. @default its position: `module 1` */
  readonly nameModule?: (node: FunctionNode) => string | undefined;
}

/**
 * Builds the graph of `modules` under `config`. The worker of a parallel run builds its own by the same call.
 *
 * Throws one `GraphError` with all problems.
 */
export function buildGraph(
  modules: readonly object[],
  config: Config,
  options: BuildOptions = {},
): Graph {
  const unnamed = modules.map((_, position) => `module ${position + 1}`);
  const read = readModules(modules, config, {
    mayReplace: options.allowModuleOverrides,
    locate: options.locate,
    nameModule: (position) => unnamed[position] ?? '',
  });
  const problems: IcosianError[] = [...read.problems];
  const definitions = new Map(read.nodes.map((node) => [node.name, node]));
  const invalidNames = new Set(problems.map((problem) => problem.node));
  for (const name of reservedNames) {
    if (Object.hasOwn(config, name)) problems.push(reservedKey(name));
  }
  for (const name of definitions.keys()) {
    if (Object.hasOwn(config, name)) problems.push(configIsNode(name));
    if (reservedNames.has(name)) problems.push(reservedName(name));
  }
  const { nodes, reads } = joinByName(definitions, problems);
  const { order, cycles } = topologicalOrder(reads);
  for (const cycle of cycles) {
    const names = cycle.map((i) => nodes[i]?.name ?? '');
    names.forEach((name) => invalidNames.add(name));
    problems.push(cycleError(names));
  }
  const placed = placeAll(nodes, reads, order, invalidNames, problems);
  problems.push(
    ...resourceProblems(placed),
    ...placeProblems(placed),
    ...behaviourProblems(placed),
  );
  if (problems.length > 0) {
    throw graphError(problems.map((problem) => atDefinition(problem, definitions, options)));
  }
  return {
    nodes: placed,
    byName: new Map(placed.map((placedNode) => [placedNode.node.name, placedNode])),
    absent: new Map(read.absent.map((node) => [node.name, node])),
    config,
    hasBlocks: placed.some(({ node }) => node.kind === 'function' && node.expands !== undefined),
    moduleOf: (node) =>
      (unnamed.includes(node.module) ? options.nameModule?.(node) : undefined) ?? node.module,
  };
}

/** A problem with the place of the node that it is about. */
function atDefinition(
  problem: IcosianError,
  definitions: ReadonlyMap<string, FunctionNode>,
  { locate }: BuildOptions,
): IcosianError {
  const node = definitions.get(problem.node ?? '');
  const saysIt = problem instanceof DuplicateNodeError || problem.location !== undefined;
  return node === undefined || saysIt ? problem : problem.at(locate?.(node.origin, node.name));
}

interface Joined {
  readonly nodes: readonly Node[];
  /** For each node, the positions of what it reads, in the order of its reads. */
  readonly reads: readonly (readonly number[])[];
}

const none: readonly number[] = [];

/** Joins readers and givers by name; a name that nobody gives becomes an input. */
function joinByName(
  definitions: ReadonlyMap<string, FunctionNode>,
  problems: IcosianError[],
): Joined {
  const nodes: Node[] = [...definitions.values()];
  const positions = new Map<string, number>();
  nodes.forEach((node, i) => positions.set(node.name, i));
  const functionCount = nodes.length;
  const reads: (readonly number[])[] = [];
  for (let i = 0; i < functionCount; i++) {
    const node = nodes[i] as FunctionNode;
    const targets: number[] = [];
    for (const { name } of node.reads) {
      let target = positions.get(name);
      if (target === undefined) {
        if (reservedNames.has(name)) target = -1;
        else {
          if (name === '__proto__') problems.push(propertyOfAll(name, node.name));
          target = nodes.push({ kind: 'input', name } satisfies InputNode) - 1;
          positions.set(name, target);
        }
      }
      targets.push(target);
    }
    reads.push(targets);
  }
  while (reads.length < nodes.length) reads.push(none);
  return { nodes, reads };
}

/** Every node at its place; what is downstream of an invalid node is placed at the root, unchecked. */
function placeAll(
  nodes: readonly Node[],
  reads: readonly (readonly number[])[],
  order: readonly number[],
  invalidNames: ReadonlySet<string | undefined>,
  problems: IcosianError[],
): readonly GraphNode[] {
  const placed: GraphNode[] = [];
  const newPosition = new Int32Array(nodes.length);
  const isTainted = new Uint8Array(nodes.length);
  let anyInvalid = invalidNames.size > 0;
  for (const i of order) {
    const node = nodes[i] as Node;
    const targets = reads[i] as readonly number[];
    const index = placed.length;
    newPosition[i] = index;
    if (anyInvalid && (invalidNames.has(node.name) || targets.some((t) => isTainted[t] === 1))) {
      isTainted[i] = 1;
    }
    const newReads: number[] = [];
    let plain = node.kind === 'input' || !standsInBlocks(node);
    for (const target of targets) {
      const read = target < 0 ? -1 : (newPosition[target] as number);
      newReads.push(read);
      plain &&= placed[read]?.itemScope === undefined && read >= 0;
    }
    let place: { scope: Block | undefined; itemScope: Block | undefined } = rootPlacement;
    if (!plain && isTainted[i] === 0) {
      const supplies = newReads.map((read): Supply => ({
        itemScope: placed[read]?.itemScope,
        isInput: placed[read]?.node.kind === 'input',
      }));
      try {
        place = placementOf(node as FunctionNode, supplies, () =>
          nodes.flatMap(({ kind, name }) => (kind === 'function' ? [name] : [])),
        );
      } catch (error) {
        if (!(error instanceof IcosianError)) throw error;
        problems.push(error);
        isTainted[i] = 1;
        anyInvalid = true;
      }
    }
    placed.push({ node, index, reads: newReads, ...place });
  }
  return placed;
}

const rootPlacement = { scope: undefined, itemScope: undefined };

const standsInBlocks = (node: FunctionNode): boolean =>
  node.expands !== undefined || node.collects !== undefined || node.folds !== undefined;

const configIsNode = (name: string): IcosianError =>
  new IcosianError('graph/config-is-node', `The config key "${name}" is also the name of a node.`, {
    node: name,
    hint: `rename one of them; to replace the node's value for one run, use overrides`,
  });

const propertyOfAll = (name: string, reader: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/reserved-name',
    `"${reader}" reads "${name}", which every object has.`,
    {
      node: reader,
      hint: 'choose another name for it',
    },
  );

const reservedName = (name: string): InvalidNodeError =>
  new InvalidNodeError('node/reserved-name', `"${name}" is a name that the engine gives.`, {
    node: name,
    hint: 'choose another name; $signal, $item and $attempt are reserved',
  });

const reservedKey = (name: string): IcosianError =>
  new IcosianError(
    'graph/reserved-config',
    `The config key "${name}" is a name that the engine gives.`,
    {
      hint: 'choose another name; $signal, $item and $attempt are reserved',
    },
  );

function cycleError(names: readonly string[]): IcosianError {
  // the path reads against the flow: each one reads the next
  const flow = names.toReversed();
  const path = [...flow, flow[0]].join(' → ');
  return new IcosianError(
    'graph/cycle',
    flow.length === 1
      ? `"${flow[0]}" reads itself: a cycle, ${path}.`
      : `There is a cycle: ${path}.`,
    { node: flow[0], hint: 'a node may read only what does not depend on it; break the cycle' },
  );
}
