/**
 * Typed arrays, Buffers, DataViews and ArrayBuffers as bytes, and back.
 *
 * Each keeps its own bytes and no more: a view of a large buffer does not take the rest of it along, and two views of
 * one buffer are two buffers on the other side.
 *
 * @module
 */
import { isAnyArrayBuffer } from 'node:util/types';
import type { Bytes } from './message.ts';

/** Up to so many bytes travel in the message: a buffer of their own would cost more than the copy. */
export const fewBytes = 1024;

const types: ReadonlySet<string> = new Set([
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'Buffer',
  'DataView',
  'ArrayBuffer',
]);

/** The class of binary data, by its name for values of other realms; undefined for anything else, subclasses too. */
export function binaryTypeOf(value: object): string | undefined {
  if (!ArrayBuffer.isView(value) && !isAnyArrayBuffer(value)) return undefined;
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null;
  if (prototype === Buffer.prototype) return 'Buffer';
  const name = (prototype?.constructor as { readonly name?: unknown } | undefined)?.name;
  return typeof name === 'string' && name !== 'Buffer' && types.has(name) ? name : undefined;
}

/** The bytes of the value, where they lie. */
export const bytesIn = (value: object): Uint8Array =>
  ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value as ArrayBuffer);

type ViewClass = new (buffer: ArrayBuffer) => object;

/** A value of this class with these bytes. Shared ones are copied: nobody else may see them change. */
export function binaryOf(type: string, bytes: Bytes, isKept: boolean): object {
  const own =
    isKept || bytes instanceof SharedArrayBuffer ? new Uint8Array(bytes).slice().buffer : bytes;
  if (type === 'ArrayBuffer') return own;
  if (type === 'Buffer') return Buffer.from(own);
  const View = types.has(type)
    ? (globalThis as unknown as Record<string, ViewClass | undefined>)[type]
    : undefined;
  if (View === undefined) throw new TypeError(`this version of Node has no ${type}`);
  return new View(own);
}
