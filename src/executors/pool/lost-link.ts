/**
 * @module
 */
import type { LinkEnding, LinkEvents, WorkerLink } from './link.ts';

/** The link to a worker that could not be started; it ends as soon as the caller has it. */
export function lostLink(events: LinkEvents, ending: LinkEnding): WorkerLink {
  const hasEnded = Promise.resolve().then(() => events.ended(ending));
  return { send() {}, hold() {}, end: () => hasEnded };
}
