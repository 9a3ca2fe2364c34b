/**
 * How workers end, in words.
 *
 * @module
 */
import { decode, loadFor } from '../../columns/codec.ts';
import type { Encoded } from '../../columns/message.ts';
import { messageOf } from '../../columns/refusals.ts';
import type { LinkEnding } from './link.ts';

/** The pool wanted it. */
export const endedByPool: LinkEnding = { how: 'was ended' };

/** Nothing runs: there is no memory, no file, no permission. */
export const notStarted = (error: unknown): LinkEnding => ({
  how: `could not be started: ${messageOf(error)}`,
  error,
  hint: 'see the error behind this one; where the system allows no more, use fewer workers',
});

/** It sent what nobody caught before it ended. */
export async function endedByThrown(encoded: Encoded): Promise<LinkEnding> {
  try {
    await loadFor(encoded);
    return endedByError(decode(encoded));
  } catch (error) {
    return endedByError(error);
  }
}

export function endedByError(error: unknown): LinkEnding {
  const words = error instanceof Error ? `${error.name}: ${messageOf(error)}` : messageOf(error);
  return { how: `died of an uncaught ${words}`, error };
}

export const outOfMemoryThread: LinkEnding = {
  how: 'ran out of memory',
  hint: 'give it more with resourceLimits: { maxOldGenerationSizeMb: 4096 }, or use MultiProcessingExecutor, whose workers have memory of their own',
};

/** What V8 ends a process with where its heap is full: in Node, and in Deno. */
const abortSignals: ReadonlySet<string> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);
const abortCode = 134;

/** A process that ended by itself, or by a signal that was not ours. */
export function endedByExit(code: number | null, signal: string | null): LinkEnding {
  const how = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
  if (code === abortCode || (signal !== null && abortSignals.has(signal))) {
    const flag = 'deno' in process.versions ? '--v8-flags=' : '';
    return {
      how: `${how}, probably because it ran out of memory`,
      hint: `give it more with execArgv: ['${flag}--max-old-space-size=4096'], or send it less at a time`,
    };
  }
  if (signal !== 'SIGKILL') return { how };
  return {
    how,
    hint: 'perhaps the system killed it because memory ran out: use fewer workers, or send them less at a time',
  };
}
