/**
 * Columns of frames as expressions.
 *
 * @module
 */
import { col, type Expr } from 'nodejs-polars';

/** Whether Polars takes this name of a column for a pattern of names. */
export const looksLikePattern = (name: string): boolean =>
  name === '*' || (name.startsWith('^') && name.endsWith('$'));

/** The column of exactly this name. One that looks like a pattern and is not there gives no column, no error. */
export const columnNamed = (name: string): Expr =>
  looksLikePattern(name)
    ? col(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`)
    : col(name);
