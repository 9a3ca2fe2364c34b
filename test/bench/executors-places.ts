/**
 * Where the tasks of a measured dataflow run.
 *
 * @module
 */
import { MultiProcessingExecutor, MultiThreadingExecutor } from '../../src/executors/index.ts';
import type { TaskExecutor } from '../../src/executors/executor.ts';

export type Place = 'this thread' | 'one thread' | 'two threads' | 'two processes';

/** A recipe for the workers; undefined: there are none. */
export function executorFor(place: Place): TaskExecutor | undefined {
  switch (place) {
    case 'this thread':
      return undefined;
    case 'one thread':
      return new MultiThreadingExecutor({ maxTasks: 1 });
    case 'two threads':
      return new MultiThreadingExecutor({ maxTasks: 2 });
    case 'two processes':
      return new MultiProcessingExecutor({ maxTasks: 2 });
  }
}
