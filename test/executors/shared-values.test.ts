import { describe, expect, test } from 'vitest';
import { unpack } from '../../src/columns/parcel.ts';
import { BatchPacker } from '../../src/executors/pool/pack-batch.ts';
import { SharedValues, type SharedValue } from '../../src/executors/pool/shared-values.ts';

const about = { path: 'text' };
const long = (text: string): string => text.repeat(1e6);

/** The size of one that is there already. */
const sizeIn = (made: SharedValue | Promise<SharedValue>): number =>
  made instanceof Promise ? NaN : made.bytes;

/** As much of an entry as packing looks at. */
const entryOf = (number: number, value: unknown, isShared = true): never =>
  ({
    number,
    task: {
      item: undefined,
      program: { takes: ['text'] },
      values: [value],
      isShared: [isShared],
      dataflow: { graph: { nodes: new Map() } },
    },
  }) as never;
const unwanted = {
  refused: (_: unknown, error: unknown): never => {
    throw error;
  },
  left: (): never => {
    throw new Error('it is full');
  },
};

describe('the shared values of a run', () => {
  test('know an object, and a text by what it says', () => {
    const values = new SharedValues();
    const list = [1, 2];
    expect(values.of(list, about)).toBe(values.of(list, about));
    expect(values.of([1, 2], about)).not.toBe(values.of(list, about));
    expect(values.ofText(long('é'), about)).toBe(values.ofText(long('é'), about));
    expect(values.ofText(long('e'), about)).not.toBe(values.ofText(long('é'), about));
  });

  // a worker lets go of the oldest by it
  test('have a size, which counts texts and what is in no buffer', () => {
    const values = new SharedValues();
    expect(values.ofText(long('é'), about).bytes).toBeGreaterThanOrEqual(1e6);
    const records = Array.from({ length: 1000 }, (_, i) => ({ text: `some text ${i}` }));
    expect(sizeIn(values.of(records, about))).toBeGreaterThan(20_000);
    expect(sizeIn(values.of({ list: new Float64Array(1000) }, about))).toBeGreaterThanOrEqual(8000);
  });

  test('keep no more than 64 texts', () => {
    const values = new SharedValues();
    const first = values.ofText('0', about);
    for (let i = 0; i < 64; i++) expect(values.ofText('0', about)).toBe(first);
    for (let i = 1; i <= 64; i++) values.ofText(String(i), about);
    expect(values.ofText('0', about)).not.toBe(first);
  });
});

describe('a message of many tasks', () => {
  test.each([
    ['a long text', long('é')],
    ['a list', Array.from({ length: 1000 }, (_, i) => i)],
  ])('has once what they share: %s', (_, value) => {
    const packed = new BatchPacker(new SharedValues());
    const entries = Array.from({ length: 200 }, (_each, i) => entryOf(i, value));
    expect(packed.addAll(entries, unwanted)).toBeUndefined();
    expect(packed.packer.bytes).toBe(0);
    expect([...packed.shared.values()].map(({ number }) => number)).toHaveLength(1);
    const [shared] = packed.shared.keys();
    expect(new Set(packed.tasks.values.map((own) => JSON.stringify(own)))).toEqual(
      new Set([JSON.stringify({ shared })]),
    );
  });

  test('has the short texts and numbers that they share with each', () => {
    const packed = new BatchPacker(new SharedValues());
    const entries = [entryOf(1, 'short'), entryOf(2, 'short'), entryOf(3, 4)];
    expect(packed.addAll(entries, unwanted)).toBeUndefined();
    expect(packed.shared.size).toBe(0);
    expect(packed.tasks.values.map((own) => unpack(own as never, []))).toEqual([
      'short',
      'short',
      4,
    ]);
  });

  test('holds about 1 MiB of what they do not share; the others are left', () => {
    const packed = new BatchPacker(new SharedValues());
    const left: unknown[] = [];
    const entries = Array.from({ length: 10 }, (_, i) => entryOf(i, 'x'.repeat(300_000), false));
    const leaving = {
      ...unwanted,
      left: (others: readonly unknown[]) => void left.push(...others),
    };
    expect(packed.addAll(entries, leaving)).toBeUndefined();
    expect(packed.tasks.numbers).toEqual([0, 1, 2, 3]);
    expect(left).toEqual(entries.slice(4));
  });
});
