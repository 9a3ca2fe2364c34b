/**
 * Executes one graph and the same loop by hand, in turns. Run by execute.ts, in a process of its own.
 *
 * @module
 */
import { Builder, DictResult } from '../../src/index.ts';
import type { CellTask } from './cells.ts';
import { loopOver } from './execute-by-hand.ts';
import { answer, cacheFolder, givenTask } from './fresh-process.ts';
import { expected, moduleOf } from './graph-shapes.ts';
import { timed, timeInTurns } from './rounds.ts';

/** Milliseconds: the first run of the driver, which plans, then one figure a round for both. */
export interface ExecuteTimes {
  readonly firstMs: number;
  readonly ms: readonly number[];
  readonly byHandMs: readonly number[];
  /** Whether all values are what the loop gives, and the last one is what it must be. */
  readonly isRight: boolean;
}

const { shape, count, effort } = givenTask() as CellTask;
const functions = await moduleOf(cacheFolder, count, shape);
const driver = new Builder()
  .withModules(functions)
  .withResultBuilder(new DictResult())
  .build()
  .untyped();
const asked = shape === 'deep' ? [count - 1] : Array.from({ length: count }, (_, i) => i);
const outputs = asked.map((i) => `n${i}`);
const loop = loopOver(functions, count, shape, asked);

const execute = (): Promise<Record<string, unknown>> =>
  driver.execute(outputs, { inputs: { x: 1 } });
const firstMs = await timed(execute, 1);
const [ms = [], byHandMs = []] = await timeInTurns([execute, () => loop(1)], effort);

const values = await execute();
const right = loop(1);
const isRight =
  values[`n${count - 1}`] === expected(count, shape) &&
  Object.keys(values).length === outputs.length &&
  outputs.every((name) => values[name] === right[name]);
answer({ firstMs, ms, byHandMs, isRight } satisfies ExecuteTimes);
