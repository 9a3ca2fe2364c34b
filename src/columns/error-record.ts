/**
 * Errors as records, and back: structured clone would lose their class, their code and all that was added to them.
 *
 * @module
 */
import { isNativeError } from 'node:util/types';
import * as ownErrors from '../errors.ts';
import type { ErrorRecord } from './message.ts';

const brand = Symbol.for('icosian.error');

type ErrorClass = new (message?: string) => Error;

const builtIn: Readonly<Record<string, ErrorClass>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  // takes its errors first; they come with its properties
  AggregateError: AggregateError as unknown as ErrorClass,
};

/** Whether a value is an error, of any realm. */
export const isError = (value: object): value is Error =>
  isNativeError(value) || value instanceof Error;

/**
 * What an error is without its properties. Its class is the nearest that every thread has: a built-in one, or one of
 * icosian's kinds. The name of a class of the user's stays, the class does not.
 */
export function recordOfError(error: Error): ErrorRecord {
  const kinds = (error as { [brand]?: unknown })[brand];
  const type = typeNameOf(error, kinds);
  const { name, message, stack } = error as Partial<Record<keyof Error, unknown>>;
  const usual = type === 'DOMException' ? undefined : classNamed(type)?.prototype.name;
  return {
    type,
    ...(typeof name === 'string' && name !== usual && isUsual(error, 'name') ? { name } : {}),
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof stack === 'string' ? { stack } : {}),
    ...(Array.isArray(kinds) ? { kinds: kinds.map(String) } : {}),
  };
}

function typeNameOf(error: Error, kinds: unknown): string {
  if (error instanceof DOMException) return 'DOMException';
  const own = Array.isArray(kinds)
    ? kinds.find((kind) => classNamed(kind) !== undefined)
    : undefined;
  if (own !== undefined) return own as string;
  let prototype: object | null = Object.getPrototypeOf(error) as object | null;
  while (prototype !== null) {
    const { name } = (prototype as { constructor: { name?: unknown } }).constructor;
    if (typeof name === 'string' && Object.hasOwn(builtIn, name)) return name;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return 'Error';
}

/** The properties of an error that its record does not hold. */
export const errorProperties = (error: Error): string[] =>
  Object.getOwnPropertyNames(error).filter((key) => {
    if (key === 'stack') return false;
    return (key !== 'name' && key !== 'message') || !isUsual(error, key);
  });

/** Whether a name or a message is what errors have: a string that is not listed among the properties. */
const isUsual = (error: Error, key: 'name' | 'message'): boolean =>
  typeof error[key] === 'string' && !Object.prototype.propertyIsEnumerable.call(error, key);

/** The error without its properties. */
export function errorOfRecord({ type, name, message, stack, kinds }: ErrorRecord): Error {
  const hidden = (error: Error, key: PropertyKey, value: unknown): void => {
    Object.defineProperty(error, key, { value, configurable: true, writable: true });
  };
  if (type === 'DOMException') {
    const exception = new DOMException(message, name);
    if (stack !== undefined) hidden(exception, 'stack', stack);
    return exception;
  }
  const error = message === undefined ? new Error() : new Error(message);
  const Class = classNamed(type);
  if (Class !== undefined && Class !== Error)
    Object.setPrototypeOf(error, Class.prototype as object);
  hidden(error, 'stack', stack);
  if (name !== undefined) hidden(error, 'name', name);
  if (kinds !== undefined) Object.defineProperty(error, brand, { value: kinds });
  return error;
}

function classNamed(name: unknown): ErrorClass | undefined {
  if (typeof name !== 'string') return undefined;
  if (Object.hasOwn(builtIn, name)) return builtIn[name];
  const own = (ownErrors as Record<string, unknown>)[name];
  return typeof own === 'function' && Object.hasOwn(own, 'kind')
    ? (own as unknown as ErrorClass)
    : undefined;
}
