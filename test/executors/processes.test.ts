import { MultiProcessingExecutor } from '../../src/executors/index.ts';
import { describeExecutor } from '../conformance/executor.ts';

describeExecutor('MultiProcessingExecutor', (options) => new MultiProcessingExecutor(options), {
  keepsIdentity: false,
  tasksPerWorker: 2,
  isElsewhere: true,
});
