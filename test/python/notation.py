"""Types and cells in the notation of columns.ts, for pyarrow and for polars.

Cells are null, true, false, texts (of numbers, too: JSON would round them) and lists of cells.
"""

from decimal import Context, Decimal

import polars
import pyarrow
import pyarrow.compute

exact = Context(prec=76)


SIMPLE = {
    "Boolean": pyarrow.bool_(),
    "Int8": pyarrow.int8(),
    "Int16": pyarrow.int16(),
    "Int32": pyarrow.int32(),
    "Int64": pyarrow.int64(),
    "UInt8": pyarrow.uint8(),
    "UInt16": pyarrow.uint16(),
    "UInt32": pyarrow.uint32(),
    "UInt64": pyarrow.uint64(),
    "Float32": pyarrow.float32(),
    "Float64": pyarrow.float64(),
    "Date": pyarrow.date32(),
    "Time": pyarrow.time64("ns"),
    "Null": pyarrow.null(),
    "Categorical": pyarrow.dictionary(pyarrow.uint32(), pyarrow.large_string()),
}
STRINGS = {"plain": pyarrow.string(), "large": pyarrow.large_string(), "view": pyarrow.string_view()}
BINARIES = {"plain": pyarrow.binary(), "large": pyarrow.large_binary(), "view": pyarrow.binary_view()}


def arrow_type(kind, form):
    if kind == "String":
        return STRINGS[form]
    if kind == "Binary":
        return BINARIES[form]
    if isinstance(kind, str):
        return SIMPLE[kind]
    if "datetime" in kind:
        return pyarrow.timestamp(kind["datetime"], kind["zone"])
    if "duration" in kind:
        return pyarrow.duration(kind["duration"])
    if "decimal" in kind:
        return pyarrow.decimal128(*kind["decimal"])
    if "list" in kind:
        inner = arrow_type(kind["list"], form)
        return pyarrow.list_(inner) if form == "plain" else pyarrow.large_list(inner)
    if "array" in kind:
        return pyarrow.list_(arrow_type(kind["array"], form), kind["size"])
    fields = [pyarrow.field(name, arrow_type(inner, form)) for name, inner in kind["struct"]]
    return pyarrow.struct(fields)


def kind_of_arrow(type_):
    types = pyarrow.types
    for name, simple in SIMPLE.items():
        if type_ == simple:
            return name
    if types.is_dictionary(type_):
        return "Categorical" if kind_of_arrow(type_.value_type) == "String" else str(type_)
    if type_ in STRINGS.values():
        return "String"
    if type_ in BINARIES.values():
        return "Binary"
    if types.is_timestamp(type_):
        return {"datetime": type_.unit, "zone": type_.tz}
    if types.is_duration(type_):
        return {"duration": type_.unit}
    if types.is_decimal128(type_):
        return {"decimal": [type_.precision, type_.scale]}
    if types.is_fixed_size_list(type_):
        return {"array": kind_of_arrow(type_.value_type), "size": type_.list_size}
    if types.is_list(type_) or types.is_large_list(type_):
        return {"list": kind_of_arrow(type_.value_type)}
    if types.is_struct(type_):
        return {"struct": [[field.name, kind_of_arrow(field.type)] for field in type_]}
    return str(type_)


def cell_of(value):
    """A value that is no list: floats as JavaScript writes them, where the exponent is large or there is none."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float):
        text = repr(value).removesuffix(".0")
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text)
    return str(value)


def value_of(kind, cell):
    """What pyarrow takes for a cell: it reads integers as moments, too."""
    if cell is None or kind in ("Boolean", "String", "Categorical"):
        return cell
    if kind == "Binary":
        return bytes.fromhex(cell)
    if kind in ("Float32", "Float64"):
        return float(cell)
    if isinstance(kind, str) or "datetime" in kind or "duration" in kind:
        return int(cell)
    if "decimal" in kind:
        return Decimal(cell).scaleb(-kind["decimal"][1], exact)
    if "list" in kind or "array" in kind:
        inner = kind["list"] if "list" in kind else kind["array"]
        return [value_of(inner, each) for each in cell]
    return {name: value_of(inner, each) for (name, inner), each in zip(kind["struct"], cell)}


def with_nulls(is_valid, cells):
    """The cells in their places, where those that are null were left out of them."""
    rest = iter(cells)
    return [next(rest) if valid else None for valid in is_valid]


def cells_of_arrow(array):
    type_ = array.type
    types = pyarrow.types
    is_valid = array.is_valid().to_pylist()
    if types.is_dictionary(type_):
        return cells_of_arrow(array.dictionary_decode())
    if types.is_list(type_) or types.is_large_list(type_) or types.is_fixed_size_list(type_):
        flat = iter(cells_of_arrow(array.flatten()))
        lengths = pyarrow.compute.list_value_length(array.filter(array.is_valid())).to_pylist()
        return with_nulls(is_valid, [[next(flat) for _ in range(length)] for length in lengths])
    if types.is_struct(type_):
        fields = [cells_of_arrow(field) for field in array.flatten()]
        records = [[field[row] for field in fields] for row in range(len(array))]
        return [record if valid else None for record, valid in zip(records, is_valid)]
    if types.is_date32(type_):
        array = array.view(pyarrow.int32())
    elif types.is_timestamp(type_) or types.is_duration(type_) or types.is_time64(type_):
        array = array.view(pyarrow.int64())
    elif types.is_decimal(type_):
        scaled = [value and value.scaleb(type_.scale, exact) for value in array.to_pylist()]
        return [None if value is None else str(int(value)) for value in scaled]
    return [cell_of(value) for value in array.to_pylist()]


def kind_of_polars(type_):
    if type_ == polars.Datetime:
        return {"datetime": type_.time_unit, "zone": type_.time_zone}
    if type_ == polars.Duration:
        return {"duration": type_.time_unit}
    if type_ == polars.Decimal:
        return {"decimal": [type_.precision, type_.scale]}
    if type_ == polars.List:
        return {"list": kind_of_polars(type_.inner)}
    if type_ == polars.Array:
        return {"array": kind_of_polars(type_.inner), "size": type_.size}
    if type_ == polars.Struct:
        return {"struct": [[field.name, kind_of_polars(field.dtype)] for field in type_.fields]}
    return str(type_)


def cells_of_polars(series):
    type_ = series.dtype
    if type_ in (polars.List, polars.Array):
        return [None if part is None else cells_of_polars(part) for part in series]
    if type_ == polars.Struct:
        fields = [cells_of_polars(series.struct.field(field.name)) for field in type_.fields]
        records = [[field[row] for field in fields] for row in range(len(series))]
        return [None if null else record for record, null in zip(records, series.is_null())]
    if type_ == polars.Categorical or type_ == polars.Enum:
        series = series.cast(polars.String)
    elif type_ != polars.Boolean:
        series = series.to_physical()
    return [cell_of(value) for value in series.to_list()]
