/**
 * What a parameter can be bound to.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { asWritten } from '../nodes/given.ts';

const binding: unique symbol = Symbol.for('icosian.binding') as never;

/** A parameter bound to the node, input or config key `source`. */
export interface Source<K extends string = string> {
  readonly [binding]: 'source';
  readonly source: K;
}

/** A parameter bound to a constant. */
export interface Value<V = unknown> {
  readonly [binding]: 'value';
  readonly value: V;
}

/** Binds a parameter to what the node, input or config key of that name gives. */
export function source<const K extends string>(name: K): Source<K> {
  if (typeof name !== 'string' || name === '') {
    throw new InvalidNodeError(
      'node/bad-binding',
      `source(…) takes the name of a node, got ${describe(name)}.`,
      {
        hint: "name it by a string: source('spend')",
      },
    );
  }
  return { [binding]: 'source', source: name };
}

/** Binds a parameter to a constant. */
export function value<const V>(constant: V): Value<V> {
  if (constant === undefined) {
    throw new InvalidNodeError('node/bad-binding', 'value(undefined) binds nothing.', {
      hint: 'leave the parameter out to let its default apply, or bind null',
    });
  }
  return { [binding]: 'value', value: constant };
}

/** What a parameter is bound to; undefined where it is no binding at all. */
export function bindingKind(candidate: unknown): 'source' | 'value' | undefined {
  return typeof candidate === 'object' && candidate !== null
    ? (candidate as { [binding]?: 'source' | 'value' })[binding]
    : undefined;
}

const describe = (given: unknown): string =>
  typeof given === 'function' ? 'a function' : asWritten(given);
