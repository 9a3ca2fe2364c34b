import * as fc from 'fast-check';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { expect, test } from 'vitest';
import {
  configuration,
  createModule,
  dependsOn,
  mutate,
  pipeInput,
  pipeOutput,
  source,
  step,
  subdag,
  value,
  withColumns,
  type AnyFunction,
  type Step,
} from '../../src/index.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';

/** What the surroundings of a part have. */
const around: Loose = { o0: () => 'o0 around', o1: () => 'o1 around', x0: () => 'x0 around' };
const config = { c0: 'c0 around', c1: 'c1 around' };

type BoundTo =
  | { readonly to: 'node'; readonly name: string }
  | { readonly to: 'constant'; readonly text: string }
  | { readonly to: 'key'; readonly key: keyof typeof config };
interface PartSketch {
  /** For each node of the part, what it reads: nodes before it, and what may be anywhere. */
  readonly nodes: readonly (readonly string[])[];
  /** What the function of the part reads. */
  readonly result: readonly string[];
  readonly inputs: Readonly<Record<string, BoundTo>>;
  readonly config: Readonly<Record<string, string>>;
}

const outerNames = ['o0', 'o1', 'x0', 'c0', 'c1'];
const boundTo: fc.Arbitrary<BoundTo> = fc.oneof(
  fc.record({ to: fc.constant('node' as const), name: fc.constantFrom('o0', 'o1', 'x0') }),
  fc.record({ to: fc.constant('constant' as const), text: fc.constantFrom('one', 'two') }),
  fc.record({
    to: fc.constant('key' as const),
    key: fc.constantFrom('c0' as const, 'c1' as const),
  }),
);
const part: fc.Arbitrary<PartSketch> = fc.integer({ min: 1, max: 6 }).chain((count) => {
  const readsBefore = (position: number): fc.Arbitrary<string[]> =>
    fc.subarray([...outerNames, ...Array.from({ length: position }, (_, i) => `n${i}`)]);
  return fc.record({
    nodes: fc.tuple(...Array.from({ length: count }, (_, i) => readsBefore(i))),
    result: readsBefore(count),
    inputs: fc.dictionary(fc.constantFrom('o0', 'x0', 'c0', 'n0', 'n1'), boundTo, {
      noNullPrototype: true,
    }),
    config: fc.dictionary(fc.constantFrom('x0', 'c0', 'o1', 'n0'), fc.constantFrom('own', 'mine'), {
      noNullPrototype: true,
    }),
  });
});

const textOf = (label: string, reads: readonly string[], given: Record<string, unknown>): string =>
  `${label}(${reads.map((name) => `${name}=${String(given[name])}`).join()})`;
const nodeOf = (label: string, reads: readonly string[]): AnyFunction =>
  dependsOn(reads, (given: Record<string, unknown>) => textOf(label, reads, given));

/** The same node with the names that stand in the whole, written by hand. */
function renamedByHand(label: string, reads: readonly string[], sketch: PartSketch): AnyFunction {
  const places = new Map<string, { readonly name: string } | { readonly constant: string }>();
  for (const name of reads) {
    const input = Object.hasOwn(sketch.inputs, name) ? sketch.inputs[name] : undefined;
    if (input?.to === 'node') places.set(name, { name: input.name });
    else if (input?.to === 'constant') places.set(name, { constant: input.text });
    else if (input?.to === 'key') places.set(name, { constant: config[input.key] });
    else if (name.startsWith('n') && Number(name.slice(1)) < sketch.nodes.length) {
      places.set(name, { name: `p.${name}` });
    } else if (Object.hasOwn(sketch.config, name)) {
      places.set(name, { constant: sketch.config[name] ?? '' });
    } else places.set(name, { name });
  }
  const names = [...places.values()].flatMap((place) => ('name' in place ? [place.name] : []));
  return dependsOn([...new Set(names)], (given: Record<string, unknown>) =>
    textOf(
      label,
      reads,
      Object.fromEntries(
        [...places].map(([name, place]) => [
          name,
          'name' in place ? given[place.name] : place.constant,
        ]),
      ),
    ),
  );
}

