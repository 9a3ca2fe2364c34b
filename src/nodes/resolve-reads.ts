/**
 * Which node is meant where a modifier was given a function, and whether a name is a node's or a column's.
 *
 * @module
 */
import { GraphError, IcosianError, InvalidNodeError } from '../errors.ts';
import type {
  AbsentNode,
  AnyFunction,
  Config,
  FunctionNode,
  ModuleReading,
  Read,
  Reading,
} from './node.ts';
import { sourceOf } from './node-source.ts';
import { located, type LocateOrigin } from './read-module.ts';

/** What lies around the modules of a part. */
export interface Surroundings {
  /** Whether a function is exported there: then it is not a part's own. */
  readonly isExported: (fn: AnyFunction) => boolean;
}

/** Under which names each function is exported. */
export type Exported = ReadonlyMap<AnyFunction, ReadonlySet<string>>;

export interface Scope {
  readonly exported: () => Exported;
  readonly config: Config;
  /** Absent: nothing lies around. */
  readonly around: Surroundings | undefined;
  readonly reading: Reading;
  readonly locate: LocateOrigin | undefined;
  /** Names that new nodes must not have, beside those of the nodes. @default none */
  readonly taken?: ReadonlySet<string>;
}

/** The nodes with names for all that they read, and what is wrong; what only the surroundings know is left to them. */
export function resolveReads(
  definitions: ReadonlyMap<string, FunctionNode>,
  scope: Scope,
): ModuleReading {
  const nodes = [...definitions.values()];
  if (!nodes.some(isOpen)) return { nodes, absent: [], problems: [] };
  return new Resolution(definitions, scope).result();
}

const isOpen = ({ reads, isSpare }: FunctionNode): boolean =>
  isSpare === true ||
  reads.some(({ giver, otherwise }) => giver !== undefined || otherwise !== undefined);

class Resolution {
  readonly #nodes: Map<string, FunctionNode>;
  readonly #scope: Scope;
  readonly #absent: AbsentNode[] = [];
  readonly #problems: IcosianError[] = [];
  /** The names of functions, and the node that has to be there for them to bear these names. */
  readonly #names = new Map<AnyFunction, { readonly name: string; readonly need: string }>();

  constructor(definitions: ReadonlyMap<string, FunctionNode>, scope: Scope) {
    this.#nodes = new Map(definitions);
    this.#scope = scope;
  }

  result(): ModuleReading {
    // those that are made here may name others in turn
    for (let readers = this.#unnamed(); readers.size > 0; readers = this.#unnamed()) {
      for (const [fn, names] of readers) this.#name(fn, names);
    }
    const nodes = [...this.#nodes.values()].map((node) =>
      isOpen(node) ? this.#closed(node) : node,
    );
    return {
      nodes: this.#withoutSpare(nodes),
      absent: this.#absent,
      problems: this.#problems,
    };
  }

  /** The functions that have no name yet, with the nodes that read them. */
  #unnamed(): ReadonlyMap<AnyFunction, readonly string[]> {
    const readers = new Map<AnyFunction, string[]>();
    for (const { name, reads } of this.#nodes.values()) {
      for (const { giver } of reads) {
        if (giver === undefined || this.#names.has(giver) || this.#isElsewhere(giver)) continue;
        const known = readers.get(giver);
        if (known === undefined) readers.set(giver, [name]);
        else known.push(name);
      }
    }
    return readers;
  }

  #isElsewhere(fn: AnyFunction): boolean {
    const { exported, around } = this.#scope;
    return !exported().has(fn) && around?.isExported(fn) === true;
  }

  #name(fn: AnyFunction, readers: readonly string[]): void {
    const names = [...(this.#scope.exported().get(fn) ?? [])];
    // the first by name, so that a worker, which may lack some, finds the same
    const owner = readers.toSorted()[0] ?? '';
    const [exported = this.#hiddenName(fn, owner)] = names;
    if (names.length > 1) this.#problems.push(exportedTwice(owner, names));
    this.#names.set(fn, { name: exported, need: names.length === 0 ? owner : exported });
    if (names.length === 0) this.#addHidden(fn, exported, owner);
  }

  #hiddenName(fn: AnyFunction, owner: string): string {
    const base = `${owner}.${/^[\w$]+$/.test(fn.name) ? fn.name : 'source'}`;
    let name = base;
    const isTaken = (each: string): boolean =>
      this.#nodes.has(each) || this.#scope.taken?.has(each) === true;
    for (let i = 2; isTaken(name); i++) name = `${base}_${i}`;
    return name;
  }

  /** A function that no module exports becomes a node that is not shown. */
  #addHidden(fn: AnyFunction, name: string, owner: string): void {
    const module = this.#nodes.get(owner)?.module ?? '';
    try {
      for (const node of sourceOf(fn).toNodes(name, this.#scope.config, this.#scope.reading)) {
        const own = node.module === '' ? { ...node, module } : node;
        if (own.kind === 'absent') this.#absent.push(own);
        else this.#nodes.set(own.name, { ...own, isHidden: true, needs: [owner] });
      }
    } catch (error) {
      if (!(error instanceof IcosianError)) throw error;
      const errors = error instanceof GraphError ? error.errors : [error];
      this.#problems.push(...errors.map((each) => located(each, fn, this.#scope.locate)));
    }
  }

  /** The node with names for what it reads. */
  #closed(node: FunctionNode): FunctionNode {
    const needs = new Set(node.needs);
    const reads = node.reads.map((read): Read => {
      const named = read.giver === undefined ? read : this.#named(read, read.giver, needs);
      return named.otherwise === undefined ? named : this.#chosen(named, named.otherwise, needs);
    });
    return needs.size === 0 ? { ...node, reads } : { ...node, reads, needs: [...needs] };
  }

  #named(read: Read, fn: AnyFunction, needs: Set<string>): Read {
    const known = this.#names.get(fn);
    if (known === undefined) return read;
    needs.add(known.need);
    const { giver: _, ...others } = read;
    return { ...others, name: known.name };
  }

  #chosen(read: Read, otherwise: string, needs: Set<string>): Read {
    const { otherwise: _, ...others } = read;
    if (this.#nodes.has(read.name)) {
      needs.add(read.name);
      return others;
    }
    const { config } = this.#scope;
    if (Object.hasOwn(config, read.name) && config[read.name] !== undefined) return others;
    return this.#scope.around === undefined ? { ...others, name: otherwise } : read;
  }

  /** Without the nodes that were made in case that somebody reads them. */
  #withoutSpare(nodes: readonly FunctionNode[]): readonly FunctionNode[] {
    if (this.#scope.around !== undefined || !nodes.some(({ isSpare }) => isSpare)) return nodes;
    const read = new Set(nodes.flatMap(({ reads }) => reads.map(({ name }) => name)));
    return nodes.flatMap((node) => {
      const { isSpare, ...others } = node;
      return isSpare !== true ? [node] : read.has(node.name) ? [others] : [];
    });
  }
}

/** `names`: the exports under which `reader` could mean the function. */
export const exportedTwice = (reader: string, names: readonly string[]): InvalidNodeError =>
  new InvalidNodeError(
    'node/exported-twice',
    `"${reader}" reads a function that is exported as ${names.map((name) => `"${name}"`).join(' and ')}.`,
    { node: reader, hint: `name the node that you mean by a string: "${names[0]}"` },
  );
