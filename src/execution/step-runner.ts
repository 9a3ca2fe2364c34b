/**
 * What running a step needs to know, and how a step is called.
 *
 * @module
 */
import { types } from 'node:util';
import type { FunctionNode } from '../nodes/node.ts';
import type { CallStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import { inputsInWords } from './node-failure.ts';

/** The generators of a run, as those know them who open one. */
export interface OpenGenerators {
  /** Those that must be closed, however the run ends. Closing never rejects. */
  readonly open: Set<{ readonly close: () => Promise<void> }>;
  /** Those that are told to end, and will once they have what they wait for. */
  readonly closings: Set<Promise<void>>;
}

/** A generator that was called. */
export interface OpenedGenerator {
  /** What it gave; an iterable, where the user did right. */
  readonly items: unknown;
  /** Tells those who watch that it gave its last item. */
  readonly end: () => void | Promise<void>;
  /** Tells them that it failed. */
  readonly fail: (error: unknown) => void | Promise<void>;
}

/** A reduce that folds the items of one pass. */
export interface OpenedFold {
  /** Whether anybody wants it folded: middleware may have had its value elsewhere. */
  readonly isWanted: boolean;
  /** Takes the last accumulator and gives the value of the node. */
  readonly end: (accumulator: unknown) => unknown;
  readonly fail: (error: unknown) => void | Promise<void>;
}

type Inputs = Record<string, unknown>;

/** What a run does with its nodes, and how it ends early. */
export interface StepRunner {
  /** Calls a node's function, or has its middleware do so; may throw, may give a promise. */
  readonly call: (node: FunctionNode, inputs: Inputs, frame: Frame) => unknown;
  /** Whether promises that `call` gives resolve to `{ value }`, so that they do not adopt a thenable. */
  readonly isBoxed: boolean;
  /** Calls a generator for a block of `run`; its failures are told apart by `failure`, like those of `call`. */
  readonly open: (
    node: FunctionNode,
    inputs: Inputs,
    frame: Frame,
    run: OpenGenerators,
  ) => OpenedGenerator | Promise<OpenedGenerator>;
  /** Begins the one call that a reduce is for those who watch; `inputs` lacks what is folded. */
  readonly openFold: (
    node: FunctionNode,
    inputs: () => Inputs,
    frame: Frame,
  ) => OpenedFold | Promise<OpenedFold>;
  /** The error for what `call` or `open` threw; `inputs` in words. */
  readonly failure: (node: FunctionNode, inputs: string, error: unknown, frame: Frame) => unknown;
  /** The error for what a user's function threw. */
  readonly nodeFailure: StepRunner['failure'];
  /** Throws where a value is none that a node may give; `call`: while the values that it read are there. */
  readonly accept: (node: FunctionNode, value: unknown, frame: Frame, call?: CallStep) => void;
  /** Where a node's function stands. */
  readonly locate: (node: FunctionNode) => string | undefined;
  /** Throws when the run is over: aborted, closed, or failed. */
  readonly throwIfOver: () => void;
  readonly isOver: () => boolean;
  /** Ends the run: nothing else starts, and what is under way is told by its `$signal`. */
  readonly stop: (error: unknown) => void;
}

/** The one object that a step's function gets. */
export function inputsOf(step: CallStep, values: readonly unknown[]): Record<string, unknown> {
  const { parameters, slots, constants, copies } = step;
  const inputs: Record<string, unknown> = {};
  for (let p = 0; p < parameters.length; p++) {
    inputs[parameters[p] as string] = values[slots[p] as number];
  }
  if (copies !== undefined) {
    for (let p = 0; p < parameters.length; p++) {
      // what one reader does to its list is none of the others' business
      if (copies[p] === true) inputs[parameters[p] as string] = [...listIn(values, slots[p])];
    }
  }
  return constants === undefined ? inputs : Object.assign(inputs, constants);
}

const listIn = (values: readonly unknown[], slot: number | undefined): readonly unknown[] =>
  values[slot as number] as readonly unknown[];

/** Calls a step's function. What it throws becomes the run's failure. */
export function callStep(
  step: CallStep,
  inputs: Record<string, unknown>,
  runner: StepRunner,
  frame: Frame,
): unknown {
  try {
    return runner.call(step.node, inputs, frame);
  } catch (error) {
    throw runner.failure(step.node, inputsInWords(inputs), error, frame);
  }
}

/** A real promise; other thenables are values, such as a polars `when(…)`. */
export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && types.isPromise(value);
