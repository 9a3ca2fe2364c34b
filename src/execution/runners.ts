/**
 * How the nodes of a run are called: directly, or inside the lifecycle of its adapters.
 *
 * @module
 */
import type { NodeInfo } from '../adapters/adapter.ts';
import type { FunctionNode } from '../nodes/node.ts';
import { acceptValue, type Locate } from './accept-value.ts';
import { inputsInWords, nodeFailure } from './node-failure.ts';
import type { NodeLifecycle } from './node-lifecycle.ts';
import type { RunControl } from './run-control.ts';
import type { StepRunner } from './step-runner.ts';

/** Calls each function, and nothing else. */
export function plainRunner(control: RunControl, locate: Locate): StepRunner {
  const { ending, throwIfOver, over, stop } = control;
  return {
    call: (node, inputs) => node.call(inputs),
    isBoxed: false,
    failure: (node, inputs, error) =>
      ending() === undefined ? nodeFailure(node, inputs, error, locate) : ending()?.error,
    accept: (node, value) => acceptValue(node, value, locate),
    throwIfOver,
    over,
    stop,
  };
}

/** Calls each function inside the hooks and middleware of the adapters. */
export function watchedRunner(
  control: RunControl,
  locate: Locate,
  lifecycle: NodeLifecycle,
  infoOf: (node: FunctionNode) => NodeInfo,
): StepRunner {
  const plain = plainRunner(control, locate);
  return {
    ...plain,
    call: (node, inputs) =>
      lifecycle.callNode({
        info: infoOf(node),
        inputs,
        call: () => plain.call(node, inputs),
        accept: (value) => plain.accept(node, value),
        failure: (error) => plain.failure(node, inputsInWords(inputs), error),
      }),
    isBoxed: true,
    // the lifecycle has told apart what the function threw from what hooks and middleware did
    failure: (_node, _inputs, error) => control.ending()?.error ?? error,
  };
}
