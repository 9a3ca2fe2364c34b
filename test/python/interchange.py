"""Python's part in the conversation of run.ts: reads and writes Arrow IPC streams with pyarrow and with polars.

Messages come on standard input and are answered on standard output, one each.
"""

import io
import sys

import polars
import pyarrow
import pyarrow.ipc
from messages import read_message, write_message
from notation import arrow_type, cells_of_arrow, cells_of_polars, kind_of_arrow, kind_of_polars, value_of


def read_by_pyarrow(data):
    table = pyarrow.ipc.open_stream(data).read_all()
    columns = [
        {"name": field.name, "type": kind_of_arrow(field.type), "cells": cells_of_arrow(column.combine_chunks())}
        for field, column in zip(table.schema, table.columns)
    ]
    table.validate(full=True)
    return {"height": table.num_rows, "columns": columns, "stored": [str(field.type) for field in table.schema]}


def read_by_polars(data):
    # methods of a Series go by its name, and take ^x$ for a pattern: hence the alias
    frame = polars.read_ipc_stream(io.BytesIO(data))
    columns = [
        {"name": series.name, "type": kind_of_polars(series.dtype), "cells": cells_of_polars(series.alias("a"))}
        for series in frame.get_columns()
    ]
    return {"height": frame.height, "columns": columns}


def table_of(columns, form):
    """Of the form `dictionary`, texts stand in dictionaries."""
    arrays = []
    for column in columns:
        kind = column["type"]
        type_ = arrow_type(kind, "plain" if form == "dictionary" else form)
        array = pyarrow.array([value_of(kind, cell) for cell in column["cells"]], type_)
        arrays.append(array.dictionary_encode() if form == "dictionary" and kind == "String" else array)
    return pyarrow.Table.from_arrays(arrays, names=[column["name"] for column in columns])


def write_by_pyarrow(columns, form="plain", compression=None, rows=None):
    """`rows` in a record batch: all where it is None."""
    table = table_of(columns, form)
    starts = range(0, table.num_rows, rows) if rows else [0]
    return stream_of(*[table.slice(start, rows) for start in starts] or [table], compression=compression)


def write_by_polars(columns, compression="uncompressed", old=False):
    """`old`: with the types of Arrow that every reader knows, instead of views."""
    frame = polars.from_arrow(table_of(columns, "large"))
    # it names a column that has an empty name
    frame.columns = [column["name"] for column in columns]
    sink = io.BytesIO()
    level = polars.CompatLevel.oldest() if old else polars.CompatLevel.newest()
    frame.write_ipc_stream(sink, compression=compression, compat_level=level)
    return sink.getvalue()


def stream_of(*tables, **options):
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, tables[0].schema, options=pyarrow.ipc.IpcWriteOptions(**options)) as writer:
        for table in tables:
            writer.write_table(table)
    return sink.getvalue().to_pybytes()


def one(array):
    return pyarrow.table({"a": array})


def dictionaries(first, second, **options):
    """Two record batches; the dictionary of the second is another one, or a longer one."""
    words = [one(pyarrow.DictionaryArray.from_arrays(pyarrow.array([0, 1]), part)) for part in (first, second)]
    return stream_of(*words, **options)


def polars_stream(series):
    sink = io.BytesIO()
    series.to_frame().write_ipc_stream(sink)
    return sink.getvalue()


# streams that no Polars writes, or with types that nodejs-polars cannot name
SPECIMENS = {
    "replaced dictionaries": lambda: dictionaries(["a", "b"], ["b", "x"]),
    "dictionaries that grow": lambda: dictionaries(["a", "b"], ["a", "b", "c"], emit_dictionary_deltas=True),
    "a dictionary of integers": lambda: stream_of(one(pyarrow.array([5, None, 6, 5]).dictionary_encode())),
    "seconds": lambda: stream_of(one(pyarrow.array([1, None, -1], pyarrow.timestamp("s", "UTC")))),
    "a map": lambda: stream_of(one(pyarrow.array([[("k", 1)], None], pyarrow.map_("string", "int64")))),
    "short words in compressed views": lambda: stream_of(
        one(pyarrow.array(["a", None, "b"], pyarrow.string_view())), compression="lz4"
    ),
    "rows without columns": lambda: stream_of(one(pyarrow.array([1, 2, 3])).select([])),
    "Enum": lambda: polars_stream(polars.Series("a", ["b", None, "a"], polars.Enum(["a", "b", "c"]))),
    "Int128": lambda: polars_stream(polars.Series("a", [2**100, None, -(2**127)], polars.Int128)),
}

READERS = {"pyarrow": read_by_pyarrow, "polars": read_by_polars}
WRITERS = {
    "pyarrow": write_by_pyarrow,
    "polars": write_by_polars,
    "specimen": lambda columns, name: SPECIMENS[name](),
}


def answer(header, buffers):
    match header["ask"]:
        case "read":
            return READERS[header["by"]](buffers[1]), []
        case "write":
            data = WRITERS[header["by"]](header["columns"], **header["options"])
            # the value that came along is a frame: it goes back with other rows
            return {}, [buffers[0], data]
        case "repeat":
            return {"header": header, "lengths": [len(buffer) for buffer in buffers]}, buffers
        case other:
            raise ValueError(f"nobody knows how to {other}")


def main():
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # what a library prints must not end up between the messages
    sys.stdout = sys.stderr
    while (message := read_message(requests)) is not None:
        try:
            header, buffers = answer(*message)
        except Exception as error:
            header, buffers = {"error": f"{type(error).__name__}: {error}"}, []
        write_message(answers, header, buffers)


main()
