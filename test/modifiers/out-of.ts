import { readModule } from '../../src/nodes/read-module.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';

export const add = ({ x, y = 10 }: { x: number; y?: number }): number => x + y;
export const parts = ({ parts: all }: { parts: unknown }): unknown => all;

export const messagesOf = (module: object, config: object = {}): readonly string[] =>
  readModule(module, config as never, '').problems.map(({ message }) => message);

/** What the node `out` gives beside `others`. */
export async function outOf(
  out: Loose[string],
  others: Loose = {},
  { config = {}, inputs = {} }: { config?: object; inputs?: Record<string, unknown> } = {},
): Promise<unknown> {
  const driver = driverWith({ ...others, out }, (builder) => builder.withConfig(config) as never);
  return (await driver.execute(['out'], { inputs }))['out'];
}
