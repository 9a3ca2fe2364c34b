/**
 * A request becomes a plan.
 *
 * Each frame is planned greedily: whatever is ready is called; then one pass over the items of a block, in which again
 * whatever is ready is called; and so on. So a node runs in the first pass in which it can, and something collected that
 * comes back into its own block makes a second pass.
 *
 * @module
 */
import type { Block, Graph, GraphNode } from '../graph/graph.ts';
import { reservedNames, type AbsentShape, type FunctionNode } from '../nodes/node.ts';
import { FrameBuilder, type DraftCall, type DraftPass } from './frame-builder.ts';
import { finishFrame } from './finish-frame.ts';
import type { Needs } from './needs.ts';
import { PlanValues } from './plan-values.ts';
import type { CallStep, Given, ItemSource, Output, Plan } from './plan.ts';
import { PassOrder } from './pass-order.ts';
import { Readiness } from './readiness.ts';

/**
 * The plan that computes `outputs` from what `needs` lists. Names of `outputs` outside the graph must be given.
 *
 * `streamed` is a node inside a block whose values are handed on item by item, instead of outputs.
 */
export function planOf(
  graph: Graph,
  needs: Needs,
  outputs: readonly string[],
  overridden: ReadonlySet<string>,
  streamed?: string,
): Plan {
  return new Planner(graph, needs, overridden).plan(outputs, streamed);
}

class Planner {
  readonly #graph: Graph;
  readonly #overridden: ReadonlySet<string>;
  readonly #values: PlanValues;
  readonly #root: FrameBuilder;
  readonly #ready: Readiness;
  readonly #order: PassOrder;
  readonly #given: Given[] = [];
  readonly #firstPasses = new Set<number>();
  readonly #resources = new Set<string>();

  constructor(graph: Graph, needs: Needs, overridden: ReadonlySet<string>) {
    this.#graph = graph;
    this.#overridden = overridden;
    this.#values = new PlanValues(graph);
    this.#root = new FrameBuilder(this.#values);
    this.#ready = new Readiness(graph, needs, overridden);
    this.#order = new PassOrder(graph, this.#ready);
    for (const graphNode of needs.nodes) this.#give(graphNode);
  }

