/**
 * One walk over a value: what is plain is copied, everything else leaves a hole and a step that fills it.
 *
 * @module
 */
import { isBoxedPrimitive, isDate, isMap, isProxy, isRegExp, isSet } from 'node:util/types';
import { arrayShapeOf } from './array-shape.ts';
import { binaryTypeOf, bytesIn, fewBytes } from './binary.ts';
import { codecOfPrototype, type RegisteredCodec } from './codec-registry.ts';
import { Draft, type DraftOptions, type Part } from './draft.ts';
import { encodedColumns, isColumnsType } from './encode-columns.ts';
import { errorProperties, isError, recordOfError } from './error-record.ts';
import { joined } from './ipc.ts';
import { fill } from './message.ts';
import { messageOf, refusalOf, refusalOfProxy, unreadable } from './refusals.ts';
import { depthOf, type Key, type Trail } from './trail.ts';
import { isPlainObject, valueTypeOf } from './value-type.ts';

/** Deeper, structured clone has no stack left. */
const deepest = 1000;

/** The message for a value, with what is wrong with it; complete when all of its `waiting` is done. */
export function draftOf(value: unknown, options: DraftOptions): Draft {
  const draft = new Draft(options);
  draft.place(draft.message, 'root', encoded(draft, value, undefined, ''));
  return draft;
}

function encoded(draft: Draft, value: unknown, up: Trail | undefined, key: Key): unknown {
  switch (typeof value) {
    case 'object':
      return value === null ? null : encodedObject(draft, value, up, key);
    case 'function':
    case 'symbol':
      return draft.refuse(refusalOf(draft.path(up, key), value), value);
    default:
      return value;
  }
}

function encodedObject(draft: Draft, value: object, up: Trail | undefined, key: Key): unknown {
  const known = draft.known.get(value);
  if (known !== undefined) {
    return up?.instance === undefined ? known : again(draft, known, value, up, key);
  }
  const trail: Trail = { up, key, value, depth: depthOf(up) + 1, instance: up?.instance };
  if (trail.depth > deepest) return refuseDepth(draft, value);
  try {
    return newObject(draft, value, trail);
  } catch (cause) {
    return draft.refuse(unreadable(draft.path(trail), cause), value);
  }
}

function newObject(draft: Draft, value: object, trail: Trail): unknown {
  if (isProxy(value)) {
    const type = valueTypeOf(value);
    // frames are proxies, too
    if (isColumnsType(type)) return encodedColumns(draft, value, type, trail);
    return draft.refuse(refusalOfProxy(draft.path(trail)), value);
  }
  const prototype = Object.getPrototypeOf(value) as object | null;
  const isTagged = (value as Record<symbol, unknown>)[Symbol.toStringTag] !== undefined;
  if (!isTagged && (prototype === Object.prototype || prototype === null)) {
    return record(draft, value as Record<string, unknown>, prototype, trail);
  }
  const type = valueTypeOf(value);
  if (isColumnsType(type)) return encodedColumns(draft, value, type, trail);
  const codec = prototype === null ? undefined : codecOfPrototype(prototype);
  if (codec !== undefined) return instance(draft, value, codec, trail);
  if (Array.isArray(value) && isBuiltIn(prototype, 'Array')) return array(draft, value, trail);
  const binaryType = binaryTypeOf(value);
  if (binaryType !== undefined) return binary(draft, value, binaryType);
  if (isMap(value) && isBuiltIn(prototype, 'Map')) return map(draft, value, trail);
  if (isSet(value) && isBuiltIn(prototype, 'Set')) return set(draft, value, trail);
  if (isRegExp(value) && isBuiltIn(prototype, 'RegExp')) return regExp(draft, value);
  if ((isDate(value) && isBuiltIn(prototype, 'Date')) || isBoxed(value)) return value;
  if (isError(value)) return error(draft, value, trail);
  if (isPlainObject(value)) return record(draft, value, prototype, trail);
  return draft.refuse(refusalOf(draft.path(trail), value), value);
}

function array(draft: Draft, values: readonly unknown[], trail: Trail): readonly unknown[] {
  const shape = arrayShapeOf(values);
  // nothing to look into: structured clone copies it, holes and all
  if (shape === 'primitives') return values;
  const copy: unknown[] = [];
  draft.known.set(values, copy);
  if (shape === 'dense') {
    for (let index = 0; index < values.length; index++) {
      draft.place(copy, index, encoded(draft, values[index], trail, index));
    }
    return copy;
  }
  copy.length = values.length;
  for (const name of Object.keys(values)) {
    const key = /^\d+$/.test(name) ? Number(name) : name;
    draft.place(copy, key, encoded(draft, read(draft, values, key, trail), trail, key));
  }
  return copy;
}

/** A property, or what its getter gives. */
function read(draft: Draft, value: object, key: string | number, trail: Trail): unknown {
  try {
    return value[key as never];
  } catch (cause) {
    return draft.refuse(unreadable(draft.path(trail, key), cause), undefined);
  }
}

function record(
  draft: Draft,
  value: Readonly<Record<string, unknown>>,
  prototype: object | null,
  trail: Trail,
): object {
  const copy: Record<string, unknown> = {};
  draft.known.set(value, copy);
  for (const key of Object.keys(value)) {
    const child = read(draft, value, key, trail);
    const type = typeof child;
    if (type === 'object' || type === 'function' || type === 'symbol' || key === '__proto__') {
      draft.place(copy, key, encoded(draft, child, trail, key));
    } else copy[key] = child;
  }
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (!isEnumerable(value, symbol)) continue;
    const sentence = `${draft.path(trail)} has a property under the symbol ${String(symbol)}`;
    draft.refuse({ code: 'codec/cannot-travel', sentence, hint: 'use a string' }, undefined);
  }
  if (prototype === null) draft.step({ withoutPrototype: copy });
  return copy;
}

