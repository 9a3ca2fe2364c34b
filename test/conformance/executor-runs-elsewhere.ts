/**
 * Sentences about executors: the same comes out wherever nodes run, and however they are cut into tasks.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
  type GroupingStrategy,
} from '../../src/executors/index.ts';
import type { Builder } from '../../src/index.ts';
import * as dataflow from './executor-dataflow.ts';
import * as frames from './executor-frames.ts';
import type { ExecutorSetting } from './executor-setting.ts';

const strategies: readonly (readonly [string, GroupingStrategy])[] = [
  ['block by block', new GroupByRepeatableBlocks()],
  ['by inner items', new GroupByRepeatableBlocks({ level: 'inner' })],
  ['node by node', new GroupNodesIndividually()],
  ['level by level', new GroupNodesByLevel()],
  ['all as one', new GroupNodesAllAsOne()],
];

const grouped =
  (strategy: GroupingStrategy) =>
  (builder: Builder): Builder =>
    builder.withGroupingStrategy(strategy);

export function describePlaces({ facts, sharedDriver, directory }: ExecutorSetting): void {
  const here = `${process.pid} ${threadId}`;

  describe('runs tasks', () => {
    const driver = sharedDriver(2, undefined, dataflow, frames);
    const byNode = sharedDriver(2, grouped(new GroupNodesIndividually()), dataflow, frames);

    test(
      facts.isElsewhere
        ? 'outside of this thread, in which a collect and a reduce run'
        : 'in this thread',
      async () => {
        const outputs = ['placesHere', 'placesFolded'];
        const inputs = { count: 3 };
        const { placesHere, placesFolded } = await driver().execute(outputs, { inputs });
        const [own, ...items] = placesHere as [string, ...[number, string][]];
        expect(own).toBe(here);
        expect(items.map(([value]) => value)).toEqual([0, 10, 20]);
        const places = items.map(([, place]) => place);
        expect(places.map((place) => place !== here)).toEqual(places.map(() => facts.isElsewhere));
        expect(placesFolded).toEqual(items.flatMap((item) => [here, item]));
      },
    );

    test('with what the engine gives: $signal, $attempt and $item', async () => {
      const outputs = ['engine', 'rootEngine'];
      expect(await byNode().execute(outputs, { inputs: { count: 2 } })).toEqual({
        engine: [
          [0, true, false, 1, 0],
          [10, true, false, 1, 1],
        ],
        rootEngine: [2, true, false, 1],
      });
    });

    describe.each(strategies)('%s,', (_words, strategy) => {
      const driver = sharedDriver(2, grouped(strategy), dataflow, frames);

      test('with the same values', async () => {
        const outputs = ['square', 'total', 'centred', 'ofAll', 'named', 'againOfAll', 'place'];
        const values = await driver().execute(outputs, { inputs: { count: 3 } });
        expect(values).toEqual({
          square: [0, 100, 400],
          total: 'from 0 100 400',
          centred: [0, 100, 400].map((value) => value - 500 / 3),
          ofAll: [
            '0a at 0 in key 0, 0b at 1 in key 0',
            '10a at 0 in key 10, 10b at 1 in key 10',
            '20a at 0 in key 20, 20b at 1 in key 20',
          ],
          named: [0, 10, 20].flatMap((i) => [`${i}a at 0 in key ${i}`, `${i}b at 1 in key ${i}`]),
          againOfAll: [0, 10, 20].map((i) => {
            const folded = `/${i}a${i * i}/${i}b${i * i}`;
            return [`${i}a of ${folded}`, `${i}b of ${folded}`];
          }),
          place: [0, 1, 2].map((i) => [i * 10, i, `key ${i * 10}`, 'item']),
        });
      });

      test('with frames that go from one to the next', async () => {
        const outputs = ['frame', 'heights', 'whole', 'running', 'priced'];
        const values = await driver().execute(outputs, { inputs: { sizes: [2, 1, 3], rate: 2 } });
        const rowsOf = (height: number): readonly unknown[] =>
          Array.from({ length: height }, (_, i) => ({
            size: height,
            text: i === 1 ? null : `row ${i}`,
          }));
        expect((values['frame'] as DataFrame[]).map((each) => each.toRecords())).toEqual(
          [2, 1, 3].map(rowsOf),
        );
        expect((values['whole'] as DataFrame).toRecords()).toEqual([2, 1, 3].flatMap(rowsOf));
        expect(values).toMatchObject({
          heights: [2, 1, 3],
          running: [2, 3, 6],
          // the same rates at every item
          priced: [2, 1, 3].map((amount) => [amount, 6 * amount, [2]]),
        });
      });
    });

    test('that get an input as it was given, at every item', async () => {
      const table = DataFrame({ rate: [1, 10] });
      const { priced } = await driver().execute(['priced'], {
        inputs: { sizes: [1, 2, 3, 4] },
        overrides: { rates: { table, list: [5] } },
      });
      expect(priced).toEqual([1, 2, 3, 4].map((amount) => [amount, 11 * amount, [5]]));
      // what was sent about is still whole
      expect(table.toRecords()).toEqual([{ rate: 1 }, { rate: 10 }]);
    });

    test('there and back: lazy frames, over data and over files', async () => {
      const csv = join(directory(), 'rows.csv');
      writeFileSync(csv, 'a,b\n1,x\n2,y\n');
      const outputs = ['lazy', 'lazyRows', 'scan', 'scanRows'];
      const values = await byNode().execute(outputs, { inputs: { rate: 3, csv } });
      const later = [
        { a: 2, b: 6 },
        { a: 3, b: 9 },
      ];
      const rows = [
        { a: 1, b: 'x' },
        { a: 2, b: 'y' },
      ];
      expect(values).toMatchObject({ lazyRows: later, scanRows: rows });
      const { lazy, scan } = values as Record<'lazy' | 'scan', ReturnType<typeof frames.lazy>>;
      expect((await lazy.collect()).toRecords()).toEqual([{ a: 1, b: 3 }, ...later]);
      expect((await scan.collect()).toRecords()).toEqual(rows);
    });

    test('there and back: Arrow tables', async () => {
      const outputs = ['table', 'tableRows'];
      const values = await byNode().execute(outputs, { inputs: { rate: 1.5 } });
      const rows = [
        { a: 1.5, b: 'x' },
        { a: 2, b: 'y' },
      ];
      expect(values['tableRows']).toEqual(rows);
      expect(frames.tableRows({ table: values['table'] as never })).toEqual(rows);
    });

    test('there and back: instances of registered classes', async () => {
      const outputs = ['money', 'double'];
      const values = await byNode().execute(outputs, { inputs: { rate: 21 } });
      const [money] = values['money'] as frames.Money[];
      const double = (values['double'] as Map<string, frames.Money>).get('twice');
      expect([money, double].map((each) => each instanceof frames.Money)).toEqual([true, true]);
      expect([money?.cents, double?.cents]).toEqual([21n, 42n]);
    });

    test('there and back: Series in records', async () => {
      const outputs = ['column', 'columnSum'];
      const values = await byNode().execute(outputs, { inputs: { rate: 2.5 } });
      const { a } = values['column'] as Record<string, { name: string; toArray(): unknown[] }>;
      expect([a?.name, a?.toArray()]).toEqual(['own', [2.5, null]]);
      expect(values['columnSum']).toEqual(['own', 2.5, 1]);
    });
  });
}
