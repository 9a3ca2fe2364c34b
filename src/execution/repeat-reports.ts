/**
 * What nodes did elsewhere, told again in this thread.
 *
 * @module
 */
import type { LifecycleAdapter, NodeCall, NodeReport } from '../adapters/adapter.ts';
import type { ItemReference } from '../errors.ts';
import { tellAfter, tellBefore, type Told } from './lifecycle.ts';

type EventOf = (node: string, item: ItemReference | undefined) => NodeCall;

/** Calls the hooks of these adapters in the order in which things happened. */
export async function repeatReports(
  adapters: readonly LifecycleAdapter[],
  reports: readonly NodeReport[],
  eventOf: EventOf,
): Promise<void> {
  const open = new Map<string, Told>();
  for (const { kind, node, item, durationMs = 0, ...ending } of reports) {
    const key = JSON.stringify([node, item]);
    const event = eventOf(node, item);
    if (kind === 'before') {
      const told: Told = { count: 0 };
      open.set(key, told);
      await tellBefore(adapters, 'beforeNode', event, told, () => false);
    } else {
      const told = open.get(key) ?? { count: adapters.length };
      await tellAfter(adapters, 'afterNode', { ...event, durationMs, ...ending }, told);
    }
  }
}
