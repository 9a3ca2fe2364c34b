"""The messages of src/columns/framing.ts, as a program in another language reads and writes them.

u32 header length | u32 number of buffers | u64 length of each | JSON header | buffers, little endian. The first buffer
is the value in V8's form of structured clone: it is passed on as it is.
"""

import json
import struct


def read_message(stream):
    """The header and the buffers of the next message; None where the stream has ended."""
    head = stream.read(8)
    if not head:
        return None
    header_length, count = struct.unpack("<II", head)
    lengths = struct.unpack(f"<{count}Q", exactly(stream, 8 * count))
    header = json.loads(exactly(stream, header_length))
    return header, [exactly(stream, length) for length in lengths]


def exactly(stream, length):
    data = stream.read(length)
    if len(data) < length:
        raise EOFError("the stream ended within a message")
    return data


def write_message(stream, header, buffers=()):
    encoded = json.dumps(header, ensure_ascii=False, allow_nan=False).encode()
    stream.write(struct.pack("<II", len(encoded), len(buffers)))
    stream.write(struct.pack(f"<{len(buffers)}Q", *map(len, buffers)))
    stream.write(encoded)
    for buffer in buffers:
        stream.write(buffer)
    stream.flush()
