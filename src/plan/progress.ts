/**
 * How far the steps of a frame are: what may start, and what may be let go of.
 *
 * Each step counts the values that it still lacks, each slot the readers that have not started. Finishing a step costs
 * no more than its edges, however many steps there are.
 *
 * @module
 */
import type { FramePlan, Step } from './plan.ts';

export interface Progress {
  readonly steps: readonly Step[];
  /** Per step: values that are not there yet. */
  readonly missing: Int32Array;
  /** Per slot: the steps that wait for it. */
  readonly waiting: readonly (readonly number[] | undefined)[];
  /** Per slot: readers that have not started; what is kept, or belongs to the frame outside, has one more. */
  readonly readers: Int32Array;
  /** Steps that are not done. */
  unfinished: number;
}

export type ProgressEvent =
  /** The step has taken the values that it reads. */
  | { readonly kind: 'started'; readonly step: number }
  /** The values that the step gives are there. */
  | { readonly kind: 'done'; readonly step: number };

/** What an event changes. */
export interface Advance {
  /** The positions of steps that may start now. */
  readonly ready: readonly number[];
  /** The slots whose values nobody will read any more. */
  readonly released: readonly number[];
}

const none: readonly number[] = [];

/** The slots that a step fills. */
const givenBy = (step: Step): readonly number[] =>
  step.kind === 'call' ? [step.slot] : step.gives;

/** The progress of the steps from position `first` on, where all before are done; none has started. */
export function progressFrom(plan: FramePlan, first: number): Progress {
  const steps = first === 0 ? plan.steps : plan.steps.slice(first);
  const missing = new Int32Array(steps.length);
  const waiting: number[][] = [];
  const readers = new Int32Array(plan.slotCount);
  const isComputed = new Uint8Array(plan.slotCount);
  const read = (slot: number): void => {
    readers[slot] = (readers[slot] ?? 0) + 1;
  };
  plan.kept.forEach(read);
  plan.imported.forEach(read);
  steps.forEach((step, i) => {
    for (const slot of step.slots) {
      read(slot);
      if (isComputed[slot] !== 1) continue;
      missing[i] = (missing[i] ?? 0) + 1;
      (waiting[slot] ??= []).push(i);
    }
    for (const slot of givenBy(step)) isComputed[slot] = 1;
  });
  return { steps, missing, waiting, readers, unfinished: steps.length };
}

/** The steps that lack nothing. */
export function readyAtFirst({ steps, missing }: Progress): readonly number[] {
  return steps.flatMap((_, i) => (missing[i] === 0 ? [i] : []));
}

/** What an event changes; `progress` is up to date afterwards. */
export function advance(progress: Progress, event: ProgressEvent): Advance {
  const { steps, missing, waiting, readers } = progress;
  const step = steps[event.step] as Step;
  let ready: number[] | undefined;
  let released: number[] | undefined;
  if (event.kind === 'started') {
    for (const slot of step.slots) {
      const left = (readers[slot] ?? 0) - 1;
      readers[slot] = left;
      if (left === 0) (released ??= []).push(slot);
    }
    return { ready: none, released: released ?? none };
  }
  progress.unfinished--;
  for (const slot of givenBy(step)) {
    if (readers[slot] === 0) (released ??= []).push(slot);
    for (const waiter of waiting[slot] ?? none) {
      const left = (missing[waiter] ?? 0) - 1;
      missing[waiter] = left;
      if (left === 0) (ready ??= []).push(waiter);
    }
  }
  return { ready: ready ?? none, released: released ?? none };
}
