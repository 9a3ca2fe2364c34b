/**
 * What is wrong with the rules that `check` was given.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { asWritten, kindOf } from '../nodes/given.ts';

export const badCheck = (sentence: string, hint: string): InvalidNodeError =>
  new InvalidNodeError('node/bad-check', sentence, { hint });

/** `check(…) takes "range" as [least, most], got [2, 1].` */
export const notThat = (wants: string, given: unknown, hint: string): InvalidNodeError =>
  badCheck(`${wants}, got ${inWords(given)}.`, hint);

const longest = 60;

function inWords(given: unknown): string {
  const isPlain = Array.isArray(given) || typeof given !== 'object' || given === null;
  if (!isPlain || typeof given === 'function') return kindOf(given);
  const text = typeof given === 'number' || given === undefined ? String(given) : asWritten(given);
  return text.length > longest ? kindOf(given) : text;
}
