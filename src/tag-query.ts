/**
 * Which nodes have certain tags.
 *
 * @module
 */
import { IcosianError } from './errors.ts';
import type { Tags } from './nodes/node.ts';

/** For each key a value, a list of values of which one must be there, or `null`: the tag is there. All keys must fit. */
export type TagQuery = Readonly<Record<string, string | readonly string[] | null>>;

/** Whether a node's tags fit the query. Throws for a query that is none. */
export function matchingTags(query: TagQuery): (tags: Tags) => boolean {
  const wanted = Object.entries(query);
  for (const [key, value] of wanted) {
    const isQuery =
      value === null ||
      typeof value === 'string' ||
      (Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'string'));
    if (!isQuery) throw badQuery(key, value);
  }
  return (tags) =>
    wanted.every(([key, value]) => {
      if (!Object.hasOwn(tags, key)) return false;
      if (value === null) return true;
      const has = [tags[key] ?? []].flat();
      return [value].flat().some((one) => has.includes(one));
    });
}

const badQuery = (key: string, value: unknown): IcosianError =>
  new IcosianError(
    'request/bad-tag-query',
    `The tag query for "${key}" is ${JSON.stringify(value) ?? typeof value}.`,
    { hint: 'ask for a string, a list of strings (any of them), or null (the tag is there)' },
  );
