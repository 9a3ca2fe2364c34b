/**
 * What a report means for its node.
 *
 * @module
 */
import { ValidationError, type ValidationReport, type ValidationResult } from '../errors.ts';

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
export function warningOf(report: ValidationReport): string | undefined {
  const broken = report.results.filter(({ passed }) => !passed);
  return broken.length === 0 ? undefined : sentenceOf(report, broken);
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
