/**
 * Arrow values of another copy of apache-arrow, as ours: its writer goes by its own classes of types.
 *
 * A process has two copies as soon as one library requires it and another imports it. Buffers are shared, not copied.
 *
 * @module
 */
import type * as arrowLibrary from 'apache-arrow';
import type { Data, DataType, Field, Schema, Table, Vector } from 'apache-arrow';
import { ResultError } from '../errors.ts';

type Arrow = typeof arrowLibrary;

/** The vector in the classes of `arrow`; itself where it is already. */
export function ownVector(vector: Vector, arrow: Arrow): Vector {
  if (vector.type instanceof arrow.DataType) return vector;
  return new arrow.Vector(vector.data.map((data) => ownData(data, arrow)));
}

/** The table in the classes of `arrow`; itself where it is already. Its columns are named by their positions then. */
export function ownTable(table: Table, arrow: Arrow): Table {
  if (table.schema.fields.every(({ type }) => type instanceof arrow.DataType)) return table;
  const columns = table.schema.fields.map((_, position) => {
    const column = table.getChildAt(position);
    return [String(position), ownVector(column as Vector, arrow)] as const;
  });
  return new arrow.Table(Object.fromEntries(columns));
}

/** The same columns under other names, of a table in the classes of `arrow`; `schema` gives all but their types. */
export function tableAs(
  table: Table,
  {
    fields,
    metadata,
  }: { readonly fields: readonly NamedField[]; readonly metadata: Schema['metadata'] },
  arrow: Arrow,
): Table {
  const ownFields = table.schema.fields.map(({ type }, position) => {
    const { name, nullable, metadata } = fields[position] as NamedField;
    return new arrow.Field(name, type, nullable, metadata);
  });
  const schema = new arrow.Schema(ownFields, metadata);
  return new arrow.Table(
    schema,
    table.batches.map(({ data }) => new arrow.RecordBatch(schema, data)),
  );
}

type NamedField = Pick<Field, 'name' | 'nullable' | 'metadata'>;

/**
 * A table of the classes of `arrow` as the pieces of an Arrow IPC stream.
 *
 * Its own joining of them takes pieces of one memory that overlap for one piece: of two columns that share their values,
 * the second would be lost.
 */
export function streamOfTable(table: Table, arrow: Arrow): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const sink = new arrow.AsyncByteQueue();
  // its writer gives bytes only
  sink.write = (chunk) => void chunks.push(chunk as Uint8Array);
  const writer = new arrow.RecordBatchStreamWriter();
  writer.reset(sink, table.schema);
  for (const batch of table.batches) writer.write(batch);
  writer.finish();
  return chunks;
}

function ownData(data: Data, arrow: Arrow): Data {
  return new arrow.Data(
    ownType(data.type, arrow),
    data.offset,
    data.length,
    data.nullCount,
    // takes the buffers of another Data, which its types do not say
    data as never,
    data.children.map((child) => ownData(child, arrow)),
    data.dictionary && ownVector(data.dictionary, arrow),
  );
}

function ownType(type: DataType, arrow: Arrow): DataType {
  const { name } = type.constructor;
  const OwnClass = Object.values(arrow as Record<string, unknown>).find(
    (exported) => typeof exported === 'function' && exported.name === name,
  );
  if (OwnClass === undefined) {
    throw new ResultError(
      'columns/arrow-type',
      `A column of type ${name} comes from another copy of apache-arrow, which has no class like it here.`,
      { hint: 'install one version of apache-arrow only, or hand over Arrow IPC bytes' },
    );
  }
  const copy = Object.create((OwnClass as { prototype: object }).prototype) as DataType;
  for (const [key, value] of Object.entries(type)) {
    Object.defineProperty(copy, key, {
      value: ownPart(value, arrow),
      enumerable: true,
      writable: true,
    });
  }
  return copy;
}

/** A type is made of types and fields; the rest are units and sizes. */
function ownPart(value: unknown, arrow: Arrow): unknown {
  if (arrow.DataType.isDataType(value)) return ownType(value, arrow);
  if (Array.isArray(value)) return value.map((part) => ownPart(part, arrow));
  if (arrow.Field.isField(value)) {
    const { name, type, nullable, metadata } = value;
    return new arrow.Field(name, ownType(type, arrow), nullable, metadata);
  }
  return value;
}
