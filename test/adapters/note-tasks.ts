/**
 * Dataflows that run by tasks, and an adapter that notes all that it is told of them.
 *
 * @module
 */
import type { TaskExecutor } from '../../src/executors/index.ts';
import {
  collect,
  type Builder,
  type Ending,
  type ItemReference,
  type ItemsEvent,
  type LifecycleAdapter,
} from '../../src/index.ts';
import type { Loose } from '../execution/driver-of.ts';

export const boom = (): never => {
  throw new RangeError('boom');
};
export const never = (): Promise<never> => new Promise(() => undefined);

//  item ─▶ double ─▶ all        2 items
export const block: Loose = {
  item: function* () {
    yield* [1, 2];
  },
  double: ({ item }) => item * 2,
  all: collect(({ double }: { double: number[] }) => double),
};

//  a ─▶ b
export const plain: Loose = { a: () => 1, b: ({ a }) => a + 1 };

export const positions = (item: ItemReference | undefined): string =>
  item === undefined
    ? ''
    : item.outer === undefined
      ? String(item.index)
      : `${positions(item.outer)}.${item.index}`;
export const itemsIn = ({ node, item, items, isLast }: ItemsEvent): string =>
  `${node.name}${item === undefined ? '' : ` in ${positions(item)}`}: ${[...items.map((each) => String(each.index)), ...(isLast ? ['end'] : [])].join(', ')}`;
const failed = ({ error }: Ending): string => (error === undefined ? '' : ' failed');

/** An adapter that notes all that it is told of tasks. */
export const noting = (log: string[], wait?: () => Promise<void>): LifecycleAdapter => {
  const note = (entry: string): Promise<void> | undefined => (log.push(entry), wait?.());
  return {
    onTasksGrouped: ({ groups }) => note(`groups ${groups.map(({ id }) => id).join(', ')}`),
    onItemsExpanded: (event) => note(`items ${itemsIn(event)}`),
    beforeTaskSubmit: ({ task }) => note(`submit ${task.id}`),
    beforeTask: ({ task }) => note(`begin ${task.id}`),
    afterTask: (event) => note(`end ${event.task.id}${failed(event)}`),
    afterTaskReturn: (event) => note(`return ${event.task.id}${failed(event)}`),
  };
};

export const withAdapters =
  (...adapters: LifecycleAdapter[]) =>
  (builder: Builder): Builder =>
    builder.withAdapters(...adapters);

/** An executor that runs its tasks here, four at once. */
export const named = (name: string): TaskExecutor => ({
  name,
  capacity: 4,
  open: async () => {},
  submit: (task) => task.run(),
  close: async () => {},
});
