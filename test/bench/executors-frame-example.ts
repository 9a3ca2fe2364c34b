/**
 * A frame that goes to a worker and comes back, and one that many tasks read.
 *
 * @module
 */
import type { DataFrame } from 'nodejs-polars';
import { collect, local, remote, type Collect, type Parallelizable } from '../../src/index.ts';

/** What a worker gives back: the frame as it came. */
export const returned = remote(({ frame }: { frame: DataFrame }): DataFrame => frame);
/** Read here, so that it has to be decoded here. */
export const returnedHeight = local(
  ({ returned }: { returned: DataFrame }): number => returned.height,
);

export function* reader({ readers }: { readers: number }): Parallelizable<number> {
  for (let i = 0; i < readers; i++) yield i;
}
/** One value of the frame, as a task: what it costs is the way of the frame. */
export const read = ({ frame, reader }: { frame: DataFrame; reader: number }): number =>
  frame.getColumn('a').get(reader) as number;
export const readSum = collect(({ read }: { read: Collect<number> }): number =>
  read.reduce((sum, value) => sum + value, 0),
);
