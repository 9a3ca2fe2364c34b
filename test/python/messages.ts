/**
 * The messages of src/columns/framing.ts as Python reads and writes them: what the bridges to other engines speak.
 *
 * @module
 */
import { DataFrame, Series } from 'nodejs-polars';
import { decode, encode } from '../../src/columns/codec.ts';
import type { Encoded } from '../../src/columns/message.ts';
import type { Conversation } from './conversation.ts';
import { differing, section, type Finding } from './report.ts';

const numbers = [1.5, null, -0];
const values: Record<string, () => unknown> = {
  'a number': () => 5,
  'no buffer of its own': () => ({ a: [1, 'é🦊', null, undefined, 2n ** 70n, new Date(5)] }),
  'buffers of all lengths': () =>
    [0, 1, 1025, 100_000].map((length) => new Uint8Array(length).fill(7)),
  'a large buffer': () => new Float64Array(4_000_000).fill(0.1),
  'records, Maps and Sets': () => ({
    map: new Map([['k', new Set([1, NaN])]]),
    bytes: Buffer.alloc(2000, 1),
  }),
};

/** Python reads the frames of src/columns/framing.ts, and writes such as are read here. */
export async function messagesTravel({ ask }: Conversation): Promise<void> {
  const named = Object.entries(values).map(([name, make]) => ({ name, make }));
  await section('Python repeats values', named, async ({ make }) => {
    const header = { ask: 'repeat', 'é🦊\0': [1.5, null, true, { '': '\n' }] };
    const encoded = encode(make());
    const lengths = encoded.buffers.map(({ byteLength }) => byteLength);
    const answer = await ask(header, encoded);
    const [, ...seen] = answer.header['lengths'] as number[];
    const value = answer.encoded && decode(answer.encoded);
    return (
      differing(header, answer.header['header']) ??
      differing(lengths, seen) ??
      differing(make(), value)
    );
  });
  const checks: readonly { readonly name: string; readonly look: () => Promise<Finding> }[] = [
    {
      name: 'a header alone is answered by a header alone',
      look: async () => {
        const { header, encoded } = await ask({ ask: 'repeat' });
        return differing([[], undefined], [header['lengths'], encoded]);
      },
    },
    {
      name: 'frames and Series stand where they were, in every value',
      look: async () => {
        const frame = DataFrame({ a: numbers, b: ['x', null, 'é'] });
        const value = { list: [frame, frame], series: Series('s', numbers), none: [] };
        const { encoded } = await ask({ ask: 'repeat' }, encode(value));
        const back = decode(encoded as Encoded) as typeof value;
        const [one, other] = back.list as [DataFrame, DataFrame];
        return differing(
          [true, true, 's', numbers],
          [one === other, one.frameEqual(frame), back.series.name, back.series.toArray()],
        );
      },
    },
    {
      name: 'two hundred questions at a time are answered in order',
      look: async () => {
        const ids = Array.from({ length: 200 }, (_, id) => id);
        const answers = await Promise.all(
          ids.map((id) => ask({ ask: 'repeat', id }, encode(new Uint8Array(id * 100)))),
        );
        const seen = answers.map(({ header }) => (header['header'] as { id: number }).id);
        return differing(ids, seen);
      },
    },
    {
      name: 'a question that fails leaves the next unharmed',
      look: async () => {
        const failed = await ask({ ask: 'nothing' }).catch((error: unknown) => String(error));
        const { header } = await ask({ ask: 'repeat' });
        const expected = 'Error: Python: ValueError: nobody knows how to nothing';
        return differing([expected, []], [failed, header['lengths']]);
      },
    },
  ];
  await section('messages', checks, ({ look }) => look());
}
