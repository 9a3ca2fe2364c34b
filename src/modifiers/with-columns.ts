/**
 * A frame is extended by functions of its columns.
 *
 * @module
 */
import { columnExpression, takeColumn, withColumnsOf } from '../columns/take-column.ts';
import { InvalidNodeError } from '../errors.ts';
import { assertOptions } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { absentAs, modified } from '../nodes/node-source.ts';
import {
  reservedNames,
  type AnyFunction,
  type FunctionNode,
  type NodeSource,
  type Read,
} from '../nodes/node.ts';
import { didYouMean } from '../suggest.ts';
import { assertNode, giverWords, readOf, type NodeGiven } from './extract.ts';
import { readPart } from './subdag-part.ts';
import type { WithColumns } from './with-columns-types.ts';

/** What {@link withColumns} may be told. */
export interface WithColumnsOptions<
  Modules extends readonly object[] = readonly object[],
  As extends 'series' | 'expr' = 'series' | 'expr',
  Pass extends readonly string[] = readonly string[],
  Select extends readonly string[] = readonly string[],
> {
  /** The modules of the column functions: each gives the column of its name. */
  readonly modules: Modules;
  /**
   * What the functions take and give: Series, or expressions. Expressions become one `withColumns` of the frame, eager or
   * lazy, so that polars computes them together. @default 'series'
   */
  readonly as?: As;
  /**
   * The names that are columns of the frame, whatever the dataflow has under these names; all others are the dataflow's.
   * @default every name that no column function, no config key and no other function bears
   */
  readonly pass?: Pass;
  /** The column functions whose columns are put into the frame. @default all */
  readonly select?: Select;
  /** Whether the frame's other columns stay, or the new ones stand alone. @default 'all' */
  readonly keep?: 'all' | 'new';
}

/**
 * Extends a frame by columns that functions compute from its columns, from each other and from the rest of the dataflow:
 * `export const wide = withColumns('table', { modules: [columns] })`. Replaced columns keep their place, new ones follow.
 *
 * `frame` is the name of a node, or its function. The column functions are nodes, too: `wide.sum`.
 *
 * Hamilton's `@with_columns`.
 *
 * @example
 * ```ts
 * import pl, { type Expr } from 'nodejs-polars';
 * import { Builder, DictResult, createModule, withColumns } from 'icosian';
 *
 * const columns = createModule({
 *   net: ({ gross, vat }: { gross: Expr; vat: Expr }) => gross.sub(vat),
 *   share: ({ net, gross }: { net: Expr; gross: Expr }) => net.div(gross),
 * });
 * const sales = () => pl.DataFrame({ gross: [100, 50], vat: [20, 10] });
 * const wide = withColumns(sales, { modules: [columns], as: 'expr', select: ['share'] });
 * const driver = new Builder()
 *   .withModules(createModule({ sales, wide }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * const { wide: frame } = await driver.execute(['wide']);
 * console.log(frame.columns, frame.getColumn('share').toArray()); // prints [ 'gross', 'vat', 'share' ] [ 0.8, 0.8 ]
 * ```
 */
export function withColumns<
  const G extends NodeGiven,
  const Modules extends readonly object[],
  const As extends 'series' | 'expr' = 'series',
  const Pass extends readonly string[] = never,
  const Select extends readonly string[] = readonly string[],
