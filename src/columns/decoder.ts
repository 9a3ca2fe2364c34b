/**
 * From a message and its buffers back to the value: the steps of the message, in order.
 *
 * @module
 */
import { SerializationError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { binaryOf } from './binary.ts';
import { codecNamed, codecNames } from './codec-registry.ts';
import { errorOfRecord } from './error-record.ts';
import * as ipc from './ipc.ts';
import { messageOf } from './refusals.ts';
import {
  fill,
  type Bytes,
  type Completing,
  type Making,
  type Message,
  type Step,
} from './message.ts';

/** Does the steps of a message, in the message itself. `isKept`: the buffers stay as they are. */
export function completeMessage(
  message: Message,
  buffers: readonly Bytes[],
  isKept: boolean,
): unknown {
  const parts: unknown[] = [];
  for (const step of message.steps ?? []) {
    if ('make' in step) parts.push(made(step, buffers, isKept));
    else complete(step, parts);
  }
  return message.root;
}

/** Whether apache-arrow must be loaded first. */
export const needsArrow = (steps: readonly Step[]): boolean =>
  steps.some((step) => 'make' in step && step.make.startsWith('Arrow'));

function made(making: Making, buffers: readonly Bytes[], isKept: boolean): unknown {
  switch (making.make) {
    case 'DataFrame':
      return columnsOf(bufferAt(buffers, making.buffer), ipc.dataFrameOf);
    case 'Series':
      return columnsOf(bufferAt(buffers, making.buffer), (bytes) =>
        ipc.seriesOf(bytes, making.name ?? ''),
      );
    case 'LazyDataFrame':
      return columnsOf(bufferAt(buffers, making.buffer), ipc.lazyOf);
    case 'plan':
      return planOf(making.path, () => ipc.lazyFrameOfPlan(bufferAt(buffers, making.buffer)));
    case 'Expr':
      return planOf(making.path, () => ipc.expressionOf(bufferAt(buffers, making.buffer)));
    case 'ArrowTable':
      return ipc.tableOf(ownBytes(bufferAt(buffers, making.buffer), isKept));
    case 'ArrowVector':
      return ipc.vectorOf(ownBytes(bufferAt(buffers, making.buffer), isKept));
    case 'binary': {
      const { type, bytes } = making;
      return binaryOf(type, typeof bytes === 'number' ? bufferAt(buffers, bytes) : bytes, isKept);
    }
    case 'RegExp': {
      const expression = new RegExp(making.source, making.flags);
      expression.lastIndex = making.lastIndex;
      return expression;
    }
    case 'Error':
      return errorOfRecord(making.error);
    case 'instance':
      return instanceOf(making.name, making.path, making.holder.content);
  }
}

function complete(step: Completing, parts: readonly unknown[]): void {
  if ('put' in step) set(step.into, step.key, parts[step.put], true);
  else if ('entries' in step) fill(step.of, step.entries);
  else if ('withoutPrototype' in step) Object.setPrototypeOf(step.withoutPrototype, null);
  else {
    for (const [name, value] of Object.entries(step.properties)) {
      set(parts[step.complete] as object, name, value, !step.hidden.includes(name));
    }
  }
}

function set(into: object, key: string | number, value: unknown, enumerable: boolean): void {
  // an assignment to `__proto__` would set the prototype
  Object.defineProperty(into, key, { value, enumerable, configurable: true, writable: true });
}

function bufferAt(buffers: readonly Bytes[], position: number): Bytes {
  const bytes = buffers[position];
  if (bytes === undefined) throw new RangeError(`buffer ${position} is missing`);
  if (bytes instanceof ArrayBuffer && bytes.detached) throw detached();
  return bytes;
}

/** An error that a value was posted before. */
export const detached = (): SerializationError =>
  new SerializationError(
    'codec/handed-over',
    'An encoded value was posted before, and its memory went with it.',
    { hint: 'encode it with { shared: true } to send it several times' },
  );

const ownBytes = (bytes: Bytes, isKept: boolean): Bytes =>
  isKept || bytes instanceof SharedArrayBuffer ? new Uint8Array(bytes).slice().buffer : bytes;

function columnsOf<Columns>(bytes: Bytes, read: (bytes: Bytes) => Columns): Columns {
  try {
    return read(bytes);
  } catch (cause) {
    // what is no Arrow data at all was not made by encode
    if (!ipc.isStream(bytes)) throw cause;
    throw new SerializationError(
      'codec/unreadable-columns',
      `A message holds Arrow data that Polars does not read: ${messageOf(cause)}.`,
      {
        hint: 'write it in plainer types, uncompressed, each dictionary whole; or as a table of apache-arrow',
        cause,
      },
    );
  }
}

function planOf<Plan>(path: string, plan: () => Plan): Plan {
  try {
    return plan();
  } catch (cause) {
    if (cause instanceof SerializationError) throw cause;
    throw new SerializationError(
      'codec/unreadable-plan',
      `${path} is a plan that Polars does not understand here.`,
      { hint: 'use one version of nodejs-polars on both sides, or collect the frame first', cause },
    );
  }
}

function instanceOf(name: string, path: string, content: unknown): unknown {
  const codec = codecNamed(name);
  if (codec === undefined) {
    throw new SerializationError(
      'codec/unknown-class',
      `${path} is an instance of "${name}", and no codec of that name is registered here.`,
      {
        hint: [
          didYouMean(name, codecNames()),
          'call registerCodec in the module that defines the class, so that both sides do',
        ]
          .filter((part) => part !== undefined)
          .join(' '),
      },
    );
  }
  try {
    return codec.decode(content);
  } catch (cause) {
    throw new SerializationError(
      'codec/decode-failed',
      `${path} is an instance of "${name}", whose codec failed to decode it: ${messageOf(cause)}.`,
      { hint: 'see the error behind this one', cause },
    );
  }
}
