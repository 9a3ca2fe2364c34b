import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The programs to run: further versions of Node, separated as in PATH, may be given. */
const nodes = (process.env['ICOSIAN_TEST_NODES'] ?? process.execPath).split(delimiter);

const src = (path: string): string => JSON.stringify(new URL(`../../src/${path}`, import.meta.url));
const statements = `
  const { Builder, createModule, tag } = await import(${src('index.ts')});
  const { GroupNodesIndividually, MultiThreadingExecutor, MultiProcessingExecutor } = await import(${src('executors/index.ts')});
  const twice = ({ x }) => 2 * x;
  const tagged = tag({ owner: 'a' }, ({ x }) => x);
  const dataflow = new Builder()
    .withModules(createModule({ twice, tagged }))
    .withGroupingStrategy(new GroupNodesIndividually());
  for (const Executor of [MultiThreadingExecutor, MultiProcessingExecutor]) {
    try {
      dataflow.withRemoteExecutor(new Executor()).build();
    } catch (error) {
      console.log('caught ' + error.code + ': ' + error.message);
    }
  }
`;
const said = (executor: string): string =>
  `caught executor/no-file: ${executor} sends nodes to workers that import them, but nobody knows the files of "twice", "tagged".\n` +
  `  → export it from a file, pass that module, or say which file it is: new ${executor}({ modules: [new URL('./features.ts', import.meta.url)] }), in a notebook with pathToFileURL('features.ts'); or keep it here: local(fn)\n`;
const both = said('MultiThreadingExecutor') + said('MultiProcessingExecutor');

const environment = {
  ...process.env,
  NODE_OPTIONS: '',
  NODE_V8_COVERAGE: '',
  NODE_NO_WARNINGS: '1',
  NO_COLOR: '1',
};

// code that was given as an argument or typed has no file that a worker could import
describe.each(nodes)('under %s, building says what to do with functions', (node) => {
  const run = (args: readonly string[], input = ''): string => {
    const { stdout, stderr } = spawnSync(node, args, { encoding: 'utf8', env: environment, input });
    return stdout + stderr;
  };

  test.each([
    ['--eval', ['--input-type=module', '--eval', statements], ''],
    ['--eval, in CommonJS', ['--eval', `void (async () => {${statements}})()`], ''],
    ['the standard input', ['--input-type=module', '-'], statements],
  ])('of %s', (_, args, input) => {
    expect(run(args, input)).toBe(both);
  });

  test('of the REPL', () => {
    // it reads line by line
    const line = statements.replaceAll(/\s*\n\s*/g, ' ');
    expect(run(['--interactive'], `await (async () => {${line}})()\n`)).toContain(both);
  });
});
