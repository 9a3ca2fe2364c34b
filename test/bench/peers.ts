/**
 * The Python system on the same graphs: Apache Hamilton, in a virtual environment of the checkout.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, root } from './fresh-process.ts';
import type { Shape } from './graph-shapes.ts';

const run = promisify(execFile);
const version = '1.90.0';
const polarsVersion = '2.1.0';
const environment = join(root, '.venv-bench');
const scripts = join(environment, process.platform === 'win32' ? 'Scripts' : 'bin');
const python = join(scripts, 'python');
/** A program that takes longer is given up. Milliseconds. */
const patienceMs = 120_000;

/** What a Python program reports, in milliseconds. */
export interface PeerTimes {
  readonly ms: readonly number[];
  readonly isRight: boolean;
}

/** Where the Python system runs the items of a block: with the default executor, or two threads or processes. */
type PeerPlace = 'this-thread' | 'threads' | 'processes';

/** What a Python program is asked: so many nodes, or of a block so many items, or of groups so many rows. */
export interface PeerGraph {
  readonly shape: Shape | 'block' | `block-${PeerPlace}` | `${'full' | 'agg'}-${PeerPlace}`;
  readonly count: number;
}

/** Measures one graph; undefined: given up, it took too long. */
export type Peer = (
  what: 'build' | 'execute' | 'blocks' | 'groups',
  graph: PeerGraph,
  isQuick: boolean,
) => Promise<PeerTimes | undefined>;

/** The peer, installed where it is not yet; or a sentence that says why it cannot be measured. */
export async function preparePeer(): Promise<Peer | string> {
  try {
    await run('python3', ['--version']);
  } catch {
    return 'The Python system is not measured: there is no python3 on the PATH. Install Python 3.10 or later for --peers.';
  }
  try {
    await run(python, ['-c', 'import hamilton.driver, polars']);
  } catch {
    try {
      await run('python3', ['-m', 'venv', environment]);
      const packages = [`apache-hamilton==${version}`, `polars==${polarsVersion}`];
      await run(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
    } catch (error) {
      return `The Python system is not measured: installing apache-hamilton ${version} and polars ${polarsVersion} into .venv-bench failed. ${lastLine(error)}`;
    }
  }
  return measurePeer;
}

const measurePeer: Peer = async (what, { shape, count }, isQuick) => {
  const file = join(import.meta.dirname, 'peers', `${what}.py`);
  const budgetSeconds = isQuick ? 2 : 10;
  const parameters = [shape, String(count), String(budgetSeconds), join(cacheFolder, 'peers')];
  try {
    const { stdout } = await run(python, [file, ...parameters], {
      timeout: patienceMs,
      env: { ...process.env, HAMILTON_TELEMETRY_ENABLED: 'false', PYTHONDONTWRITEBYTECODE: '1' },
    });
    return JSON.parse(stdout) as PeerTimes;
  } catch (error) {
    if ((error as { killed?: boolean }).killed === true) return undefined;
    throw error;
  }
};

const lastLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
