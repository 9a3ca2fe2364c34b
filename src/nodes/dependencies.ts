/**
 * The names that a function asks for, from its one destructured parameter.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { mayHideBlock, mayHideReads } from './lowered-syntax.ts';
import type { AnyFunction } from './node.ts';
import { parseHead } from './parse-parameter.ts';
import { scanHead, type FunctionHead } from './scan-parameter.ts';

// oxlint-disable-next-line typescript/unbound-method -- called with the function as its this
const textOf = Function.prototype.toString;

/**
 * What the function's head says: the names it reads, in order, and whether it is a generator.
 *
 * Throws `InvalidNodeError`, which names the node `name`, where the head cannot be read or has a form that is not allowed.
 */
export function readHead(name: string, fn: AnyFunction): FunctionHead {
  const text = textOf.call(fn);
  const scanned = scanNonNative(text);
  const isSure =
    scanned !== undefined && !(scanned.reads.length > 0 ? mayHideBlock : mayHideReads)(text);
  const head = isSure ? scanned : parseHead(name, text);
  const { reads } = head;
  // a pattern may name a property twice: ({ a, a: { x } })
  for (let i = 1; i < reads.length; i++) {
    for (let j = 0; j < i; j++) {
      if (reads[i]?.name === reads[j]?.name) return { ...head, reads: merged(reads) };
    }
  }
  return head;
}

// the text of a bound function scans as one without parameters
const scanNonNative = (text: string): FunctionHead | undefined =>
  text.endsWith('[native code] }') ? undefined : scanHead(text);

/**
 * A dependency named twice is one dependency; it is required where one of its patterns requires it.
 *
 * Where all have defaults, one that must have something to take apart counts before the others.
 */
function merged(reads: FunctionHead['reads']): FunctionHead['reads'] {
  const byName = new Map<string, FunctionHead['reads'][number]>();
  for (const read of reads) {
    const known = byName.get(read.name);
    if (known === undefined || needs(read) > needs(known)) byName.set(read.name, read);
  }
  return [...byName.values()];
}

function needs(read: FunctionHead['reads'][number]): number {
  if (!read.optional) return 2;
  return read.whenAbsent === undefined ? 0 : 1;
}

/** The reads that `dependsOn(['a', 'b?'], fn)` spells out. Throws `InvalidNodeError` for what is not a list of names. */
export function readsFromNames(names: readonly string[]): FunctionHead['reads'] {
  const isList = Array.isArray(names) && names.every((name) => typeof name === 'string');
  if (
    !isList ||
    new Set(names.map(bareName)).size < names.length ||
    names.some((n) => !bareName(n))
  ) {
    throw new InvalidNodeError(
      'node/dependency-names',
      `dependsOn takes a list of different names, got ${JSON.stringify(names) ?? String(names)}.`,
      {
        hint: "write dependsOn(['a', 'b?'], fn); a question mark says that the function has a default",
      },
    );
  }
  return names.map((name) => ({
    name: bareName(name),
    as: bareName(name),
    optional: name.endsWith('?'),
  }));
}

const bareName = (name: string): string => (name.endsWith('?') ? name.slice(0, -1) : name);
