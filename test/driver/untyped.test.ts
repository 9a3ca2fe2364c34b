import { expect, test } from 'vitest';
import { Builder, DictResult } from '../../src/index.ts';
import * as features from './features.ts';

const driver = new Builder().withModules(features).withResultBuilder(new DictResult()).build();

test('driver.untyped() is the same driver', () => {
  expect(driver.untyped() === (driver as unknown)).toBe(true);
  expect(driver.untyped().untyped() === driver.untyped()).toBe(true);
});

test('driver.untyped() takes names that are only known at run time', async () => {
  const names: string[] = ['costPerSignup', 'spend'];
  const inputs: Record<string, unknown> = { spend: 10, signups: 2 };
  const untyped = driver.untyped();
  expect(await untyped.execute(names, { inputs })).toEqual({ costPerSignup: 5, spend: 10 });
  expect(untyped.validateExecution(names, { inputs })).toBeUndefined();
  expect(untyped.whatIsUpstreamOf(...names)).toHaveLength(3);
  expect(untyped.exportExecution(names, { inputs })).toContain('costPerSignup');
});

test('driver.untyped() takes a module that is imported at run time', async () => {
  const module = (await import('./features.ts')) as object;
  const later = new Builder()
    .withModules(module)
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
  expect(await later.execute(['unrelated'])).toEqual({ unrelated: 'alone' });
});