const bindingOf = (bound: BoundTo) =>
  bound.to === 'node'
    ? source(bound.name)
    : bound.to === 'constant'
      ? value(bound.text)
      : configuration(bound.key);
const run = (functions: Loose, outputs: readonly string[], settings: object = config) =>
  driverWith(functions, (builder) => builder.withConfig(settings)).execute(outputs);

test('a part gives what its module gives, renamed by hand', async () => {
  await fc.assert(
    fc.asyncProperty(part, async (sketch) => {
      const names = sketch.nodes.map((_, i) => `n${i}`);
      const module = createModule(
        Object.fromEntries(sketch.nodes.map((reads, i) => [`n${i}`, nodeOf(`n${i}`, reads)])),
      );
      const inputs = Object.fromEntries(
        Object.entries(sketch.inputs).map(([name, bound]) => [name, bindingOf(bound)]),
      );
      const p = subdag(
        { modules: [module], inputs, config: sketch.config },
        nodeOf('p', sketch.result),
      );
      const byHand = Object.fromEntries([
        ['p', renamedByHand('p', sketch.result, sketch)],
        ...sketch.nodes.map((reads, i) => [`p.n${i}`, renamedByHand(`n${i}`, reads, sketch)]),
      ]) as Loose;
      const outputs = ['p', ...names.map((name) => `p.${name}`)];
      expect(await run({ ...around, p }, outputs)).toEqual(
        await run({ ...around, ...byHand }, outputs),
      );
    }),
    { numRuns: 200 },
  );
});

interface StepSketch {
  readonly isSum: boolean;
  readonly by: number;
  readonly bound: 'value' | 'source' | 'configuration';
  readonly onlyOn?: boolean;
  readonly name?: string;
}
const steps: fc.Arbitrary<StepSketch[]> = fc.array(
  fc.record(
    {
      isSum: fc.boolean(),
      by: fc.integer({ min: 0, max: 3 }),
      bound: fc.constantFrom('value', 'source', 'configuration'),
      onlyOn: fc.boolean(),
      name: fc.constantFrom('raw', 'plus', 'plus_2', 'n'),
    },
    { requiredKeys: ['isSum', 'by', 'bound'] },
  ),
  { minLength: 1, maxLength: 6 },
);
const plus = ({ n, by }: { n: number; by: number }): number => n + by;
const times = ({ x, by }: { x: number; by: number }): number => x * by;
const stepOf = ({ isSum, by, bound, onlyOn, name }: StepSketch): Step => {
  const binding =
    bound === 'value'
      ? value(by)
      : bound === 'source'
        ? source(`by${by}`)
        : configuration(`k${by}`);
  const made = (isSum ? step(plus, { by: binding }) : step(times, { by: binding })) as Step;
  const named = name === undefined ? made : made.named(name);
  return onlyOn === undefined ? named : named.when({ on: onlyOn });
};

