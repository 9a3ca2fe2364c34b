/**
 * Parameters of nodes are bound.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { isRecord, kindOf } from '../nodes/given.ts';
import type { Config, DraftNode, FunctionNode, Read } from '../nodes/node.ts';
import { didYouMean } from '../suggest.ts';
import { bindingKind, type Binding, type Member } from './dependency.ts';

/** For each parameter, what it is bound to. */
export type GivenBindings = ReadonlyMap<string, Binding>;

/** Who binds, and for which node: for messages. */
export interface Binder {
  readonly modifier: string;
  readonly node: string;
}

/** The bindings that a modifier was given. Throws where something else stands among them. */
export function readBindings(bindings: unknown, { modifier, node }: Binder): GivenBindings {
  if (!isRecord(bindings)) {
    throw new InvalidNodeError(
      'node/bad-binding',
      `${modifier} gives "${node}" ${kindOf(bindings)} instead of bindings.`,
      { node, hint: "write { series: source('spend'), window: value(3) }" },
    );
  }
  const given = new Map(Object.entries(bindings));
  for (const [parameter, binding] of given) {
    if (bindingKind(binding) !== undefined) continue;
    throw new InvalidNodeError(
      'node/bad-binding',
      `${modifier} gives "${parameter}" of "${node}" neither source(…) nor value(…).`,
      {
        node,
        hint: `${parameter}: source('name of a node') or ${parameter}: value(constant)`,
      },
    );
  }
  return given as ReadonlyMap<string, Binding>;
}

export const notBindings = (sentence: string): InvalidNodeError =>
  new InvalidNodeError('node/bad-binding', sentence, {
    hint: "write { roll3: { series: source('spend'), window: value(3) } }",
  });

/** Whether a node reads something as a parameter of the function that became `result` and its parts. */
export const isOpen = (read: Read, result: string): boolean =>
  !(read.giver === undefined && read.name.startsWith(`${result}.`));

/** What is read from outside by the nodes that one function became, each parameter once. */
export function openParameters(drafts: readonly DraftNode[], result: string): readonly string[] {
  const parameters = drafts.flatMap((node) =>
    node.kind === 'absent'
      ? []
      : node.reads.filter((read) => isOpen(read, result)).map(({ as }) => as),
  );
  return [...new Set(parameters)];
}

/**
 * The nodes that one function became, with their parameters bound. Throws where nobody takes a parameter, and where the
 * config lacks a key.
 */
export function bindAll(
  drafts: readonly DraftNode[],
  given: GivenBindings,
  config: Config,
  binder: Binder,
): readonly DraftNode[] {
  if (drafts.some(({ kind, name }) => kind === 'absent' && name === binder.node)) return drafts;
  const open = drafts.flatMap((node) =>
    node.kind === 'absent' ? [] : node.reads.filter((read) => isOpen(read, binder.node)),
  );
  const names = new Set(open.map(knownName));
  // what is bound already goes by the name to which it is bound; its own counts where nothing is read under it
  const bindingOf = (read: Read): Binding | undefined =>
    isOpen(read, binder.node)
      ? (given.get(knownName(read)) ?? (names.has(read.as) ? undefined : given.get(read.as)))
      : undefined;
  const unknown = [...given.keys()].find(
    (parameter) => !names.has(parameter) && !open.some(({ as }) => as === parameter),
  );
  if (unknown !== undefined) throw unknownParameter(binder, unknown, [...names]);
  return drafts.map((node) =>
    node.kind === 'absent' ? node : bound(node, bindingOf, config, binder),
  );
}

/** The name by which an outer modifier knows what is read. */
export const knownName = ({ giver, name, as }: Read): string => (giver === undefined ? name : as);

/** A node with those of its reads bound for which `bindingOf` has a binding. */
export function bound(
  node: FunctionNode,
  bindingOf: (read: Read) => Binding | undefined,
  config: Config,
  binder: Binder,
): FunctionNode {
  const reads: Read[] = [];
  const constants: Record<string, unknown> = { ...node.bound };
  let { call, collects } = node;
  let isBound = false;
  for (const read of node.reads) {
    const binding = bindingOf(read);
    if (binding === undefined) {
      reads.push(read);
      continue;
    }
    isBound = true;
    if (!('members' in binding)) {
      const made = boundTo(binding, read, config, binder);
      if ('constant' in made) constants[read.as] = made.constant;
      else reads.push(made);
      continue;
    }
    const parts = Object.entries<Member>(binding.members).map(([key, member]) => {
      const as = `${read.as}.${key}`;
      const made = boundTo(member, { name: '', as, optional: false }, config, binder);
      if ('constant' in made) constants[as] = made.constant;
      else reads.push(made);
      return [key, as] as const;
    });
    call = gathering(call, read.as, parts, Array.isArray(binding.members));
    collects = collectsParts(collects, read.as, parts);
  }
  if (!isBound) return node;
  const marks = collects === undefined ? {} : { collects };
  return { ...node, ...marks, reads, bound: constants, call };
}

/** A read of something else, or a constant. */
function boundTo(
  member: Member,
  read: Read,
  config: Config,
  { modifier, node }: Binder,
): Read | { readonly constant: unknown } {
  if ('value' in member) return { constant: member.value };
  if ('source' in member) {
    const { giver: _, otherwise: __, ...others } = read;
    return typeof member.source === 'string'
      ? { ...others, name: member.source }
      : { ...others, name: '', giver: member.source };
  }
  const constant = Object.hasOwn(config, member.key) ? config[member.key] : undefined;
  if (constant === undefined) throw missingKey(modifier, node, member.key, config);
  return { constant };
}

/** The error for a config key that a modifier needs. */
export function missingKey(
  modifier: string,
  node: string,
  key: string,
  config: Config,
): InvalidNodeError {
  const keys = Object.keys(config).filter((each) => config[each] !== undefined);
  return new InvalidNodeError(
    'node/missing-config',
    `${modifier} of "${node}" needs the config key "${key}", which is missing.`,
    {
      node,
      hint:
        didYouMean(key, keys) ??
        `give it: withConfig({ ${key}: … })${keys.length === 0 ? '' : `; the config has ${keys.join(', ')}`}`,
    },
  );
}

/** Calls a function with one of its parameters made of several. */
function gathering(
  call: FunctionNode['call'],
  parameter: string,
  parts: readonly (readonly [key: string, as: string])[],
  isList: boolean,
): FunctionNode['call'] {
  return (dependencies) => {
    const given = { ...dependencies };
    const members = parts.map(([key, as]) => [key, given[as]] as const);
    for (const [, as] of parts) delete given[as];
    given[parameter] = isList ? members.map(([, member]) => member) : Object.fromEntries(members);
    return call(given);
  };
}

const collectsParts = (
  collects: FunctionNode['collects'],
  parameter: string,
  parts: readonly (readonly [key: string, as: string])[],
): FunctionNode['collects'] =>
  collects?.from?.includes(parameter) === true
    ? {
        from: collects.from.flatMap((name) =>
          name === parameter ? parts.map(([, as]) => as) : [name],
        ),
      }
    : collects;

const unknownParameter = (
  { modifier, node }: Binder,
  parameter: string,
  taken: readonly string[],
): InvalidNodeError =>
  new InvalidNodeError(
    'node/unknown-parameter',
    `${modifier} binds "${parameter}" of "${node}", which its function does not take.`,
    {
      node,
      hint: didYouMean(parameter, taken) ?? `it takes: ${taken.join(', ') || 'nothing'}`,
    },
  );
