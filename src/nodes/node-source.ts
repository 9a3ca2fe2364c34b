/**
 * From a function, plain or modified, to its recipe for nodes: what every modifier builds on.
 *
 * @module
 */
import { readHead } from './dependencies.ts';
import {
  nodeSource,
  type AbsentNode,
  type AnyFunction,
  type DraftNode,
  type FunctionNode,
  type Modified,
  type NodeSource,
  type Origin,
} from './node.ts';
import type { Kept } from './types.ts';

export const isModified = (fn: AnyFunction): fn is Modified => Object.hasOwn(fn, nodeSource);

/** The recipe that a modifier attached, or the one that reads the plain function's head. */
export function sourceOf(fn: AnyFunction): NodeSource {
  return isModified(fn) ? fn[nodeSource] : { toNodes: (name) => [plainNode(name, fn)] };
}

/** The node of a function without modifiers. A generator function opens a block. */
export function plainNode(name: string, fn: AnyFunction, module = ''): FunctionNode {
  const head = readHead(name, fn);
  const { reads, isGenerator } = head;
  const origin = { function: fn };
  return isGenerator
    ? { kind: 'function', name, reads, call: fn, origin, module, expands: {} }
    : { kind: 'function', name, reads, call: fn, origin, module };
}

/**
 * A function that behaves like `fn` and carries `source`.
 *
 * The user's own function stays unmarked, so it can be exported beside its modified form.
 */
export function modified<F extends AnyFunction>(fn: F, source: NodeSource): Kept<F> {
  const site = callSite();
  const called = function (this: unknown, ...values: unknown[]): unknown {
    return fn.apply(this, values);
  };
  Object.defineProperty(called, 'name', { value: fn.name, configurable: true });
  const inner = isModified(fn) ? fn[nodeSource].origin : source.origin;
  const origin = { ...(inner ?? { function: fn }), site };
  Object.defineProperty(called, nodeSource, {
    value: {
      origin,
      ...(source.mutation === undefined ? {} : { mutation: source.mutation }),
      toNodes: (name, config, reading) =>
        source.toNodes(name, config, reading).map((node) =>
          // nodes that were read from another module have a place of their own
          node.kind === 'function' && node.module === ''
            ? { ...node, origin: { ...node.origin, site } }
            : node,
        ),
    } satisfies NodeSource,
  });
  return called as unknown as Kept<F>;
}

// the frames are kept, the text is made by V8 on first use only
function callSite(): NonNullable<Origin['site']> {
  const site: { stack?: string } = {};
  Error.captureStackTrace(site, modified);
  return site;
}

/**
 * A source like that of `fn`, with one of its nodes changed: the result, which others read, or the caller of the function
 * itself, which reads its dependencies.
 */
export function changedSource(
  fn: AnyFunction,
  change: (node: FunctionNode) => FunctionNode,
  which: 'result' | 'caller' = 'result',
): NodeSource {
  const inner = sourceOf(fn);
  return {
    toNodes: (name, config, reading) => {
      const nodes = inner.toNodes(name, config, reading);
      const changed = which === 'result' ? name : callerIn(nodes, name);
      return nodes.map((node) =>
        node.kind === 'function' && node.name === changed ? change(node) : node,
      );
    },
  };
}

/** A source like that of `fn`, with all its nodes changed. */
export function eachChanged(
  fn: AnyFunction,
  change: (node: FunctionNode) => FunctionNode,
): NodeSource {
  const inner = sourceOf(fn);
  return {
    toNodes: (name, config, reading) =>
      inner
        .toNodes(name, config, reading)
        .map((node) => (node.kind === 'function' ? change(node) : node)),
  };
}

/** A function that becomes no node, under another name. */
export const absentAs = (node: AbsentNode, name: string): AbsentNode => ({
  ...node,
  name,
  why: node.why.replace(`"${node.name}"`, () => `"${name}"`),
});

/** The name of the node that calls the function which became `nodes`. */
export function callerIn(nodes: readonly DraftNode[], name: string): string {
  const result = nodes.find((node) => node.name === name);
  return (result?.kind === 'function' ? result.caller : undefined) ?? name;
}
