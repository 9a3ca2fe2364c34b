/**
 * Columns as memory of apache-arrow, and back: value by value, without the conversions of its vectors, which round
 * moments to milliseconds.
 *
 * @module
 */
import * as arrow from 'apache-arrow';
import type {
  Cell,
  Column,
  Columns,
  ColumnType,
  IntegerType,
  SimpleType,
  TimeUnit,
} from './columns.ts';

const units: Record<TimeUnit, arrow.TimeUnit> = {
  ms: arrow.TimeUnit.MILLISECOND,
  us: arrow.TimeUnit.MICROSECOND,
  ns: arrow.TimeUnit.NANOSECOND,
};
const unitOf = (unit: arrow.TimeUnit): TimeUnit =>
  (Object.keys(units) as TimeUnit[]).find((name) => units[name] === unit) as TimeUnit;

/** The columns as a table of one batch. */
export function tableOf({ height, columns }: Columns): arrow.Table {
  const children = columns.map(({ type, cells }) => dataOf(type, cells));
  const fields = columns.map(
    ({ name }, position) => new arrow.Field(name, (children[position] as arrow.Data).type, true),
  );
  const type = new arrow.Struct(fields);
  const schema = new arrow.Schema(fields);
  const data = arrow.makeData({ type, length: height, children });
  return new arrow.Table(schema, new arrow.RecordBatch(schema, data));
}

type Values = BigInt64Array | BigUint64Array | Float64Array | Int32Array | Uint8Array;
type ValuesClass = { from(values: readonly unknown[]): Values };

/** Types whose values lie in one typed array. */
const plainTypes: Record<IntegerType | 'Float32' | 'Float64' | 'Date' | 'Time', arrow.DataType> = {
  Int8: new arrow.Int8(),
  Int16: new arrow.Int16(),
  Int32: new arrow.Int32(),
  Int64: new arrow.Int64(),
  UInt8: new arrow.Uint8(),
  UInt16: new arrow.Uint16(),
  UInt32: new arrow.Uint32(),
  UInt64: new arrow.Uint64(),
  Float32: new arrow.Float32(),
  Float64: new arrow.Float64(),
  Date: new arrow.DateDay(),
  Time: new arrow.TimeNanosecond(),
};

function dataOf(type: ColumnType, cells: readonly Cell[]): arrow.Data {
  if (typeof type === 'string') return simpleData(type, cells);
  if ('datetime' in type)
    return plainData(new arrow.Timestamp(units[type.datetime], type.zone), cells);
  if ('duration' in type) return plainData(new arrow.Duration(units[type.duration]), cells);
  const common = { length: cells.length, ...nullsOf(cells) };
  if ('decimal' in type) {
    const [precision, scale] = type.decimal;
    const data = Uint32Array.from(cells.flatMap((cell) => wordsOf(BigInt((cell as string) ?? 0))));
    return arrow.makeData({ type: new arrow.Decimal(scale, precision), ...common, data });
  }
  if ('struct' in type) {
    const children = type.struct.map(([, inner], position) =>
      dataOf(
        inner,
        cells.map((cell) => (cell === null ? null : ((cell as Cell[])[position] as Cell))),
      ),
    );
    const fields = type.struct.map(
      ([name], position) => new arrow.Field(name, children[position]?.type as arrow.DataType, true),
    );
    return arrow.makeData({ type: new arrow.Struct(fields), ...common, children });
  }
  if ('array' in type) {
    const empty = Array.from<Cell>({ length: type.size }).fill(null);
    const child = dataOf(
      type.array,
      cells.flatMap((cell) => (cell as Cell[]) ?? empty),
    );
    const field = new arrow.Field('item', child.type, true);
    return arrow.makeData({ type: new arrow.FixedSizeList(type.size, field), ...common, child });
  }
  const child = dataOf(
    type.list,
    cells.flatMap((cell) => (cell as Cell[]) ?? []),
  );
  const field = new arrow.Field('item', child.type, true);
  const valueOffsets = new Int32Array(cells.length + 1);
  for (const [row, cell] of cells.entries()) {
    valueOffsets[row + 1] = (valueOffsets[row] as number) + ((cell as Cell[] | null)?.length ?? 0);
  }
  return arrow.makeData({ type: new arrow.List(field), ...common, valueOffsets, child });
}

function simpleData(type: SimpleType, cells: readonly Cell[]): arrow.Data {
  switch (type) {
    case 'Null':
      return arrow.makeData({ type: new arrow.Null(), length: cells.length });
    case 'Boolean':
      return builtData(new arrow.Bool(), cells);
    case 'String':
      return builtData(new arrow.Utf8(), cells);
    case 'Categorical':
      return builtData(new arrow.Dictionary(new arrow.Utf8(), new arrow.Uint32()), cells);
    case 'Binary':
      return builtData(
        new arrow.Binary(),
        cells.map((cell) => cell && Buffer.from(cell as string, 'hex')),
      );
    default:
      return plainData(plainTypes[type], cells);
  }
}

