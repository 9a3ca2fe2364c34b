/**
 * How a process leaves.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { endedByExit, notStarted } from './endings.ts';
import type { LinkEnding } from './link.ts';

/** How long its exit and the end of its pipe may lie apart, in milliseconds. */
const apartMs = 5000;

/** Done when it has gone and all that it wrote into the pipe was read. */
export function departureOf(child: ChildProcess, pipe: Readable | undefined): Promise<LinkEnding> {
  const { promise, resolve } = Promise.withResolvers<LinkEnding>();
  if (child.pid === undefined || pipe === undefined) {
    child.once('error', (error) => resolve(notStarted(error)));
    return promise;
  }
  // that there is nothing to be killed any more
  child.on('error', () => {});

  let exit: LinkEnding | undefined;
  let isClosed = false;
  let stays = false;
  let timer: NodeJS.Timeout | undefined;
  const separate = (): void => {
    if (exit !== undefined && isClosed) return;
    // without its pipe it is of no use; and a process of its own may have kept the pipe open
    stays = exit === undefined;
    child.kill('SIGKILL');
    pipe.destroy();
  };
  const part = (): void => {
    if (exit !== undefined && isClosed) {
      clearTimeout(timer);
      resolve(stays ? { how: 'closed the pipe to its pool' } : exit);
      return;
    }
    // this thread may have been busy all the time: what waits in the pipe is read before the immediate
    timer = setTimeout(() => setImmediate(separate), apartMs);
    timer.unref();
  };
  child.once('exit', (code, signal) => {
    exit = endedByExit(code, signal);
    part();
  });
  pipe.once('close', () => {
    isClosed = true;
    part();
  });
  return promise;
}
