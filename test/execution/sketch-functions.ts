/**
 * The functions of random dataflows as workers have them: made of data, once more in each of them.
 *
 * @module
 */
import {
  collect,
  dependsOn,
  local,
  parallelizable,
  reduce,
  remote,
  resource,
  type AnyFunction,
} from '../../src/index.ts';
import type { BlockSketch } from './block-sketches.ts';
import { initialOf, itemsOf, stepOf, textOf, valueOf } from './sketch-values.ts';
import type { Arguments, Value } from './sketch-values.ts';

/** A node as it stands in the module that workers import. */
export interface WrittenSketch extends BlockSketch {
  /** The names whose values it receives as lists. */
  readonly collected: readonly string[];
  /** Where it is marked to run. */
  readonly where: 'local' | 'remote' | undefined;
}

/** The one call that fails; of a generator, after so many items. */
export interface WrittenFailure {
  readonly node: string;
  readonly received: string;
  readonly after: number;
}

/** What cannot travel: it has a private part, and a method. */
class Light {
  readonly #brightness: number;
  constructor(brightness: number) {
    this.#brightness = brightness;
  }
  shine(): number {
    return this.#brightness;
  }
}

/** Made once in each worker, and once for each run in it; `lights` says how bright they are. */
export const lamp = resource((): Light => new Light(13));
export const oven = resource(async ({ x }: { x: number }): Promise<Light> => new Light(x + 1));
export const lights = (x: number): Readonly<Record<string, number>> => ({ lamp: 13, oven: x + 1 });

type Given = Readonly<Record<string, unknown>>;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A node's function. Named functions call the modifiers, so that the module that asks counts as the place. */
export function functionOf(node: WrittenSketch, failure: WrittenFailure | undefined): AnyFunction {
  const fn = unplaced(node, failure);
  if (node.where === undefined) return fn;
  return node.where === 'local' ? local(fn) : remote(fn);
}

function unplaced(node: WrittenSketch, failure: WrittenFailure | undefined): AnyFunction {
  const names = node.reads.map(({ name, isOptional }) => (isOptional ? `${name}?` : name));
  if (node.readsItem) names.push('$item?');
  if (node.kind === 'reduce') {
    const step = (given: Given): unknown => {
      const received = begin(node, given, failure);
      return later(node.isAsync, () => stepOf(node, received()));
    };
    const initial = node.makesInitial ? () => [...initialOf(node)] : initialOf(node);
    return reduce(dependsOn(['acc', ...names], step) as never, initial as never);
  }
  const fn = dependsOn(names, node.isGenerator ? opening(node, failure) : calling(node, failure));
  const closing =
    node.kind === 'collect' ? collect(fn, node.from === undefined ? {} : { from: node.from }) : fn;
  return node.isGenerator && node.form.endsWith('list')
    ? parallelizable(closing as unknown as () => Value[])
    : closing;
}

const calling =
  (node: WrittenSketch, failure: WrittenFailure | undefined) =>
  (given: Given): unknown => {
    const received = begin(node, given, failure);
    return later(node.isAsync, () => valueOf(node, received()));
  };

function opening(
  node: WrittenSketch,
  failure: WrittenFailure | undefined,
): (given: Given) => unknown {
  const open = (given: Given): readonly (Value | undefined)[] => {
    const received = receivedBy(node, given);
    const items = itemsOf(node, received);
    if (!isFailing(node, received, failure)) return items;
    return [...items.slice(0, failsAfter(node, failure)), undefined];
  };
  const given = (item: Value | undefined): Value => {
    if (item === undefined) throw new Error(node.name);
    return item;
  };
  switch (node.form) {
    case 'generator':
      return function* (from: Given): Generator<Value> {
        for (const item of open(from)) yield given(item);
      };
    case 'async generator':
      return async function* (from: Given): AsyncGenerator<Value> {
        for (const item of open(from)) {
          if (node.isAsync) await turn();
          yield given(item);
        }
      };
    case 'list':
    case 'promised list':
      return (from) => {
        const received = begin(node, from, failure);
        return later(node.form === 'promised list', () => itemsOf(node, received()));
      };
  }
}

/** After how many items a generator fails. */
export function failsAfter(node: BlockSketch, failure: WrittenFailure): number {
  const received = Object.fromEntries(JSON.parse(failure.received) as [string, Value][]);
  return failure.after % (itemsOf(node, received).length + 1);
}

const isFailing = (
  { name }: WrittenSketch,
  received: Arguments,
  failure: WrittenFailure | undefined,
): failure is WrittenFailure => failure?.node === name && failure.received === textOf(received);

/** Takes what a function received; what comes back throws where the call has to fail. */
function begin(
  node: WrittenSketch,
  given: Given,
  failure: WrittenFailure | undefined,
): () => Arguments {
  const received = receivedBy(node, given);
  return () => {
    if (isFailing(node, received, failure)) throw new Error(node.name);
    return received;
  };
}

function receivedBy(node: WrittenSketch, given: Given): Arguments {
  const received: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value instanceof Light) received[name] = value.shine();
    else if (name !== '$item') received[name] = value as Value;
    else if (value !== undefined) received[name] = (value as { index: number }).index;
  }
  if (!node.emptiesLists) return received;
  for (const name of node.collected) {
    received[name] = [...(received[name] as readonly Value[])];
    (given[name] as Value[]).length = 0;
  }
  return received;
}

const later = (isAsync: boolean, compute: () => unknown): unknown =>
  isAsync ? turn().then(compute) : compute();
