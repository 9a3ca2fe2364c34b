/**
 * A plan is cut into tasks.
 *
 * The steps of each frame become sections, between barriers; a strategy cuts each section into groups; every group
 * becomes one step that an executor runs. What a user's strategy gives is checked here.
 *
 * @module
 */
import { roleOf } from '../graph/node-info.ts';
import { blocksAround, type Graph, type GraphNode } from '../graph/graph.ts';
import { inputError, type IcosianError } from '../errors.ts';
import { framePlan } from './finish-frame.ts';
import { isAsyncFunction, nodesCalledIn, placeOf, splitByPlace } from './places.ts';
import { readersOf, taskStep, type Cut } from './task-step.ts';
import type { GroupingStrategy, Member, NodeGroup, Section } from './grouping.ts';
import type {
  BlockStep,
  CallStep,
  EngineSlots,
  FramePlan,
  Plan,
  ResourceStep,
  Step,
  TaskGroup,
  TaskStep,
} from './plan.ts';
import {
  groupsInCircle,
  memberInTwoGroups,
  memberWithoutGroup,
  noGroups,
  strategyFailed,
  unknownMember,
} from './strategy-problems.ts';

/** The plan with tasks for steps. Throws `InputError` where the strategy does not keep its contract. */
export function groupPlan(graph: Graph, plan: Plan, strategy: GroupingStrategy): Plan {
  const frame = new Grouper(graph, strategy).frame(plan, undefined, engineSlotsOf(plan));
  return { ...plan, ...frame, groups: groupsOf(frame) };
}

/** Where the frame of the request has what the engine gives. */
function engineSlotsOf({ given }: Plan): EngineSlots {
  const slotOf = (engine: string): number | undefined =>
    given.find(({ name }) => name === engine)?.slot;
  return present(slotOf('$signal'), slotOf('$attempt'));
}

const present = (signal: number | undefined, attempt: number | undefined): EngineSlots => ({
  ...(signal === undefined ? {} : { signal }),
  ...(attempt === undefined ? {} : { attempt }),
});

/** Where slots are after they were copied; absent: they were not. */
const moved = ({ signal, attempt }: EngineSlots, to: (slot: number) => number): EngineSlots => {
  const at = (slot: number | undefined): number | undefined => {
    const found = slot === undefined ? -1 : to(slot);
    return found < 0 ? undefined : found;
  };
  return present(at(signal), at(attempt));
};

/** The groups of all tasks of a frame, in the order of its steps. */
const groupsOf = ({ steps }: FramePlan): readonly TaskGroup[] =>
  steps.flatMap((step) => {
    if (step.kind === 'task') return [step.group];
    return step.kind === 'block' ? groupsOf(step.plan) : [];
  });

/** A step that belongs to a section, with the member that stands for it. */
interface Placed {
  readonly step: CallStep | BlockStep;
  readonly member: Member;
}

class Grouper {
  readonly #graph: Graph;
  readonly #strategy: GroupingStrategy;
  readonly #ids = new Map<string, number>();

  constructor(graph: Graph, strategy: GroupingStrategy) {
    this.#graph = graph;
    this.#strategy = strategy;
  }

