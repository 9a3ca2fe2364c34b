/**
 * What a stream gives, as a list.
 *
 * @module
 */

/** All values of a stream. */
export async function allOf(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of stream) values.push(value);
  return values;
}
