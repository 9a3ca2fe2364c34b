/**
 * What the command line asks for.
 *
 * @module
 */
import { parseArgs } from 'node:util';

export const benchmarks = [
  'build',
  'execute',
  'blocks',
  'executors',
  'checks',
  'with-columns',
  'flights',
  'import',
  'types',
] as const;
export type Benchmark = (typeof benchmarks)[number];

export interface Options {
  /** In the order in which they run. */
  readonly benchmarks: readonly Benchmark[];
  readonly hasPeers: boolean;
  readonly isQuick: boolean;
  /** The file for the figures. */
  readonly json: string | undefined;
}

export const usage = `node test/bench/run.ts [${benchmarks.join('|')}]… [--peers] [--quick] [--json file]`;

/** Throws an error that names what is wrong with `words`. */
export function readOptions(words: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      peers: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const unknown = positionals.filter((word) => !benchmarks.some((name) => name === word));
  if (unknown.length > 0) {
    throw new Error(`There is no benchmark "${unknown.join('", "')}". Write: ${usage}`);
  }
  const asked = benchmarks.filter((name) => positionals.includes(name));
  return {
    benchmarks: asked.length === 0 ? benchmarks : asked,
    hasPeers: values.peers,
    isQuick: values.quick,
    json: values.json,
  };
}