  /** The frame with tasks for steps; `around` is the block whose items it is for. */
  frame(plan: FramePlan, around: BlockStep | undefined, engine: EngineSlots): FramePlan {
    const scope = this.#scopeOf(around);
    const resources = plan.steps.filter((step) => step.kind === 'resource');
    /** Per slot: how many barriers lie before it. */
    const barriers = new Int32Array(plan.slotCount);
    const sections: (CallStep | BlockStep)[][] = [];
    const steps: { readonly step: Step; readonly after: number }[] = [];
    plan.steps.forEach((step) => {
      let after = 0;
      for (const slot of step.slots) after = Math.max(after, barriers[slot] ?? 0);
      const isBarrier = step.kind === 'block' && this.#expands(step, scope);
      const gives = step.kind === 'call' ? [step.slot] : step.gives;
      for (const slot of gives) barriers[slot] = after + (isBarrier ? 1 : 0);
      if (isBarrier) steps.push({ step: this.#expanded(step, engine), after });
      else if (step.kind === 'call' || step.kind === 'block') (sections[after] ??= []).push(step);
    });
    const imported = new Set(plan.imported);
    const isShared = (slot: number): boolean => around === undefined || imported.has(slot);
    const cut = { readers: readersOf(plan), resources, engine, isShared };
    sections.forEach((section, after) => {
      for (const task of this.#tasks(cut, section, scope)) steps.push({ step: task, after });
    });
    // what this very thread calls, a generator or a reduce, may need a resource, too
    for (const step of resourcesFor(steps, plan.kept, resources)) steps.push({ step, after: 0 });
    // groups of one section stand in order already, and come before the barrier after it
    const rank = { resource: 0, call: 1, task: 1, block: 2 };
    const ordered = steps
      .toSorted((a, b) => a.after - b.after || rank[a.step.kind] - rank[b.step.kind])
      .map(({ step }) => step);
    return framePlan(ordered, plan.slotCount, plan.kept, plan.imported);
  }

  #scopeOf(around: BlockStep | undefined): readonly string[] {
    if (around === undefined) return [];
    const graphNode = this.#graph.byName.get(around.node.name) as GraphNode;
    return blocksAround(graphNode.itemScope).map(({ generator }) => generator);
  }

  #expands(step: BlockStep, scope: readonly string[]): boolean {
    // what is streamed has to come through this thread item by item
    if (step.streams) return true;
    const info = { generator: step.node.name, scope };
    return this.#asked(() => this.#strategy.expands?.(info)) ?? scope.length === 0;
  }

  #expanded(step: BlockStep, engine: EngineSlots): BlockStep {
    const inside = moved(
      engine,
      (slot) => step.imports.find(({ from }) => from === slot)?.to ?? -1,
    );
    return { ...step, plan: this.frame(step.plan, step, inside), makesTasks: true };
  }

