/**
 * What a parameter can be bound to.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { asWritten, isRecord, kindOf } from '../nodes/given.ts';
import type { AnyFunction } from '../nodes/node.ts';

const binding: unique symbol = Symbol.for('icosian.binding') as never;

/** A parameter bound to the node, input or config key `source`, or to the node of that function. */
export interface Source<K extends string | AnyFunction = string | AnyFunction> {
  readonly [binding]: 'source';
  readonly source: K;
}

/** A parameter bound to a constant. */
export interface Value<V = unknown> {
  readonly [binding]: 'value';
  readonly value: V;
}

/** A parameter bound to what the config has under `key`. */
export interface Configuration<K extends string = string> {
  readonly [binding]: 'configuration';
  readonly key: K;
}

/** What a member of a {@link Group} may be. */
export type Member = Source | Value | Configuration;

/** The members of a {@link Group}: a list, or a record. */
export type Members = readonly Member[] | Readonly<Record<string, Member>>;

/** A parameter bound to a list or a record of others. */
export interface Group<M extends Members = Members> {
  readonly [binding]: 'group';
  readonly members: M;
}

/** What a parameter can be bound to. */
export type Binding = Member | Group;

/**
 * Binds a parameter to what the node, input or config key of that name gives. A function stands for its node: the one that
 * a module exports it as, or else one that is not shown.
 */
export function source<const K extends string | AnyFunction>(name: K): Source<K> {
  if ((typeof name !== 'string' && typeof name !== 'function') || name === '') {
    throw new InvalidNodeError(
      'node/bad-binding',
      `source(…) takes the name of a node or its function, got ${asWritten(name)}.`,
      { hint: "name it by a string: source('spend')" },
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

/** Binds a parameter to what the config has under `key`; `build()` refuses it where the config has no such key. */
export function configuration<const K extends string>(key: K): Configuration<K> {
  if (typeof key !== 'string' || key === '') {
    throw new InvalidNodeError(
      'node/bad-binding',
      `configuration(…) takes a key of the config, got ${asWritten(key)}.`,
      { hint: "name it by a string: configuration('region')" },
    );
  }
  return { [binding]: 'configuration', key };
}

/**
 * Binds a parameter to several values at once: `group(source('a'), value(2))` gives a list, `group({ one: source('a') })`
 * a record.
 */
export function group<const M extends readonly Member[]>(...members: M): Group<M>;
export function group<const M extends Readonly<Record<string, Member>>>(members: M): Group<M>;
export function group(...given: readonly unknown[]): Group {
  const [first] = given;
  const members =
    given.length === 1 && isRecord(first) && bindingKind(first) === undefined ? first : given;
  const each = Object.entries(members);
  const wrong = each.find(([, member]) => !isMember(member));
  if (each.length === 0 || wrong !== undefined) {
    const got = wrong === undefined ? 'nothing' : `${notAMember(wrong[1])} as ${wrong[0]}`;
    throw new InvalidNodeError(
      'node/bad-binding',
      `group(…) takes sources, values and configurations, got ${got}.`,
      { hint: "write group(source('a'), source('b')), or group({ one: source('a') })" },
    );
  }
  return { [binding]: 'group', members: members as Members };
}

const notAMember = (given: unknown): string =>
  bindingKind(given) === 'group' ? 'another group' : kindOf(given);

const isMember = (candidate: unknown): candidate is Member => {
  const kind = bindingKind(candidate);
  return kind !== undefined && kind !== 'group';
};

/** What a parameter is bound to; undefined where it is no binding at all. */
export function bindingKind(
  candidate: unknown,
): 'source' | 'value' | 'configuration' | 'group' | undefined {
  return typeof candidate === 'object' && candidate !== null
    ? (candidate as { [binding]?: 'source' | 'value' | 'configuration' | 'group' })[binding]
    : undefined;
}
