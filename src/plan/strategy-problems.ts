/**
 * What a user's grouping strategy may do wrong, in sentences.
 *
 * @module
 */
import { IcosianError } from '../errors.ts';
import { kindOf } from '../nodes/given.ts';
import { didYouMean } from '../suggest.ts';
import type { GroupingStrategy, Section } from './grouping.ts';

/** How a strategy is called in messages: by its name, else by that of its class. */
function strategyName(strategy: GroupingStrategy): string {
  if (strategy.name !== undefined) return strategy.name;
  const { constructor } = strategy as { constructor?: { name?: unknown } };
  const className = constructor === Object ? undefined : constructor?.name;
  return typeof className === 'string' && className !== '' ? className : 'the grouping strategy';
}

const problem = (
  code: string,
  strategy: GroupingStrategy,
  says: (name: string) => string,
  hint: string,
  cause?: unknown,
): IcosianError => {
  const sentence = says(strategyName(strategy));
  const details = cause === undefined ? { hint } : { hint, cause };
  return new IcosianError(code, `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`, details);
};

export const strategyFailed = (strategy: GroupingStrategy, cause: unknown): IcosianError =>
  problem(
    'grouping/failed',
    strategy,
    (name) => `${name} failed: ${cause instanceof Error ? String(cause) : kindOf(cause)}`,
    'a grouping strategy is a pure function of what it is given',
    cause,
  );

export const noGroups = (strategy: GroupingStrategy, given: unknown): IcosianError =>
  problem(
    'grouping/no-groups',
    strategy,
    (name) =>
      Array.isArray(given)
        ? `${name} gave a group that is none.`
        : `${name} gave ${kindOf(given)}, not a list of groups.`,
    "a group is { members: ['id', …], where: 'local' | 'remote' }, with at least one member",
  );

export const unknownMember = (
  strategy: GroupingStrategy,
  id: string,
  scope: readonly string[],
  known: ReadonlySet<string>,
): IcosianError =>
  problem(
    'grouping/unknown-member',
    strategy,
    (name) =>
      `${name} put "${id}" into a group, which is not in the section ${scope.length === 0 ? 'outside of blocks' : `in ${scope.map((block) => `"${block}"`).join(' in ')}`}.`,
    didYouMean(id, known) ?? 'a strategy cuts one section at a time: group its members only',
  );

export const memberInTwoGroups = (strategy: GroupingStrategy, id: string): IcosianError =>
  problem(
    'grouping/member-twice',
    strategy,
    (name) => `${name} put "${id}" into two groups.`,
    'every member of a section is in exactly one group',
  );

export const memberWithoutGroup = (strategy: GroupingStrategy, id: string): IcosianError =>
  problem(
    'grouping/member-left-out',
    strategy,
    (name) => `${name} left "${id}" out.`,
    'every member of a section is in exactly one group',
  );

export const groupsInCircle = (strategy: GroupingStrategy, { members }: Section): IcosianError =>
  problem(
    'grouping/circle',
    strategy,
    (name) =>
      `${name} cut ${members.map(({ id }) => `"${id}"`).join(', ')} into groups that wait for each other.`,
    'a group runs as a whole: put what lies between two of its members into it, too',
  );
