/**
 * Data quality: what a value must be, looked at where it appears.
 *
 * @module
 */
import { reportOf } from '../columns/quality/report.ts';
import type { Rule } from '../columns/quality/rule.ts';
import { warn } from '../columns/quality/warn.ts';
import type { ItemReference, ValidationReport } from '../errors.ts';
import { assertFunction } from '../nodes/check-function.ts';
import { absentAs, callerIn, modified, sourceOf } from '../nodes/node-source.ts';
import type { AnyFunction, DraftNode, FunctionNode, NodeSource, Read } from '../nodes/node.ts';
import type { MarksOf, Remarked } from '../nodes/types.ts';
import type { Behind } from './binding-types.ts';
import { assertReport, failureOf, warningOf } from './check-failure.ts';
import { readRules, type CheckRules } from './check-rules.ts';

/** A function whose value is checked: `name`, with the parts `name.raw` and `name.checks`. */
export type Checked<F> = Remarked<
  F,
  Behind<MarksOf<F>, MarksOf<F>['out'], { checks: ValidationReport }>
>;

/** What was checked, and by which rules: checks around checks become one. */
const checked = new WeakMap<
  AnyFunction,
  { readonly fn: AnyFunction; readonly rules: readonly Rule[] }
>();

/**
 * Holds what a function gives against rules: a Series, an array, a frame (eager or lazy), a scalar, a record.
 *
 * There are three nodes: `name.raw` is what the function gives, `name.checks` what came of each rule (a
 * {@link ValidationReport}, plain data), and `name` the value again. Where a rule of importance `'fail'` does not hold,
 * `name` throws one {@link ValidationError} with all failures; where only others do not, the process gets one
 * `ValidationWarning`. Where `name` runs in a worker, that is a warning of the worker: it appears on its stderr, and
 * listeners in the driver's thread do not hear it. Of a generator, each item is checked.
 *
 * All rules that Polars can measure are measured together, in one pass over the columns; rows that break them are
 * looked for in a second one. Checks directly around checks make one report: so some may warn and others fail. Rules
 * that cannot be asked of the value (a range of strings) are an error whatever their importance.
 *
 * @example
 * ```ts
 * import pl from 'nodejs-polars';
 * import { Builder, DictResult, check, createModule } from 'icosian';
 *
 * const ratio = check({ range: [0, 1], maxNullFraction: 0.5 }, () => pl.Series('ratio', [0.5, 1, null]));
 * const driver = new Builder()
 *   .withModules(createModule({ ratio }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * const { 'ratio.checks': report } = await driver.untyped().execute(['ratio.checks']);
 * console.log(report.passed); // prints true
 * ```
 */
export function check<F extends AnyFunction>(
  rules: CheckRules<MarksOf<F>['out']>,
  fn: F,
): Checked<F> {
  const own = readRules(rules);
  assertFunction('check', fn, 'check({ … }, ({ a }) => new TheClass(a))');
  const inner = checked.get(fn);
  const innermost = inner?.fn ?? fn;
  const all = [...(inner?.rules ?? []), ...own];
  const made = modified(innermost, checkedSource(innermost, all));
  checked.set(made, { fn: innermost, rules: all });
  return made as unknown as Checked<F>;
}

function checkedSource(fn: AnyFunction, rules: readonly Rule[]): NodeSource {
  const inner = sourceOf(fn);
  return {
    toNodes: (name, config, reading) => {
      const raw = `${name}.raw`;
      const nodes = inner.toNodes(raw, config, reading);
      const result = nodes.find((node) => node.name === raw);
      if (result === undefined) return nodes;
      if (result.kind === 'absent') {
        return nodes.map((node) => (node === result ? absentAs(result, name) : node));
      }
      const { tags: _tags, schema: _schema, ...bare } = result;
      return [
        ...nodes.map((node) => (node === result ? bare : node)),
        ...checkNodes(name, result, callerIn(nodes, raw), rules),
      ];
    },
  };
}

/** The node that measures, and the one that gives the value on: what is said about the function is said about this one. */
function checkNodes(
  name: string,
  raw: FunctionNode,
  caller: string,
  rules: readonly Rule[],
): DraftNode[] {
  const { origin, module, where, isHidden, tags, schema } = raw;
  const common = {
    kind: 'function',
    origin,
    module,
    ...(where === undefined ? {} : { where }),
    ...(isHidden === undefined ? {} : { isHidden }),
  } as const;
  const value: Read = { name: raw.name, as: 'value', optional: false };
  const report: Read = { name: `${name}.checks`, as: 'report', optional: false };
  const item: Read = { name: '$item', as: 'item', optional: true };
  return [
    {
      ...common,
      // what it gives is not what the function gives
      origin: { ...origin, isMade: true },
      name: report.name,
      reads: [value],
      call: ({ value }) => reportOf(name, value, rules),
    },
    {
      ...common,
      ...(tags === undefined ? {} : { tags }),
      ...(schema === undefined ? {} : { schema }),
      name,
      reads: [value, report, item],
      caller,
      call: (read) => passedOn(name, read),
    },
  ];
}

/** The value, where its report lets it pass. */
function passedOn(name: string, { value, report, item }: Record<string, unknown>): unknown {
  assertReport(name, report);
  const failure = failureOf(report);
  if (failure !== undefined) throw failure;
  const warning = warningOf(report, item as ItemReference | undefined);
  if (warning !== undefined) warn(warning, 'check/failed');
  return value;
}