function builtData(type: arrow.DataType, values: readonly unknown[]): arrow.Data {
  const builder = arrow.makeBuilder({ type, nullValues: [null] });
  for (const value of values) builder.append(value);
  return builder.finish().flush();
}

function plainData(type: arrow.DataType, cells: readonly Cell[]): arrow.Data {
  const Values = type.ArrayType as unknown as ValuesClass & { readonly name: string };
  const read = Values.name.startsWith('Big') ? BigInt : Number;
  const data = Values.from(cells.map((cell) => read((cell as string) ?? 0)));
  return arrow.makeData({ type, length: cells.length, ...nullsOf(cells), data } as never);
}

function nullsOf(cells: readonly Cell[]): { nullCount: number; nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(cells.length / 64) * 8);
  let nullCount = 0;
  for (const [row, cell] of cells.entries()) {
    if (cell === null) nullCount++;
    else nullBitmap[row >> 3] = (nullBitmap[row >> 3] as number) | (1 << (row & 7));
  }
  return { nullCount, nullBitmap };
}

/** 128 bits as four words, little endian. */
const wordsOf = (value: bigint): number[] =>
  [0n, 32n, 64n, 96n].map((shift) => Number(BigInt.asUintN(32, value >> shift)));

/** The table in the notation: its types and every value as it is stored. */
export function columnsOfTable(table: arrow.Table): Columns {
  const columns = table.schema.fields.map(({ name, type }, position): Column => {
    const pieces = table.batches.map(({ data }) => data.children[position] as arrow.Data);
    return { name, type: typeOf(type), cells: pieces.flatMap(cellsOf) };
  });
  return { height: table.numRows, columns };
}

function typeOf(type: arrow.DataType): ColumnType {
  const { DataType } = arrow;
  const plain = Object.entries(plainTypes).find(([, other]) =>
    arrow.util.compareTypes(type, other),
  );
  if (plain !== undefined) return plain[0] as ColumnType;
  if (DataType.isNull(type)) return 'Null';
  if (DataType.isBool(type)) return 'Boolean';
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return 'String';
  if (DataType.isBinary(type) || DataType.isLargeBinary(type)) return 'Binary';
  if (DataType.isDictionary(type) && typeOf(type.dictionary) === 'String') return 'Categorical';
  if (DataType.isTimestamp(type))
    return { datetime: unitOf(type.unit), zone: type.timezone || null };
  if (DataType.isDuration(type)) return { duration: unitOf(type.unit) };
  if (DataType.isDecimal(type)) return { decimal: [type.precision, type.scale] };
  const inner = type.children as readonly arrow.Field[] | null;
  const [first] = inner ?? [];
  if (DataType.isStruct(type))
    return { struct: type.children.map((field) => [field.name, typeOf(field.type)] as const) };
  if (first === undefined) throw new Error(`no notation for ${type.constructor.name}`);
  if (DataType.isFixedSizeList(type)) return { array: typeOf(first.type), size: type.listSize };
  return { list: typeOf(first.type) };
}

function cellsOf(data: arrow.Data): Cell[] {
  const { type } = data;
  const { DataType } = arrow;
  const vector = new arrow.Vector([data]);
  const inRows = (cell: (row: number) => Cell): Cell[] =>
    Array.from({ length: data.length }, (_, row) => (vector.isValid(row) ? cell(row) : null));
  const [child] = data.children;
  if (DataType.isNull(type)) return inRows(() => null);
  if (DataType.isStruct(type)) {
    const fields = data.children.map(cellsOf);
    return inRows((row) => fields.map((cells) => cells[row] as Cell));
  }
  if (DataType.isFixedSizeList(type)) {
    const cells = cellsOf(child as arrow.Data);
    return inRows((row) => cells.slice(row * type.listSize, (row + 1) * type.listSize));
  }
  if (child !== undefined) {
    const cells = cellsOf(child);
    const offsets = data.valueOffsets as Int32Array | BigInt64Array;
    return inRows((row) => cells.slice(Number(offsets[row]), Number(offsets[row + 1])));
  }
  const typed = data.values as unknown as ArrayLike<number | bigint>;
  if (DataType.isDecimal(type)) {
    const word = (row: number, at: number): bigint => BigInt(typed[row * 4 + at] as number);
    return inRows((row) =>
      String(
        BigInt.asIntN(
          128,
          [3, 2, 1, 0].reduce((sum, at) => (sum << 32n) | word(row, at), 0n),
        ),
      ),
    );
  }
  const simple = typeOf(type);
  if (['String', 'Categorical', 'Boolean'].includes(simple as string))
    return inRows((row) => vector.get(row) as Cell);
  if (simple === 'Binary')
    return inRows((row) => Buffer.from(vector.get(row) as Uint8Array).toString('hex'));
  return inRows((row) => (Object.is(typed[row], -0) ? '-0' : String(typed[row])));
}
