/**
 * What running a step needs to know, and how a step is called.
 *
 * @module
 */
import { types } from 'node:util';
import type { FunctionNode } from '../nodes/node.ts';
import type { Step } from '../plan/plan.ts';
import { inputsInWords } from './node-failure.ts';

/** What a run does with its nodes, and how it ends early. */
export interface StepRunner {
  /** Calls a node's function, or has its middleware do so; may throw, may give a promise. */
  readonly call: (node: FunctionNode, inputs: Record<string, unknown>) => unknown;
  /** Whether promises that `call` gives resolve to `{ value }`, so that they do not adopt a thenable. */
  readonly isBoxed: boolean;
  /** The error for what `call` threw; `inputs` in words. */
  readonly failure: (node: FunctionNode, inputs: string, error: unknown) => unknown;
  /** Throws where a value is none that a node may give. */
  readonly accept: (node: FunctionNode, value: unknown) => void;
  /** Throws when the run is over: aborted, closed, or failed. */
  readonly throwIfOver: () => void;
  /** Rejects when the run is over while it waits. */
  readonly over: Promise<never>;
  /** Ends the run: nothing else starts, and what is under way is told by its `$signal`. */
  readonly stop: (error: unknown) => void;
}

/** The one object that a step's function gets. */
export function inputsOf(step: Step, values: readonly unknown[]): Record<string, unknown> {
  const { parameters, slots, constants } = step;
  const inputs: Record<string, unknown> = {};
  for (let p = 0; p < parameters.length; p++) {
    inputs[parameters[p] as string] = values[slots[p] as number];
  }
  return constants === undefined ? inputs : Object.assign(inputs, constants);
}

/** Calls a step's function. What it throws becomes the run's failure. */
export function callStep(step: Step, inputs: Record<string, unknown>, runner: StepRunner): unknown {
  try {
    return runner.call(step.node, inputs);
  } catch (error) {
    throw runner.failure(step.node, inputsInWords(inputs), error);
  }
}

/** A real promise; other thenables are values, such as a polars `when(…)`. */
export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && types.isPromise(value);
