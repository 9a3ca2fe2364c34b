/**
 * What is said about a node beside what it computes.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { changedSource, modified } from '../nodes/node-source.ts';
import type { AnyFunction, Tags } from '../nodes/node.ts';

/**
 * Gives a node tags: each key has a string, or a list of different strings. Tags of several `tag` calls merge, the
 * outer one wins.
 *
 * `listAvailableVariables({ tags })` finds nodes by them; drawings and adapters show them.
 */
export function tag<F extends AnyFunction>(tags: Tags, fn: F): F {
  assertFunction('tag', fn);
  if (!isRecord(tags)) {
    throw new InvalidNodeError(
      'node/bad-tag',
      `tag(…) takes a record of tags, got ${asWritten(tags)}.`,
      { hint: "write tag({ owner: 'sales' }, fn)" },
    );
  }
  return modified(
    fn,
    changedSource(fn, (node) => {
      for (const [key, value] of Object.entries(tags)) {
        if (!isTagValue(value)) throw badTag(node.name, key, value);
      }
      return { ...node, tags: { ...node.tags, ...tags } };
    }),
  );
}

const isTagValue = (value: unknown): boolean =>
  typeof value === 'string' ||
  (Array.isArray(value) &&
    value.length > 0 &&
    value.every((entry) => typeof entry === 'string') &&
    new Set(value).size === value.length);

const badTag = (node: string, key: string, value: unknown): InvalidNodeError =>
  new InvalidNodeError('node/bad-tag', `The tag "${key}" of "${node}" is ${asWritten(value)}.`, {
    node,
    hint: 'a tag is a string, or a list of different strings',
  });
