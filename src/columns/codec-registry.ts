/**
 * Classes of users whose instances may travel.
 *
 * @module
 */
import { SerializationError } from '../errors.ts';

/** How instances of a class become something that travels, and instances again. */
export interface Codec<Instance = unknown, Content = unknown> {
  /** Under which both sides know the class. @default the name of the class */
  readonly name?: string;
  /** Gives anything that travels: plain data, frames, instances of other registered classes. */
  encode(instance: Instance): Content;
  decode(content: Content): Instance;
}

/** A class whose instances have a prototype; also an abstract one, or one with a private constructor's type. */
export type ClassOf<Instance> = abstract new (...parameters: never) => Instance;

export interface RegisteredCodec {
  readonly name: string;
  readonly encode: (instance: object) => unknown;
  readonly decode: (content: unknown) => unknown;
  readonly Class: ClassOf<unknown>;
}

interface Registry {
  readonly byPrototype: Map<object, RegisteredCodec>;
  readonly byName: Map<string, RegisteredCodec>;
}

// registered, so that copies of icosian in one process share their classes
const registryKey = Symbol.for('icosian.codecs');
const store = globalThis as { [registryKey]?: Registry };
const registry: Registry = (store[registryKey] ??= { byPrototype: new Map(), byName: new Map() });

/**
 * Lets the instances of a class travel to other threads and processes. Subclasses need a codec of their own.
 *
 * Call it in the module that defines the class: workers import the same modules, and must know the class, too. A
 * class registered again has the new codec. Throws `codec/invalid` for what is no codec, and `codec/name-taken`
 * where another class has the name.
 */
export function registerCodec<Instance, Content>(
  Class: ClassOf<Instance>,
  codec: Codec<Instance, Content>,
): void {
  const registered = checked(Class, codec);
  const other = registry.byName.get(registered.name);
  // the same text: a module that was loaded again
  if (other !== undefined && other.Class !== Class && String(other.Class) !== String(Class)) {
    throw new SerializationError(
      'codec/name-taken',
      `Two classes cannot both be registered as "${registered.name}": the name says on the other side which one to make.`,
      { hint: 'give one of them another name: registerCodec(Class, { name, encode, decode })' },
    );
  }
  const before = registry.byPrototype.get(Class.prototype as object);
  if (before !== undefined && before.name !== registered.name) registry.byName.delete(before.name);
  registry.byPrototype.set(Class.prototype as object, registered);
  registry.byName.set(registered.name, registered);
}

function checked(Class: unknown, codec: Partial<Codec> | null | undefined): RegisteredCodec {
  const hint = 'write registerCodec(Money, { encode: (money) => …, decode: (content) => … })';
  const isClass = typeof Class === 'function' && isObject(Class.prototype);
  if (!isClass) throw invalid('registerCodec takes a class first.', hint);
  const { encode, decode, name = (Class as { name: string }).name } = codec ?? {};
  const missing = Object.entries({ encode, decode })
    .filter(([, part]) => typeof part !== 'function')
    .map(([part]) => part);
  if (missing.length > 0) {
    throw invalid(`The codec of "${name}" lacks ${missing.join(' and ')}.`, hint);
  }
  if (typeof name !== 'string' || name === '') {
    throw invalid(
      'A class without a name cannot be registered.',
      'give it one: registerCodec(Class, { name, encode, decode })',
    );
  }
  // called on the codec, so that its methods may use `this`
  return {
    name,
    Class: Class as unknown as ClassOf<unknown>,
    encode: (instance: object) => (codec as Codec).encode(instance),
    decode: (content: unknown) => (codec as Codec).decode(content),
  };
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const invalid = (sentence: string, hint: string): SerializationError =>
  new SerializationError('codec/invalid', sentence, { hint });

/** The codec of exactly this class, by the prototype of an instance. */
export const codecOfPrototype = (prototype: object): RegisteredCodec | undefined =>
  registry.byPrototype.get(prototype);

export const codecNamed = (name: string): RegisteredCodec | undefined => registry.byName.get(name);

/** The names of all registered classes. */
export const codecNames = (): Iterable<string> => registry.byName.keys();
