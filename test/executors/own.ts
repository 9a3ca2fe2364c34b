/**
 * Executors as a user writes them, and drivers that use them.
 *
 * @module
 */
import type { ExecutionManager, TaskExecutor } from '../../src/executors/index.ts';
import { collect, type DictKind, type UntypedDriver } from '../../src/index.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';

//  item ─▶ double ─▶ all        3 items
export const block: Loose = {
  item: function* () {
    yield* [1, 2, 3];
  },
  double: ({ item }) => item * 2,
  all: collect(({ double }: { double: number[] }) => double),
};
export const doubled: object = { all: [2, 4, 6] };

/** An executor that runs its tasks here, but for what `own` says. */
export const executorWith = (own: Partial<TaskExecutor> = {}): TaskExecutor => ({
  name: 'mine',
  capacity: 2,
  open: async () => {},
  submit: (task) => task.run(),
  close: async () => {},
  ...own,
});

export const remotely = (own: Partial<TaskExecutor>, functions = block): UntypedDriver<DictKind> =>
  driverWith(functions, (builder) => builder.withRemoteExecutor(executorWith(own)));

export const routed = (manager: ExecutionManager, functions = block): UntypedDriver<DictKind> =>
  driverWith(functions, (builder) => builder.withExecutionManager(manager));

export const never = (): Promise<never> => new Promise(() => undefined);
export const full: RangeError = new RangeError('full');
export const throwing = (): never => {
  throw full;
};
