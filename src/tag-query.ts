/**
 * Which nodes have certain tags.
 *
 * @module
 */
import { summaryOf } from './columns/summary.ts';
import { IcosianError, inputError } from './errors.ts';
import { asWritten, isRecord } from './nodes/given.ts';
import type { Tags } from './nodes/node.ts';
import { didYouMean } from './suggest.ts';

/** For each key a value, a list of values of which one must be there, or `null`: the tag is there. All keys must fit. */
export type TagQuery = Readonly<Record<string, string | readonly string[] | null>>;

/** What `listAvailableVariables` is told to list. Throws for options that are none. */
export function tagsAsked(options: unknown): (tags: Tags) => boolean {
  if (!isRecord(options)) {
    throw inputError([
      new IcosianError('request/bad-options', `The options are ${summaryOf(options)}.`, {
        hint: `pass a record: ${example}`,
      }),
    ]);
  }
  const unknown = Object.keys(options).filter((name) => name !== 'tags');
  if (unknown.length > 0) throw inputError(unknown.map(unknownOption));
  const { tags } = options;
  if (tags === undefined) return () => true;
  if (isRecord(tags)) return matchingTags(tags as TagQuery);
  throw new IcosianError('request/bad-tag-query', `The tag query is ${summaryOf(tags)}.`, {
    hint: `write a record: ${example}`,
  });
}

const example = "{ tags: { owner: 'sales' } }";

const unknownOption = (name: string): IcosianError =>
  new IcosianError('request/unknown-option', `There is no option "${name}".`, {
    hint: didYouMean(name, ['tags']) ?? 'the only option is tags',
  });

/** Whether a node's tags fit the query. Throws for a query that is none. */
function matchingTags(query: TagQuery): (tags: Tags) => boolean {
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
  new IcosianError('request/bad-tag-query', `The tag query for "${key}" is ${asWritten(value)}.`, {
    hint: 'ask for a string, a list of strings (any of them), or null (the tag is there)',
  });
