/**
 * The error for what a user's function threw.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import {
  NodeExecutionError,
  TimeoutError,
  ValidationError,
  itemWords,
  type IcosianError,
  type ItemReference,
} from '../errors.ts';
import { reservedNames, type FunctionNode } from '../nodes/node.ts';
import type { Locate } from './accept-value.ts';
import { thrownWords } from './thrown.ts';

/** At most this many inputs are shown in a message. */
const shownInputs = 12;

/**
 * The inputs of a call on one line, each with a summary of its value; the empty string where there are none. What the
 * engine gives says nothing that the message does not.
 */
export function inputsInWords(inputs: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(inputs).filter((name) => !reservedNames.has(name));
  const shown = names.slice(0, shownInputs).map((name) => `${name} = ${summaryOf(inputs[name])}`);
  if (names.length > shownInputs) shown.push(`… and ${names.length - shownInputs} more`);
  return shown.join(', ');
}

/** One call of a node that has tries or a time limit. */
export interface Called {
  readonly node: FunctionNode;
  readonly item: ItemReference | undefined;
  /** How often its function was called. */
  readonly tries: number;
}

/** What ended calls that were tried more than once. Errors are the users', and may be frozen. */
const tried = new WeakMap<object, Called>();
/** The time limits that calls went past. */
const timeouts = new WeakMap<object, FunctionNode>();

/** Has the failure of a call say how often it was tried. */
export function noteTries(called: Called, error: unknown): void {
  if (typeof error === 'object' && error !== null && called.tries > 1) tried.set(error, called);
}

/** The error for a call that took longer than `ms` milliseconds, or did not even begin in that time. */
export function timeoutError(
  { node, item, tries }: Called,
  ms: number,
  isSynchronous: boolean,
): TimeoutError {
  const where = item === undefined ? '' : ` at ${itemWords(item, node.name)}`;
  const which = tries > 1 ? `; it was at try ${tries}` : '';
  // only a limit keeps a function from being called
  const isWaiting = tries === 0;
  const sentence = isWaiting
    ? `"${node.name}" waited longer than ${ms} ms for room under its limit${where}.`
    : `"${node.name}" took longer than ${ms} ms${where}${which}.`;
  const hint = isWaiting ? waitingHint : isSynchronous ? synchronousHint : timeoutHint(node);
  const error = new TimeoutError('node/timeout', sentence, { node: node.name, item, hint });
  timeouts.set(error, node);
  return error;
}

const waitingHint =
  'allow it more time or more room; in limit(…, timeout(…, fn)), the time does not run while it waits';

const synchronousHint =
  'a synchronous function cannot be stopped, so it ran to its end; allow it more time, or have it do less';

const timeoutHint = ({ reads }: FunctionNode): string =>
  reads.some(({ name }) => name === '$signal')
    ? 'allow it more time; it can stop when its $signal is aborted'
    : 'allow it more time; it goes on unheard, unless it reads $signal and stops when that is aborted';

/**
 * Wraps what the function of `node` threw: which node, where it stands, at which item, with which inputs (in words).
 *
 * The original is the `cause`, untouched. That its time was up, or that a check refuses its value, is no failure of the
 * function: these come as they are.
 */
export function nodeFailure(
  node: FunctionNode,
  inputs: string,
  error: unknown,
  locate: Locate,
  item?: ItemReference,
): IcosianError {
  const location = locate(node);
  if (isTimeoutOf(node, error)) return error.at(location);
  if (isCheckOf(node, error)) return foundAt(error, item).at(location);
  const place = location === undefined ? '' : ` (${location})`;
  const given = inputs === '' ? '' : `\n  with ${inputs}`;
  const failure = new NodeExecutionError(
    'node/failed',
    `"${node.name}"${place} failed${item === undefined ? '' : ` at ${itemWords(item, node.name)}`}${triesInWords(node, error)}: ${thrownWords(error)}${given}`,
    { node: node.name, cause: error, hint: hintFor(node, error), item },
  );
  // the sentence says it already
  return Object.defineProperty(failure, 'location', { value: location });
}

const isTimeoutOf = (node: FunctionNode, error: unknown): error is TimeoutError =>
  error instanceof TimeoutError && timeouts.get(error) === node;

const isCheckOf = (node: FunctionNode, error: unknown): error is ValidationError =>
  isFailedCheck(error) && error.node === node.name;

/** Whether an error is what a check found. */
export const isFailedCheck = (error: unknown): error is ValidationError =>
  error instanceof ValidationError && error.code === 'check/failed';

/** What a check found, with the item at which it did. */
function foundAt(error: ValidationError, item: ItemReference | undefined): ValidationError {
  if (item === undefined) return error;
  const { code, message, hint, node, report } = error;
  const sentence = hint === undefined ? message : message.slice(0, -`\n  → ${hint}`.length);
  const place = `\n  at ${itemWords(item, node)}`;
  return new ValidationError(code, `${sentence}${place}`, { hint, node, item, report });
}

/** ` after 3 tries`; nothing where there was one. */
function triesInWords(node: FunctionNode, error: unknown): string {
  const called = node.behaviours && tried.get(error as object);
  return called?.node === node ? ` after ${called.tries} tries` : '';
}

/** A promise adopts whatever has a `then`, and a polars `when(…)` without its otherwise has one. */
function hintFor(node: FunctionNode, error: unknown): string | undefined {
  const isAsync = Object.prototype.toString.call(node.origin.function) === '[object AsyncFunction]';
  const isWhenThen = error instanceof Error && /\bwhenthen\.js\b/.test(stackOf(error));
  return isAsync && isWhenThen
    ? 'an async function cannot return a polars when(…) that lacks its end: finish with .otherwise(…)'
    : undefined;
}

// a stack may be anything, and reading it may run a user's code
function stackOf(error: Error): string {
  try {
    return String(error.stack);
  } catch {
    return '';
  }
}
