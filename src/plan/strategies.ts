/**
 * The grouping strategies that come with icosian.
 *
 * @module
 */
import { IcosianError } from '../errors.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import type { BlockInfo, GroupingStrategy, Member, NodeGroup, Section } from './grouping.ts';

/** What {@link GroupByRepeatableBlocks} may be told. */
export interface RepeatableBlocksOptions {
  /**
   * Which items are tasks where blocks nest: those of the outermost blocks, each with all that lies inside; or those of
   * every block, which keeps more workers busy where outer items are few.
   *
   * @default 'outer'
   */
  readonly level?: 'outer' | 'inner';
}

/**
 * The nodes of a block make one task for each item, which goes to the remote executor; nodes outside of blocks make a
 * task each, which stays. Something collected that comes back into its block makes a second task for each item.
 */
export class GroupByRepeatableBlocks implements GroupingStrategy {
  readonly name: string = 'GroupByRepeatableBlocks';
  readonly level: 'outer' | 'inner';

  /** Throws `grouping/bad-option` for anything but a level. */
  constructor(options: RepeatableBlocksOptions = {}) {
    const given: unknown = options;
    const { level = 'outer', ...others } = isRecord(given) ? given : { options: given };
    const [unknown] = Object.entries(others);
    if (unknown !== undefined) throw badOption(...unknown);
    if (level !== 'outer' && level !== 'inner') throw badOption('level', level);
    this.level = level;
  }

  expands({ scope }: BlockInfo): boolean {
    return this.level === 'inner' || scope.length === 0;
  }

  group({ scope, members }: Section): readonly NodeGroup[] {
    return scope.length === 0
      ? members.map(({ id }) => ({ members: [id], where: 'local' }))
      : [{ members: members.map(({ id }) => id), where: 'remote' }];
  }
}

/** Every node is a task of its own, in blocks one for each item; all go to the remote executor. */
export class GroupNodesIndividually implements GroupingStrategy {
  readonly name: string = 'GroupNodesIndividually';

  expands(): boolean {
    return true;
  }

  group({ members }: Section): readonly NodeGroup[] {
    return members.map(({ id }) => ({ members: [id], where: 'remote' }));
  }
}

/** Nodes that are equally far from the beginning of their section make one task; all go to the remote executor. */
export class GroupNodesByLevel implements GroupingStrategy {
  readonly name: string = 'GroupNodesByLevel';

  group({ members }: Section): readonly NodeGroup[] {
    const levels = new Map<string, number>();
    for (const { id, needs } of members) {
      levels.set(id, Math.max(0, ...needs.map((need) => (levels.get(need) ?? 0) + 1)));
    }
    const byLevel = Map.groupBy(members, ({ id }: Member) => levels.get(id) ?? 0);
    return [...byLevel.values()].map((level) => ({
      members: level.map(({ id }) => id),
      where: 'remote',
    }));
  }
}

/** All nodes of a section make one task, which goes to the remote executor. */
export class GroupNodesAllAsOne implements GroupingStrategy {
  readonly name: string = 'GroupNodesAllAsOne';

  group({ members }: Section): readonly NodeGroup[] {
    return [{ members: members.map(({ id }) => id), where: 'remote' }];
  }
}

const badOption = (name: string, value: unknown): IcosianError =>
  new IcosianError(
    'grouping/bad-option',
    `GroupByRepeatableBlocks does not take the option "${name}" with ${asWritten(value)}.`,
    { hint: "it may be { level: 'outer' } or { level: 'inner' }" },
  );
