/**
 * What parallel blocks cost: an item, a first run, memory, waiting; and a real group-by.
 *
 * @module
 */
import { measureBlocksFlights } from './blocks-flights.ts';
import { measureBlocksOnce } from './blocks-once.ts';
import { measureBlocksTime } from './blocks-time.ts';
import { measureBlocksWaiting } from './blocks-waiting.ts';
import type { Request } from './measure-cells.ts';
import type { Report } from './report.ts';

export async function measureBlocks(request: Request): Promise<Report[]> {
  return [
    await measureBlocksTime(request),
    await measureBlocksOnce(request),
    await measureBlocksWaiting(request),
    await measureBlocksFlights(request),
  ];
}
