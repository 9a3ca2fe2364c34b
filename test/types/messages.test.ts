// The compiler's messages are a part of the product: they say what is wrong, and not the type of the whole graph.
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';

const head = `
import type { Series } from 'nodejs-polars';
import {
  Builder, DictResult, MatrixResult, collect, createModule, type Collect, type Parallelizable,
} from '../../src/index.ts';
import * as features from './features.ts';
declare const spend: Series;
declare const signups: Series;
const builder = new Builder().withModules(features);
const driver = builder.withResultBuilder(new DictResult()).build();
const blocks = createModule({
  *item({ n }: { n: number }): Parallelizable<number> { yield n; },
  text: ({ item }: { item: number }) => \`\${item}\`,
});
`;

interface BadProgram {
  readonly wrong: string;
  readonly program: string;
  readonly messages: readonly string[];
}

const programs: readonly BadProgram[] = [
  {
    wrong: 'an edge that does not fit',
    program: `const loud = createModule({ shout: ({ spendMean }: { spendMean: string }) => spendMean });
      builder.withModules(loud).build();`,
    messages: [
      'TS2349: This expression is not callable.\n  Type \'{ node: "shout"; dependency: "spendMean"; needs: string; gets: number; }\' has no call signatures.',
    ],
  },
  {
    wrong: 'two edges that do not fit',
    program: `const loud = createModule({
        shout: ({ spendMean }: { spendMean: string }) => spendMean,
        when: ({ label }: { label: Date }) => label,
      });
      builder.withModules(loud).build();`,
    messages: [
      'TS2349: This expression is not callable.\n  No constituent of type \'{ node: "shout"; dependency: "spendMean"; needs: string; gets: number; } | { node: "when"; dependency: "label"; needs: Date; gets: string; }\' is callable.',
    ],
  },
  {
    wrong: 'items of another type than collected',
    program: `const misread = createModule({ sum: collect(({ text }: { text: Collect<number> }) => text.length) });
      new Builder().withModules(blocks, misread).build();`,
    messages: [
      'TS2349: This expression is not callable.\n  Type \'{ node: "sum"; dependency: "text"; needs: Collect<number>; gets: string; }\' has no call signatures.',
    ],
  },
  {
    wrong: 'a forgotten collect',
    program: `const forgotten = createModule({ sum: ({ text }: { text: Collect<string> }) => text.length });
      new Builder().withModules(blocks, forgotten).build();`,
    messages: [
      'TS2349: This expression is not callable.\n  Type \'{ node: "sum"; dependency: "text"; problem: "a Collect parameter: wrap the function in collect(…)"; }\' has no call signatures.',
    ],
  },
  {
    wrong: 'positional parameters',
    program: `const positional = createModule({ add: (x: number, y: number) => x + y });
      new Builder().withModules(positional).build();`,
    messages: [
      'TS2349: This expression is not callable.\n  Type \'{ node: "add"; problem: "write its dependencies as one destructured parameter: ({ a, b }) => …"; }\' has no call signatures.',
    ],
  },
  {
    wrong: 'an unknown output',
    program: `await driver.execute(['spendMeen'], { inputs: { spend } });`,
    messages: [
      'TS2820: Type \'"spendMeen"\' is not assignable to type \'"label" | "prefix" | "signups" | "spend" | "spendMean" | "spendPerSignup"\'. Did you mean \'"spendMean"\'?',
    ],
  },
  {
    wrong: 'an unknown output, without options',
    program: `await driver.execute(['spendMeen']);`,
    messages: [
      'TS2820: Type \'"spendMeen"\' is not assignable to type \'"label" | "prefix" | "signups" | "spend" | "spendMean" | "spendPerSignup"\'. Did you mean \'"spendMean"\'?',
    ],
  },
  {
    wrong: 'an unknown node in a question about lineage',
    program: `driver.whatIsUpstreamOf('spendMeen');`,
    messages: [
      'TS2345: Argument of type \'"spendMeen"\' is not assignable to parameter of type \'"label" | "prefix" | "signups" | "spend" | "spendMean" | "spendPerSignup"\'.',
    ],
  },
  {
    wrong: 'a bare string for a list of outputs',
    program: `await driver.execute('spendMean', { inputs: { spend } });`,
    messages: [
      'TS2345: Argument of type \'string\' is not assignable to parameter of type \'readonly ("label" | "prefix" | "signups" | "spend" | "spendMean" | "spendPerSignup")[]\'.',
    ],
  },
  {
    wrong: 'a value that was not asked for',
    program: `(await driver.execute(['label'], { inputs: { spend } })).spendMean;`,
    messages: ["TS2339: Property 'spendMean' does not exist on type '{ label: string; }'."],
  },
  {
    wrong: 'a missing input',
    program: `await driver.execute(['spendPerSignup'], { inputs: { spend } });`,
    messages: [
      "TS2741: Property 'signups' is missing in type '{ spend: Series<any, string>; }' but required in type '{ prefix?: MaybePromise<string>; signups: MaybePromise<Series<any, string>>; spend: MaybePromise<Series<any, string>>; }'.",
    ],
  },
  {
    wrong: 'missing options',
    program: `await driver.execute(['spendPerSignup']);`,
    messages: ['TS2554: Expected 2 arguments, but got 1.'],
  },
  {
    wrong: 'a mistyped input',
    program: `await driver.execute(['spendMean'], { inputs: { spend: 3 } });`,
    messages: [
      "TS2322: Type 'number' is not assignable to type 'MaybePromise<Series<any, string>>'.",
    ],
  },
  {
    wrong: 'an unknown input',
    program: `await driver.execute(['label'], { inputs: { spend, prefx: 'p' } });`,
    messages: [
      "TS2561: Object literal may only specify known properties, but 'prefx' does not exist in type '{ prefix?: MaybePromise<string>; signups?: MaybePromise<Series<any, string>>; spend: MaybePromise<Series<any, string>>; }'. Did you mean to write 'prefix'?",
    ],
  },
  {
    wrong: 'an input of a dataflow that has none',
    program: `const closed = new Builder().withModules(createModule({ f: () => 1 })).build();
      await closed.execute(['f'], { inputs: { bogus: 1 } });`,
    messages: [
      "TS2353: Object literal may only specify known properties, and 'bogus' does not exist in type 'NoInputs'.",
    ],
  },
  {
    wrong: 'an input whose readers disagree',
    program: `const readers = createModule({ a: ({ x }: { x: number }) => x, b: ({ x }: { x: string }) => x });
      await new Builder().withModules(readers).build().execute(['a'], { inputs: { x: 1 } });`,
    messages: ["TS2322: Type 'number' is not assignable to type 'never'."],
  },
  {
    wrong: 'a config value that does not fit',
    program: `builder.withConfig({ prefix: 3 }).build();`,
    messages: [
      'TS2349: This expression is not callable.\n  Type \'{ config: "prefix"; needs: string; gets: 3; }\' has no call signatures.',
    ],
  },
  {
    wrong: 'an edge through a parameter with a default',
    program: `const loud = createModule({ shout: ({ spendMean } = {} as { spendMean: string }) => spendMean });
      builder.withModules(loud).build();`,
    messages: [
      'TS2349: This expression is not callable.\n  Type \'{ node: "shout"; dependency: "spendMean"; needs: string; gets: number; }\' has no call signatures.',
    ],
  },
  {
    wrong: 'a mistyped override',
    program: `await driver.execute(['label'], { overrides: { spendMean: 'x' } });`,
    messages: [
      "TS2322: Type 'string' is not assignable to type 'MaybePromise<number> | undefined'.",
    ],
  },
  {
    wrong: 'an unknown override',
    program: `await driver.execute(['label'], { inputs: { spend }, overrides: { spendMeen: 3 } });`,
    messages: [
      "TS2561: Object literal may only specify known properties, but 'spendMeen' does not exist in type '{ label?: MaybePromise<string>; spendMean?: MaybePromise<number>; spendPerSignup?: MaybePromise<Series<any, string>>; } & {}'. Did you mean to write 'spendMean'?",
    ],
  },
  {
    wrong: 'a value that no DataFrame takes',
    program: `const records = createModule({ record: () => ({ a: 1 }) });
      await builder.withModules(records).build().execute(['spendMean', 'record'], { inputs: { spend } });`,
    messages: [
      'TS2322: Type \'"record"\' is not assignable to type \'("record" | "spendMean") & ("spendMean" | { output: "record"; gives: { a: number; }; problem: "the result builder does not take this"; })\'.',
    ],
  },
  {
    wrong: 'a value that no matrix takes',
    program: `await builder.withResultBuilder(new MatrixResult()).build().execute(['label'], { inputs: { spend } });`,
    messages: [
      'TS2322: Type \'"label"\' is not assignable to type \'"label" & { output: "label"; gives: string; problem: "the result builder does not take this"; }\'.\n  Type \'string\' is not assignable to type \'{ output: "label"; gives: string; problem: "the result builder does not take this"; }\'.',
    ],
  },
];

describe('the compiler says what is wrong with', () => {
  const fileOf = (position: number): string => `bad-program-${position}.ts`;
  const inDriver = `
    import { Driver } from '../../src/index.ts';
    const loud = createModule({ shout: ({ spendMean }: { spendMean: string }) => spendMean });
    new Driver({ modules: [features, loud] });`;
  const diagnoses = compile({
    ...Object.fromEntries(programs.map(({ program }, i) => [fileOf(i), `${head}${program}`])),
    'bad-driver.ts': `${head}${inDriver}`,
  });

  test.each(programs.map((bad, i) => ({ ...bad, file: fileOf(i) })))(
    '$wrong',
    ({ file, messages }) => {
      expect(diagnoses.get(file)).toEqual(messages);
    },
  );

  test('an edge that does not fit, in new Driver', () => {
    expect(diagnoses.get('bad-driver.ts')?.join('\n')).toMatch(
      /is missing the following properties from type '{ node: "shout"; dependency: "spendMean"; needs: string; gets: number; }': node, dependency, needs, gets$/,
    );
  });
});
