/**
 * What a dataflow with blocks means, by its definition: an instance of a node is the node plus one index per block of
 * its scope; a plain dependency is looked up at the prefix of the index, a collected one is the list of all instances
 * below the prefix, in item order. And random requests, each with its meaning.
 *
 * @module
 */
import * as fc from 'fast-check';
import {
  absent,
  blockSketches,
  isCollected,
  placesOf,
  type BlockSketch,
  type Place,
} from './block-sketches.ts';
import { lights } from './sketch-functions.ts';
import {
  initialOf,
  itemsOf,
  stepOf,
  textOf,
  valueOf,
  type Arguments,
  type Value,
} from './sketch-values.ts';

/** One call of a function: of a reduce, one step. */
export interface Call {
  readonly node: string;
  /** What it received, as text. */
  readonly received: string;
  /** The item that it is called for, as `outer:0/inner:2`, empty outside of all blocks; of a step, the one that is folded. */
  readonly item: string;
}

/** What a request gives, and every call that is needed for it. */
export interface Meaning {
  readonly values: Readonly<Record<string, Value>>;
  readonly calls: readonly Call[];
  /** How many items each generator that runs gives, over all its instances. */
  readonly pulls: Readonly<Record<string, number>>;
}

export const inputs: Readonly<Record<string, number>> = { x: 7 };

/** What nodes read of the resources, where there are any. */
const resources: Readonly<Record<string, number>> = lights(7);

type Index = readonly number[];
export type Overrides = Readonly<Record<string, Value>>;

/** The meaning of a request, with the input `x`. */
export function meaningOf(
  nodes: readonly BlockSketch[],
  outputs: readonly string[],
  overrides: Overrides = {},
): Meaning {
  const dataflow = new Interpreter(nodes, overrides);
  const calls = [...neededFor(nodes, outputs, overrides)].flatMap((name) => dataflow.callsOf(name));
  return {
    values: Object.fromEntries(outputs.map((name) => [name, dataflow.output(name)])),
    calls,
    pulls: dataflow.pulls(new Set(calls.map(({ node }) => node))),
  };
}

/** What is upstream of the outputs; an override cuts off its own, but not the generators around it. */
function neededFor(
  nodes: readonly BlockSketch[],
  outputs: readonly string[],
  overrides: Overrides,
): ReadonlySet<string> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const places = placesOf(nodes);
  const needed = new Set<string>();
  const add = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    if (name in overrides) places.get(name)?.scope.forEach(add);
    else byName.get(name)?.reads.forEach((read) => add(read.name));
  };
  outputs.forEach(add);
  return needed;
}

const outside: Place = { scope: [], itemScope: [] };

const itemPath = (blocks: readonly string[], at: Index): string =>
  at.map((index, depth) => `${blocks[depth]}:${index}`).join('/');

class Interpreter {
  readonly #byName: ReadonlyMap<string, BlockSketch>;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #overrides: Overrides;
  readonly #known = new Map<string, unknown>();

  constructor(nodes: readonly BlockSketch[], overrides: Overrides) {
    this.#byName = new Map(nodes.map((node) => [node.name, node]));
    this.#places = placesOf(nodes);
    this.#overrides = overrides;
  }

  /** The value of a node outside of all blocks; of others the list of their values. */
  output(name: string): Value {
    const { itemScope } = this.#place(name);
    const values = this.#indexes(itemScope, []).map((index) => this.#seen(name, index));
    return itemScope.length === 0 ? (values[0] as Value) : values;
  }

