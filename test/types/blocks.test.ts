// Blocks as the compiler sees them: what may be streamed, what it gives, and what outputs inside blocks are.
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';

//  n ─▶ item ─▶ text ─▶ all ─▶ after        in the block of item: part, which opens one itself
const head = `
import { expectTypeOf } from 'vitest';
import {
  Builder, DictResult, collect, createModule, parallelizable, reduce,
  type AsyncParallelizable, type Collect, type Parallelizable,
} from '../../src/index.ts';
const builder = new Builder().withModules(createModule({
  *item({ n }: { n: number }): Parallelizable<number> { yield n; },
  text: ({ item, mark = '' }: { item: number; mark?: string }) => \`\${item}\${mark}\`,
  async *part({ text }: { text: string }): AsyncParallelizable<Date> { yield new Date(text); },
  parts: collect(({ part }: { part: Collect<Date> }) => part.length),
  latest: reduce(({ acc, part }: { acc: Date; part: Date }) => (part > acc ? part : acc), new Date(0)),
  all: collect(({ text }: { text: Collect<string> }) => text.length),
  share: ({ item, all }: { item: number; all: number }) => item / all,
  list: parallelizable(async () => new Set([true])),
  after: ({ all }: { all: number }) => all,
})).withResultBuilder(new DictResult());
const driver = builder.build();
const inputs = { n: 1 };
`;

interface Program {
  readonly sentence: string;
  readonly program: string;
  /** What the compiler says. */
  readonly messages: readonly string[];
}

const accepted: readonly Omit<Program, 'messages'>[] = [
  {
    sentence: 'a stream of a node gives its values, one by one',
    program: `for await (const value of driver.stream('text', { inputs })) expectTypeOf(value).toEqualTypeOf<string>();
      expectTypeOf(await driver.stream('text', { inputs }).next()).toEqualTypeOf<IteratorResult<string, any>>();`,
  },
  {
    sentence: 'a stream of a generator gives its items',
    program: `for await (const value of driver.stream('item', { inputs })) expectTypeOf(value).toEqualTypeOf<number>();
      for await (const value of driver.stream('part', { inputs })) expectTypeOf(value).toEqualTypeOf<Date>();
      for await (const value of driver.stream('list')) expectTypeOf(value).toEqualTypeOf<boolean>();`,
  },
  {
    sentence:
      'a stream of a collect, or a reduce, in an outer block gives one value for each outer item',
    program: `for await (const value of driver.stream('parts', { inputs })) expectTypeOf(value).toEqualTypeOf<number>();
      for await (const value of driver.stream('latest', { inputs })) expectTypeOf(value).toEqualTypeOf<Date>();`,
  },
  {
    sentence: 'a stream of a second pass gives its values',
    program: `for await (const value of driver.stream('share', { inputs })) expectTypeOf(value).toEqualTypeOf<number>();`,
  },
  {
    sentence: 'a stream takes the options of a request, and its order',
    program: `driver.stream('text', { inputs: { n: Promise.resolve(1), mark: '!' }, ordered: false, signal: AbortSignal.abort() });
      driver.stream('text', { overrides: { item: [1, 2] } });
      driver.stream('list', { ordered: true });`,
  },
  {
    sentence: 'a stream may be disposed of',
    program: `expectTypeOf(driver.stream('list')).toExtend<AsyncDisposable>();`,
  },
  {
    sentence: 'an untyped driver streams any name, and gives any value',
    program: `for await (const value of driver.untyped().stream('whatever' as string)) expectTypeOf(value).toBeAny();`,
  },
  {
    sentence: 'outputs inside blocks are lists, flat where blocks nest; those outside are not',
    program: `expectTypeOf(await driver.execute(['item', 'text', 'part', 'parts', 'latest', 'all', 'share', 'list', 'after'], { inputs }))
      .toEqualTypeOf<{ item: number[]; text: string[]; part: Date[]; parts: number[]; latest: Date[]; all: number; share: number[]; list: boolean[]; after: number }>();`,
  },
];

