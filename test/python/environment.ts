/**
 * Python for the suites that talk to it: a virtual environment of the checkout.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const checkout = join(import.meta.dirname, '../..');
const environment = join(checkout, '.venv');
const installed = join(environment, 'installed.txt');
const onWindows = process.platform === 'win32';
const systemPython = onWindows ? 'python' : 'python3';
const python = join(environment, ...(onWindows ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/** There is no Python to talk to; the message says what to do. */
export class NoPython extends Error {}

/** One request after another: two suites in one process must not install at the same time. */
let latest: Promise<unknown> = Promise.resolve();

/**
 * The path of an interpreter with these packages, each pinned: `pyarrow==26.0.1`.
 *
 * The environment is `.venv` in the checkout. It gathers the packages of all suites, so that they share one; where a
 * package is asked for in another version than the one installed, it is made anew. Installing needs a package index.
 * Suites in different processes must run one after another the first time.
 *
 * Throws {@link NoPython} where python3 or its venv module is missing, or pip cannot install.
 */
export function pythonWith(requirements: readonly string[]): Promise<string> {
  const path = latest.then(() => install(requirements));
  latest = path.catch(() => undefined);
  return path;
}

async function install(requirements: readonly string[]): Promise<string> {
  const notPinned = requirements.filter((requirement) => !/^[^=\s]+==[^=\s]+$/.test(requirement));
  if (notPinned.length > 0) {
    throw new NoPython(
      `${notPinned.join(', ')}: not pinned to one version. Write package==version.`,
    );
  }
  const present = installedPins();
  if (requirements.every((pin) => present.includes(pin))) return python;
  const versions = new Map(present.map((pin) => [packageOf(pin), pin]));
  const differs = (pin: string): boolean => (versions.get(packageOf(pin)) ?? pin) !== pin;
  const kept = requirements.some(differs) ? [] : present;
  if (kept.length === 0) await makeEnvironment();
  // those that are there already are named, too: what is new must not change them
  const pins = [...new Set([...kept, ...requirements])].toSorted();
  rmSync(installed, { force: true });
  await succeed(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pins],
    `pip could not install ${pins.join(', ')}. It needs Python 3.10 or later, and a package index.`,
  );
  // last, so that half an environment is made again
  writeFileSync(installed, `${pins.join('\n')}\n`);
  return python;
}

const packageOf = (pin: string): string => pin.slice(0, pin.indexOf('=='));

/** What the marker says is installed; nothing where the interpreter is gone. */
function installedPins(): string[] {
  if (!existsSync(python) || !existsSync(installed)) return [];
  return readFileSync(installed, 'utf8').split('\n').filter(Boolean);
}

async function makeEnvironment(): Promise<void> {
  await succeed(
    systemPython,
    ['--version'],
    `${systemPython} was not found or does not start. ` +
      'Install Python 3.10 or later with its venv module (on Debian and Ubuntu: python3 and python3-venv).',
  );
  console.error('making .venv');
  rmSync(environment, { recursive: true, force: true });
  await succeed(
    systemPython,
    ['-m', 'venv', environment],
    `${systemPython} could not make a virtual environment; on Debian and Ubuntu install python3-venv.`,
  );
}

const run = promisify(execFile);

/** Runs a program; where it fails, throws `failure` and the end of what it said. */
async function succeed(program: string, args: readonly string[], failure: string): Promise<void> {
  try {
    await run(program, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & Record<string, string>;
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n') || message;
    throw new NoPython(`${failure} It said:\n${said}`, { cause: error });
  }
}