  callsOf(name: string): readonly Call[] {
    const node = this.#byName.get(name);
    if (node === undefined || name in this.#overrides) return [];
    const { scope } = this.#place(name);
    if (node.kind !== 'reduce') {
      return this.#indexes(scope, []).map((at) => ({
        node: name,
        received: textOf(this.#received(node, at)),
        item: itemPath(scope, at),
      }));
    }
    const folded = node.reads.find((read) => this.#isCollected(node, read.name));
    const { itemScope } = this.#place(folded?.name ?? '');
    return this.#indexes(scope, []).flatMap((at) =>
      this.#fold(node, at).steps.map((received, i) => ({
        node: name,
        received: textOf(received),
        item: itemPath(itemScope, [...at.slice(0, itemScope.length - 1), i]),
      })),
    );
  }

  pulls(called: ReadonlySet<string>): Record<string, number> {
    const generators = [...called].filter((name) => this.#byName.get(name)?.isGenerator);
    return Object.fromEntries(
      generators.map((name) => [name, this.#indexes(this.#place(name).itemScope, []).length]),
    );
  }

  #place(name: string): Place {
    return this.#places.get(name) ?? outside;
  }

  /** All indexes of a scope that begin with `prefix`, in item order. */
  #indexes(scope: readonly string[], prefix: Index): readonly Index[] {
    const generator = scope[prefix.length];
    if (generator === undefined) return [prefix];
    return this.#items(generator, prefix).flatMap((_, i) => this.#indexes(scope, [...prefix, i]));
  }

  #items(generator: string, at: Index): readonly Value[] {
    if (generator in this.#overrides) return this.#overrides[generator] as readonly Value[];
    return this.#once(`items of ${generator} ${at.join()}`, () => {
      const node = this.#byName.get(generator) as BlockSketch;
      return itemsOf(node, this.#received(node, at));
    });
  }

  /** What a reader at this index sees: of a generator, one of its items. */
  #seen(name: string, at: Index): Value {
    const node = this.#byName.get(name);
    if (node === undefined) return (inputs[name] ?? resources[name]) as Value;
    if (node.isGenerator) return this.#items(name, at.slice(0, -1))[at.at(-1) ?? 0] as Value;
    if (name in this.#overrides) return this.#overrides[name] as Value;
    return this.#once(`${name} ${at.join()}`, () =>
      node.kind === 'reduce' ? this.#fold(node, at).value : valueOf(node, this.#received(node, at)),
    );
  }

  #isCollected(node: BlockSketch, name: string): boolean {
    return isCollected(node, name, this.#places);
  }

  #received(node: BlockSketch, at: Index): Arguments {
    const received: Record<string, Value> = {};
    for (const { name } of node.reads) {
      const { itemScope } = this.#place(name);
      if (name === absent) continue;
      received[name] = this.#isCollected(node, name)
        ? this.#indexes(itemScope, at.slice(0, itemScope.length - 1)).map((index) =>
            this.#seen(name, index),
          )
        : this.#seen(name, at.slice(0, itemScope.length));
    }
    const item = at.at(-1);
    if (node.readsItem && item !== undefined) received['$item'] = item;
    return received;
  }

  #fold(node: BlockSketch, at: Index): { value: Value; steps: readonly Arguments[] } {
    return this.#once(`fold of ${node.name} ${at.join()}`, () => {
      const received = this.#received(node, at);
      const folded = node.reads.filter(({ name }) => this.#isCollected(node, name));
      const length = (received[folded[0]?.name ?? ''] as readonly Value[]).length;
      let acc: Value = initialOf(node);
      const steps: Arguments[] = [];
      for (let i = 0; i < length; i++) {
        const ofItem = folded.map(({ name }) => [name, (received[name] as readonly Value[])[i]]);
        const step = { ...received, ...Object.fromEntries(ofItem), acc } as Arguments;
        steps.push(step);
        acc = stepOf(node, step);
      }
      return { value: acc, steps };
    });
  }

  #once<T>(key: string, compute: () => T): T {
    if (!this.#known.has(key)) this.#known.set(key, compute());
    return this.#known.get(key) as T;
  }
}

/** A dataflow, what is asked of it, and what is overridden. */
export class Request {
  readonly nodes: readonly BlockSketch[];
  readonly outputs: readonly string[];
  readonly overrides: Overrides;

  constructor(nodes: readonly BlockSketch[], outputs: readonly string[], overrides: Overrides) {
    this.nodes = nodes;
    this.outputs = outputs;
    this.overrides = overrides;
  }

  get meaning(): Meaning {
    return meaningOf(this.nodes, this.outputs, this.overrides);
  }

  [fc.toStringMethod](): string {
    const { nodes, outputs, overrides } = this;
    return `${fc.stringify(nodes)}  outputs: ${outputs.join()}, overrides: ${fc.stringify(overrides)}\n`;
  }
}

const replacement = fc.record({
  at: fc.nat(),
  value: fc.nat(99),
  items: fc.array(fc.nat(99), { maxLength: 3 }),
});

/** Random requests, with so many overrides. */
export const requests = (overrides: fc.ArrayConstraints): fc.Arbitrary<Request> =>
  fc
    .tuple(
      blockSketches(),
      fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      fc.array(replacement, overrides),
    )
    .map(([nodes, picks, replacements]) => {
      const picked = (at: number): BlockSketch => nodes[at % nodes.length] as BlockSketch;
      const replaced = replacements.map(({ at, value, items }) => {
        const { name, isGenerator, isList } = picked(at);
        return [name, isGenerator ? items : isList ? [value, ...items] : value] as const;
      });
      const outputs = [...new Set(picks.map((at) => picked(at).name))];
      return new Request(nodes, outputs, Object.fromEntries(replaced));
    })
    // little enough to let its calls go on one by one
    .filter(({ meaning }) => meaning.calls.length <= 120);
