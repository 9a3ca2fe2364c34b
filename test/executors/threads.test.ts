import { MultiThreadingExecutor } from '../../src/executors/index.ts';
import { describeExecutor } from '../conformance/executor.ts';

describeExecutor('MultiThreadingExecutor', (options) => new MultiThreadingExecutor(options), {
  keepsIdentity: false,
  tasksPerWorker: 2,
  isElsewhere: true,
});
