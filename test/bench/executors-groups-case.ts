/**
 * Runs the group-by in every place and by hand, in turns. Run by executors-groups.ts, in a process of its own.
 *
 * @module
 */
import { col, DataFrame, DataType, type DataFrame as Frame } from 'nodejs-polars';
import { Builder, DictResult } from '../../src/index.ts';
import { formsOf, type Variant } from './executors-groups-by-hand.ts';
import { groupCount, groupRows } from './executors-groups-data.ts';
import * as example from './executors-groups-example.ts';
import { executorFor, type Place } from './executors-places.ts';
import { answer, givenTask } from './fresh-process.ts';
import { freeMemory, timeInTurns, type Effort, type Work } from './rounds.ts';

export interface GroupsTask {
  readonly variant: Variant;
  readonly rows: number;
  readonly effort: Effort;
}

/** Milliseconds, one figure a round, by what was measured. */
export interface GroupsTimes {
  readonly ours: Readonly<Record<string, readonly number[]>>;
  readonly byHand: Readonly<Record<string, readonly number[]>>;
  /** What gave another frame. */
  readonly wrong: readonly string[];
}

/** Values may differ in what is left of rounding: the forms add in different orders. */
const floats = DataType.Float64;
const tolerance = 1e-6;
/** The rows of which all values are compared. */
const comparedRows = 100_000;

const { variant, rows, effort } = givenTask() as GroupsTask;
const eager = variant === 'full' ? 'allFeatures' : 'allSummaries';
const lazy = variant === 'full' ? 'allLazyFeatures' : 'allLazySummaries';
const ways: Readonly<Record<string, readonly [Place, typeof eager | typeof lazy]>> = {
  'two threads': ['two threads', eager],
  'one thread': ['one thread', eager],
  'two processes': ['two processes', eager],
  'this thread, expressions': ['this thread', eager],
  'this thread, lazy frames': ['this thread', lazy],
};
const drivers = Object.entries(ways).map(([name, [place, output]]) => {
  const executor = executorFor(place);
  const local = new Builder().withModules(example).withResultBuilder(new DictResult());
  const driver = (executor === undefined ? local : local.withRemoteExecutor(executor)).build();
  const execute = async (data: Frame): Promise<Frame> => {
    const values: Readonly<Record<string, DataFrame>> = await driver.execute([output], {
      inputs: { data },
    });
    return values[output] as Frame;
  };
  return { name, execute, close: () => driver.close() };
});
const forms = Object.entries(formsOf(variant)).map(([name, execute]) => ({ name, execute }));
const all = [...drivers, ...forms];

const wrong = await differing();
const data = groupRows(rows);
const works: Work[] = all.map(({ name, execute }) => async () => {
  const frame = await execute(data);
  const height = variant === 'full' ? rows : groupCount;
  if (frame.height !== height && !wrong.includes(name)) wrong.push(name);
});
const times = await timeInTurns(works, effort, freeMemory);
await Promise.all(drivers.map(({ close }) => close()));
const timesOf = (part: readonly { readonly name: string }[]) =>
  Object.fromEntries(
    part.map(({ name }) => [name, times[all.findIndex((one) => one.name === name)] ?? []]),
  );
answer({ ours: timesOf(drivers), byHand: timesOf(forms), wrong } satisfies GroupsTimes);

/** The names of those that give other values, of fewer rows. */
async function differing(): Promise<string[]> {
  const few = groupRows(Math.min(rows, comparedRows));
  let right: Frame | undefined;
  const names: string[] = [];
  for (const { name, execute } of all) {
    const frame = inOrder(await execute(few));
    right ??= frame;
    if (!areClose(frame, right)) names.push(name);
  }
  return names;
}

/** Groups by key; the rows of one stay as they come. */
function inOrder(frame: Frame): Frame {
  return frame.sort({ by: ['key'], maintainOrder: true });
}

function areClose(frame: Frame, right: Frame): boolean {
  if (frame.columns.join() !== right.columns.join() || frame.height !== right.height) return false;
  return frame.columns.every((name) => {
    const [ours, theirs] = [frame, right].map((of) => of.select(col(name).cast(floats)).toSeries());
    if (ours === undefined || theirs === undefined) return false;
    const [far = 0, nulls = 0] = Object.values(
      DataFrame([ours.alias('own'), theirs.alias('other')])
        .select(
          col('own').sub(col('other')).abs().max().alias('far'),
          col('own').isNull().neq(col('other').isNull()).cast(floats).sum().alias('nulls'),
        )
        .row(0),
    ) as number[];
    return far <= tolerance && nulls === 0;
  });
}
