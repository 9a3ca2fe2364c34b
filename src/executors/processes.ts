/**
 * The executor that runs tasks in processes.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { isRecord } from '../nodes/given.ts';
import { PoolExecutor } from './pool/pool-executor.ts';
import { checkedOptions, type WorkerOptions } from './pool/pool-options.ts';
import { startProcess } from './pool/process-link.ts';

/** What {@link MultiProcessingExecutor} may be told. */
export interface ProcessingOptions extends WorkerOptions {
  /** Environment variables for the processes, beside those of this one; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Flags for Node, beside those of this process: `['--max-old-space-size=4096']`. */
  readonly execArgv?: readonly string[];
  /** How the processes are called in errors and hooks, before their number. @default 'process' */
  readonly processNamePrefix?: string;
}

/**
 * Runs tasks in processes of their own: one that crashes, or is killed because memory ran out, takes no other with it.
 *
 * Frames and Series travel as Arrow IPC through a pipe. The cores are shared out among the pools of Polars threads, by
 * POLARS_MAX_THREADS, unless that is set.
 */
export class MultiProcessingExecutor extends PoolExecutor {
  /** Throws `executor/bad-option`. */
  constructor(options: ProcessingOptions = {}) {
    const name = 'MultiProcessingExecutor';
    const isText = (value: unknown): boolean => typeof value === 'string';
    const checked = checkedOptions(name, options, {
      env: (value) =>
        isRecord(value) && Object.values(value).every((each) => each === undefined || isText(each)),
      execArgv: (value) => Array.isArray(value) && value.every(isText),
      processNamePrefix: (value) => isText(value) && value !== '',
    });
    const { env, execArgv = [], processNamePrefix = 'process' } = options;
    const threads = Math.max(1, Math.floor(availableParallelism() / checked.maxTasks));
    const shared =
      process.env['POLARS_MAX_THREADS'] === undefined
        ? { POLARS_MAX_THREADS: String(threads) }
        : {};
    super({
      name,
      prefix: processNamePrefix,
      options: checked,
      start: () => startProcess({ env: { ...shared, ...env }, execArgv }),
    });
  }
}
