/**
 * How much memory this process holds.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

/**
 * The most that it has held so far, in MB. Linux tells what this process alone has held; elsewhere it may include what
 * its parent held when it forked.
 */
export const peakMb = (): number => statusMb('VmHWM') ?? process.resourceUsage().maxRSS / 1024;

/** What it holds now, in MB. */
export const residentMb = (): number => statusMb('VmRSS') ?? process.memoryUsage.rss() / 2 ** 20;

function statusMb(field: string): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
}
