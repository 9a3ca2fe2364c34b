/**
 * Workers that are processes. What they send comes from their file descriptor 3, what they get goes to 4: their output is
 * the user's.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { FrameReader, toFrames, type Received } from '../../columns/framing.ts';
import type { Encoded } from '../../columns/message.ts';
import { departureOf } from './departure.ts';
import { endedByPool, endedByThrown, notStarted } from './endings.ts';
import { killAtExit } from './left-processes.ts';
import type { LinkEnding, LinkEvents, StartWorker, WorkerLink } from './link.ts';
import { lostLink } from './lost-link.ts';
import { encodedParcel, parcelIn, writeAll } from './parcel-frames.ts';
import { processArguments } from './process-arguments.ts';
import { workerFile } from './worker-file.ts';

export interface ProcessOptions {
  /** Beside the variables of this process; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Flags of the runtime, after those of this process: `['--max-old-space-size=4096']`. */
  readonly execArgv?: readonly string[];
  /** What the processes run. @default icosian's own */
  readonly file?: URL;
}

/** Throws `worker/no-file`. */
export function startProcess(options: ProcessOptions = {}): StartWorker {
  const { env = {}, execArgv = [], file = workerFile('process') } = options;
  return (name, events) => {
    try {
      const own = [fileURLToPath(file), name];
      const child = spawn(process.execPath, [...processArguments(execArgv), ...own], {
        env: { ...process.env, ...env },
        // two pipes: one that fails when it is written to cannot be read to its end any more
        stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'],
        windowsHide: true,
      });
      return processLink(child, events);
    } catch (error) {
      return lostLink(events, notStarted(error));
    }
  };
}

/** A handle that can keep this process alive. */
interface Handle {
  ref(): unknown;
  unref(): unknown;
}

type Pipe = Readable & Writable & Handle;

function processLink(child: ChildProcess, events: LinkEvents): WorkerLink {
  // where no file descriptors are left there are no pipes
  const [, , , incoming, outgoing] = (child.stdio ?? []) as unknown as readonly (
    Pipe | undefined
  )[];
  let isEnding = false;
  let thrown: Encoded | undefined;
  let garbage: LinkEnding | undefined;

  if (child.pid !== undefined) killAtExit(child);
  const hasEnded = departureOf(child, incoming).then(async (departure) => {
    if (isEnding) events.ended(endedByPool);
    else if (thrown !== undefined) events.ended(await endedByThrown(thrown));
    else events.ended(garbage ?? departure);
  });

  const reader = new FrameReader();
  const read = (chunk: Uint8Array): readonly Received[] => {
    try {
      return reader.push(chunk);
    } catch (error) {
      garbage ??= { how: 'wrote something else than messages into the pipe to its pool', error };
      child.kill('SIGKILL');
      return [];
    }
  };
  incoming?.on('data', (chunk: Uint8Array) => {
    for (const { header, encoded } of read(chunk)) {
      if (encoded === undefined) continue;
      if (header['isThrown'] === true) thrown = encoded;
      else events.received(parcelIn(encoded));
    }
  });
  // whatever happens to its pipes, its exit says why
  incoming?.on('error', () => {});
  outgoing?.on('error', () => {});

  const handles: readonly (Handle | undefined)[] = [child, incoming, outgoing];
  const hold = (isHeld: boolean): void => {
    for (const handle of handles) {
      // its end is waited for
      if (isHeld || isEnding) handle?.ref();
      else handle?.unref();
    }
  };
  hold(false);

  return {
    send(parcel) {
      const frames = toFrames(encodedParcel(parcel));
      if (outgoing?.writable === true) void writeAll(outgoing, frames);
    },
    hold,
    async end() {
      isEnding = true;
      hold(true);
      child.kill('SIGKILL');
      await hasEnded;
    },
  };
}
