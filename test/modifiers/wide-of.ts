import pl, { type DataFrame } from 'nodejs-polars';
import { driverWith, type Loose } from '../execution/driver-of.ts';

export const columnsOf = (frame: unknown): Record<string, unknown[]> =>
  Object.fromEntries(
    (frame as DataFrame).columns.map((name) => [
      name,
      (frame as DataFrame).getColumn(name).toArray() as unknown[],
    ]),
  );

/** The columns of the node `wide`. */
export const wideOf = async (
  functions: Loose,
  config: object = {},
  inputs: object = {},
): Promise<Record<string, unknown[]>> => {
  const driver = driverWith(functions, (builder) => builder.withConfig(config));
  return columnsOf((await driver.execute(['wide'], { inputs: { ...inputs } }))['wide']);
};

export const table = (): DataFrame => pl.DataFrame({ x: [1, 2], y: [3, 4], z: [0, 0] });
