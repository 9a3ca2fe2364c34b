/**
 * What running a step needs to know, and how a step is called.
 *
 * @module
 */
import { types } from 'node:util';
import type { FunctionNode } from '../nodes/node.ts';
import type { Step } from '../plan/plan.ts';

/** What a run does with its nodes, and how it ends early. */
export interface StepRunner {
  /** Calls a node's function, or has its middleware do so; may throw, may give a promise. */
  readonly call: (node: FunctionNode, inputs: Record<string, unknown>) => unknown;
  /** The error for what a node threw. */
  readonly failure: (
    node: FunctionNode,
    inputs: Record<string, unknown>,
    error: unknown,
  ) => unknown;
  /** Throws where a value is none that a node may give. */
  readonly accept: (node: FunctionNode, value: unknown) => void;
  /** Throws when the run is over: aborted, or closed. */
  readonly throwIfOver: () => void;
  /** Rejects when the run is over while it waits; undefined: nothing can end it. */
  readonly over: Promise<never> | undefined;
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
    throw runner.failure(step.node, inputs, error);
  }
}

/** A real promise; other thenables are values, such as a polars `when(…).then(…)`. */
export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && types.isPromise(value);
