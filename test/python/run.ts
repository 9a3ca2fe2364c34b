/**
 * What icosian sends as Arrow is read exactly by pyarrow, by Polars for Python and by apache-arrow, and the other way
 * round: `npm run test:python`. The first run makes `.venv`, which needs a package index.
 *
 * A line for each reader and writer, and one for each case that failed; then `N passed, N failed`.
 *
 * @module
 */
import { tableFromIPC, tableToIPC } from 'apache-arrow';
import { DataFrame } from 'nodejs-polars';
import { decode, encode } from '../../src/columns/codec.ts';
import type { Encoded } from '../../src/columns/message.ts';
import { SerializationError } from '../../src/errors.ts';
import { columnsOfTable, tableOf } from './arrow-columns.ts';
import { cases, specimens, unnamedTypes, type Case } from './cases.ts';
import { differenceOf, type Columns } from './columns.ts';
import { converse, type Conversation } from './conversation.ts';
import { NoPython, pythonWith } from './environment.ts';
import { messagesTravel } from './messages.ts';
import { differing, section, summarise } from './report.ts';

const requirements = ['polars==2.1.0', 'pyarrow==26.0.1'];
/** A frame on its way: the message that says so, with other rows. */
/** The code of the error about Arrow data that Polars does not read. */
const refused = 'codec/unreadable-columns';

const foreign = (bytes: Uint8Array): Encoded => ({
  message: encode(DataFrame([])).message,
  buffers: [new Uint8Array(bytes).buffer],
});
const frameFrom = (bytes: Uint8Array): DataFrame => decode(foreign(bytes)) as DataFrame;
const bytesOf = (encoded: Encoded): Uint8Array => new Uint8Array(encoded.buffers[0] as ArrayBuffer);
/** A frame in the notation, told by apache-arrow: nodejs-polars rounds what it hands over. */
const seenIn = (value: unknown): Columns => columnsOfTable(tableFromIPC(bytesOf(encode(value))));

const frameOf = ({ frame, expected }: Case): DataFrame =>
  frame?.() ?? frameFrom(tableToIPC(tableOf(expected), 'stream'));

async function othersRead({ ask }: Conversation): Promise<void> {
  await section('apache-arrow reads what icosian sends', cases, (one) =>
    differenceOf(one.expected, seenIn(frameOf(one))),
  );
  for (const by of ['pyarrow', 'polars']) {
    await section(`${by} reads what icosian sends`, cases, async (one) => {
      const { header } = await ask({ ask: 'read', by }, encode(frameOf(one)));
      const stored = header['stored'] as readonly string[] | undefined;
      const difference = differenceOf(one.expected, header as unknown as Columns);
      if (difference !== undefined || stored === undefined || one.stored === undefined)
        return difference;
      const wrong = stored.findIndex((type, position) => type !== one.stored?.[position]);
      if (wrong < 0) return undefined;
      return `the type of Arrow: expected ${one.stored[wrong]}, saw ${stored[wrong]}`;
    });
  }
}

/** Who writes, and how; the rest is for Python. */
interface Writer {
  readonly name: string;
  readonly by: 'pyarrow' | 'polars';
  readonly options: (expected: Columns) => object;
}
const writers: readonly Writer[] = [
  ...['plain', 'large', 'view', 'dictionary'].map((form): Writer => ({
    name: `pyarrow, ${form}`,
    by: 'pyarrow',
    options: () => ({ form }),
  })),
  ...['lz4', 'zstd'].map((compression): Writer => ({
    name: `pyarrow, ${compression}`,
    by: 'pyarrow',
    options: () => ({ form: 'dictionary', compression }),
  })),
  {
    name: 'pyarrow, three batches',
    by: 'pyarrow',
    options: ({ height }) => ({ rows: Math.max(1, Math.ceil(height / 3)) }),
  },
  ...['uncompressed', 'lz4', 'zstd'].map((compression): Writer => ({
    name: `polars, ${compression}`,
    by: 'polars',
    options: () => ({ compression }),
  })),
  { name: 'polars, without views', by: 'polars', options: () => ({ old: true }) },
];

/** Columns of texts become categories: what a dictionary of them is read as. */
const withDictionaries = ({ height, columns }: Columns): Columns => ({
  height,
  columns: columns.map((column) =>
    column.type === 'String' ? { ...column, type: 'Categorical' } : column,
  ),
});

/** What Python writes, as it arrives: by the message that went there. */
async function written(
  { ask }: Conversation,
  by: string,
  options: object,
  { columns }: Columns,
): Promise<Encoded> {
  const { encoded } = await ask({ ask: 'write', by, options, columns }, encode(DataFrame([])));
  if (encoded === undefined) throw new Error('the answer has no value');
  return encoded;
}

async function othersWrite(conversation: Conversation): Promise<void> {
  for (const { name, by, options } of writers) {
    await section(`icosian reads what ${name}, writes`, cases, async ({ expected }) => {
      const chosen = options(expected);
      const encoded = await written(conversation, by, chosen, expected);
      const isDictionary = 'form' in chosen && chosen.form === 'dictionary';
      return differenceOf(
        isDictionary ? withDictionaries(expected) : expected,
        seenIn(decode(encoded)),
      );
    });
  }
  await section('icosian reads what apache-arrow writes', cases, ({ expected }) => {
    // it leaves empty names out, and Polars reads no field without a name
    const columns = expected.columns.filter(({ name }) => name !== '');
    const bytes = tableToIPC(tableOf({ ...expected, columns }), 'stream');
    return differenceOf({ ...expected, columns }, seenIn(frameFrom(bytes)));
  });
  const areNamed = ({ expected }: Case): boolean =>
    expected.columns.every(({ name }) => name !== '');
  await section('icosian reads its own through apache-arrow', cases.filter(areNamed), (one) => {
    const table = tableFromIPC(bytesOf(encode(frameOf(one))));
    return differenceOf(one.expected, seenIn(frameFrom(tableToIPC(table, 'stream'))));
  });
}

async function specimensArrive(conversation: Conversation): Promise<void> {
  await section('icosian reads special streams', specimens, async (one) => {
    const encoded = await written(conversation, 'specimen', { name: one.name }, one.expected);
    try {
      return differenceOf(one.expected, seenIn(decode(encoded)));
    } catch (error) {
      const isRefused = error instanceof SerializationError && error.code === refused;
      if (one.mayBeRefused && isRefused) return undefined;
      throw error;
    }
  });
  const unnamed = unnamedTypes.map((name) => ({ name }));
  await section('icosian passes on what it cannot name', unnamed, async ({ name }) => {
    const none = { height: 0, columns: [] };
    const encoded = await written(conversation, 'specimen', { name }, none);
    const read = { ask: 'read', by: 'polars' };
    const first = await conversation.ask(read, encoded);
    const second = await conversation.ask(read, encode(decode(encoded)));
    return differing(first.header, second.header);
  });
}

async function main(): Promise<void> {
  const conversation = converse(await pythonWith(requirements));
  await othersRead(conversation);
  await othersWrite(conversation);
  await specimensArrive(conversation);
  await messagesTravel(conversation);
  await section('Python', [{ name: 'ends when nothing more is asked' }], async () =>
    differing(0, await conversation.end()),
  );
}

try {
  await main();
} catch (error) {
  if (!(error instanceof NoPython)) throw error;
  console.error(error.message);
}
summarise();
