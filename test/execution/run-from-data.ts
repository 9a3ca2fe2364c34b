/**
 * An executor that runs each task from what travels of it, in this thread: as a worker does, without a worker.
 *
 * @module
 */
import { controlRun } from '../../src/execution/run-control.ts';
import { taskFrame } from '../../src/execution/frame.ts';
import { openRun } from '../../src/execution/open-run.ts';
import { Resources } from '../../src/execution/resources.ts';
import { plainRunner } from '../../src/execution/runners.ts';
import { runAttempt } from '../../src/execution/task-attempt.ts';
import { WaitingRoom } from '../../src/execution/waiting-room.ts';
import type { TaskExecutor, TaskProgram } from '../../src/executors/index.ts';
import type { FunctionNode } from '../../src/nodes/node.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { stepOf } from '../../src/plan/program.ts';

/** What a value is once it has travelled. */
export type Travel = <T>(value: T) => T;

/** Runs tasks on the nodes of `module`, of which a driver was built. */
export function runFromData(module: object, travel: Travel): TaskExecutor {
  const { nodes } = readModule(module, {}, 'worker');
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const nodeNamed = (name: string): FunctionNode => {
    const node = byName.get(name);
    if (node === undefined) throw new Error(`there is no node "${name}"`);
    return node;
  };
  const load = { most: 64, items: 0, waiting: new WaitingRoom(), closings: new Set<never>() };
  const locate = (): undefined => undefined;
  return {
    name: 'from data',
    capacity: 4,
    open: async () => {},
    submit: async (task, signal) => {
      const program: TaskProgram = travel(task.program);
      const step = stepOf(program, nodeNamed);
      const values: unknown[] = Array.from({ length: step.plan.slotCount });
      step.taken.forEach((slot, i) => {
        values[slot] = i === program.signal ? signal : travel(task.values[i]);
      });
      const control = controlRun(signal);
      const resources = new Resources({ nodeNamed: () => undefined, config: {}, locate });
      const run = openRun(plainRunner(control, locate), load, { resources });
      await runAttempt(
        { ...step, slots: step.taken, gives: step.given },
        taskFrame(values, travel(task.item)),
        run,
      );
      return { values: travel(step.given.map((slot) => values[slot])) };
    },
    close: async () => {},
  };
}
