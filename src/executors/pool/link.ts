/**
 * The contract between a pool and its workers, whatever lies between: a message port, or the pipes of a process.
 *
 * @module
 */
import type { Bytes } from '../../columns/message.ts';

/** One message on its way. */
export interface Parcel {
  /** Plain data that structured clone understands, without buffers in it. */
  readonly message: unknown;
  /** Handed over with the message, where they are not shared. */
  readonly buffers: readonly Bytes[];
}

/** How a worker came to its end. */
export interface LinkEnding {
  /** As the end of a sentence about the worker: `was killed by SIGKILL`, `called process.exit(3)`. */
  readonly how: string;
  /** What nobody caught in it; absent: nothing of the kind. */
  readonly error?: unknown;
  /** What to do about it, where that can be said. */
  readonly hint?: string;
}

/** What a pool wants to hear of a worker. */
export interface LinkEvents {
  readonly received: (parcel: Parcel) => void;
  /** Once, after everything that it has sent, however it ended. */
  readonly ended: (ending: LinkEnding) => void;
}

/** A connection to one worker. It is started at once; what is sent before it listens waits. */
export interface WorkerLink {
  /** Throws `SerializationError` where the message cannot travel. What cannot be written any more is lost: it has ended. */
  send(parcel: Parcel): void;
  /** Says whether it keeps this process alive; at first it does not. */
  hold(isHeld: boolean): void;
  /** Ends it, whatever it does; done when it has gone. `ended` is called before. */
  end(): Promise<void>;
}

/** Starts a worker. The name is for messages, debuggers and lists of processes. */
export type StartWorker = (name: string, events: LinkEvents) => WorkerLink;

/** The other side: what a worker has of its pool. */
export interface HostPort {
  /** Calls `listener` for every message from now on, in order; those that came before are not lost. */
  listen(listener: (parcel: Parcel) => void): void;
  /** Done once it has left this worker, so that it arrives even if the worker dies. */
  send(parcel: Parcel): void | Promise<void>;
  /** Done once what the worker has printed is with the program; undefined: it is. */
  printed(): Promise<void> | undefined;
  /** Ends this worker in good order. */
  exit(): void;
}
