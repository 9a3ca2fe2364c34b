/**
 * What travels: a message that structured clone understands, and the buffers beside it.
 *
 * The message holds plain data with holes where something else belongs. Its steps, done in order, make what belongs
 * there and put it in, so reading costs only as much as there is to make, however large the plain data.
 *
 * @module
 */

/** Memory that is handed over, or that several threads read. */
export type Bytes = ArrayBuffer | SharedArrayBuffer;

/** A value on its way. It may be posted as it is: `port.postMessage(encoded, transferListOf(encoded))`. */
export interface Encoded {
  /** Structured-cloneable. */
  readonly message: unknown;
  /** All of them transferable, or all of them shared; none is a view, and none belongs to a pool. */
  readonly buffers: readonly Bytes[];
}

/** How many bytes they have together. */
export const byteLengthOf = (buffers: readonly Bytes[]): number =>
  buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** What `message` is. The whole value stands in `root`. */
export interface Message {
  root: unknown;
  /** Absent: `root` is complete. */
  steps?: Step[];
  /** The steps have been done in this very message: it cannot be read again. */
  isUsed?: true;
}

/** Makes one part; parts are numbered in the order in which they are made. */
export type Making =
  | {
      readonly make: 'DataFrame' | 'Series' | 'LazyDataFrame';
      readonly buffer: number;
      /** Of a Series. */
      readonly name?: string;
    }
  | { readonly make: 'plan' | 'Expr'; readonly buffer: number; readonly path: string }
  | { readonly make: 'ArrowTable' | 'ArrowVector'; readonly buffer: number; readonly path: string }
  | {
      readonly make: 'binary';
      /** The name of its class: `Float64Array`, `Buffer`, `DataView`, `ArrayBuffer`. */
      readonly type: string;
      /** Which buffer, or the bytes themselves where they are few. */
      readonly bytes: number | ArrayBuffer;
    }
  | {
      readonly make: 'RegExp';
      readonly source: string;
      readonly flags: string;
      readonly lastIndex: number;
    }
  | { readonly make: 'Error'; readonly error: ErrorRecord }
  | {
      readonly make: 'instance';
      /** Under which its class is registered. */
      readonly name: string;
      readonly path: string;
      /** In an object of its own, so that a part can be put there. */
      readonly holder: { content: unknown };
    };

/** Completes what is there already. */
export type Completing =
  | {
      readonly put: number;
      readonly into: object;
      readonly key: string | number;
    }
  | {
      /** Keys and values of a Map in turn, or the members of a Set. */
      readonly entries: readonly unknown[];
      readonly of: Map<unknown, unknown> | Set<unknown>;
    }
  | {
      /** The number of the error. */
      readonly complete: number;
      readonly properties: Readonly<Record<string, unknown>>;
      /** The names of the properties that are not enumerable. */
      readonly hidden: readonly string[];
    }
  | { readonly withoutPrototype: object };

export type Step = Making | Completing;

/** What an error is before its properties are put in. */
export interface ErrorRecord {
  /** The built-in class, or the kind of icosian's own errors. */
  readonly type: string;
  /** Where it is not that of the class. */
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  /** Of icosian's own: the kinds by which it is recognised. */
  readonly kinds?: readonly string[];
}

/** Fills a Map with keys and values in turn, or a Set with members. */
export function fill(
  into: Map<unknown, unknown> | Set<unknown>,
  entries: readonly unknown[],
): void {
  if (into instanceof Map) {
    for (let at = 0; at < entries.length; at += 2) into.set(entries[at], entries[at + 1]);
  } else for (const member of entries) into.add(member);
}
