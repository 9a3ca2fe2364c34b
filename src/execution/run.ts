/**
 * What all frames of one run share.
 *
 * @module
 */
import type { BlockStep, TaskStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import type { Pace } from './pace.ts';
import type { StepRunner } from './step-runner.ts';
import type { StreamSink } from './lanes.ts';
import type { TaskRunner } from './task-runner.ts';

export interface Run {
  readonly runner: StepRunner;
  readonly pace: Pace;
  /** Items that may be under way at once; each block may have one, whatever the others do. */
  readonly mostInFlight: number;
  inFlight: number;
  /** The blocks whose generators have not ended. */
  readonly open: Set<Closable>;
  /** Where streamed values go; undefined: nobody streams. */
  readonly sink: StreamSink | undefined;
  /** Runs its tasks; undefined: it has none. */
  readonly tasks: TaskRunner | undefined;
  /** Runs what is more than one call; its values are in their slots when it is done. */
  readonly runPart: (step: BlockStep | TaskStep, frame: Frame, run: Run) => void | Promise<void>;
}

/** Something that must be closed, however a run ends. Never rejects. */
export interface Closable {
  readonly close: () => Promise<void>;
}

/** Notes that something has to be waited for: then it pays to run ahead of whoever takes the values of a stream. */
export function runAhead({ sink }: Run): void {
  if (sink !== undefined) sink.isAhead = true;
}

/** Closes the generators that have not ended; done when all that could be closed is. */
export async function closeAll({ open }: Run): Promise<void> {
  await Promise.all([...open].map((block) => block.close()));
}
