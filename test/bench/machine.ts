/**
 * Where and when the figures were taken.
 *
 * @module
 */
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  readonly date: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** Of the last minute before the start, in running processes: what else the machine was doing. */
  readonly load: number;
}

export const thisMachine = (): Machine => ({
  date: new Date().toISOString().slice(0, 16).replace('T', ' '),
  node: process.version,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${platform()} ${release()}`,
  load: loadavg()[0] ?? 0,
});

export const machineText = (machine: Machine): string =>
  `Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}; ` +
  `${machine.date} UTC, load ${machine.load.toFixed(2)}`;
