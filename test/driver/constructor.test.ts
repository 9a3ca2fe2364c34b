import type { DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  DefaultAdapter,
  DictResult,
  Driver,
  GraphError,
  createModule,
  type LifecycleAdapter,
} from '../../src/index.ts';

const one = createModule({ a: () => 1 }, 'one');
const two = createModule({ b: ({ a, x }: { a: number; x: number }) => a + x }, 'two');

describe('new Driver({ … })', () => {
  test('takes modules, config and a result builder', async () => {
    const driver = new Driver({
      modules: [one, two],
      config: { x: 2 },
      resultBuilder: new DictResult(),
    });
    expect(await driver.execute(['a', 'b'])).toEqual({ a: 1, b: 3 });
  });

  test('gives a DataFrame unless told otherwise', async () => {
    const frame: DataFrame = await new Driver({ modules: [one] }).execute(['a']);
    expect(frame.toRecords()).toEqual([{ a: 1 }]);
  });

  test('takes one adapter, several, or both: the single one is the outermost', async () => {
    const wrapping = (mark: string): LifecycleAdapter => ({
      executeNode: (_call, next) => `${mark}(${String(next())})`,
    });
    const driver = new Driver({
      modules: [one],
      adapter: wrapping('f'),
      adapters: [wrapping('g'), wrapping('h')],
      resultBuilder: new DictResult(),
    });
    expect(await driver.untyped().execute(['a'])).toEqual({ a: 'f(g(h(1)))' });
    const dict = new Driver({ modules: [one], adapter: new DefaultAdapter() });
    expect(await dict.execute(['a'])).toEqual({ a: 1 });
  });

  test('takes allowModuleOverrides', async () => {
    const other = createModule({ a: () => 5 }, 'other');
    const driver = new Driver({
      modules: [one, other],
      allowModuleOverrides: true,
      resultBuilder: new DictResult(),
    });
    expect(await driver.execute(['a'])).toEqual({ a: 5 });
    expect(() => new Driver({ modules: [one, other] })).toThrow(GraphError);
  });

  test('of nothing is a driver of nothing', () => {
    expect(new Driver({}).listAvailableVariables()).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    [
      'a setting that there is not',
      { module: [one] },
      'builder/unknown-setting',
      'There is no setting "module".\n  → did you mean "modules"?',
    ],
    [
      'a module that is a path',
      { modules: ['./features.ts'] },
      'builder/not-a-module',
      "Module 1 is a string.\n  → import it first: import * as features from './features.ts'",
    ],
    [
      'a module that is a promise',
      { modules: [one, import('./features.ts')] },
      'builder/not-a-module',
      "Module 2 is a promise.\n  → await it first: await import('./features.ts')",
    ],
    [
      'a config that is a list',
      { config: ['x'] },
      'builder/bad-config',
      'The config is a list.\n  → pass a record: withConfig({ region: "US" })',
    ],
    [
      'a result builder that is a class',
      { resultBuilder: DictResult },
      'builder/bad-result-builder',
      'The result builder has no buildResult.\n  → pass an instance: new DictResult(), or { buildResult: (outputs) => … }',
    ],
  ])('refuses %s', (_words, settings, code, message) => {
    const make = (): unknown => new Driver(settings);
    expect(make).toThrow(GraphError);
    expect(make).toThrow(expect.objectContaining({ code, message }) as Error);
  });
});
