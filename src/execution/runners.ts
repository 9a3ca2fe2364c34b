/**
 * How the nodes of a run are called: directly, or inside the lifecycle of its adapters.
 *
 * @module
 */
import type { NodeInfo } from '../adapters/adapter.ts';
import type { FunctionNode } from '../nodes/node.ts';
import { acceptValue, type Locate } from './accept-value.ts';
import { itemOf, type Frame } from './frame.ts';
import { openWithBehaviours } from './generator-behaviour.ts';
import { callWithBehaviours } from './node-behaviour.ts';
import { inputsInWords, nodeFailure } from './node-failure.ts';
import type { NodeLifecycle } from './node-lifecycle.ts';
import type { RunControl } from './run-control.ts';
import {
  inputsOf,
  isPromise,
  type OpenedFold,
  type OpenedGenerator,
  type OpenGenerators,
  type StepRunner,
} from './step-runner.ts';

const nothing = (): void => undefined;

/** Calls a generator, or has what lies around it do so; gives its items. */
const openItems = (
  node: FunctionNode,
  inputs: Record<string, unknown>,
  frame: Frame,
  run: OpenGenerators,
  { signal }: RunControl,
): unknown =>
  node.behaviours === undefined
    ? node.call(inputs)
    : openWithBehaviours(node, node.behaviours, inputs, { signal, item: itemOf(frame), run });

/** Calls each function, and nothing else. */
export function plainRunner(control: RunControl, locate: Locate): StepRunner {
  const { ending, isOver, throwIfOver, stop, signal } = control;
  const failure: StepRunner['failure'] = (node, inputs, error, frame) =>
    ending() === undefined
      ? nodeFailure(node, inputs, error, locate, itemOf(frame))
      : ending()?.error;
  const opened = (items: unknown): OpenedGenerator => ({ items, end: nothing, fail: nothing });
  const fold: OpenedFold = { isWanted: true, end: (accumulator) => accumulator, fail: nothing };
  return {
    call: (node, inputs, frame) =>
      node.behaviours === undefined
        ? node.call(inputs)
        : callWithBehaviours(node, node.behaviours, inputs, { signal, item: itemOf(frame) }),
    isBoxed: false,
    open: (node, inputs, frame, run) => {
      const items = openItems(node, inputs, frame, run, control);
      return isPromise(items) ? items.then(opened) : opened(items);
    },
    openFold: () => fold,
    failure,
    nodeFailure: failure,
    accept: (node, value, frame, call) => {
      // of what is neither, there is nothing to be said
      if (value !== undefined && typeof value !== 'object') return;
      acceptValue(node, value, locate, () => ({
        item: itemOf(frame),
        inputs: call === undefined ? '' : inputsInWords(inputsOf(call, frame.values)),
      }));
    },
    locate,
    throwIfOver,
    isOver,
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
    call: (node, inputs, frame) =>
      lifecycle.callNode({
        info: infoOf(node),
        inputs,
        item: itemOf(frame),
        call: () => plain.call(node, inputs, frame),
        accept: (value) => plain.accept(node, value, frame),
        failure: (error) => plain.failure(node, inputsInWords(inputs), error, frame),
      }),
    isBoxed: true,
    open: (node, inputs, frame, run) =>
      lifecycle.openGenerator({
        info: infoOf(node),
        inputs,
        item: itemOf(frame),
        call: () => openItems(node, inputs, frame, run, control),
        failure: (error) => plain.failure(node, inputsInWords(inputs), error, frame),
      }),
    openFold: (node, inputs, frame) =>
      lifecycle.openFold({
        info: infoOf(node),
        inputs: inputs(),
        item: itemOf(frame),
        accept: (value) => plain.accept(node, value, frame),
      }),
    // the lifecycle has told apart what the function threw from what hooks and middleware did
    failure: (_node, _inputs, error) => control.ending()?.error ?? error,
  };
}
