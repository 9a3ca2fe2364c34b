/**
 * Tasks as plain data: what a worker needs to run a task of a plan that was made elsewhere.
 *
 * A program says everything that a {@link TaskStep} says, with names where that has nodes. So it can travel, and be read
 * wherever functions of these names are.
 *
 * @module
 */
import type { FunctionNode } from '../nodes/node.ts';
import type { TaskProgram } from '../executors/executor.ts';
import type { BlockStep, CallStep, FramePlan, ItemSource, Step, TaskStep } from './plan.ts';

type CallData = Omit<CallStep, 'node' | 'constants'> & {
  readonly node: string;
  /** Constants that are not the node's own: something empty to take apart where a dependency is absent. */
  readonly absent?: Readonly<Record<string, unknown>>;
};

type SourceData =
  | Exclude<ItemSource, { readonly kind: 'call' }>
  | { readonly kind: 'call'; readonly step: CallData };

type BlockData = Omit<BlockStep, 'node' | 'plan' | 'folds' | 'source'> & {
  readonly node: string;
  readonly source: SourceData;
  readonly plan: FrameData;
  readonly folds: readonly CallData[];
};

type StepData =
  | CallData
  | BlockData
  | { readonly kind: 'resource'; readonly node: string; readonly gives: readonly number[] };

type FrameData = Omit<FramePlan, 'steps'> & { readonly steps: readonly StepData[] };

/** What {@link TaskProgram} hides. */
export interface ProgramData {
  readonly plan: FrameData;
  readonly taken: readonly number[];
  readonly given: readonly number[];
}

/** The task as data; the same object for the same step. */
export function programOf(step: TaskStep): TaskProgram {
  const known = programs.get(step);
  if (known !== undefined) return known;
  const data: ProgramData = { plan: frameData(step.plan), taken: step.taken, given: step.given };
  const program: TaskProgram = {
    data,
    id: step.group.id,
    scope: step.group.scope,
    nodes: step.group.nodes,
    takes: step.taken.map((slot) => nameRead(step.plan, slot)),
    gives: step.given.map((slot) => nameGiven(step.plan, slot)),
    resources: [...new Set(resourcesIn(step.plan))],
    ...step.engine,
  };
  programs.set(step, program);
  return program;
}

const programs = new WeakMap<TaskStep, TaskProgram>();

/** Whose nodes a program needs. */
export type FindNode = (name: string) => FunctionNode;

/** The task again, of these nodes. */
export function stepOf(
  program: TaskProgram,
  nodeNamed: FindNode,
): Omit<TaskStep, 'slots' | 'gives'> {
  const { plan, taken, given } = program.data as ProgramData;
  return {
    kind: 'task',
    group: { id: program.id, nodes: program.nodes, where: 'remote', scope: program.scope },
    plan: frameOf(plan, nodeNamed),
    taken,
    given,
    isShared: [],
    engine: {},
  };
}

const frameData = (plan: FramePlan): FrameData => ({ ...plan, steps: plan.steps.map(stepData) });

function stepData(step: Step): StepData {
  switch (step.kind) {
    case 'call':
      return callData(step);
    case 'block':
      return {
        ...step,
        node: step.node.name,
        source:
          step.source.kind === 'call'
            ? { kind: 'call', step: callData(step.source.step) }
            : step.source,
        plan: frameData(step.plan),
        folds: step.folds.map(callData),
      };
    case 'resource':
      return { kind: 'resource', node: step.node.name, gives: step.gives };
    case 'task':
      throw new Error('a task holds no tasks');
  }
}

function callData({ node, constants = {}, ...others }: CallStep): CallData {
  const added = Object.entries(constants).filter(
    ([name]) => !Object.hasOwn(node.bound ?? {}, name),
  );
  const call = { ...others, node: node.name };
  return added.length === 0 ? call : { ...call, absent: Object.fromEntries(added) };
}

const frameOf = (data: FrameData, nodeNamed: FindNode): FramePlan => ({
  ...data,
  steps: data.steps.map((step) => planStep(step, nodeNamed)),
});

function planStep(data: StepData, nodeNamed: FindNode): Step {
  switch (data.kind) {
    case 'call':
      return callStep(data, nodeNamed);
    case 'block':
      return {
        ...data,
        node: nodeNamed(data.node),
        source:
          data.source.kind === 'call'
            ? { kind: 'call', step: callStep(data.source.step, nodeNamed) }
            : data.source,
        plan: frameOf(data.plan, nodeNamed),
        folds: data.folds.map((fold) => callStep(fold, nodeNamed)),
      };
    case 'resource':
      return { kind: 'resource', node: nodeNamed(data.node), slots: [], gives: data.gives };
  }
}

function callStep({ node: name, absent, ...others }: CallData, nodeNamed: FindNode): CallStep {
  const node = nodeNamed(name);
  const constants = absent === undefined ? node.bound : { ...node.bound, ...absent };
  return { ...others, node, constants };
}

/** What the value in a slot is called, by one of those who read it. */
function nameRead({ steps }: FramePlan, slot: number): string {
  for (const step of steps) {
    const call = step.kind === 'block' ? sourceCall(step) : step;
    const position = call?.kind === 'call' ? call.slots.indexOf(slot) : -1;
    if (call?.kind === 'call' && position >= 0) {
      const parameter = call.parameters[position];
      return call.node.reads.find((read) => read.as === parameter)?.name ?? String(parameter);
    }
    if (step.kind !== 'block') continue;
    const inside = [...step.imports, ...step.loads].find(({ from }) => from === slot)?.to;
    const name = inside === undefined ? '' : nameInBlock(step, inside);
    if (name !== '') return name;
  }
  return '';
}

const sourceCall = ({ source }: BlockStep): CallStep | undefined =>
  source.kind === 'call' ? source.step : undefined;

const nameInBlock = ({ plan, folds }: BlockStep, slot: number): string =>
  nameRead({ ...plan, steps: [...plan.steps, ...folds] }, slot);

/** What the value in a slot is called, by the node that gives it. */
function nameGiven({ steps }: FramePlan, slot: number): string {
  for (const step of steps) {
    if (step.kind === 'call' && step.slot === slot) return step.node.name;
    if (step.kind !== 'block') continue;
    const fold = step.folds.find((each) => each.slot === slot);
    if (fold !== undefined) return fold.node.name;
    const gathered = step.gathers.find(({ to }) => to === slot);
    if (gathered !== undefined) {
      const name = nameGiven(step.plan, gathered.from);
      return name === '' ? step.node.name : name;
    }
  }
  return '';
}

const resourcesIn = ({ steps }: FramePlan): readonly string[] =>
  steps.flatMap((step) => {
    if (step.kind === 'resource') return [step.node.name];
    return step.kind === 'block' ? resourcesIn(step.plan) : [];
  });
