/**
 * What a report means for its node.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import {
  InvalidNodeError,
  ValidationError,
  itemWords,
  type ItemReference,
  type ValidationReport,
  type ValidationResult,
} from '../errors.ts';
import { isRecord } from '../nodes/given.ts';

/** Throws `check/not-a-report` where something else stands for the report of `node`. */
export function assertReport(node: string, given: unknown): asserts given is ValidationReport {
  if (isReport(given)) return;
  throw new InvalidNodeError(
    'check/not-a-report',
    `What was given for "${node}.checks" is no report: ${summaryOf(given)}.`,
    {
      node,
      hint: `give { node: '${node}', passed: true, results: [] }, or override "${node}" itself with a value that is not checked`,
    },
  );
}

const isReport = (given: unknown): boolean =>
  isRecord(given) &&
  typeof given['node'] === 'string' &&
  Array.isArray(given['results']) &&
  given['results'].every(
    (result) =>
      isRecord(result) &&
      typeof result['passed'] === 'boolean' &&
      typeof result['sentence'] === 'string',
  );

/** The error of a report in which a rule fails that must hold; undefined where there is none. */
export function failureOf(report: ValidationReport): ValidationError | undefined {
  const broken = report.results.filter(({ passed }) => !passed);
  if (!broken.some(({ importance }) => importance === 'fail')) return undefined;
  return new ValidationError('check/failed', sentenceOf(report, broken), {
    node: report.node,
    report,
    hint: `ask for "${report.node}.raw" to see the value, for "${report.node}.checks" to see all results`,
  });
}

/** What the process is told where rules fail that need not hold; undefined where all hold. */
export function warningOf(
  report: ValidationReport,
  item: ItemReference | undefined,
): string | undefined {
  const broken = report.results.filter(({ passed }) => !passed);
  if (broken.length === 0) return undefined;
  const place = item === undefined ? '' : `\n  at ${itemWords(item, report.node)}`;
  return `${sentenceOf(report, broken)}${place}`;
}

/** Those that must hold come first. */
function sentenceOf(
  { node, results }: ValidationReport,
  broken: readonly ValidationResult[],
): string {
  const mustHold = broken.filter(({ importance }) => importance === 'fail');
  const may = broken.filter(({ importance }) => importance === 'warn');
  const lines = [
    ...mustHold.map(({ sentence }) => sentence),
    ...may.map(({ sentence }) =>
      mustHold.length === 0 ? sentence : `${sentence} (only a warning)`,
    ),
  ];
  const checks = results.length === 1 ? '1 check' : `${results.length} checks`;
  return [`"${node}" fails ${broken.length} of ${checks}:`, ...lines].join('\n  ');
}