>(frame: G, options: WithColumnsOptions<Modules, As, Pass, Select>): WithColumns<G, Modules, Pass> {
  assertNode('withColumns', frame);
  assertOptions(
    'withColumns',
    options,
    {
      modules: (given) => Array.isArray(given) && given.every((module) => isRecord(module)),
      as: (given) => given === 'series' || given === 'expr',
      pass: isNameList,
      select: isNameList,
      keep: (given) => given === 'all' || given === 'new',
    },
    "write withColumns('table', { modules: [columns], as: 'expr', pass: ['x'], select: ['sum'] })",
  );
  const { modules, as = 'series', pass, select, keep = 'all' } = options;
  if (!Array.isArray(modules) || modules.length === 0) {
    throw new InvalidNodeError('node/bad-columns', 'withColumns(…) was given no modules.', {
      hint: "write withColumns('table', { modules: [columns] })",
    });
  }
  const giver = giverWords(frame);
  const whole = { ...readOf(frame), as: 'frame' };
  const extended = (inputs: Record<string, unknown>, columns: readonly string[]): unknown =>
    withColumnsOf(
      inputs['frame'],
      new Map(columns.map((column) => [column, inputs[`column.${column}`]])),
      { as, keep },
      giver,
    );
  const stub = (): never => {
    throw new InvalidNodeError(
      'node/undecided',
      'What withColumns(…) gives was called directly, but only a driver knows its columns.',
      { hint: 'ask a driver for the node' },
    );
  };
  const source: NodeSource = {
    origin: { function: stub, isMade: true },
    toNodes(name, config, reading) {
      const read = readPart(modules, config, name, reading);
      const names = new Set(read.nodes.map((node) => node.name));
      const chosen = selected(select, names, name);
      /** The names that may be columns, with the functions that read them. */
      const columns = new Map<string, Set<string>>();
      const columnNode = (column: string, reader: FunctionNode): string => {
        const readers = columns.get(column) ?? new Set();
        columns.set(column, readers.add(`${name}.${reader.name}`));
        return `${name}.columns.${column}`;
      };
      const lookedUp = (node: FunctionNode, each: Read): Read => {
        if (each.giver !== undefined || reservedNames.has(each.name)) return each;
        // a function that reads its own name means the column that it replaces
        const isColumn = isWithin(each.name, node.name) || each.name === name;
        if (pass?.includes(each.name) === true || isColumn) {
          return { ...each, name: columnNode(each.name, node), optional: false };
        }
        if (names.has(each.name)) return { ...each, name: `${name}.${each.name}` };
        if (each.otherwise !== undefined) {
          return { ...each, otherwise: `${name}.${each.otherwise}` };
        }
        return pass === undefined && !each.optional
          ? { ...each, otherwise: columnNode(each.name, node) }
          : each;
      };
      const functions = read.nodes.map((node): FunctionNode => {
        const { needs: _, ...others } = node;
        return {
          ...others,
          name: `${name}.${node.name}`,
          reads: node.reads.map((each) => lookedUp(node, each)),
          ...(node.caller === undefined ? {} : { caller: `${name}.${node.caller}` }),
        };
      });
      const unused = pass?.find((column) => !columns.has(column));
      if (unused !== undefined) throw unusedColumn(name, unused, read.nodes);
      const taken = (whole: unknown, column: string, readers: readonly string[]): unknown =>
        as === 'expr'
          ? columnExpression(whole, column, giver, readers)
          : takeColumn(whole, column, giver, undefined, readers);
      const passed = [...columns].map(([column, readers]): FunctionNode => ({
        kind: 'function',
        name: `${name}.columns.${column}`,
        reads: [whole],
        bound: { column, as },
        call: (inputs) => taken(inputs['frame'], column, [...readers]),
        origin: { function: stub, isMade: true },
        module: '',
        isSpare: true,
      }));
      const result: FunctionNode = {
        kind: 'function',
        name,
        reads: [
          whole,
          ...chosen.map((column) => ({
            name: `${name}.${column}`,
            as: `column.${column}`,
            optional: false,
          })),
        ],
        bound: keep === 'all' ? { as } : { as, keep },
        call: (inputs) => extended(inputs, chosen),
        origin: { function: stub, isMade: true },
        module: '',
      };
      return [
        result,
        ...functions,
        ...passed,
        ...read.absent.map((node) => absentAs(node, `${name}.${node.name}`)),
      ];
    },
  };
  return modified(stub as AnyFunction, source) as unknown as WithColumns<G, Modules, Pass>;
}

/** Whether a node is that of this name, or a part of it. */
const isWithin = (name: string, node: string): boolean =>
  node === name || node.startsWith(`${name}.`);

const isNameList = (given: unknown): boolean =>
  Array.isArray(given) && given.every((name) => typeof name === 'string');

function selected(
  select: readonly string[] | undefined,
  names: ReadonlySet<string>,
  node: string,
): readonly string[] {
  // the parts of a function are no columns
  const columns = [...names].filter((name) => !name.includes('.'));
  const unknown = select?.find((name) => !names.has(name));
  const chosen = select ?? columns;
  if (unknown === undefined && chosen.length > 0) return chosen;
  throw new InvalidNodeError(
    'node/bad-columns',
    unknown === undefined
      ? `"${node}" puts no columns into its frame.`
      : `"${node}" selects "${unknown}", which none of its column functions gives.`,
    {
      node,
      hint:
        (unknown === undefined ? undefined : didYouMean(unknown, columns)) ??
        (columns.length === 0
          ? 'give it modules with column functions'
          : `its column functions: ${columns.join(', ')}`),
    },
  );
}

const unusedColumn = (
  node: string,
  column: string,
  functions: readonly FunctionNode[],
): InvalidNodeError => {
  const read = new Set(functions.flatMap(({ reads }) => reads.map(({ name }) => name)));
  return new InvalidNodeError(
    'node/bad-columns',
    `"${node}" passes the column ${asWritten(column)}, which none of its column functions reads.`,
    {
      node,
      hint: didYouMean(column, read) ?? `they read: ${[...read].join(', ') || 'nothing'}`,
    },
  );
};
