/**
 * About how large a message is, without its buffers.
 *
 * @module
 */
import type { Encoded } from './message.ts';

/** How many parts of a list are looked at; the others are taken to be like them. */
const sampled = 16;
/** How deep it is looked. */
const deepest = 6;
const perValue = 8;
const perObject = 24;

/** An estimate in bytes, from a few samples: it costs little, however large the message. */
export const messageSize = ({ message }: Encoded): number => sizeOf(message, 0);

function sizeOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return perValue + value.length;
  if (typeof value !== 'object' || value === null || depth > deepest) return perValue;
  if (Array.isArray(value)) return listSize(value, value.length, depth);
  if (value instanceof Map || value instanceof Set) return 2 * perObject * (1 + value.size);
  if (value instanceof ArrayBuffer) return value.byteLength;
  const keys = Object.keys(value);
  let size = perObject;
  const few = Math.min(keys.length, 4 * sampled);
  for (let i = 0; i < few; i++) {
    const key = keys[i] as string;
    size += key.length + sizeOf((value as Record<string, unknown>)[key], depth + 1);
  }
  return few === 0 ? size : (size * keys.length) / few;
}

function listSize(list: readonly unknown[], length: number, depth: number): number {
  if (length === 0) return perObject;
  const step = Math.max(1, Math.floor(length / sampled));
  let size = 0;
  let count = 0;
  for (let i = 0; i < length; i += step) {
    size += sizeOf(list[i], depth + 1);
    count++;
  }
  return perObject + (size * length) / count;
}
