/**
 * The first result of a pool: builds a driver and executes once. Run by executors-cold.ts, in a process of its own.
 *
 * Plain JavaScript, like import-case.mjs: where Node strips the types of a program, it loads what for that.
 *
 * @module
 */
import * as example from './executors-cold-example.mjs';

/** @type {import('./executors-cold.ts').ColdTask} */
const { icosian, executors, place } = JSON.parse(process.argv[2] ?? '{}');
const { Builder, DictResult } = await import(icosian);
const { MultiProcessingExecutor, MultiThreadingExecutor } = await import(executors);

const started = performance.now();
const local = new Builder().withModules(example).withResultBuilder(new DictResult());
const Executor = place === 'two threads' ? MultiThreadingExecutor : MultiProcessingExecutor;
const builder =
  place === 'this thread' ? local : local.withRemoteExecutor(new Executor({ maxTasks: 2 }));
const driver = builder.build();
const builtAt = performance.now();
const { b } = await driver.execute(['b'], { inputs: { count: 10 } });
const executeMs = performance.now() - builtAt;
await driver.close();
console.log(
  JSON.stringify({
    buildMs: builtAt - started,
    executeMs,
    isRight: b.join() === '2,4,6,8,10,12,14,16,18,20',
  }),
);
