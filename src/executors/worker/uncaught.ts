/**
 * What nobody catches in a worker ends it; its pool is to know what it was.
 *
 * @module
 */
import { encodeThrown } from '../../columns/codec.ts';
import type { Encoded } from '../../columns/message.ts';

/** Calls `report` once, with the first; it must end the worker. Where the user's code listens itself, that decides. */
export function onUncaught(report: (thrown: Encoded) => void): void {
  let isReported = false;
  process.on('uncaughtException', (error: unknown) => {
    if (isReported || process.listenerCount('uncaughtException') > 1) return;
    isReported = true;
    try {
      report(encodeThrown(error, { path: 'error' }));
    } catch (failure) {
      // it had a part that only structured clone saw
      report(encodeThrown(failure, { path: 'error' }));
    }
  });
}
