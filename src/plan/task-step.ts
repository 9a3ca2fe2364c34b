/**
 * Steps of a frame become one task, with slots of its own.
 *
 * @module
 */
import { framePlan } from './finish-frame.ts';
import type {
  BlockStep,
  CallStep,
  EngineSlots,
  FramePlan,
  ResourceStep,
  TaskGroup,
  TaskStep,
} from './plan.ts';

/** The frame that is cut into tasks. */
export interface Cut {
  /** Per slot: how many steps read it. */
  readonly readers: Int32Array;
  readonly resources: readonly ResourceStep[];
  readonly engine: EngineSlots;
  /** Whether a slot has a value that others read, too. */
  readonly isShared: (slot: number) => boolean;
}

/** Per slot: how many of the steps of a frame read it; what is kept has one more reader. */
export function readersOf({ steps, kept, slotCount }: FramePlan): Int32Array {
  const readers = new Int32Array(slotCount);
  for (const slot of kept) readers[slot] = (readers[slot] ?? 0) + 1;
  for (const { slots } of steps) {
    for (const slot of slots) readers[slot] = (readers[slot] ?? 0) + 1;
  }
  return readers;
}

const slotsGivenBy = (step: CallStep | BlockStep): readonly number[] =>
  step.kind === 'call' ? [step.slot] : step.gives;

/** The steps of a group as one task, on slots of its own: a frame may have many more than the task needs. */
export function taskStep(
  { readers, resources, engine, isShared }: Cut,
  steps: readonly (CallStep | BlockStep)[],
  group: TaskGroup,
): TaskStep {
  const inside = new Map<number, number>();
  const at = (slot: number): number => {
    const known = inside.get(slot);
    if (known !== undefined) return known;
    inside.set(slot, inside.size);
    return inside.size - 1;
  };
  const own = new Set(steps.flatMap(slotsGivenBy));
  const reads = new Map<number, number>();
  for (const { slots } of steps) {
    for (const slot of slots) reads.set(slot, (reads.get(slot) ?? 0) + 1);
  }
  // each task has the resources that it needs where it runs
  const needed = resources.filter(({ gives: [slot = -1] }) => reads.has(slot));
  const isResource = new Set(needed.flatMap(({ gives }) => gives));
  const slots = [...reads.keys()].filter((slot) => !own.has(slot) && !isResource.has(slot));
  const gives = [...own].filter((slot) => (readers[slot] ?? 0) > (reads.get(slot) ?? 0));
  const taken = slots.map(at);
  const moved = [
    ...needed.map((step) => ({ ...step, gives: step.gives.map(at) })),
    ...steps.map((step) => movedStep(step, at)),
  ];
  const given = gives.map(at);
  const plan = framePlan(moved, inside.size, given);
  const positionOf = (slot: number | undefined): number =>
    slot === undefined ? -1 : slots.indexOf(slot);
  const [signal, attempt] = [positionOf(engine.signal), positionOf(engine.attempt)];
  const engineHere = {
    ...(signal < 0 ? {} : { signal }),
    ...(attempt < 0 ? {} : { attempt }),
  };
  return {
    kind: 'task',
    group,
    slots,
    gives,
    plan,
    taken,
    given,
    isShared: slots.map(isShared),
    engine: engineHere,
  };
}

/** The same step where each slot outside of it is another. */
function movedStep(step: CallStep | BlockStep, at: (slot: number) => number): CallStep | BlockStep {
  if (step.kind === 'call') return movedCall(step, at);
  const { source, imports, loads, gathers, folds, countSlot } = step;
  return {
    ...step,
    source: movedSource(source, at),
    slots: step.slots.map(at),
    gives: step.gives.map(at),
    imports: imports.map((copy) => ({ ...copy, from: at(copy.from) })),
    loads: loads.map((load) => ({ ...load, from: at(load.from) })),
    gathers: gathers.map((copy) => ({ ...copy, to: at(copy.to) })),
    folds: folds.map((fold) => ({ ...fold, slot: at(fold.slot) })),
    countSlot: countSlot < 0 ? -1 : at(countSlot),
  };
}

const movedCall = (step: CallStep, at: (slot: number) => number): CallStep => ({
  ...step,
  slot: step.slot < 0 ? -1 : at(step.slot),
  slots: step.slots.map(at),
});

function movedSource(
  source: BlockStep['source'],
  at: (slot: number) => number,
): BlockStep['source'] {
  switch (source.kind) {
    case 'call':
      return { kind: 'call', step: movedCall(source.step, at) };
    case 'given':
      return { ...source, slot: at(source.slot) };
    case 'kept':
      return { kind: 'kept', countSlot: at(source.countSlot) };
  }
}
