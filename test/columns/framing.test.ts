import { spawn } from 'node:child_process';
import { DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../../src/columns/codec.ts';
import { FrameReader, fromFrames, toFrames, type Received } from '../../src/columns/framing.ts';
import type { Encoded } from '../../src/columns/message.ts';
import { SerializationError } from '../../src/errors.ts';

function refusalOf(attempt: () => unknown): [code: string, message: string] {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(SerializationError);
    const { code, message } = error as SerializationError;
    return [code, message];
  }
  throw new Error('it did not throw');
}

/** The beginning of a message with these lengths. */
function head(headerLength: number, lengths: readonly bigint[], json = ''): Buffer {
  const bytes = Buffer.alloc(8 + 8 * lengths.length);
  bytes.writeUInt32LE(headerLength, 0);
  bytes.writeUInt32LE(lengths.length, 4);
  lengths.forEach((length, index) => bytes.writeBigUInt64LE(length, 8 + 8 * index));
  return Buffer.concat([bytes, Buffer.from(json)]);
}

describe('toFrames', () => {
  test('writes lengths, a JSON header and the buffers, little endian', () => {
    const bytes = Buffer.concat(toFrames(undefined, { type: 'ready' }));
    expect(bytes).toEqual(head(16, [], '{"type":"ready"}'));
    const frame = encode(DataFrame({ a: [1] }));
    const [first, message, body] = toFrames(frame, {}) as [Uint8Array, Uint8Array, Uint8Array];
    const lengths = [BigInt(message.byteLength), BigInt(body.byteLength)];
    expect(Buffer.from(first)).toEqual(head(2, lengths, '{}'));
  });

  test('does not copy the buffers', () => {
    const encoded = encode(DataFrame({ a: [1] }));
    expect(toFrames(encoded).at(-1)?.buffer).toBe(encoded.buffers[0]);
  });

  test('refuses what was decoded or posted before', () => {
    const encoded = encode([DataFrame({ a: [1] })]);
    decode(encoded);
    expect(refusalOf(() => toFrames(encoded))[0]).toBe('codec/used-up');
    const posted = encode([DataFrame({ a: [1] })]);
    structuredClone(posted, { transfer: posted.buffers as ArrayBuffer[] });
    expect(refusalOf(() => toFrames(posted))[0]).toBe('codec/handed-over');
  });

  test('refuses a function that only structured clone saw', () => {
    const long = Object.assign(Array.from({ length: 100 }, String), { more: () => 1 });
    expect(refusalOf(() => toFrames(encode(long)))).toEqual([
      'codec/cannot-travel',
      'A value cannot travel: () => 1 could not be cloned.\n  → it has a part that only structured clone saw, such as a function beside the entries of a long array',
    ]);
  });

  test('refuses a header that no reader would take', () => {
    expect(refusalOf(() => toFrames(undefined, { text: 'x'.repeat(2 ** 24) }))).toEqual([
      'codec/too-large',
      'One message cannot have a header of 16777227 bytes.\n  → send fewer items at a time, or arrays of numbers instead of many small ones',
    ]);
  });
});

describe('FrameReader', () => {
  test('gives messages as soon as their last byte is there, a header alone too', () => {
    const messages = [
      ...toFrames(undefined, { id: 1 }),
      ...toFrames(encode(5), { id: 2 }),
      ...toFrames(encode({ empty: new ArrayBuffer(0), frame: DataFrame({ a: [1] }) }), { id: 3 }),
    ];
    const reader = new FrameReader();
    const bytes = Buffer.concat(messages);
    const ends: number[] = [];
    for (let index = 0; index < bytes.length; index++) {
      for (const { header } of reader.push(bytes.subarray(index, index + 1))) {
        ends.push(header['id'] as number, index + 1);
      }
    }
    reader.end();
    expect(ends.filter((_, index) => index % 2 === 0)).toEqual([1, 2, 3]);
    expect(ends.at(-1)).toBe(bytes.length);
    expect(new FrameReader().push(bytes).map(({ header }) => header['id'])).toEqual([1, 2, 3]);
  });

  test('gives each buffer memory of its own', () => {
    const value = [DataFrame({ a: [1] }), new Uint8Array(5000)];
    const [received] = new FrameReader().push(Buffer.concat(toFrames(encode(value)))) as [Received];
    const buffers = (received.encoded as Encoded).buffers as ArrayBuffer[];
    structuredClone(buffers, { transfer: buffers });
    expect(buffers.every(({ detached }) => detached)).toBe(true);
  });

  const hint =
    '\n  → nothing but messages may be written to this pipe: console.log belongs on another';
  const sentence = (reason: string): [string, string] => [
    'codec/not-a-frame',
    `The stream holds something else than a message: ${reason}.${hint}`,
  ];

  test.each([
    ['text', Buffer.from('Hello, this is a log line'), 'its header would have 1819043144 bytes'],
    ['too many buffers', Buffer.from([1, 0, 0, 0, 0, 0, 0, 9]), 'it would have 150994944 buffers'],
    ['no JSON', head(3, [], 'abc'), 'its header is no JSON'],
    ['JSON, no object', head(3, [], '[1]'), 'its header is no JSON object'],
    [
      'a huge buffer',
      head(2, [2n ** 62n], '{}'),
      'a buffer of it would have 4611686018427387904 bytes',
    ],
    ['no message', head(2, [3n], '{}abc'), 'its first buffer holds no encoded value'],
    [
      'a message of another kind',
      Buffer.concat([head(2, [4n], '{}'), Buffer.from([0xff, 15, 0x49, 2])]),
      'its first buffer holds no encoded value',
    ],
  ])('refuses %s, and all that follows', (_, bytes, reason) => {
    const reader = new FrameReader();
    expect(refusalOf(() => reader.push(bytes))).toEqual(sentence(reason));
    expect(refusalOf(() => reader.push(Buffer.alloc(1)))).toEqual(sentence(reason));
    expect(refusalOf(() => reader.end())).toEqual(sentence(reason));
  });

  test('says where a stream was cut off', () => {
    const reader = new FrameReader();
    reader.push(Buffer.from([1, 0]));
    expect(refusalOf(() => reader.end())).toEqual([
      'codec/cut-off',
      'The stream ended within a message.\n  → the other side ended, or was ended, while it was writing: see how it exited',
    ]);
  });
});

test('frames go to another process and back over its pipes, also from shared memory', async () => {
  const place = (file: string): string =>
    new URL(`../../src/columns/${file}`, import.meta.url).href;
  const code = `
    import { decode, encode } from '${place('codec.ts')}';
    import { fromFrames, toFrames } from '${place('framing.ts')}';
    for await (const { header, encoded } of fromFrames(process.stdin)) {
      for (const piece of toFrames(encode([decode(encoded)]), { re: header.id })) process.stdout.write(piece);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const frame = DataFrame({ a: Float64Array.from({ length: 50_000 }, (_, row) => row / 3) });
  for (const [id, shared] of [false, true].entries()) {
    for (const piece of toFrames(encode({ frame, id }, { shared }), { id }))
      child.stdin.write(piece);
  }
  child.stdin.end();
  const received: unknown[] = [];
  for await (const { header, encoded } of fromFrames(child.stdout)) {
    const [back] = decode(encoded as Encoded) as [{ frame: DataFrame; id: number }];
    received.push([header['re'], back.id, back.frame.frameEqual(frame)]);
  }
  expect(received).toEqual([
    [0, 0, true],
    [1, 1, true],
  ]);
});