  #tasks(
    cut: Cut,
    steps: readonly (CallStep | BlockStep)[],
    scope: readonly string[],
  ): readonly TaskStep[] {
    const placed = this.#placed(steps);
    const section: Section = { scope, members: placed.map(({ member }) => member) };
    const groups = this.#asked(() => this.#strategy.group(section));
    const problems = this.#problems(section, groups);
    if (problems.length > 0) throw inputError(problems);
    const byId = new Map(placed.map((each) => [each.member.id, each]));
    const ordered = inOrder(
      section,
      groups.flatMap((group) => splitByPlace(section, group)),
    );
    if (ordered === undefined) throw inputError([groupsInCircle(this.#strategy, section)]);
    return ordered.map(({ members, where = 'local' }) => {
      const ids = new Set(members);
      // in the order of the section, whatever the strategy's
      const inside = section.members.flatMap(({ id }) =>
        ids.has(id) ? [byId.get(id) as Placed] : [],
      );
      const nodes = inside.flatMap(({ member }) => member.nodes);
      const group: TaskGroup = { id: this.#idOf(nodes), nodes, where, scope };
      return taskStep(
        cut,
        inside.map(({ step }) => step),
        group,
      );
    });
  }

  /** The steps as members that know which others they need. */
  #placed(steps: readonly (CallStep | BlockStep)[]): readonly Placed[] {
    const ids = new Map<string, number>();
    const giver = new Map<number, string>();
    return steps.map((step): Placed => {
      const { name } = step.node;
      const count = (ids.get(name) ?? 0) + 1;
      ids.set(name, count);
      const id = count === 1 ? name : `${name}#${count}`;
      const needs = new Set(step.slots.flatMap((slot) => giver.get(slot) ?? []));
      for (const slot of step.kind === 'call' ? [step.slot] : step.gives) giver.set(slot, id);
      return {
        step,
        member: {
          id,
          nodes: step.kind === 'call' ? [name] : nodesIn(step),
          role: roleOf(step.node, this.#graph.config),
          needs: [...needs],
          ...(nodesCalledIn(step).some(isAsyncFunction) ? { isAsync: true } : {}),
          ...placeOf(nodesCalledIn(step)),
        },
      };
    });
  }

  #idOf(nodes: readonly string[]): string {
    const [first = '', ...others] = nodes;
    const base = others.length === 0 ? first : `${first}+${others.length}`;
    const count = (this.#ids.get(base) ?? 0) + 1;
    this.#ids.set(base, count);
    return count === 1 ? base : `${base}#${count}`;
  }

  #asked<T>(ask: () => T): T {
    try {
      const answer = ask();
      // what becomes of a promise is of no interest: it is no answer
      if (answer instanceof Promise) answer.catch(() => undefined);
      return answer;
    } catch (error) {
      throw inputError([strategyFailed(this.#strategy, error)]);
    }
  }

  #problems({ scope, members }: Section, groups: unknown): readonly IcosianError[] {
    if (!Array.isArray(groups) || !groups.every(isGroup)) return [noGroups(this.#strategy, groups)];
    const left = new Set(members.map(({ id }) => id));
    const known = new Set(left);
    const problems: IcosianError[] = [];
    for (const id of (groups as readonly NodeGroup[]).flatMap((group) => group.members)) {
      if (!known.has(id)) problems.push(unknownMember(this.#strategy, id, scope, known));
      else if (!left.delete(id)) problems.push(memberInTwoGroups(this.#strategy, id));
    }
    for (const id of left) problems.push(memberWithoutGroup(this.#strategy, id));
    return problems;
  }
}

const isGroup = (group: unknown): boolean => {
  const { members, where } = Object(group) as Partial<Record<keyof NodeGroup, unknown>>;
  return (
    Array.isArray(members) &&
    members.length > 0 &&
    members.every((id) => typeof id === 'string') &&
    (where === undefined || where === 'local' || where === 'remote')
  );
};

/** The resources that calls of the frame itself read: those of a pass that is expanded. */
function resourcesFor(
  steps: readonly { readonly step: Step }[],
  kept: readonly number[],
  resources: readonly ResourceStep[],
): readonly ResourceStep[] {
  const read = new Set(kept);
  for (const { step } of steps) {
    if (step.kind !== 'task') for (const slot of step.slots) read.add(slot);
  }
  return resources.filter(({ gives }) => gives.some((slot) => read.has(slot)));
}

/** All nodes that run in a block, its generator first. */
function nodesIn(step: BlockStep): readonly string[] {
  const names = new Set([step.node.name]);
  for (const inner of step.plan.steps) {
    if (inner.kind === 'call') names.add(inner.node.name);
    else if (inner.kind === 'block') for (const name of nodesIn(inner)) names.add(name);
  }
  for (const { node } of step.folds) names.add(node.name);
  return [...names];
}

/** The groups so that each comes after those that it waits for; undefined: they wait for each other. */
function inOrder(
  { members }: Section,
  groups: readonly NodeGroup[],
): readonly NodeGroup[] | undefined {
  const groupOf = new Map(
    groups.flatMap((group) => group.members.map((id) => [id, group] as const)),
  );
  const needs = new Map(groups.map((group) => [group, new Set<NodeGroup>()]));
  for (const { id, needs: needed } of members) {
    const own = groupOf.get(id) as NodeGroup;
    for (const need of needed) {
      const other = groupOf.get(need) as NodeGroup;
      if (other !== own) needs.get(own)?.add(other);
    }
  }
  const ordered: NodeGroup[] = [];
  const readers = new Map(groups.map((group) => [group, [] as NodeGroup[]]));
  for (const [group, others] of needs) for (const other of others) readers.get(other)?.push(group);
  const ready = groups.filter((group) => needs.get(group)?.size === 0);
  for (const group of ready) {
    ordered.push(group);
    for (const reader of readers.get(group) ?? []) {
      const left = needs.get(reader);
      left?.delete(group);
      if (left?.size === 0) ready.push(reader);
    }
  }
  return ordered.length === groups.length ? ordered : undefined;
}