test('chains give what their steps give one after the other', async () => {
  const bys = Object.fromEntries([0, 1, 2, 3].map((by) => [`by${by}`, () => by]));
  await fc.assert(
    fc.asyncProperty(
      steps,
      steps,
      fc.boolean(),
      fc.integer({ min: -3, max: 3 }),
      async (first, second, on, start) => {
        const settings = { on, k0: 0, k1: 1, k2: 2, k3: 3 };
        const after = (from: number, all: readonly StepSketch[]): number =>
          all
            .filter(({ onlyOn }) => onlyOn === undefined || onlyOn === on)
            .reduce((n, { isSum, by }) => (isSum ? n + by : n * by), from);
        const [head, ...tail] = first.map(stepOf);
        const n = (): number => start;
        const given = ({ n }: { n: number }): number => n;
        const functions: Loose = {
          n,
          whole: pipeOutput(n, ...first.map(stepOf), ...second.map(stepOf)),
          around: pipeOutput(pipeOutput(n, ...first.map(stepOf)), ...second.map(stepOf)),
          fed: pipeInput(given, { n: [...first, ...second].map(stepOf) }) as AnyFunction,
          both: pipeOutput(
            pipeInput(given, { n: first.map(stepOf) }) as AnyFunction,
            ...second.map(stepOf),
          ),
          changed: () => start,
          changes: mutate('changed', head as Step, ...tail) as never,
          changesAgain: mutate('changed', ...second.map(stepOf)) as never,
          ...bys,
        };
        const outputs = ['whole', 'around', 'fed', 'both', 'changed'];
        const expected = after(after(start, first), second);
        expect(await run(functions, outputs, settings)).toEqual(
          Object.fromEntries(outputs.map((name) => [name, expected])),
        );
      },
    ),
    { numRuns: 100 },
  );
});

interface ColumnSketch {
  readonly name: string;
  readonly reads: readonly [string, string];
  readonly operation: 'add' | 'sub' | 'mul';
}
const columns: fc.Arbitrary<ColumnSketch[]> = fc
  .subarray(['a', 'b', 'c', 'x', 'y'], { minLength: 1 })
  .chain((names) => fc.shuffledSubarray(names, { minLength: names.length }))
  .chain((names) =>
    fc.tuple(
      ...names.map((name, position) => {
        // a column that is replaced can be read by itself, and by those after it, which get the new one
        const own = ['x', 'y', 'z'].filter((column) => column === name || !names.includes(column));
        const read = fc.constantFrom(...own, ...names.slice(0, position));
        return fc.record({
          name: fc.constant(name),
          reads: fc.tuple(read, read),
          operation: fc.constantFrom('add' as const, 'sub' as const, 'mul' as const),
        });
      }),
    ),
  );
const valuesOf = (frame: DataFrame): Record<string, number[]> =>
  Object.fromEntries(
    // zero has one sign
    frame.columns.map((name) => [name, [...frame.getColumn(name)].map((n) => Number(n) + 0)]),
  );

test('column functions give what they give one after the other', async () => {
  const number = fc.integer({ min: -9, max: 9 });
  const rows = fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(columns, rows, async (sketches, rows) => {
      const values: Record<string, number[]> = {
        x: rows.map(([x]) => x),
        y: rows.map(([, y]) => y),
        z: rows.map(([, , z]) => z),
      };
      const table = (): DataFrame =>
        pl.DataFrame(Object.entries(values).map(([name, of]) => pl.Series(name, of, pl.Float64)));
      const module = createModule(
        Object.fromEntries(
          sketches.map(({ name, reads: [left, right], operation }) => [
            name,
            dependsOn([...new Set([left, right])], (given: Record<string, pl.Expr>) =>
              given[left]?.[operation](given[right] as never),
            ),
          ]),
        ),
      );
      const functions: Loose = {
        table,
        lazy: () => table().lazy(),
        series: withColumns('table', { modules: [module] }) as AnyFunction,
        eager: withColumns('table', { modules: [module], as: 'expr' }) as AnyFunction,
        collected: withColumns('lazy', { modules: [module], as: 'expr' }) as AnyFunction,
      };
      const found = await run(functions, ['series', 'eager', 'collected'], {});
      const expected = structuredClone(values);
      for (const { name, reads, operation } of sketches) {
        const [left = [], right = []] = reads.map((read) => expected[read]);
        expected[name] = left.map((a, i) => {
          const b = right[i] ?? 0;
          return (operation === 'add' ? a + b : operation === 'sub' ? a - b : a * b) + 0;
        });
      }
      expect(valuesOf(found['series'] as DataFrame)).toEqual(expected);
      expect(valuesOf(found['eager'] as DataFrame)).toEqual(expected);
      expect(valuesOf(await (found['collected'] as LazyDataFrame).collect())).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
