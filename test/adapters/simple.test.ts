import type { DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  Builder,
  DataFrameGraphAdapter,
  DefaultAdapter,
  DictResult,
  Driver,
  GraphError,
  MatrixResult,
  ResultError,
  SimpleGraphAdapter,
  createModule,
  type LifecycleAdapter,
} from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';

const numbers = createModule({ a: () => [1, 2], b: ({ a }: { a: number[] }) => a.length });
const builder = new Builder().withModules(numbers);

describe('a graph adapter', () => {
  test('SimpleGraphAdapter gives a record of the outputs', async () => {
    const driver = builder.withAdapters(new SimpleGraphAdapter()).build();
    expect(await driver.execute(['b', 'a'])).toEqual({ b: 2, a: [1, 2] });
  });

  test('SimpleGraphAdapter gives what its result builder makes', async () => {
    const driver = builder.withAdapters(new SimpleGraphAdapter(new MatrixResult())).build();
    expect((await driver.execute(['a'])).names).toEqual(['a']);
    const counting = {
      buildResult: (outputs: Record<string, unknown>) => Object.keys(outputs).length,
    };
    const counted = new Driver({ modules: [numbers], adapter: new SimpleGraphAdapter(counting) });
    expect(await counted.untyped().execute(['a', 'b'])).toBe(2);
  });

  test('SimpleGraphAdapter holds its result builder to what it accepts', async () => {
    const driver = builder
      .withAdapters(new SimpleGraphAdapter(new MatrixResult()))
      .build()
      .untyped();
    const run = driver.execute(['text'], { inputs: { text: 'x' } });
    expect(await rejectionOf(run)).toBeInstanceOf(ResultError);
  });

  test('DefaultAdapter gives a record of the outputs', async () => {
    const driver = new Driver({ modules: [numbers], adapter: new DefaultAdapter() });
    expect(await driver.execute(['a', 'b'])).toEqual({ a: [1, 2], b: 2 });
  });

  test('DataFrameGraphAdapter gives a DataFrame, as a driver without adapters does', async () => {
    const adapted = builder.withAdapters(new DataFrameGraphAdapter()).build();
    const frame: DataFrame = await adapted.execute(['a', 'b']);
    const plain = await builder.build().execute(['a', 'b']);
    expect(frame.toRecords()).toEqual([
      { a: 1, b: 2 },
      { a: 2, b: 2 },
    ]);
    expect(frame.toRecords()).toEqual(plain.toRecords());
  });

  test('of one’s own may build the result, synchronous or not', async () => {
    class Later {
      async buildResult(outputs: Record<string, unknown>): Promise<string> {
        return Object.keys(outputs).join('+');
      }
    }
    expect(await builder.withAdapters(new Later()).build().execute(['b', 'a'])).toBe('b+a');
  });

  test('may be a class with private state, an object, or an object with a prototype', async () => {
    class Counting {
      #calls = 0;
      beforeNode(): void {
        this.#calls++;
      }
      get calls(): number {
        return this.#calls;
      }
    }
    const counting = new Counting();
    const inherited = Object.create({ afterNode: () => seen.push('after') }) as LifecycleAdapter;
    const seen: string[] = [];
    const driver = builder
      .withAdapters(counting, inherited, { beforeNode: () => seen.push('before') })
      .withResultBuilder(new DictResult())
      .build();
    await driver.execute(['b']);
    expect(counting.calls).toBe(2);
    expect(seen).toEqual(['before', 'after', 'before', 'after']);
  });
});

describe('at build', () => {
  const problemOf = (build: () => unknown): GraphError => {
    try {
      build();
    } catch (error) {
      return error as GraphError;
    }
    throw new Error('it was built');
  };

  test.each([
    ['a number', 5, 'An adapter is a number.'],
    ['null', null, 'An adapter is null.'],
    ['a record with a typo', { beforNode: () => 1 }, 'did you mean "beforeNode"?'],
    ['an object with no known method', { go: () => 1 }, 'it may have: onGraphConstructed'],
  ])('an adapter that is %s is an error', (_words, adapter, words) => {
    const error = problemOf(() => builder.withAdapters(adapter as never).build());
    expect(error).toBeInstanceOf(GraphError);
    expect(error.code).toBe('builder/bad-adapter');
    expect(error.message).toContain(words);
  });

  test.each([
    [
      'two adapters',
      () => builder.withAdapters(new DefaultAdapter(), new SimpleGraphAdapter()).build(),
      'DefaultAdapter, SimpleGraphAdapter',
    ],
    [
      'an adapter and withResultBuilder',
      () => builder.withAdapters(new DefaultAdapter()).withResultBuilder(new DictResult()).build(),
      'withResultBuilder, DefaultAdapter',
    ],
    [
      'adapter and resultBuilder',
      () =>
        new Driver({
          modules: [numbers],
          adapter: new DefaultAdapter(),
          resultBuilder: new DictResult(),
        }),
      'withResultBuilder, DefaultAdapter',
    ],
  ])('%s that build the result are an error', (_words, build, names) => {
    const error = problemOf(build);
    expect(error).toBeInstanceOf(GraphError);
    expect(error.code).toBe('builder/two-result-builders');
    expect(error.message).toBe(
      `2 of the driver's parts build the result: ${names}.\n  → keep one; a graph adapter takes a result builder itself: new SimpleGraphAdapter(builder)`,
    );
  });
});
