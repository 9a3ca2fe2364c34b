/**
 * Where nodes ask to run, and what that makes of the groups of a strategy.
 *
 * @module
 */
import type { FunctionNode } from '../nodes/node.ts';
import type { Member, NodeGroup, Section } from './grouping.ts';
import type { BlockStep, CallStep } from './plan.ts';

/** The nodes that a step calls. */
export function nodesCalledIn(step: CallStep | BlockStep): readonly FunctionNode[] {
  if (step.kind === 'call') return [step.node];
  const inside = step.plan.steps.flatMap((inner) =>
    inner.kind === 'call' || inner.kind === 'block' ? nodesCalledIn(inner) : [],
  );
  return [step.node, ...inside, ...step.folds.map(({ node }) => node)];
}

/** Whether a node's function says that it waits for something. */
export const isAsyncFunction = ({ origin }: FunctionNode): boolean =>
  Object.prototype.toString.call(origin.function) === '[object AsyncFunction]';

/** Where a member asks to run: `local` where any of its nodes does. */
export function placeOf(nodes: readonly FunctionNode[]): Pick<Member, 'where'> {
  const asked = new Set(nodes.map(({ where }) => where));
  if (asked.has('local')) return { where: 'local' };
  return asked.has('remote') ? { where: 'remote' } : {};
}

/** A group in parts that run in one place each: what its nodes ask for wins over what the strategy says. */
export function splitByPlace({ members }: Section, group: NodeGroup): readonly NodeGroup[] {
  const { where = 'local' } = group;
  const ids = new Set(group.members);
  const inside = members.filter(({ id }) => ids.has(id));
  if (inside.every((member) => (member.where ?? where) === where)) return [group];
  /** Of each member, how often those before it change place: parts with the same number run together. */
  const parts = new Map<string, number>();
  const placed = new Map<string, 'local' | 'remote'>();
  for (const member of inside) {
    const place = member.where ?? where;
    placed.set(member.id, place);
    // local parts have even numbers
    let part = place === 'local' ? 0 : 1;
    for (const need of member.needs) {
      const before = parts.get(need);
      if (before !== undefined)
        part = Math.max(part, before + (placed.get(need) === place ? 0 : 1));
    }
    parts.set(member.id, part);
  }
  const byPart = Map.groupBy(inside, ({ id }) => parts.get(id) ?? 0);
  return [...byPart].map(([part, own]) => ({
    members: own.map(({ id }) => id),
    where: part % 2 === 0 ? 'local' : 'remote',
  }));
}
