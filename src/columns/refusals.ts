/**
 * Why a value cannot travel, in words.
 *
 * @module
 */
import { isPromise } from 'node:util/types';
import { IcosianError, SerializationError, type ErrorDetails } from '../errors.ts';
import { summaryOf } from './summary.ts';

/** One value that cannot travel. */
export interface Refusal {
  readonly code: string;
  /** `region.client is a function`, without its end. */
  readonly sentence: string;
  readonly hint: string;
  readonly cause?: unknown;
}

/** Where and for whom it is encoded: stands in the error. */
export type About = Pick<ErrorDetails, 'node' | 'item' | 'location'>;

/** More would not be read. */
const longestList = 20;

const plain = 'cannot-travel';
const resource = 'make it where it is needed, with resource(fn)';
/** Of several refusals that have hints of their own. */
const general =
  'give plain data, let classes travel with registerCodec(Class, { encode, decode }), and make the rest where it is needed, with resource(fn)';

/** One error for all refusals; `path` is that of the whole value. */
export function refusalError(
  path: string,
  refusals: readonly [Refusal, ...Refusal[]],
  about: About = {},
): SerializationError {
  const [first, ...others] = refusals;
  if (others.length === 0) {
    const end = first.code === `codec/${plain}` ? ', which cannot travel.' : '.';
    const cause = 'cause' in first ? { cause: first.cause } : {};
    return new SerializationError(first.code, `${first.sentence}${end}`, {
      hint: first.hint,
      ...cause,
      ...about,
    });
  }
  const listed = refusals.slice(0, longestList);
  const lines = listed.map(({ sentence }, position) => `  ${position + 1}. ${sentence}`);
  if (listed.length < refusals.length) lines.push(`  … ${refusals.length - listed.length} more`);
  const hints = listed.map(({ code, hint }) => (code === `codec/${plain}` ? general : hint));
  const hint = [...new Set(hints)].join('; ');
  const cause = refusals.find((refusal) => 'cause' in refusal);
  return new SerializationError(
    `codec/${plain}`,
    `${path} cannot travel: ${refusals.length} problems.\n${lines.join('\n')}`,
    { hint, ...(cause === undefined ? {} : { cause: cause.cause }), ...about },
  );
}

/** A function, a symbol or an object of a kind that does not travel. */
export function refusalOf(path: string, value: unknown): Refusal {
  const { words, hint } = described(value);
  return { code: `codec/${plain}`, sentence: `${path} is ${words}`, hint };
}

/** A proxy is not looked into: that would call its traps. */
export const refusalOfProxy = (path: string): Refusal => ({
  code: `codec/${plain}`,
  sentence: `${path} is a Proxy`,
  hint: 'return what it stands for, as plain data',
});

function described(value: unknown): { readonly words: string; readonly hint: string } {
  switch (typeof value) {
    case 'function': {
      const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function';
      const name = nameOf(value);
      const words = name === '' ? `a ${kind}` : `a ${kind} (${name})`;
      return { words, hint: `give plain data, or ${resource}` };
    }
    case 'symbol':
      return { words: `a symbol (${String(value)})`, hint: 'use a string' };
    default:
      return describedObject(value as object);
  }
}

function describedObject(value: object): { readonly words: string; readonly hint: string } {
  if (isPromise(value)) return { words: 'a Promise', hint: 'await it first' };
  const prototype = Object.getPrototypeOf(value) as object | null;
  const Class: unknown = prototype === null ? undefined : Reflect.get(prototype, 'constructor');
  const name = typeof Class === 'function' ? nameOf(Class) : '';
  if (name === '' || Class === Object) {
    const tag = Reflect.get(value, Symbol.toStringTag) as unknown;
    return typeof tag === 'string' && tag !== ''
      ? { words: `an object of the kind ${tag}`, hint: `give plain data, or ${resource}` }
      : {
          words: 'an object with a prototype of its own',
          hint: 'give plain data: { ...value } copies its own properties',
        };
  }
  if (name === 'SharedArrayBuffer') {
    return {
      words: 'a SharedArrayBuffer',
      hint: 'return an ArrayBuffer or a typed array: they travel as copies',
    };
  }
  const words = `an instance of ${name}`;
  // a class of the language's: what it stands for can be written as data
  if (Reflect.get(globalThis, name) === Class) {
    return { words, hint: `give plain data, or ${resource}` };
  }
  return {
    words,
    hint: `give plain data, let its class travel with registerCodec(${name}, { encode, decode }), or ${resource}`,
  };
}

const nameOf = (callable: Function): string => {
  const { name } = callable as { readonly name: unknown };
  return typeof name === 'string' ? name : '';
};

/** A getter, a trap or Polars threw. */
export const unreadable = (path: string, cause: unknown): Refusal => ({
  code: 'codec/unreadable-value',
  sentence: `${path} cannot be read: ${messageOf(cause)}`,
  hint: (cause instanceof IcosianError ? cause.hint : undefined) ?? 'see the error behind this one',
  cause,
});

/** The first line of an error, without its full stop. */
export const messageOf = (error: unknown): string =>
  error instanceof Error
    ? (error.message.split('\n', 1)[0] ?? '').replace(/\.$/, '')
    : summaryOf(error);
