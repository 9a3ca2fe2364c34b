/**
 * The Python system's figures beside ours.
 *
 * @module
 */
import type { CellAnswers, Request } from './measure-cells.ts';
import { summaryOf, type Summary } from './measure-cells.ts';
import type { PeerTimes } from './peers.ts';
import { figureText } from './report.ts';

/** What the peer takes, and how many times as long as ours that is. */
export interface PeerRow extends Summary {
  readonly timesOurs: number;
}

/** Undefined where the peer was not measured. */
export function peerRow(oursMs: number, answers: readonly PeerTimes[]): PeerRow | undefined {
  if (answers.length === 0) return undefined;
  const summary = summaryOf(answers.map(({ ms }) => ms));
  return { ...summary, timesOurs: summary.medianMs / oursMs };
}

export const peerHeadings = ({ peer }: Request): readonly string[] =>
  peer === undefined ? [] : ['Python ms', 'Python, min', 'Python / ours'];

export function peerCells({ peer }: Request, row: PeerRow | undefined): readonly string[] {
  if (peer === undefined) return [];
  if (row === undefined) return ['', '', ''];
  return [row.medianMs, row.minMs, row.timesOurs].map(figureText);
}

/** A sentence for each graph whose check sum differs, ours or the peer's. */
export function wrongSums(
  what: string,
  measured: readonly CellAnswers<{ readonly isRight: boolean }>[],
): string[] {
  return measured.flatMap(({ cell, answers, peerAnswers }) => {
    const graph = `${what}: the check sum of ${cell.shape} ${cell.count} differs`;
    return [
      ...(answers.every(({ isRight }) => isRight) ? [] : [`${graph}.`]),
      ...(peerAnswers.every(({ isRight }) => isRight) ? [] : [`${graph} in Python.`]),
    ];
  });
}
