/**
 * The report of what was measured on graphs of several shapes and sizes.
 *
 * @module
 */
import type { CellAnswers, Request } from './measure-cells.ts';
import { peerCells, peerHeadings, wrongSums, type PeerRow } from './peer-columns.ts';
import { figureText, type Report } from './report.ts';
import { verdictText, type Verdict } from './targets.ts';

/** What was found out about one graph. */
interface GraphRow {
  readonly shape: string;
  readonly count: number;
  readonly verdict: Verdict | undefined;
  readonly peer: PeerRow | undefined;
}

interface Measured<Answer, Row> {
  /** What was measured, in one word. */
  readonly what: string;
  readonly title: string;
  readonly request: Request;
  readonly measured: readonly CellAnswers<Answer>[];
  readonly rowOf: (answers: CellAnswers<Answer>) => Row;
  /** By heading, what stands between the graph and the verdict. */
  readonly figures: Readonly<Record<string, (row: Row) => number>>;
  readonly note: string;
}

/** A line for each graph: its shape and size, the figures, the verdict, and the peer's figures. */
export function graphReport<Answer extends { readonly isRight: boolean }, Row extends GraphRow>({
  what,
  title,
  request,
  measured,
  rowOf,
  figures,
  note,
}: Measured<Answer, Row>): Report {
  const rows = measured.map(rowOf);
  return {
    title,
    headings: ['shape', 'nodes', ...Object.keys(figures), 'target', ...peerHeadings(request)],
    lines: rows.map((row) => [
      row.shape,
      row.count.toLocaleString('en'),
      ...Object.values(figures).map((figureOf) => figureText(figureOf(row))),
      verdictText(row.verdict),
      ...peerCells(request, row.peer),
    ]),
    notes: [note],
    verdicts: rows.flatMap(({ verdict }) => verdict ?? []),
    wrong: wrongSums(what, measured),
    rows,
  };
}
