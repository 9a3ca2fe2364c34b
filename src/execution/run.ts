/**
 * What all frames of one run share.
 *
 * @module
 */
import type { BlockStep, ResourceStep, TaskStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import type { Pace } from './pace.ts';
import type { Resources } from './resources.ts';
import type { StepRunner } from './step-runner.ts';
import type { StreamSink } from './lanes.ts';
import type { TaskRunner } from './task-runner.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface Run {
  readonly runner: StepRunner;
  readonly pace: Pace;
  readonly load: RunLoad;
  /** The blocks whose generators have not ended. */
  readonly open: Set<Closable>;
  /** Of all runs of the driver: generators that are told to end, and will once they have what they wait for. */
  readonly closings: Set<Promise<void>>;
  /** Where streamed values go; undefined: nobody streams. */
  readonly sink: StreamSink | undefined;
  /** Runs its tasks; undefined: it has none. */
  readonly tasks: TaskRunner | undefined;
  /** What its nodes need beside values: made once, kept by the run or by the thread. */
  readonly resources: Resources;
  /** Runs what is more than one call; its values are in their slots when it is done. */
  readonly runPart: (
    step: BlockStep | TaskStep | ResourceStep,
    frame: Frame,
    run: Run,
  ) => void | Promise<void>;
}

/** The items that are under way, in all runs of a driver. */
export interface DriverLoad {
  /** How many there may be; each block may have one, whatever the others do. */
  readonly most: number;
  items: number;
  /** The blocks that wait for a further item. */
  readonly waiting: WaitingRoom;
  /** Generators that are told to end, and will once they have what they wait for. */
  readonly closings: Set<Promise<void>>;
}

/** A run's part of the load of its driver. */
export class RunLoad {
  readonly #driver: DriverLoad;
  #items = 0;
  #hasEnded = false;

  constructor(driver: DriverLoad) {
    this.#driver = driver;
  }

  get most(): number {
    return this.#driver.most;
  }

  /** Whether there is room for a further item; where not, `resume` is called once there is. */
  hasRoom(resume: () => void): boolean {
    const { items, most, waiting } = this.#driver;
    if (items < most) return true;
    waiting.enter(resume);
    return false;
  }

  add(): void {
    this.#items++;
    this.#driver.items++;
  }

  remove(): void {
    if (this.#hasEnded) return;
    this.#items--;
    this.#driver.items--;
    this.#wake();
  }

  /** Forgets what is still under way: nobody waits for it any more. */
  end(): void {
    this.#hasEnded = true;
    this.#driver.items -= this.#items;
    this.#wake();
  }

  #wake(): void {
    const driver = this.#driver;
    driver.waiting.wake(() => driver.items < driver.most);
  }
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
