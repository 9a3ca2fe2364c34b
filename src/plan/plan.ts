/**
 * A request becomes a plan: which functions are called, in which order, on which values.
 *
 * Values live in slots, numbered; a step knows its slots, so running it needs no look-up by name.
 *
 * @module
 */
import type { Graph, GraphNode } from '../graph/graph.ts';
import { reservedNames, type AbsentShape, type FunctionNode } from '../nodes/node.ts';

/** One call of one function. */
export interface Step {
  readonly node: FunctionNode;
  /** Where the value goes. */
  readonly slot: number;
  /** The properties that the function receives, and for each the slot of its value. */
  readonly parameters: readonly string[];
  readonly slots: readonly number[];
  /** Properties with fixed values. */
  readonly constants: Readonly<Record<string, unknown>> | undefined;
}

/** A name whose value comes from outside, or from the engine. */
export interface Given {
  readonly name: string;
  readonly slot: number;
}

export interface Plan {
  /** In topological order. */
  readonly steps: readonly Step[];
  readonly given: readonly Given[];
  readonly outputs: readonly Given[];
  readonly slotCount: number;
  /** For each step, the slots that nobody reads after it, where the steps run one after the other. */
  readonly releasedAfter: readonly (readonly number[])[];
}

/** What a request needs of the graph. */
export interface Needs {
  /** The nodes to run and the inputs to give, in topological order; what is overridden stands for itself. */
  readonly nodes: readonly GraphNode[];
  /** Required inputs that nobody gives. */
  readonly missing: readonly GraphNode[];
}

/**
 * What must run and what must be given for `outputs`, if the names in `overridden` and `given` have their values.
 *
 * Unknown names are left to the caller.
 */
export function needsOf(
  graph: Graph,
  outputs: readonly string[],
  overridden: ReadonlySet<string>,
  given: ReadonlySet<string>,
): Needs {
  const { nodes } = graph;
  const isNeeded = new Uint8Array(nodes.length);
  const isRequired = new Uint8Array(nodes.length);
  let last = -1;
  for (const name of outputs) {
    const index = graph.byName.get(name)?.index ?? -1;
    if (index < 0) continue;
    isNeeded[index] = 1;
    isRequired[index] = 1;
    if (index > last) last = index;
  }
  for (let i = last; i >= 0; i--) {
    const graphNode = nodes[i] as GraphNode;
    const { node, reads } = graphNode;
    if (isNeeded[i] === 0 || node.kind === 'input') continue;
    if (overridden.size > 0 && overridden.has(node.name)) continue;
    for (let r = 0; r < reads.length; r++) {
      const read = reads[r] as number;
      if (read < 0) continue;
      isNeeded[read] = 1;
      if (node.reads[r]?.optional === false) isRequired[read] = 1;
    }
  }
  const needed: GraphNode[] = [];
  const missing: GraphNode[] = [];
  for (let i = 0; i <= last; i++) {
    if (isNeeded[i] === 0) continue;
    const graphNode = nodes[i] as GraphNode;
    const { name, kind } = graphNode.node;
    if (kind === 'input' && !given.has(name) && !overridden.has(name)) {
      if (isRequired[i] === 1) missing.push(graphNode);
      continue;
    }
    needed.push(graphNode);
  }
  return { nodes: needed, missing };
}

/** The plan that computes `outputs` from what `needs` lists. Names of `outputs` outside the graph must be given. */
export function planOf(
  graph: Graph,
  needs: Needs,
  outputs: readonly string[],
  overridden: ReadonlySet<string>,
): Plan {
  const slotOf = new Int32Array(graph.nodes.length).fill(-1);
  let slotCount = 0;
  const given: Given[] = [];
  const steps: Step[] = [];
  const engineSlots = new Map<string, number>();
  const engineSlot = (name: string): number => {
    const known = engineSlots.get(name);
    if (known !== undefined) return known;
    const slot = slotCount++;
    engineSlots.set(name, slot);
    given.push({ name, slot });
    return slot;
  };
  for (const { node, index, reads } of needs.nodes) {
    const slot = slotCount++;
    slotOf[index] = slot;
    if (node.kind === 'input' || (overridden.size > 0 && overridden.has(node.name))) {
      given.push({ name: node.name, slot });
      continue;
    }
    steps.push(stepOf(node, slot, reads, slotOf, engineSlot));
  }
  const outputSlots = outputs.map((name): Given => {
    const graphNode = graph.byName.get(name);
    return {
      name,
      slot: graphNode === undefined ? engineSlot(name) : slotAt(slotOf, graphNode.index),
    };
  });
  return {
    steps,
    given,
    outputs: outputSlots,
    slotCount,
    releasedAfter: lastReads(steps, outputSlots, slotCount),
  };
}

const slotAt = (slotOf: Int32Array, index: number): number => slotOf[index] ?? -1;

function stepOf(
  node: FunctionNode,
  slot: number,
  reads: readonly number[],
  slotOf: Int32Array,
  engineSlot: (name: string) => number,
): Step {
  const parameters: string[] = [];
  const slots: number[] = [];
  let constants = node.bound;
  for (let r = 0; r < reads.length; r++) {
    const read = node.reads[r];
    if (read === undefined) continue;
    const index = reads[r] as number;
    let from = -1;
    if (index >= 0) from = slotAt(slotOf, index);
    else if (reservedNames.has(read.name) && read.name !== '$item') from = engineSlot(read.name);
    if (from >= 0) {
      parameters.push(read.as);
      slots.push(from);
    } else if (read.whenAbsent !== undefined) {
      constants = withAbsent(constants, read.as, read.whenAbsent);
    } else if (read.as in Object.prototype) {
      // every object has a "constructor" and a "toString": undefined lets the function's default count
      constants = withAbsent(constants, read.as, undefined);
    }
  }
  return { node, slot, parameters, slots, constants };
}

/** Where only a part of a pattern has a default, the function needs something to take apart. */
const withAbsent = (
  constants: Step['constants'],
  parameter: string,
  shape: AbsentShape | undefined,
): Step['constants'] => ({ ...constants, [parameter]: shape });

const nothing: readonly number[] = [];

/** For each step, the slots that it is the last one to read; never an output's. */
function lastReads(
  steps: readonly Step[],
  outputs: readonly Given[],
  slotCount: number,
): readonly (readonly number[])[] {
  const isSettled = new Uint8Array(slotCount);
  for (const { slot } of outputs) isSettled[slot] = 1;
  const released: (readonly number[])[] = Array.from({ length: steps.length }, () => nothing);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { slots } = steps[i] as Step;
    let own: number[] | undefined;
    for (const slot of slots) {
      if (isSettled[slot] === 1) continue;
      isSettled[slot] = 1;
      (own ??= []).push(slot);
    }
    if (own !== undefined) released[i] = own;
  }
  return released;
}