function map(draft: Draft, value: ReadonlyMap<unknown, unknown>, trail: Trail): object {
  const copy = new Map<unknown, unknown>();
  draft.known.set(value, copy);
  const entries: unknown[] = [];
  let hasParts = false;
  for (const [key, entry] of value) {
    const at = entries.length;
    const isPart = draft.place(entries, at, encoded(draft, key, trail, { keyOf: at / 2 }));
    const encodedEntry = encoded(draft, entry, trail, { entryOf: key });
    hasParts = draft.place(entries, at + 1, encodedEntry) || isPart || hasParts;
  }
  return filled(draft, copy, entries, hasParts);
}

function set(draft: Draft, value: ReadonlySet<unknown>, trail: Trail): object {
  const copy = new Set<unknown>();
  draft.known.set(value, copy);
  const entries: unknown[] = [];
  let hasParts = false;
  for (const member of value) {
    const at = entries.length;
    const encodedMember = encoded(draft, member, trail, { memberOf: at });
    hasParts = draft.place(entries, at, encodedMember) || hasParts;
  }
  return filled(draft, copy, entries, hasParts);
}

/** With parts among its entries, a Map or a Set is filled on the other side: the order must stay. */
function filled(
  draft: Draft,
  copy: Map<unknown, unknown> | Set<unknown>,
  entries: readonly unknown[],
  hasParts: boolean,
): object {
  if (hasParts) draft.step({ entries, of: copy });
  else fill(copy, entries);
  return copy;
}

function regExp(draft: Draft, value: RegExp): object {
  const { source, flags, lastIndex } = value;
  return lastIndex === 0 ? value : draft.make(value, { make: 'RegExp', source, flags, lastIndex });
}

function binary(draft: Draft, value: object, type: string): Part {
  const bytes = bytesIn(value);
  const isInline = bytes.byteLength <= fewBytes;
  const copy = joined([bytes], draft.options.shared && !isInline);
  return draft.make(value, {
    make: 'binary',
    type,
    bytes: isInline ? (copy as ArrayBuffer) : draft.buffer(copy),
  });
}

function error(draft: Draft, value: Error, trail: Trail): Part {
  const part = draft.make(value, { make: 'Error', error: recordOfError(value) });
  const names = errorProperties(value);
  if (names.length === 0) return part;
  const properties: Record<string, unknown> = {};
  for (const name of names) {
    draft.place(properties, name, encoded(draft, read(draft, value, name, trail), trail, name));
  }
  const hidden = names.filter((name) => !isEnumerable(value, name));
  draft.step({ complete: part.number, properties, hidden });
  return part;
}

function instance(draft: Draft, value: object, codec: RegisteredCodec, trail: Trail): unknown {
  const path = draft.path(trail);
  const holder: { content: unknown } = { content: undefined };
  // until it is made, whoever meets it again is one of its own parts
  draft.known.set(value, holder);
  let content: unknown;
  try {
    content = codec.encode(value);
  } catch (cause) {
    const sentence = `${path} is an instance of "${codec.name}", whose codec failed to encode it: ${messageOf(cause)}`;
    const hint = 'see the error behind this one';
    return draft.refuse({ code: 'codec/encode-failed', sentence, hint, cause }, value);
  }
  const within: Trail = { ...trail, instance: value };
  draft.place(holder, 'content', encoded(draft, content, within, ''));
  return draft.make(value, { make: 'instance', name: codec.name, path, holder });
}

/** An object that was met before: itself, unless an instance would have to be ready before its own parts are. */
function again(draft: Draft, known: object, value: object, up: Trail, key: Key): unknown {
  let isWithin = false;
  for (let trail: Trail | undefined = up; trail !== undefined; trail = trail.up) {
    isWithin ||= trail.value === trail.instance;
    if (trail.value !== value) continue;
    if (!isWithin) return known;
    const sentence = `${draft.path(up, key)} leads back to ${draft.path(trail)}, through an instance that its codec must make first`;
    const hint = 'leave the reference out in encode, and set it again in decode';
    return draft.refuse({ code: 'codec/circular-instance', sentence, hint }, value);
  }
  return known;
}

function refuseDepth(draft: Draft, value: object): unknown {
  const code = 'codec/too-deep';
  if (draft.refusals.some((refusal) => refusal.code === code)) return undefined;
  const sentence = `${draft.options.path} is nested more than ${deepest} levels deep`;
  const hint = 'return a flat list, with positions instead of references';
  return draft.refuse({ code, sentence, hint }, value);
}

/** Whether this is the prototype of a built-in class, of any realm. */
function isBuiltIn(prototype: object | null, name: string): boolean {
  const Class: { readonly name?: unknown; readonly prototype?: unknown } | undefined =
    prototype?.constructor;
  return Class?.name === name && Class.prototype === prototype;
}

/** `new Number(1)` and its like, but for symbols. */
const isBoxed = (value: object): boolean =>
  isBoxedPrimitive(value) && typeof value.valueOf() !== 'symbol';

const isEnumerable = (value: object, key: PropertyKey): boolean =>
  Object.prototype.propertyIsEnumerable.call(value, key);
