import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { GraphError, SerializationError, TaskError, createModule } from '../../src/index.ts';
import { quiet, rejectionOf } from '../execution/driver-of.ts';
import { executorOf, faultStage, faultyModule, hanging, kinds } from './faults.ts';
import { childrenHere } from './fixtures/children.ts';
import { closuresOf, manyClosures } from './fixtures/closures.ts';
import * as configReaders from './fixtures/config-readers.ts';
import { thrownBy } from './fixtures/conversation.ts';
import { order } from './fixtures/faulty.ts';
import * as otherInWorkers from './fixtures/other-in-workers.ts';
import * as resources from './fixtures/resources.ts';

//  orders ─▶ order ─▶ done ─▶ all        workers open other files than the driver
const { driverOf, failureOf, run, directory } = faultStage();

/** A file with this code, as a URL. */
function fileOf(name: string, code: string): URL {
  const file = join(directory(), `${name}.mjs`);
  writeFileSync(file, code);
  return pathToFileURL(file);
}

const alone = 'it is imported once more in every worker: see that it can be, on its own';

describe.each(kinds)('with workers that are %s', (kind) => {
  const className = kind === 'threads' ? 'MultiThreadingExecutor' : 'MultiProcessingExecutor';

  describe('a module that a worker cannot open', () => {
    test.each([
      [
        'throws',
        `throw Object.assign(new RangeError('full'), { code: 'FULL' })`,
        /^RangeError: full$/,
      ],
      ['has a syntax error', `export const = 1;`, /^SyntaxError: .+$/],
      [
        'imports a missing file',
        `import './nowhere.mjs';`,
        /^Error(?: \[ERR_MODULE_NOT_FOUND\])?: Cannot find module '.*nowhere\.mjs' imported from .*\.mjs$/,
      ],
      ['throws no error', `throw null`, /^null$/],
    ])('because it %s', async (_, code, words) => {
      const url = fileOf('broken', code);
      const driver = driverOf(executorOf(kind, { maxTasks: 2, modules: [url] }));
      for (let i = 0; i < 2; i++) {
        const failure = await failureOf(driver, ['fine']);
        expect(failure).toBeInstanceOf(TaskError);
        expect(failure).toMatchObject({
          name: 'TaskError',
          code: 'worker/module-failed',
          hint: alone,
        });
        const [, told = ''] = failure.message.split(`A worker could not open ${url.href}: `);
        expect(told.split('\n')[0]).toMatch(words);
        expect(told.endsWith(`\n  → ${alone}`)).toBe(true);
        expect('cause' in failure).toBe(true);
        expect(childrenHere()).toEqual([]);
      }
    });

    test('because it exits', async () => {
      const modules = [fileOf('exits', 'process.exit(3)')];
      const driver = driverOf(executorOf(kind, { modules }));
      const failure = await failureOf(driver, ['fine']);
      expect(failure).toBeInstanceOf(TaskError);
      expect(failure).toMatchObject({
        code: 'worker/not-opened',
        message: `The worker worker-1 ${kind === 'threads' ? 'called process.exit(3)' : 'exited with code 3'} while it opened the modules.\n  → every worker imports them once more: see that they can be imported on their own`,
      });
    });

    test('because a timer of it throws before it is there', async () => {
      const code = `setTimeout(() => { throw new RangeError('full') }); await new Promise(() => {})`;
      const driver = driverOf(executorOf(kind, { modules: [fileOf('later', code)] }));
      expect(await failureOf(driver, ['fine'])).toMatchObject({
        name: 'TaskError',
        code: 'worker/not-opened',
        message:
          'The worker worker-1 died of an uncaught RangeError: full while it opened the modules.\n  → every worker imports them once more: see that they can be imported on their own',
        cause: { message: 'full' },
      });
    });

    test('can be put right', async () => {
      const url = fileOf('broken', 'process.exit(3)');
      const driver = driverOf(executorOf(kind, { modules: [url] }));
      await failureOf(driver, ['fine']);
      fileOf(
        'broken',
        `export * from ${JSON.stringify(new URL('./fixtures/faulty.ts', import.meta.url))}`,
      );
      expect(await run(driver, ['fine'])).toEqual(['fine']);
    });
  });

  describe('a module that never finishes loading', () => {
    const code = 'setInterval(() => {}, 1000); await new Promise(() => {});';

    test('is closed with its driver', async () => {
      const driver = driverOf(executorOf(kind, { modules: [fileOf('never', code)] }));
      const failing = failureOf(driver, ['fine']);
      await quiet();
      const closing = driver.close().then(() => 'closed');
      expect(await Promise.race([closing, hanging()])).toBe('closed');
      expect(await failing).toMatchObject({ code: 'driver/closed-while-running' });
    });

    test('does not keep a run from being aborted', async () => {
      const driver = driverOf(executorOf(kind, { modules: [fileOf('never', code)] }));
      const controller = new AbortController();
      const failing = rejectionOf(run(driver, ['fine'], controller.signal));
      await quiet();
      controller.abort();
      expect(await Promise.race([failing, hanging()])).toMatchObject({ code: 'run/aborted' });
    });
  });

  describe('a module with other nodes than those of the driver', () => {
    test('that was given', async () => {
      const url = fileOf('other', 'export const done = ({ order, rate }) => order * rate;');
      const driver = driverOf(executorOf(kind, { modules: [url] }));
      const failure = await failureOf(driver, ['fine']);
      expect(failure).toBeInstanceOf(TaskError);
      expect(failure).toMatchObject({
        code: 'worker/other-dataflow',
        hint: 'each node has to be exported under its own name by one of these files',
      });
      expect(failure.message).toContain(
        `The modules that workers open are not those of the driver (${url.href}):\n`,
      );
      expect(failure.message).toContain('  "small" is in none of the modules');
      expect(failure.message).toMatch(
        /\n {2}"done" is .*rate.* here, and .*\$signal.* in the driver/,
      );
    });

    test('that is another one there', async () => {
      const driver = driverOf(executorOf(kind), (builder) =>
        builder.withModules<readonly object[]>(otherInWorkers),
      );
      const failure = await rejectionOf(driver.execute(['other']));
      expect(failure).toMatchObject({ name: 'TaskError', code: 'worker/other-dataflow' });
      expect(failure.message).toContain('\n  "lacking" is in none of the modules');
      expect(failure.message).toMatch(/\n {2}"other" is .*rate.* here, and .* in the driver/);
    });
  });

  describe('config that cannot travel', () => {
    const refused = (path: string): string =>
      `${path} is a function, which cannot travel.\n  → give plain data, or make it where it is needed, with resource(fn)`;
    const readers = (): ReturnType<typeof driverOf> =>
      driverOf(executorOf(kind), (builder) =>
        builder
          .withModules<readonly object[]>(configReaders)
          .withConfig<object>({ region: { at: [() => 1] } }),
      );

    test('stays behind where no resource reads it', async () => {
      const inputs = { numbers: [1, 2, 3] };
      expect(await readers().execute(['double'], { inputs })).toEqual({ double: [2, 4, 6] });
    });

    test('is refused at the item where a node reads it', async () => {
      const driver = readers();
      const inputs = { numbers: [1] };
      const failure = await rejectionOf(driver.execute(['named'], { inputs }));
      expect(failure).toBeInstanceOf(SerializationError);
      expect(failure).toMatchObject({
        code: 'codec/cannot-travel',
        message: refused('region.at[0]'),
        item: { index: 0, block: 'number' },
      });
      expect(await driver.execute(['double'], { inputs })).toEqual({ double: [2] });
    });

    test('is refused with its path before any task where a resource reads it', async () => {
      const driver = driverOf(executorOf(kind), (builder) =>
        builder
          .withModules<readonly object[]>(resources)
          .withConfig<object>({ directory: { at: [() => 1] }, workers: 1 }),
      );
      const failure = await rejectionOf(driver.execute(['places'], { inputs: { count: 1 } }));
      expect(failure).toBeInstanceOf(SerializationError);
      expect(failure).toMatchObject({
        code: 'codec/cannot-travel',
        message: refused('directory.at[0]'),
      });
      expect('item' in failure && failure.item).toBeFalsy();
      expect(childrenHere()).toEqual([]);
    });
  });

  describe("an adapter's part in workers", () => {
    const failureWith = (module: URL, options?: unknown): Promise<Error> => {
      const adapter = { name: 'mine', beforeNode: () => {}, worker: { module, options } };
      const driver = driverOf(executorOf(kind), (builder) =>
        builder.withModules(faultyModule).withAdapters(adapter),
      );
      return failureOf(driver, ['fine']);
    };

    test('that is missing', async () => {
      const module = pathToFileURL(join(directory(), 'nowhere.mjs'));
      const failure = await failureWith(module);
      expect(failure).toMatchObject({
        name: 'TaskError',
        code: 'worker/module-failed',
        hint: alone,
      });
      expect(failure.message).toContain(`A worker could not open ${module.href}: `);
    });

    test('that exports no function', async () => {
      const module = fileOf('adapter', 'export const beforeNode = () => {};');
      expect(await failureWith(module)).toMatchObject({
        name: 'TaskError',
        code: 'worker/bad-adapter',
        message: `The module of an adapter, ${module.href}, has no function for its default export.\n  → write export default (options) => ({ beforeNode: (event) => … })`,
      });
    });

    test('that throws', async () => {
      const module = fileOf('adapter', `export default () => { throw new RangeError('full'); };`);
      expect(await failureWith(module)).toMatchObject({
        code: 'worker/bad-adapter',
        message: `The module of an adapter, ${module.href}, failed: RangeError: full`,
        cause: { message: 'full' },
      });
    });

    test('whose options cannot travel', async () => {
      const module = fileOf('adapter', 'export default () => ({});');
      expect(await failureWith(module, { log: () => 1 })).toMatchObject({
        name: 'SerializationError',
        message:
          'options.log is a function (log), which cannot travel.\n  → give plain data, or make it where it is needed, with resource(fn)',
      });
    });
  });

  test('functions without a file are refused at build, with the ways out', () => {
    const functions = createModule<object>({
      order,
      scaled: ({ order }: { order: number }) => order,
    });
    const failure = thrownBy(() =>
      driverOf(executorOf(kind), (builder) => builder.withModules(functions)),
    );
    expect(failure).toBeInstanceOf(GraphError);
    expect(failure).toMatchObject({
      code: 'executor/no-file',
      message: `${className} sends nodes to workers that import them, but nobody knows the files of "scaled".\n  → export it from a file, pass that module, or say which file it is: new ${className}({ modules: [new URL('./features.ts', import.meta.url)] }), in a notebook with pathToFileURL('features.ts'); or keep it here: local(fn)`,
    });
  });

  test('functions that their file does not export are refused before a task runs', async () => {
    const driver = driverOf(executorOf(kind), (builder) => builder.withModules(closuresOf(3)));
    const failure = await rejectionOf<TaskError>(driver.execute(['scaled']));
    expect(failure).toBeInstanceOf(TaskError);
    const url = new URL('./fixtures/closures.ts', import.meta.url).href;
    expect(failure).toMatchObject({
      code: 'worker/other-dataflow',
      message: `The modules that workers open are not those of the driver (${url}):\n  "scaled" is in none of the modules\n  → export each node under its own name from the file of its function, or say which file does: new ${className}({ modules: [new URL('./features.ts', import.meta.url)] })`,
    });
  });

  test('of many differences, eight are listed', async () => {
    const listed = async (count: number): Promise<readonly string[]> => {
      const driver = driverOf(executorOf(kind), (builder) =>
        builder.withModules(manyClosures(count)),
      );
      const { message } = await rejectionOf(driver.execute(['scaled0']));
      return message.split('\n').slice(1, -1);
    };
    const eight = Array.from({ length: 8 }, (_, i) => `  "scaled${i}" is in none of the modules`);
    expect(await listed(8)).toEqual(eight);
    expect(await listed(10)).toEqual([...eight, '  … and 2 more']);
  });

  test("functions in the program's entry file are refused at build", async () => {
    const file = fileURLToPath(new URL('./fixtures/entry-program.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', file, kind]);
    const { name, code, message } = JSON.parse(stdout) as Record<string, string>;
    expect({ name, code }).toEqual({ name: 'GraphError', code: 'executor/entry-file' });
    expect(message).toMatch(
      /^\S*entry-program\.ts is the program's entry file: a worker that imports it would run the program again\.\n {2}→ move the functions to a file of their own$/,
    );
  });
});