  plan(outputs: readonly string[], streamed: string | undefined): Plan {
    this.#planFrame(this.#root, undefined);
    const planned = outputs.map((name): Output => {
      const graphNode = this.#graph.byName.get(name);
      if (graphNode === undefined) return { name, slot: this.#giveName(name), depth: 0 };
      const depth = graphNode.itemScope?.depth ?? 0;
      return { name, slot: this.#root.slotOf(graphNode.index, depth), depth };
    });
    if (streamed !== undefined) this.#stream(streamed);
    const kept = planned.map(({ slot }) => slot);
    return {
      ...finishFrame(this.#root, kept),
      given: this.#given,
      outputs: planned,
      resources: [...this.#resources],
    };
  }

  /** Takes what comes from outside: inputs, and what is overridden. */
  #give({ node, index, scope, itemScope }: GraphNode): void {
    const isOverridden = this.#overridden.size > 0 && this.#overridden.has(node.name);
    if (node.kind !== 'input' && !isOverridden) return;
    const givesItems = node.kind === 'function' && node.expands !== undefined;
    if (givesItems) this.#values.giveItems(index);
    else if (itemScope !== undefined) this.#values.give(index);
    const slot = this.#root.own(givesItems ? this.#values.iterable(index) : index);
    // an iterator would be used up by the first item outside
    const isShared = givesItems && scope !== undefined;
    this.#given.push(isShared ? { name: node.name, slot, isShared } : { name: node.name, slot });
  }

  #giveName(name: string): number {
    const slot = this.#root.newSlot();
    this.#given.push({ name, slot });
    return slot;
  }

  #planFrame(frame: FrameBuilder, block: Block | undefined): void {
    const waiting = this.#ready.waitingIn(block);
    do {
      waiting.calls = this.#planned(waiting.calls, (each) => this.#planCall(frame, each));
      waiting.folds = this.#planned(waiting.folds, (each) => this.#planFold(frame, each));
    } while (this.#planPass(frame, block));
  }

  /** Plans those that are ready, and gives the others. */
  #planned(
    nodes: readonly GraphNode[],
    plan: (graphNode: GraphNode) => void,
  ): readonly GraphNode[] {
    const others: GraphNode[] = [];
    for (const graphNode of nodes) {
      if (this.#ready.isReady(graphNode)) plan(graphNode);
      else others.push(graphNode);
    }
    return others;
  }

  #planCall(frame: FrameBuilder, graphNode: GraphNode): void {
    frame.steps.push(this.#callOf(frame, graphNode, frame.own(graphNode.index)));
    this.#ready.done(graphNode);
  }

  /** A reduce runs in the frame of an item; its value appears outside, once the pass is over. */
  #planFold(frame: FrameBuilder, graphNode: GraphNode): void {
    const { outer } = frame;
    if (outer === undefined) return;
    const { node, index } = graphNode;
    const isGenerator = node.kind === 'function' && node.expands !== undefined;
    const slot = outer.own(isGenerator ? this.#values.iterable(index) : index);
    frame.pass?.folds.push(this.#callOf(frame, graphNode, slot).step);
    this.#ready.folding(graphNode);
  }

  /** Plans one pass over the items of some block that is opened in this frame; false: none can run. */
  #planPass(frame: FrameBuilder, block: Block | undefined): boolean {
    const generator = this.#order.next(block, (index) => this.#firstPasses.has(index));
    if (generator?.itemScope === undefined) return false;
    const { index, itemScope } = generator;
    const values = this.#values;
    const isFirst = !this.#firstPasses.has(index);
    const inner = new FrameBuilder(values, frame);
    const pass: DraftPass = {
      kind: 'pass',
      generator,
      source: this.#sourceOf(frame, generator, isFirst),
      frame: inner,
      gathers: [],
      folds: [],
      itemSlot: -1,
      keySlot: -1,
      referenceSlot: -1,
      countSlot: -1,
      streamSlot: -1,
    };
    inner.pass = pass;
    const hasKey = generator.node.kind === 'function' && generator.node.expands?.key !== undefined;
    if (isFirst) {
      this.#firstPasses.add(index);
      pass.itemSlot = inner.own(index);
      if (hasKey) pass.keySlot = inner.own(values.itemKey(index));
      frame.countedBy(values.itemCount(index), pass);
      for (const given of this.#ready.givenIn(itemScope)) values.computedIn(given, inner);
      this.#ready.done(generator);
    } else if (hasKey) pass.keySlot = inner.slotOf(values.itemKey(index));
    this.#planFrame(inner, itemScope);
    frame.steps.push(pass);
    this.#ready.passed(itemScope);
    return true;
  }

  #sourceOf(frame: FrameBuilder, generator: GraphNode, isFirst: boolean): ItemSource {
    const { index, node } = generator;
    const values = this.#values;
    if (!isFirst) return { kind: 'kept', countSlot: frame.slotOf(values.itemCount(index)) };
    const isFolded = node.kind === 'function' && node.folds !== undefined;
    if (values.areItemsGiven(index) || isFolded) {
      const slot = frame.slotOf(values.iterable(index));
      return { kind: 'given', slot, isOverride: values.areItemsGiven(index) };
    }
    const { step, lists } = this.#callOf(frame, generator, -1);
    return { kind: 'call', step: lists === undefined ? step : { ...step, copies: lists } };
  }

  #stream(name: string): void {
    const index = this.#graph.byName.get(name)?.index ?? -1;
    const frame = this.#values.frameOf(index);
    if (frame?.pass !== undefined) frame.pass.streamSlot = frame.slotOf(index);
  }

  /** A call of a node's function on the slots of `frame`, whose value goes to `slot`. */
  #callOf(frame: FrameBuilder, graphNode: GraphNode, slot: number): DraftCall {
    const { reads, collected } = graphNode;
    const node = graphNode.node as FunctionNode;
    const takesLists = collected !== undefined && node.folds === undefined;
    const parameters: string[] = [];
    const slots: number[] = [];
    let lists: boolean[] | undefined;
    let constants = node.bound;
    for (let r = 0; r < reads.length; r++) {
      const read = node.reads[r];
      if (read === undefined) continue;
      const index = reads[r] as number;
      const isList = takesLists && collected[r] === true;
      let from = -1;
      if (index < 0) from = this.#engineSlot(frame, graphNode, read.name);
      else if (this.#ready.isMade(index)) {
        this.#resources.add(read.name);
        from = frame.slotOfResource(this.#graph.nodes[index]?.node as FunctionNode);
      } else if (!this.#ready.isAbsent(index)) from = frame.slotOf(index, isList ? 1 : 0);
      if (from >= 0) {
        parameters.push(read.as);
        slots.push(from);
        if (takesLists) (lists ??= []).push(isList);
      } else if (read.whenAbsent !== undefined) {
        constants = withAbsent(constants, read.as, read.whenAbsent);
      } else if (read.as in Object.prototype) {
        // every object has a "constructor" and a "toString": undefined lets the function's default count
        constants = withAbsent(constants, read.as, undefined);
      }
    }
    return {
      kind: 'call',
      step: { kind: 'call', node, slot, parameters, slots, constants },
      lists,
    };
  }

  /** The slot of what the engine gives; -1 where there is no such thing. */
  #engineSlot(frame: FrameBuilder, { scope }: GraphNode, name: string): number {
    if (!reservedNames.has(name)) return -1;
    if (name === '$item') return referenceSlot(frame, scope?.depth ?? 0);
    const value = name === '$signal' ? this.#values.signal : this.#values.attempt;
    if (!this.#root.has(value)) this.#given.push({ name, slot: this.#root.own(value) });
    return frame.slotOf(value);
  }
}

/** The slot of the reference to the item at this depth; -1 outside of blocks. */
function referenceSlot(frame: FrameBuilder, depth: number): number {
  const { pass, outer } = frame;
  if (depth === 0 || pass === undefined) return -1;
  if (frame.depth === depth || outer === undefined) {
    if (pass.referenceSlot < 0) pass.referenceSlot = frame.newSlot();
    return pass.referenceSlot;
  }
  const to = frame.newSlot();
  frame.imports.push({ from: referenceSlot(outer, depth), to });
  return to;
}

/** Where only a part of a pattern has a default, the function needs something to take apart. */
const withAbsent = (
  constants: CallStep['constants'],
  parameter: string,
  shape: AbsentShape | undefined,
): CallStep['constants'] => ({ ...constants, [parameter]: shape });