const refused: readonly Program[] = [
  {
    sentence: 'a stream of a node outside of blocks',
    program: `driver.stream('after', { inputs });`,
    messages: [
      'TS2345: Argument of type \'"after"\' is not assignable to parameter of type \'"after" & { output: "after"; problem: "it lies in no parallel block: execute gives its one value"; }\'.\n  Type \'string\' is not assignable to type \'{ output: "after"; problem: "it lies in no parallel block: execute gives its one value"; }\'.',
    ],
  },
  {
    sentence: 'a stream of a collect that closes all blocks',
    program: `driver.stream('all', { inputs });`,
    messages: [
      'TS2345: Argument of type \'"all"\' is not assignable to parameter of type \'"all" & { output: "all"; problem: "it lies in no parallel block: execute gives its one value"; }\'.\n  Type \'string\' is not assignable to type \'{ output: "all"; problem: "it lies in no parallel block: execute gives its one value"; }\'.',
    ],
  },
  {
    sentence: 'a stream of an input',
    program: `driver.stream('n', { inputs });`,
    messages: [
      'TS2345: Argument of type \'"n"\' is not assignable to parameter of type \'"n" & { output: "n"; problem: "it lies in no parallel block: execute gives its one value"; }\'.\n  Type \'string\' is not assignable to type \'{ output: "n"; problem: "it lies in no parallel block: execute gives its one value"; }\'.',
    ],
  },
  {
    sentence: 'a stream of an unknown node',
    program: `driver.stream('txet', { inputs });`,
    messages: [
      'TS2345: Argument of type \'"txet"\' is not assignable to parameter of type \'"after" | "all" | "item" | "latest" | "list" | "mark" | "n" | "part" | "parts" | "share" | "text"\'.',
    ],
  },
  {
    sentence: 'a stream without its inputs',
    program: `driver.stream('text');`,
    messages: ['TS2554: Expected 2 arguments, but got 1.'],
  },
  {
    sentence: 'a stream with a part of its inputs',
    program: `driver.stream('text', { inputs: { mark: '' } });`,
    messages: [
      "TS2741: Property 'n' is missing in type '{ mark: string; }' but required in type '{ mark?: MaybePromise<string>; n: MaybePromise<number>; }'.",
    ],
  },
  {
    sentence: 'a stream of several outputs',
    program: `driver.stream(['text'], { inputs });`,
    messages: [
      'TS2345: Argument of type \'string[]\' is not assignable to parameter of type \'"after" | "all" | "item" | "latest" | "list" | "mark" | "n" | "part" | "parts" | "share" | "text"\'.',
    ],
  },
  {
    sentence: 'an order that is none',
    program: `driver.stream('text', { inputs, ordered: 'no' });`,
    messages: ["TS2322: Type 'string' is not assignable to type 'boolean'."],
  },
  {
    sentence: 'the value of a stream for what it is not',
    program: `for await (const value of driver.stream('text', { inputs })) value.toFixed();`,
    messages: ["TS2551: Property 'toFixed' does not exist on type 'string'. Did you mean 'fixed'?"],
  },
  {
    sentence: 'the one value of an output inside a block',
    program: `(await driver.execute(['text'], { inputs })).text.toUpperCase();`,
    messages: ["TS2339: Property 'toUpperCase' does not exist on type 'string[]'."],
  },
];

const fileOf = (kind: string, position: number): string => `${kind}-block-${position}.ts`;
const diagnoses = compile(
  Object.fromEntries([
    ...accepted.map(({ program }, i) => [fileOf('good', i), `${head}${program}`]),
    ...refused.map(({ program }, i) => [fileOf('bad', i), `${head}${program}`]),
  ]) as Record<string, string>,
);

describe('the compiler knows that', () => {
  test.each(accepted.map((good, i) => ({ ...good, file: fileOf('good', i) })))(
    '$sentence',
    ({ file }) => {
      expect(diagnoses.get(file)).toEqual([]);
    },
  );
});

describe('the compiler refuses', () => {
  test.each(refused.map((bad, i) => ({ ...bad, file: fileOf('bad', i) })))(
    '$sentence',
    ({ file, messages }) => {
      expect(diagnoses.get(file)).toEqual(messages);
    },
  );
});
