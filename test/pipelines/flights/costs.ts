import type { LifecycleAdapter, NodeInfo } from '../../../src/index.ts';

/** What one call of one node cost, in milliseconds. */
export interface Cost {
  readonly node: NodeInfo;
  readonly ms: number;
}

/** Measures what each node costs: a lifecycle adapter of a few lines. */
export class CostRecorder implements LifecycleAdapter {
  readonly name: string = 'CostRecorder';
  readonly costs: Cost[] = [];
  /** Milliseconds of the last run, from the request to the result. */
  totalMs = 0;

  afterNode: NonNullable<LifecycleAdapter['afterNode']> = ({ node, durationMs }) => {
    this.costs.push({ node, ms: durationMs });
  };

  afterExecute: NonNullable<LifecycleAdapter['afterExecute']> = ({ durationMs }) => {
    this.totalMs = durationMs;
  };

  dearestFirst(): Cost[] {
    return this.costs.toSorted((a, b) => b.ms - a.ms);
  }
}
