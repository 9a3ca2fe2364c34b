/**
 * What executes the notebooks: Python with nbclient in `.venv-notebooks`, and Deno's kernel from node_modules.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';

export const checkout: string = join(import.meta.dirname, '../..');
export const notebooksFolder: string = join(checkout, 'notebooks');

/** The notebooks cannot be checked at all; the message says what to do. */
export class CannotCheck extends Error {}

const environment = join(checkout, '.venv-notebooks');
const binaries = join(checkout, 'node_modules', '.bin');
const requirements = join(import.meta.dirname, 'requirements.txt');
const installed = join(environment, 'installed.txt');
const onWindows = process.platform === 'win32';
const systemPython = onWindows ? 'python' : 'python3';
const python = join(environment, ...(onWindows ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/** Makes `.venv-notebooks` unless it is there with these requirements; installing needs a package index. */
export function makeEnvironment(): void {
  if (!existsSync(join(binaries, onWindows ? 'deno.cmd' : 'deno'))) {
    throw new CannotCheck(
      'Deno, whose kernel runs the notebooks, is not in node_modules: npm install brings it.',
    );
  }
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  if (spawnSync(systemPython, ['--version']).status !== 0) {
    throw new CannotCheck(
      `${systemPython} was not found or does not start, and nbclient, which executes the notebooks, is a Python package. ` +
        'Install Python 3.10 or later with its venv module (on Debian and Ubuntu: python3 and python3-venv).',
    );
  }
  console.error(`making ${relative(checkout, environment)}`);
  rmSync(environment, { recursive: true, force: true });
  succeed(
    systemPython,
    ['-m', 'venv', environment],
    `${systemPython} could not make a virtual environment; on Debian and Ubuntu install python3-venv.`,
  );
  succeed(
    python,
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--requirement',
      requirements,
    ],
    `pip could not install ${wanted.trim().split('\n').join(', ')}. It needs Python 3.10 or later, and a package index.`,
  );
  // last, so that half an environment is made again
  copyFileSync(requirements, installed);
}

/**
 * Executes a notebook into `copy`. `scratch` takes what Jupyter writes while it runs, so the home directory stays as
 * it is.
 */
export function execute(notebook: string, copy: string, scratch: string): void {
  const script = join(import.meta.dirname, 'execute.py');
  succeed(
    python,
    [script, notebook, copy, notebooksFolder],
    'The notebook could not be executed.',
    {
      ...process.env,
      PATH: [binaries, process.env['PATH']].join(delimiter),
      JUPYTER_PATH: join(notebooksFolder, '.jupyter'),
      JUPYTER_CONFIG_DIR: join(scratch, 'config'),
      JUPYTER_DATA_DIR: join(scratch, 'data'),
      JUPYTER_RUNTIME_DIR: join(scratch, 'runtime'),
      DENO_DIR: join(checkout, '.cache', 'deno'),
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    },
  );
}

/** Runs a program; where it fails, throws `failure` and the end of what it said. */
function succeed(
  program: string,
  args: readonly string[],
  failure: string,
  env: NodeJS.ProcessEnv = process.env,
): void {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env });
  if (run.error) throw new CannotCheck(`${failure} ${run.error.message}`, { cause: run.error });
  if (run.status === 0) return;
  const said = `${run.stdout}\n${run.stderr}`.trim().split('\n').slice(-12).join('\n');
  throw new CannotCheck(`${failure} It said:\n${said}`);
}
