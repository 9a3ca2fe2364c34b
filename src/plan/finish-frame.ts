/**
 * A planned frame becomes final: by now it is known who reads each slot, and who reads it last.
 *
 * @module
 */
import type { FunctionNode } from '../nodes/node.ts';
import type { DraftCall, DraftPass, FrameBuilder } from './frame-builder.ts';
import type { BlockStep, CallStep, FramePlan, Step } from './plan.ts';

/** The final plan of a frame; the slots in `kept` are still read once all its steps are done. */
export function finishFrame(frame: FrameBuilder, kept: readonly number[]): FramePlan {
  // inner frames first: what they gather and import is part of their step
  const drafts = frame.steps.map((draft) =>
    draft.kind === 'pass' ? { draft, step: blockStep(draft) } : draft,
  );
  const uses = new Int32Array(frame.slotCount);
  const use = (slot: number): void => {
    uses[slot] = (uses[slot] ?? 0) + 1;
  };
  for (const slot of kept) use(slot);
  for (const draft of drafts) {
    if ('draft' in draft) usesOf(draft.step).forEach(use);
    else if (draft.kind === 'call') draft.step.slots.forEach(use);
  }
  // what comes from outside, others may read there, or at other items
  const isShared = new Uint8Array(frame.slotCount);
  for (const { to } of [...frame.imports, ...frame.loads]) isShared[to] = 1;
  const steps = drafts.map((draft): Step => {
    if (!('draft' in draft)) {
      if (draft.kind === 'resource') return draft;
      return callStep(draft, (slot) => isShared[slot] === 1 || (uses[slot] ?? 0) > 1);
    }
    const loads = draft.step.loads.map((load) => ({
      ...load,
      isOnly: uses[load.from] === 1 && isShared[load.from] !== 1,
    }));
    return loads.length === 0 ? draft.step : { ...draft.step, loads };
  });
  const imported = frame.imports.map(({ to }) => to);
  const isImported = new Set(imported);
  const own = kept.filter((slot) => !isImported.has(slot));
  return framePlan(steps, frame.slotCount, own, imported);
}

/** A plan of these steps, of whose slots it is known who reads them last. */
export function framePlan(
  steps: readonly Step[],
  slotCount: number,
  kept: readonly number[],
  imported: readonly number[] = [],
): FramePlan {
  return {
    steps,
    slotCount,
    kept,
    imported,
    releasedAfter: lastReads(steps, slotCount, [...kept, ...imported]),
  };
}

function callStep(
  { step, lists }: DraftCall,
  hasOtherReaders: (slot: number) => boolean,
): CallStep {
  if (lists === undefined) return step;
  const copies = lists.map((isList, i) => isList && hasOtherReaders(step.slots[i] as number));
  return copies.includes(true) ? { ...step, copies } : step;
}

function blockStep(draft: DraftPass): BlockStep {
  const { generator, frame, source, gathers, folds, keySlot, streamSlot } = draft;
  const { itemSlot, referenceSlot, countSlot } = draft;
  const kept = [
    ...gathers.map(({ from }) => from),
    ...folds.flatMap(({ slots }) => slots),
    ...[keySlot, streamSlot].filter((slot) => slot >= 0),
  ];
  const plan = finishFrame(frame, kept);
  const reads = [...sourceSlots(source), ...frame.imports.map(({ from }) => from)];
  return {
    kind: 'block',
    node: generator.node as FunctionNode,
    source,
    slots: [...new Set([...reads, ...frame.loads.map(({ from }) => from)])],
    gives: [
      ...gathers.map(({ to }) => to),
      ...folds.map(({ slot }) => slot),
      ...(countSlot < 0 ? [] : [countSlot]),
    ],
    plan,
    itemSlot,
    keySlot,
    referenceSlot,
    imports: frame.imports,
    loads: frame.loads.map((load) => ({ ...load, isOnly: false })),
    gathers,
    folds,
    countSlot,
    streamSlot,
    streams: streamSlot >= 0 || plan.steps.some((step) => step.kind === 'block' && step.streams),
  };
}

/** The slots outside that a pass reads, as often as it reads them. */
const usesOf = ({ source, imports, loads }: BlockStep): readonly number[] => [
  ...sourceSlots(source),
  ...imports.map(({ from }) => from),
  ...loads.map(({ from }) => from),
];

function sourceSlots(source: BlockStep['source']): readonly number[] {
  switch (source.kind) {
    case 'call':
      return source.step.slots;
    case 'given':
      return [source.slot];
    case 'kept':
      return [source.countSlot];
  }
}

const nothing: readonly number[] = [];

/** For each step, the slots that it is the last one to read; never those in `others`. */
function lastReads(
  steps: readonly Step[],
  slotCount: number,
  others: readonly number[],
): readonly (readonly number[])[] {
  const isSettled = new Uint8Array(slotCount);
  for (const slot of others) isSettled[slot] = 1;
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
