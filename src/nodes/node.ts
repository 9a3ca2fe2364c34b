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
  /** The function whose node is read, where a modifier was given it instead of a name; gone once modules are read. */
  readonly giver?: AnyFunction;
  /** What is read where no function and no config key bears the name: a column. Gone once modules are read. */
  readonly otherwise?: string;
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

/** Tries a call again where it failed. */
export interface Retry {
  readonly kind: 'retry';
  /** Calls in all, at least 1. */
  readonly times: number;
  /** Milliseconds before the second one. */
  readonly backoff: number;
  /** By how much the wait grows each time. */
  readonly factor: number;
  /** The longest wait, in milliseconds; absent: none. */
  readonly maxBackoff?: number;
  /** Whether each wait is somewhere between its half and its whole. */
  readonly jitter?: true;
  /** Which errors are worth another try; absent: all. */
  readonly on?: (error: unknown) => boolean;
}

/** Gives a call up that takes longer. */
export interface Timeout {
  readonly kind: 'timeout';
  readonly ms: number;
}

/** Has calls wait for each other. */
export interface Limit {
  readonly kind: 'limit';
  /** Calls under way at once; absent: any number. */
  readonly concurrency?: number;
  /** Calls begun in a second; absent: any number. */
  readonly perSecond?: number;
  /** What all nodes share that say the same; absent: it is the node's own. */
  readonly name?: string;
}

/** What lies around each call of a node. */
export type Behaviour = Retry | Timeout | Limit;

/** Where a node comes from: for source locations, documentation and code versions. */
export interface Origin {
  /** The function as the user wrote it, without modifiers. */
  readonly function: AnyFunction;
  /** Whether the function is a modifier's own: then its text says nothing about the node. */
  readonly isMade?: true;
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
  /**
   * What lies around each of its calls, innermost first; absent: nothing. Not for what folds a block, and no limit for
   * what opens one.
   */
  readonly behaviours?: readonly Behaviour[];
  /** Where it asks to run: in the driver's thread, or wherever tasks are sent; absent: as its strategy has it. */
  readonly where?: 'local' | 'remote';
  readonly tags?: Tags;
  /** What its columns hold, for displays: the name of each and the name of its type. */
  readonly schema?: Readonly<Record<string, string>>;
  /** Whether listings and drawings leave it out. */
  readonly isHidden?: true;
  readonly origin: Origin;
  /** The name of the module that it was read from. */
  readonly module: string;
  /** Exports beside its own that have to be there for it to be what it is. */
  readonly needs?: readonly string[];
  /** Of several nodes that one function became, which one calls it; absent: this one. */
  readonly caller?: string;
  /** Whether it is left out where nobody reads it. Gone once modules are read. */
  readonly isSpare?: true;
}

/** A function that becomes no node under this config. */
export interface AbsentNode {
  readonly kind: 'absent';
  readonly name: string;
  /** A sentence. */
  readonly why: string;
  /** What to do about it. */
  readonly hint: string;
  readonly module: string;
}

/** What modules are read to: nodes, and what is none. */
export type DraftNode = FunctionNode | AbsentNode;

export type Node = InputNode | FunctionNode;

/** Metadata of a node: each key has a string, or a list of strings. */
export type Tags = Readonly<Record<string, string | readonly string[]>>;

/** Dependencies that the engine gives: never inputs. */
export const reservedNames: ReadonlySet<string> = new Set(['$signal', '$item', '$attempt']);

/**
 * What a modifier returns hides one of these under {@link nodeSource}: the recipe for nodes, carried out when the
 * name of the export and the config are known.
 *
 * The contract for modifiers: `toNodes` gives the node called `name` (its _result_), or says that there is none, and any
 * number of further ones that it needs, its _parts_ (named `name.part`). Calling the inner function's source first and
 * changing the nodes it gives keeps every mark, so modifiers compose in the order written; one that puts something behind
 * a function lets the inner source make the part `name.raw`. It throws `InvalidNodeError` for what the user got wrong.
 */
export interface NodeSource {
  /** Where the modified function comes from, for messages. */
  readonly origin?: Origin;
  /** Whether it changes nodes of its module instead of giving any. */
  readonly mutation?: Mutation;
  toNodes(name: string, config: Config, reading: Reading): readonly DraftNode[];
}

/** How one node of a module is changed by another export. */
export interface Mutation {
  /** The node: its name, or its function. */
  readonly target: string | AnyFunction;
  /** The function with which the target's is replaced. */
  readonly change: (fn: AnyFunction) => AnyFunction;
}

/** The nodes of modules, and what is wrong with their other functions. */
export interface ModuleReading {
  readonly nodes: readonly FunctionNode[];
  readonly absent: readonly AbsentNode[];
  readonly problems: readonly IcosianError[];
}

/** What is being read, as modifiers see it. */
export interface Reading {
  /**
   * Reads further modules, under this config. Their nodes keep the name of their module and their place; what to make of
   * the problems (and under which name) is the modifier's business.
   */
  readModules(modules: readonly object[], config: Config): ModuleReading;
  /**
   * Finds the nodes of functions that `nodes` read without knowing their names, among the exports of `modules` or as new
   * ones beside `owner`; those that the surroundings export are left to them. `taken` are names that no new one may have.
   */
  nameGivers(
    nodes: readonly FunctionNode[],
    modules: readonly object[],
    config: Config,
    taken: ReadonlySet<string>,
  ): ModuleReading;
}

/** Where a function carries its {@link NodeSource}. Registered, so that copies of icosian understand each other. */
export const nodeSource: unique symbol = Symbol.for('icosian.nodeSource') as never;

/** A function that carries a recipe for nodes. */
export type Modified<F extends AnyFunction = AnyFunction> = F & {
  readonly [nodeSource]: NodeSource;
};
