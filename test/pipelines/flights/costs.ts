import type { LifecycleAdapter, NodeInfo } from '../../../src/index.ts';

/** What all calls of one node cost, in milliseconds; of a generator and a reduce, what their items cost is part of it. */
export interface Cost {
  readonly node: NodeInfo;
  /** One, or in a parallel block one for each item. */
  readonly calls: number;
  readonly ms: number;
}

/** Measures what each node costs: a lifecycle adapter of a few lines. */
export class CostRecorder implements LifecycleAdapter {
  readonly name: string = 'CostRecorder';
  readonly #costs = new Map<string, Cost>();
  /** Milliseconds of the last run, from the request to the result. */
  totalMs = 0;

  afterNode: NonNullable<LifecycleAdapter['afterNode']> = ({ node, durationMs }) => {
    const { calls, ms } = this.#costs.get(node.name) ?? { calls: 0, ms: 0 };
    this.#costs.set(node.name, { node, calls: calls + 1, ms: ms + durationMs });
  };

  afterExecute: NonNullable<LifecycleAdapter['afterExecute']> = ({ durationMs }) => {
    this.totalMs = durationMs;
  };

  dearestFirst(): Cost[] {
    return [...this.#costs.values()].toSorted((a, b) => b.ms - a.ms);
  }
}
