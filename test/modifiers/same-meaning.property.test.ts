// Modules of plain functions, and the same with functions bound by modifiers, give the same.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dependsOn,
  extractFields,
  group,
  inject,
  parameterize,
  source,
  tag,
  unpack,
  value,
  when,
} from '../../src/index.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';

const ways = [
  'plain',
  'inject',
  'injectTwice',
  'injectFunctions',
  'groupList',
  'groupRecord',
  'parameterize',
  'extractFields',
  'extractHidden',
  'unpack',
  'when',
] as const;
type Way = (typeof ways)[number];

/** A node: how many of the nodes before it are read, which, and how it is written. */
interface Sketch {
  readonly reads: readonly number[];
  readonly constant: number;
  readonly way: Way;
}

const sketches = fc.array(
  fc.record<Sketch>({
    reads: fc.uniqueArray(fc.nat(30), { maxLength: 3 }),
    constant: fc.integer({ min: -9, max: 9 }),
    way: fc.constantFrom(...ways),
  }),
  { minLength: 1, maxLength: 9 },
);

const nameOf = (i: number): string => `n${i}`;
/** The names that node `i` reads: of nodes before it; the first ones read the input. */
const namesRead = ({ reads }: Sketch, i: number): readonly string[] =>
  i === 0 ? ['x'] : [...new Set(reads.map((read) => nameOf(read % i)))];

/** What all ways have to come to: an order of arguments that matters, and numbers that stay small. */
const meaning = (constant: number, values: readonly number[]): number =>
  values.reduce((sum, each, i) => (sum + (i + 2) * each) % 9973, constant);

const plain = (names: readonly string[], constant: number): AnyFunction =>
  dependsOn([...names], (given: Record<string, number>) =>
    meaning(
      constant,
      names.map((name) => given[name] as number),
    ),
  );

/** The nodes that one sketch becomes: the one of its name, and what that reads. */
function written(sketch: Sketch, i: number, made: Loose, way: Way): Loose {
  const names = namesRead(sketch, i);
  const { constant } = sketch;
  const name = nameOf(i);
  const parameters = names.map((_, k) => `p${k}`);
  const fn = dependsOn([...parameters, 'by'], (given: Record<string, number>) =>
    meaning(
      given['by'] as number,
      parameters.map((each) => given[each] as number),
    ),
  );
  const sources = Object.fromEntries(names.map((each, k) => [`p${k}`, source(each)]));
  switch (way) {
    case 'plain':
      return { [name]: plain(names, constant) };
    case 'inject':
      return { [name]: inject({ ...sources, by: value(constant) }, fn) };
    case 'injectTwice':
      return { [name]: inject({ by: value(constant) } as never, inject(sources as never, fn)) };
    case 'injectFunctions': {
      // by function where it is one of the dataflow
      const functions = Object.fromEntries(
        names.map((each, k) => [`p${k}`, source(made[each] ?? each)]),
      );
      return { [name]: inject({ ...functions, by: value(constant) } as never, fn) };
    }
    case 'groupList':
      return names.length === 0
        ? { [name]: plain(names, constant) }
        : {
            [name]: inject(
              { all: group(...names.map((each) => source(each))) },
              ({ all }: { all: readonly number[] }) => meaning(constant, all),
            ),
          };
    case 'groupRecord':
      return {
        [name]: inject(
          { all: group({ ...sources, by: value(constant) }) } as never,
          (({ all: { by, ...others } }: { all: Record<string, number> }) =>
            meaning(
              by as number,
              parameters.map((each) => others[each] as number),
            )) as never,
        ),
      };
    case 'parameterize':
      return parameterize(fn, { [name]: { ...sources, by: value(constant) } as never });
    case 'extractFields': {
      const whole = plain(names, constant);
      return {
        [`${name}_whole`]: dependsOn([...names], (given: object) => ({ field: whole(given) })),
        ...extractFields(`${name}_whole`, { [name]: 'field' }),
      };
    }
    case 'extractHidden': {
      const whole = plain(names, constant);
      return extractFields(
        dependsOn([...names], (given: object): Record<string, unknown> => ({
          field: whole(given),
        })),
        { [name]: 'field' },
      );
    }
    case 'unpack': {
      const whole = plain(names, constant);
      return unpack(
        dependsOn([...names], (given: object) => [whole(given), 'rest']),
        [name],
      );
    }
    case 'when':
      return {
        [name]: tag(
          { owner: 'me' },
          when({ mode: 'other' }, () => Number.NaN).otherwise(plain(names, constant)),
        ),
      };
  }
}

function moduleOf(list: readonly Sketch[], wayOf: (sketch: Sketch) => Way): Loose {
  const made: Record<string, Loose[string]> = {};
  list.forEach((sketch, i) => Object.assign(made, written(sketch, i, made, wayOf(sketch))));
  return made;
}

test('functions bound by modifiers to what they read anyway give what plain ones give', async () => {
  await fc.assert(
    fc.asyncProperty(sketches, fc.integer({ min: -5, max: 5 }), async (list, x) => {
      const names = list.map((_, i) => nameOf(i));
      const inputs = { inputs: { x } };
      const config = (builder: Parameters<Parameters<typeof driverWith>[1]>[0]) =>
        builder.withConfig({ mode: 'this' }) as never;
      const expected = await driverWith(
        moduleOf(list, () => 'plain'),
        config,
      ).execute(names, inputs);
      const found = await driverWith(
        moduleOf(list, ({ way }) => way),
        config,
      ).execute(names, inputs);
      expect(found).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

//  item ─▶ n0 ─▶ … ─▶ all
test('also inside a block', async () => {
  await fc.assert(
    fc.asyncProperty(sketches, fc.array(fc.nat(9), { maxLength: 4 }), async (list, items) => {
      const last = nameOf(list.length - 1);
      const inBlock = (module: Loose): Loose => ({
        ...module,
        *x() {
          yield* items;
        },
      });
      const expected = await driverWith(
        inBlock(moduleOf(list, () => 'plain')),
        (builder) => builder,
      ).execute([last]);
      const found = await driverWith(
        inBlock(moduleOf(list, ({ way }) => way)),
        (builder) => builder,
      ).execute([last]);
      expect(found).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
