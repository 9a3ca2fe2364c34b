/**
 * Any value as something that can leave this thread, and back.
 *
 * | value | travels as |
 * |---|---|
 * | DataFrame, Series, anywhere in it | Arrow IPC, in a buffer of its own |
 * | LazyDataFrame | its plan where it only reads files; else it is collected first, and is lazy again |
 * | Expr | its plan |
 * | Arrow table, vector | Arrow IPC |
 * | typed array, Buffer, DataView, ArrayBuffer | its own bytes |
 * | primitive, array, record, Map, Set, Date, RegExp | structured clone |
 * | Error | a record: name, message, stack, cause and own properties; its class where it is built in |
 * | instance of a registered class | what its codec makes of it |
 *
 * Shared references and cycles stay what they are, frames included; getters become their values. All else is refused
 * with its path: functions, symbols, Promises, Proxies, instances of other classes.
 *
 * @module
 */
import { SerializationError } from '../errors.ts';
import { completeMessage, detached, needsArrow } from './decoder.ts';
import type { Draft, DraftOptions } from './draft.ts';
import { draftOf } from './encoder.ts';
import { isArrowLoaded, loadArrow } from './ipc.ts';
import type { Encoded, Message } from './message.ts';
import { refusalError, type About } from './refusals.ts';

export interface EncodeOptions extends About {
  /** What the value is called in errors: `region` in `region.client is a function`. @default 'value' */
  readonly path?: string;
  /** Whether several threads are to read it: its buffers are shared, not handed over. @default false */
  readonly shared?: boolean;
}

/**
 * The value as a message and buffers. It is copied, but for arrays of primitives, Dates and regular expressions: send
 * it before they change.
 *
 * Throws `SerializationError`: `codec/cannot-travel` with all paths, `codec/must-wait` for a lazy frame over data in
 * memory (and for an Arrow table while apache-arrow is not loaded), which {@link encodeLater} can send.
 */
export function encode(value: unknown, options: EncodeOptions = {}): Encoded {
  return finished(draftOf(value, draftOptions(options)), options);
}

/** The same for every value that can travel: collects lazy frames, and loads apache-arrow where it is needed. */
export async function encodeLater(value: unknown, options: EncodeOptions = {}): Promise<Encoded> {
  const draft = draftOf(value, { ...draftOptions(options), mayWait: true });
  if (draft.waiting.length > 0) await Promise.all(draft.waiting);
  return finished(draft, options);
}

/** Encodes at once where that can be, else later. Fails like {@link encode}, at once or later. */
export function encodeSoon(
  value: unknown,
  options: EncodeOptions = {},
): Encoded | Promise<Encoded> {
  try {
    return encode(value, options);
  } catch (error) {
    if (!(error instanceof SerializationError) || error.code !== 'codec/must-wait') throw error;
    return encodeLater(value, options);
  }
}

/**
 * What somebody's code threw: as {@link encode}, but what cannot travel is replaced by a few words about it.
 *
 * Never refuses: an error must arrive, also one that carries a socket.
 */
export function encodeThrown(thrown: unknown, options: EncodeOptions = {}): Encoded {
  const draft = draftOf(thrown, { ...draftOptions(options), describes: true });
  return { message: draft.message, buffers: draft.buffers };
}

const draftOptions = ({ path = 'value', shared = false }: EncodeOptions): DraftOptions => ({
  path,
  shared,
  mayWait: false,
  describes: false,
});

function finished(draft: Draft, { path = 'value', node, item, location }: EncodeOptions): Encoded {
  const [first, ...others] = draft.refusals;
  if (first !== undefined) throw refusalError(path, [first, ...others], { node, item, location });
  return { message: draft.message, buffers: draft.buffers };
}

/** What must be handed over when an encoded value is posted: nothing, where its buffers are shared. */
export const transferListOf = ({ buffers }: Encoded): ArrayBuffer[] =>
  buffers.filter((bytes) => bytes instanceof ArrayBuffer);

export interface DecodeOptions {
  /** Whether the encoded value can be decoded, posted or written once more: costs a copy. @default false */
  readonly keep?: boolean;
}

/**
 * The value again. The message is used up, unless `keep` says otherwise.
 *
 * Throws `SerializationError`: `codec/unknown-class` and `codec/decode-failed` with the path, `codec/used-up`,
 * `codec/handed-over`, `codec/must-wait` where {@link loadFor} was not called, `codec/unreadable-columns` for Arrow data
 * of others that Polars does not read, `codec/unreadable-message` for anything that {@link encode} did not make.
 */
export function decode(encoded: Encoded, { keep = false }: DecodeOptions = {}): unknown {
  const message = checkedMessage(encoded);
  if (message.steps === undefined) return keep ? structuredClone(message).root : message.root;
  if (needsArrow(message.steps) && !isArrowLoaded()) {
    throw new SerializationError(
      'codec/must-wait',
      'A value holds an Arrow table, and apache-arrow is not loaded yet.',
      { hint: 'await loadFor(encoded) first' },
    );
  }
  const own = keep ? structuredClone(message) : message;
  own.isUsed = true;
  try {
    return completeMessage(own, encoded.buffers, keep);
  } catch (error) {
    throw error instanceof SerializationError ? error : unreadable(error);
  }
}

/** Loads what {@link decode} needs for this value; undefined where it needs nothing. */
export function loadFor(encoded: Encoded): Promise<void> | undefined {
  const { steps } = checkedMessage(encoded);
  return steps !== undefined && needsArrow(steps) && !isArrowLoaded() ? loadArrow() : undefined;
}

/** The message, where it is one and can still be read. */
export function checkedMessage(encoded: Encoded): Message {
  const { message, buffers } = (encoded ?? {}) as Partial<Encoded>;
  const isMessage = isObject(message) && 'root' in message;
  if (!isMessage || !Array.isArray(buffers)) throw unreadable(undefined);
  const { steps, isUsed } = message as Message;
  const areSteps = steps === undefined || (Array.isArray(steps) && steps.every(isObject));
  if (!areSteps) throw unreadable(undefined);
  if (isUsed === true) {
    throw new SerializationError(
      'codec/used-up',
      'An encoded value was decoded before, and its message went into the value.',
      { hint: 'decode it with { keep: true } where it is needed once more' },
    );
  }
  const isGone = (bytes: unknown): boolean => bytes instanceof ArrayBuffer && bytes.detached;
  if (buffers.some(isGone)) throw detached();
  return message;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const unreadable = (cause: unknown): SerializationError =>
  new SerializationError('codec/unreadable-message', 'A message holds no encoded value.', {
    hint: 'give decode what encode made, with all its buffers',
    ...(cause === undefined ? {} : { cause }),
  });
