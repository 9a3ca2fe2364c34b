/**
 * Measures every graph in fresh processes, and the Python system right after each.
 *
 * @module
 */
import {
  cellsFor,
  effortFor,
  moderateCount,
  processesFor,
  type Cell,
  type CellTask,
} from './cells.ts';
import { inFreshProcess } from './fresh-process.ts';
import type { Peer, PeerTimes } from './peers.ts';
import { least, median } from './statistics.ts';

export interface Request {
  readonly isQuick: boolean;
  /** Undefined: only ours. */
  readonly peer: Peer | undefined;
}

/** All that was measured of one graph: one answer a process. */
export interface CellAnswers<Answer> {
  readonly cell: Cell;
  readonly answers: readonly Answer[];
  readonly peerAnswers: readonly PeerTimes[];
}

/**
 * Has `program` measure all cells, each in as many processes as there are rounds of all of them: what slows the
 * machine down for a minute does not hit all processes of one cell. The peer measures its largest graphs once, and
 * executes none of them.
 */
export async function measureCells<Answer>(
  what: 'build' | 'execute',
  program: string,
  { isQuick, peer }: Request,
): Promise<CellAnswers<Answer>[]> {
  const effort = effortFor(isQuick);
  const all = cellsFor(isQuick).map((cell) => ({
    cell,
    answers: [] as Answer[],
    peerAnswers: [] as PeerTimes[],
  }));
  for (let round = 0; round < processesFor(isQuick); round++) {
    for (const { cell, answers, peerAnswers } of all) {
      const task: CellTask = { ...cell, effort };
      answers.push(await inFreshProcess<Answer>(program, task));
      const isLarge = cell.count > moderateCount;
      if (peer === undefined || (isLarge && (what === 'execute' || round > 0))) continue;
      const times = await peer(what, cell, isQuick);
      if (times !== undefined) peerAnswers.push(times);
    }
  }
  return all;
}

/** Milliseconds: the median of the processes' medians, and the least of all. */
export interface Summary {
  readonly medianMs: number;
  readonly minMs: number;
}

export const summaryOf = (processes: readonly (readonly number[])[]): Summary => ({
  medianMs: median(processes.map(median)),
  minMs: least(processes.flat()),
});
