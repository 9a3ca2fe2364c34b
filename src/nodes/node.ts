/**
 * The node model: what everything else in icosian is about.
 *
 * A node is data. A function node says what it reads, how it is called, and how it stands to parallel blocks:
 * `expands` opens one (each yielded value is an item), `collects` closes one (deeper dependencies arrive as
 * lists), `folds` closes one value by value. A node may both collect and expand.
 *
 * @module
 */
import type { IcosianError } from '../errors.ts';

// oxlint-disable-next-line no-explicit-any -- the type of every function that a user may write
export type AnyFunction = (...args: any[]) => unknown;

/** Settings that are fixed when a driver is built; they feed modifiers and, like inputs, nodes. */
export type Config = Readonly<Record<string, unknown>>;

/** One name that a function node reads. */
export interface Read {
  /** The node, input or config key whose value is read. */
  readonly name: string;
  /** The property under which the function receives the value. */
  readonly as: string;
  /** Whether the function has a default for it, at any level of the pattern. */
  readonly optional: boolean;
  /** The default as it stands in the code, where it is the whole dependency's. */
  readonly default?: string;
  /** What to hand over when absent, where only a part of the pattern has a default: `{}` for `{ p: { x = 1 } }`. */
  readonly whenAbsent?: AbsentShape;
}

/** Something empty that a pattern can take apart: `{ q: {} }` for `{ p: { q: { x = 1 } } }`. */
export type AbsentShape =
  { readonly [name: string]: AbsentShape } | readonly (AbsentShape | undefined)[];

/** How a node opens a block. */
export interface Expands {
  /** Names an item in messages and displays; absent: its index. */
  readonly key?: (item: never) => string;
}

/** How a node closes blocks. */
export interface Collects {
  /** The dependencies that are collected; absent: all that come from the deepest block. */
  readonly from?: readonly string[];
}

/** How a node folds the items of a block, one after the other. */
export interface Folds {
  /** The accumulator to start from: a value, or a function that makes one for each run. */
  readonly initial: unknown;
}

/** How a node is made once in every thread that needs it, and never travels. */
export interface ResourceMark {
  /** Lets go of it, when nobody needs it any more; absent: it goes by itself, or by its own `Symbol.asyncDispose`. */
  readonly dispose?: (value: never) => unknown;
}

/** Where a node comes from: for source locations, documentation and code versions. */
export interface Origin {
  /** The function as the user wrote it, without modifiers. */
  readonly function: AnyFunction;
  /** The stack at the outermost modifier's call, formatted on first use; absent: no modifier. */
  readonly site?: { readonly stack?: string };
}

/** A value that comes from outside: an input, or a config key. */
export interface InputNode {
  readonly kind: 'input';
  readonly name: string;
}

/** A value that a user's function gives. */
export interface FunctionNode {
  readonly kind: 'function';
  readonly name: string;
  readonly reads: readonly Read[];
  /** Constants handed to the function beside what it reads. */
  readonly bound?: Readonly<Record<string, unknown>>;
  readonly call: (dependencies: Record<string, unknown>) => unknown;
  readonly expands?: Expands;
  readonly collects?: Collects;
  readonly folds?: Folds;
  readonly resource?: ResourceMark;
  /** Where it asks to run: in the driver's thread, or wherever tasks are sent; absent: as its strategy has it. */
  readonly where?: 'local' | 'remote';
  readonly tags?: Tags;
  readonly origin: Origin;
  /** The name of the module that it was read from. */
  readonly module: string;
}

export type Node = InputNode | FunctionNode;

/** Metadata of a node: each key has a string, or a list of strings. */
export type Tags = Readonly<Record<string, string | readonly string[]>>;

/** Dependencies that the engine gives: never inputs. */
export const reservedNames: ReadonlySet<string> = new Set(['$signal', '$item', '$attempt']);

/**
 * What a modifier returns hides one of these under {@link nodeSource}: the recipe for nodes, carried out when the
 * name of the export and the config are known.
 *
 * The contract for modifiers: `toNodes` gives the node called `name`, and any number of further ones that it needs
 * (named `name.part`). Calling the inner function's source first and changing the nodes it gives keeps every mark,
 * so modifiers compose in the order written. It throws `InvalidNodeError` for what the user got wrong.
 */
export interface NodeSource {
  /** Where the modified function comes from, for messages. */
  readonly origin?: Origin;
  toNodes(name: string, config: Config, readModule: ReadModule): readonly FunctionNode[];
}

/** The nodes of a module, and what is wrong with its other functions. */
export interface ModuleReading {
  readonly nodes: readonly FunctionNode[];
  readonly problems: readonly IcosianError[];
}

/**
 * Reads a whole module: for modifiers that bring further functions with them. The nodes keep the name of their module
 * and their place; what to make of the problems (and under which name) is the modifier's business.
 */
export type ReadModule = (module: object, config: Config) => ModuleReading;

/** Where a function carries its {@link NodeSource}. Registered, so that copies of icosian understand each other. */
export const nodeSource: unique symbol = Symbol.for('icosian.nodeSource') as never;

/** A function that carries a recipe for nodes. */
export type Modified<F extends AnyFunction = AnyFunction> = F & {
  readonly [nodeSource]: NodeSource;
};
