/**
 * Requests on loose functions, cut into tasks by a grouping strategy.
 *
 * @module
 */
import { collect } from '../../src/index.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { planOf } from '../../src/plan/compile.ts';
import { groupPlan } from '../../src/plan/group-plan.ts';
import type { GroupingStrategy, NodeGroup, Section } from '../../src/plan/grouping.ts';
import { needsOf } from '../../src/plan/needs.ts';
import type { FramePlan, Plan } from '../../src/plan/plan.ts';
import type { Loose } from '../execution/driver-of.ts';

//  x ─▶ a ─┬─▶ b ─┬─▶ d
//          └─▶ c ─┘
export const diamond: Loose = {
  a: ({ x }) => x,
  b: ({ a }) => a,
  c: ({ a }) => a,
  d: ({ b, c }) => [b, c],
};

//  region ─▶ name ─▶ month ─▶ size ─┬─▶ sizes ─▶ share ─▶ shares ─▶ label ─▶ labels
//                                   └──────────────┘           share: a second pass over the months
export const nested: Loose = {
  region: function* () {
    yield 'EU';
  },
  name: ({ region }) => region,
  month: function* ({ name }) {
    yield name;
  },
  size: ({ month }) => month.length,
  sizes: collect(({ size }: { size: number[] }) => size),
  share: ({ size, sizes }) => [size, sizes],
  shares: collect(({ share }: { share: unknown[] }) => share),
  label: ({ region, shares }) => [region, shares],
  labels: collect(({ label }: { label: unknown[] }) => label),
};

/** Every member is a group of its own, which stays. */
export const alone = ({ members }: Section): readonly NodeGroup[] =>
  members.map(({ id }) => ({ members: [id] }));

export interface Asked {
  readonly outputs: readonly string[];
  readonly overridden?: readonly string[];
  readonly streamed?: string;
}

/** The request, cut into tasks. */
export function cut(
  functions: Loose,
  strategy: GroupingStrategy,
  { outputs, overridden = [], streamed }: Asked,
): Plan {
  const graph = buildGraph([functions], {});
  const inputs = graph.nodes.flatMap(({ node }) => (node.kind === 'input' ? [node.name] : []));
  const replaced = new Set(overridden);
  const asked = streamed === undefined ? outputs : [streamed];
  const needs = needsOf(graph, asked, replaced, new Set(inputs));
  const plan = planOf(graph, needs, streamed === undefined ? outputs : [], replaced, streamed);
  return groupPlan(graph, plan, strategy);
}

/**
 * The steps of a frame in words, in order: `local: a, b` is a task, `for each item: […]` a block whose items are tasks,
 * `again for each item` a further pass.
 */
export function wordsOf({ steps }: FramePlan): readonly Words[] {
  return steps.map((step): Words => {
    switch (step.kind) {
      case 'task':
        return `${step.group.where}: ${step.group.nodes.join(', ')}`;
      case 'block': {
        const again = step.source.kind === 'kept' ? 'again ' : '';
        return { [`${again}for each ${step.node.name}`]: wordsOf(step.plan) };
      }
      case 'call':
        return `without a task: ${step.node.name}`;
      case 'resource':
        return `resource: ${step.node.name}`;
    }
  });
}

export type Words = string | { readonly [block: string]: readonly Words[] };

/** The tasks of a request, in words. */
export const tasksOf = (
  functions: Loose,
  strategy: GroupingStrategy,
  outputs: readonly string[],
): readonly Words[] => wordsOf(cut(functions, strategy, { outputs }));
