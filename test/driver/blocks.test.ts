import { afterAll, describe, expect, test } from 'vitest';
import { collect } from '../../src/index.ts';
import { driverOf, rejectionOf } from '../execution/driver-of.ts';
import { Folder, namesIn } from './pictures.ts';

//  days ─▶ revenue ─▶ total ─▶ report        days expands, total collects
const driver = driverOf({
  days: function* ({ n }: { n: number }) {
    yield n;
  },
  revenue: ({ days }) => days,
  total: collect(({ revenue }: { revenue: unknown }) => revenue),
  report: ({ total }) => total,
});
const folder = new Folder();
afterAll(() => folder.remove());
const inputs = { n: 1 };

describe('a request over a parallel block', () => {
  test('is refused by execute and by validateExecution', async () => {
    const error = await rejectionOf(driver.execute(['report'], { inputs }));
    expect(error).toMatchObject({ code: 'request/parallel-block', node: 'days' });
    expect(() => driver.validateExecution(['report'], { inputs })).toThrow(error.message);
  });

  test('is drawn', async () => {
    await driver.visualizeExecution(['report'], await folder.file('block.json'), { inputs });
    const names = namesIn(await folder.json('block.json'));
    expect(names).toEqual(['days', 'n', 'report', 'revenue', 'total']);
  });

  test('is exported, and refused afterwards all the same', async () => {
    const { nodes } = JSON.parse(driver.exportExecution(['total'], { inputs })) as {
      nodes: { name: string; scope: string[] }[];
    };
    expect(nodes.map(({ name, scope }) => [name, scope])).toEqual([
      ['days', []],
      ['n', []],
      ['revenue', ['days']],
      ['total', []],
    ]);
    const run = driver.execute(['total'], { inputs });
    expect(await rejectionOf(run)).toMatchObject({ code: 'request/parallel-block' });
  });

  test('is checked for everything else where it is drawn', async () => {
    const error = await rejectionOf(driver.visualizeExecution(['report']));
    expect(error).toMatchObject({ code: 'input/missing', node: 'n' });
  });

  test('with an override inside of the block is refused: its generator has to run', async () => {
    for (const outputs of [['revenue'], ['total']]) {
      const run = driver.execute(outputs, { inputs, overrides: { revenue: 1 } });
      expect(await rejectionOf(run)).toMatchObject({
        code: 'request/parallel-block',
        node: 'revenue',
      });
    }
  });

  test('runs where an override outside cuts the block off, or stands for the generator', async () => {
    const overrides = { total: [1, 2] };
    expect(await driver.execute(['report'], { overrides })).toEqual({ report: [1, 2] });
    expect(await driver.execute(['days'], { overrides: { days: [3] } })).toEqual({ days: [3] });
  });
});
