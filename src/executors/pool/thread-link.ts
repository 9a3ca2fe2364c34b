/**
 * Workers that are threads of this process.
 *
 * @module
 */
import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { Encoded } from '../../columns/message.ts';
import {
  endedByError,
  endedByPool,
  endedByThrown,
  notStarted,
  outOfMemoryThread,
} from './endings.ts';
import type { LinkEnding, LinkEvents, StartWorker, WorkerLink } from './link.ts';
import { lostLink } from './lost-link.ts';
import { post, postedIn } from './posted.ts';
import { sharedFlags } from './process-arguments.ts';
import { workerFile } from './worker-file.ts';

export interface ThreadOptions {
  /**
   * Of each thread's own heap; memory of frames does not count. A thread of Deno's that reaches them stands still without
   * a word. @default those of this process
   */
  readonly resourceLimits?: ResourceLimits;
  /** What the threads run. @default icosian's own */
  readonly file?: URL;
}

/** Throws `worker/no-file`. */
export function startThread(options: ThreadOptions = {}): StartWorker {
  const { resourceLimits, file = workerFile('thread') } = options;
  return (name, events) => {
    try {
      const limits = resourceLimits === undefined ? {} : { resourceLimits };
      return threadLink(new Worker(file, { name, ...limits, ...ownFlags() }), events);
    } catch (error) {
      return lostLink(events, notStarted(error));
    }
  };
}

/** A thread has the flags of its process, all of them or those that it is given; with one of them it runs no file. */
const ownFlags = (): { readonly execArgv?: string[] } =>
  process.execArgv.some((flag) => flag.startsWith('--input-type'))
    ? { execArgv: sharedFlags(process.execArgv) }
    : {};

function threadLink(worker: Worker, events: LinkEvents): WorkerLink {
  const { promise: hasEnded, resolve: end } = Promise.withResolvers<void>();
  let isEnding = false;
  let hasLeft = false;
  let thrown: Encoded | undefined;
  let failure: { readonly error: unknown } | undefined;

  const ending = async (code: number): Promise<LinkEnding> => {
    if (isEnding) return endedByPool;
    if (thrown !== undefined) return endedByThrown(thrown);
    if (failure !== undefined) {
      const { code } = (failure.error ?? {}) as { readonly code?: unknown };
      return code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemoryThread : endedByError(failure.error);
    }
    return { how: hasLeft ? 'ended by itself' : `called process.exit(${code})` };
  };

  worker.unref();
  worker.on('message', (raw: unknown) => {
    const posted = postedIn(raw);
    if (posted?.icosian === 'parcel') {
      events.received({ message: posted.message, buffers: posted.buffers });
    } else if (posted?.icosian === 'thrown') thrown = posted;
    else if (posted?.icosian === 'left') hasLeft = true;
  });
  worker.on('error', (error: unknown) => {
    failure ??= { error };
  });
  // all that it posted has come by then
  worker.once('exit', (code) => {
    void ending(code).then((how) => {
      events.ended(how);
      end();
    });
  });

  return {
    send: (parcel) => post(worker, { icosian: 'parcel', ...parcel }),
    hold(isHeld) {
      // its end is waited for
      if (isHeld || isEnding) worker.ref();
      else worker.unref();
    },
    async end() {
      isEnding = true;
      worker.ref();
      await worker.terminate();
      await hasEnded;
    },
  };
}
