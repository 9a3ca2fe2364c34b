/**
 * Which nodes a list is to have: those with certain tags, and hidden ones on request.
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
export function variablesAsked(
  options: unknown,
): (variable: { readonly tags: Tags; readonly isHidden?: true }) => boolean {
  if (!isRecord(options)) {
    throw inputError([
      new IcosianError('request/bad-options', `The options are ${summaryOf(options)}.`, {
        hint: `pass a record: ${example}`,
      }),
    ]);
  }
  const unknown = Object.keys(options).filter((name) => !optionNames.includes(name));
  const { tags, hidden = false } = options;
  const problems = [
    ...unknown.map(unknownOption),
    ...(typeof hidden === 'boolean' ? [] : [badHidden(hidden)]),
  ];
  if (problems.length > 0) throw inputError(problems);
  const hasTags = queryOf(tags);
  return (variable) => (hidden === true || variable.isHidden !== true) && hasTags(variable.tags);
}

function queryOf(tags: unknown): (tags: Tags) => boolean {
  if (tags === undefined) return () => true;
  if (isRecord(tags)) return matchingTags(tags as TagQuery);
  throw new IcosianError('request/bad-tag-query', `The tag query is ${summaryOf(tags)}.`, {
    hint: `write a record: ${example}`,
  });
}

const optionNames: readonly string[] = ['tags', 'hidden'];

const example = "{ tags: { owner: 'sales' } }";

const unknownOption = (name: string): IcosianError =>
  new IcosianError('request/unknown-option', `There is no option "${name}".`, {
    hint: didYouMean(name, optionNames) ?? `the options are ${optionNames.join(', ')}`,
  });

const badHidden = (value: unknown): IcosianError =>
  new IcosianError('request/bad-options', `The option "hidden" is ${summaryOf(value)}.`, {
    hint: 'say true or false',
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
