/**
 * Random dataflows with parallel blocks, valid by construction, and what is interesting about them.
 *
 * @module
 */
import * as fc from 'fast-check';
import { naiveScopes, type Sketch } from '../graph/naive-scopes.ts';

/** How a generator gives its items. */
export type Form = 'generator' | 'async generator' | 'list' | 'promised list';

/** A node, how its function behaves, and what its values look like. */
export interface BlockSketch extends Sketch {
  /** Its value is a promise; of a generator, its form says it. */
  readonly isAsync: boolean;
  /** Its value, or each item, is a list of two numbers instead of a number. */
  readonly isList: boolean;
  readonly readsItem: boolean;
  readonly form: Form;
  /** How many items there are: what the generator reads picks one of these. */
  readonly counts: readonly number[];
  /** A reduce starts from a function's value, not from a shared one. */
  readonly makesInitial: boolean;
  /** A collect that does with its lists as it likes: it empties them. */
  readonly emptiesLists: boolean;
}

/** Where a node runs, and where its readers see it: generators, outermost first. */
export interface Place {
  readonly scope: readonly string[];
  readonly itemScope: readonly string[];
}

const deepest = 3;

type Role = 'plain' | 'generator' | 'collect' | 'collect from' | 'collect and yield' | 'reduce';

interface Row {
  readonly role: Role;
  readonly reads: readonly { readonly at: number; readonly isNamed: boolean }[];
  readonly readsAbsent: boolean;
  readonly traits: Traits;
  readonly rank: number;
}

type Traits = Pick<
  BlockSketch,
  'isAsync' | 'isList' | 'readsItem' | 'form' | 'counts' | 'makesInitial' | 'emptiesLists'
>;

const often = fc.boolean();
const seldom = fc.nat(5).map((i) => i === 5);

const traits: fc.Arbitrary<Traits> = fc.record({
  isAsync: often,
  isList: seldom,
  readsItem: seldom,
  form: fc.constantFrom('generator', 'async generator', 'generator', 'list', 'promised list'),
  counts: fc.constantFrom([2], [3], [1, 2, 3], [0, 2], [0, 1, 2, 3, 4], [4], [2, 3]),
  makesInitial: often,
  emptiesLists: seldom,
});

const rows = (size: number): fc.Arbitrary<readonly Row[]> =>
  fc.array(
    fc.record({
      role: fc.constantFrom<Role[]>(
        'plain',
        'generator',
        'plain',
        'collect',
        'plain',
        'generator',
        'collect',
        'collect from',
        'collect and yield',
        'reduce',
      ),
      reads: fc.array(fc.record({ at: fc.nat(), isNamed: fc.boolean() }), {
        minLength: 1,
        maxLength: 3,
      }),
      readsAbsent: seldom,
      traits,
      rank: fc.nat(),
    }),
    { minLength: size > 3 ? 3 : 0, maxLength: size, size: 'max' },
  );

/** Shapes that chance alone would not make often enough: roles and what they read; `from` names the first. */
const motifs: readonly string[] = [
  '',
  // two passes over one block
  'generator: x; plain: n0; collect: n1; plain: n1 n2; collect: n3',
  // two blocks: the second pass of each reads what is collected from the first pass of the other
  'generator: x; generator:; plain: n0; plain: n1; collect: n2; collect: n3; plain: n0 n5; plain: n1 n4',
  // a block in a block, with two passes in each
  'generator: x; generator: n0; plain: n1; reduce: n2; plain: n2 n3; collect: n4; collect: n5; plain: n0 n5 n6',
  // a block in a block, whose items are read in the second pass of the outer one
  'generator: x; generator: n0; collect: n0; plain: n1 n2; collect: n1 n2',
  // three levels
  'generator:; generator: n0; generator: n1 x; collect: n2; collect: n3',
  // the list of all items at each of them
  'generator: x; plain: n0; collect from: n0 n1',
];

/** Valid dataflows of up to `size` nodes (or of a motif and three more), in a random order of definition; `x` is an input. */
export const blockSketches = (size = 10): fc.Arbitrary<readonly BlockSketch[]> =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.nat(motifs.length - 1) },
    )
    .chain((motif) => {
      const start = (motifs[motif] ?? '').split('; ').filter((line) => line !== '');
      return fc
        .tuple(rows(start.length === 0 ? size : 3), fc.tuple(...start.map(() => traits)))
        .map(([more, traitsOfStart]) => sketchesFrom(start, traitsOfStart, more));
    });

function sketchesFrom(
  start: readonly string[],
  traitsOfStart: readonly Traits[],
  more: readonly Row[],
): readonly BlockSketch[] {
  const known = start.map((line, i) => {
    const [role = '', names = ''] = line.split(':');
    const reads = names.split(' ').filter((name) => name !== '');
    return sketch(`n${i}`, role as Role, reads, reads.slice(0, 1), traitsOfStart[i] as Traits);
  });
  for (const row of more) known.push(nodeFrom(row, `n${known.length}`, known));
  const rank = (i: number): number => more[i % Math.max(1, more.length)]?.rank ?? 0;
  const nodes = known
    .map((node, i) => [rank(i), node] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, node]) => node);
  return legible(nodes);
}

/** The same list, as words in the message about a counterexample. */
export const legible = (nodes: readonly BlockSketch[]): readonly BlockSketch[] =>
  Object.defineProperty([...nodes], fc.toStringMethod, { value: () => textOf(nodes) });

/** A dataflow as it stands in the message about a counterexample: `n1 = async plain(n0)`. */
function textOf(nodes: readonly BlockSketch[]): string {
  const lines = nodes.map((node) => {
    const { name, kind, isGenerator, reads, from, form, counts } = node;
    const words = Object.keys(node).filter((key) => node[key as keyof BlockSketch] === true);
    const items = isGenerator ? `, ${form} of ${counts.join(' or ')}` : '';
    const named = from === undefined ? '' : `, from ${from.join()}`;
    return `\n  ${name} = ${kind}(${reads.map((read) => read.name).join()}${named})${items} ${words.join(' ')}`;
  });
  return `${lines.join('')}\n`;
}

function sketch(
  name: string,
  role: Role,
  reads: readonly string[],
  from: readonly string[],
  given: Traits,
): BlockSketch {
  const isCollect = role.startsWith('collect');
  return {
    name,
    kind: isCollect ? 'collect' : role === 'reduce' ? 'reduce' : 'plain',
    isGenerator: role === 'generator' || role === 'collect and yield',
    reads: reads.map((read) => ({ name: read, isOptional: read === absent })),
    from: role === 'collect from' ? from : undefined,
    ...given,
    // a step stands between two blocks: which item it would be told is not said
    readsItem: given.readsItem && role !== 'reduce',
    emptiesLists: given.emptiesLists && isCollect,
  };
}

/** An input that nobody gives, for optional reads. */
export const absent = 'z';

/** A node that fits to the nodes before it: of what the row picks, what the rules of scopes allow. */
function nodeFrom(row: Row, name: string, known: readonly BlockSketch[]): BlockSketch {
  const places = placesOf(known);
  const names = ['x', ...known.map((node) => node.name)];
  const itemScopeOf = (read: string): readonly string[] => places.get(read)?.itemScope ?? [];
  const hasItems = names.some((read) => itemScopeOf(read).length > 0);
  const role = !hasItems && row.role !== 'generator' ? 'plain' : row.role;
  const isYielding = role === 'generator' || role === 'collect and yield';
  const limit = isYielding ? deepest - 1 : deepest;
  const reads: string[] = [];
  const from: string[] = [];
  let scope: readonly string[] = [];
  let folded: readonly string[] = [];
  const seenAs = (read: string, isNamed: boolean): readonly string[] | undefined => {
    const items = itemScopeOf(read);
    if (role === 'plain' || role === 'generator') return items;
    const isFirst = reads.length === 0;
    if (role === 'collect from') {
      if (!isFirst && !isNamed) return items;
      return items.length === 0 ? undefined : items.slice(0, -1);
    }
    if (isFirst) return items.length === 0 ? undefined : items.slice(0, -1);
    if (items.length < folded.length) return items;
    const fits = items.length === folded.length && (role !== 'reduce' || isSame(items, folded));
    return fits ? items.slice(0, -1) : undefined;
  };
  for (const { at, isNamed } of row.reads) {
    const candidates = names.filter((read) => {
      const seen = seenAs(read, isNamed);
      return (
        !reads.includes(read) && seen !== undefined && seen.length <= limit && isChain(seen, scope)
      );
    });
    // the latest nodes more often: chains and nesting come from them
    const window = at % 3 === 0 ? candidates.length : Math.min(candidates.length, 4);
    const read = candidates.at(-1 - (Math.floor(at / 3) % window));
    if (read === undefined) continue;
    const seen = seenAs(read, isNamed) ?? [];
    if (seen.length < itemScopeOf(read).length) from.push(read);
    if (reads.length === 0) folded = itemScopeOf(read);
    if (seen.length > scope.length) scope = seen;
    reads.push(read);
  }
  if (row.readsAbsent) reads.push(absent);
  return sketch(name, role, reads, from, row.traits);
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && isChain(a, b);

const isChain = (a: readonly string[], b: readonly string[]): boolean =>
  a.slice(0, b.length).every((block, depth) => block === b[depth]);

/** Where each node stands. Fails where the dataflow is not valid. */
export function placesOf(nodes: readonly BlockSketch[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [name, outcome] of naiveScopes(nodes)) {
    if (typeof outcome === 'string' || 'code' in outcome) {
      throw new Error(`${name} is not valid: ${JSON.stringify(outcome)}`);
    }
    places.set(name, outcome);
  }
  return places;
}

/** Whether a node collects (or folds) what it reads under this name. */
export function isCollected(
  { kind, reads, from }: BlockSketch,
  name: string,
  places: ReadonlyMap<string, Place>,
): boolean {
  if (kind === 'plain') return false;
  if (from !== undefined) return from.includes(name);
  const depth = (read: string): number => places.get(read)?.itemScope.length ?? 0;
  return depth(name) === Math.max(...reads.map((read) => depth(read.name)));
}

/** What is interesting about a dataflow, in a few words each. */
export function shapesOf(nodes: readonly BlockSketch[]): ReadonlySet<string> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const places = placesOf(nodes);
  const placeOf = (name: string): Place => places.get(name) ?? { scope: [], itemScope: [] };
  const closed = (node: BlockSketch): readonly string[] =>
    node.reads.flatMap(({ name }) =>
      isCollected(node, name, places) ? placeOf(name).itemScope.slice(-1) : [],
    );
  const closedUpstream = (node: BlockSketch): readonly string[] => [
    ...closed(node),
    ...node.reads.flatMap(({ name }) => {
      const read = byName.get(name);
      return read === undefined ? [] : closedUpstream(read);
    }),
  ];
  // each: a block that a node lies in, and one whose collected items it needs
  const needs = nodes.flatMap((node) =>
    placeOf(node.name).scope.flatMap((block) =>
      closedUpstream(node).map((other) => [block, other] as const),
    ),
  );
  const shapes = new Set<string>();
  for (const [block, other] of needs) {
    if (block === other) shapes.add('second pass');
    else if (needs.some(([a, b]) => a === other && b === block)) shapes.add('crossed passes');
  }
  for (const node of nodes) {
    const { scope, itemScope } = placeOf(node.name);
    shapes.add(`depth ${itemScope.length}`);
    if (node.isGenerator && node.kind === 'collect') shapes.add('collects and yields');
    if (node.kind === 'reduce') shapes.add('reduce');
    if (node.from !== undefined) shapes.add('from');
    if (new Set(closed(node)).size > 1) shapes.add('closes two blocks');
    if (scope.length > 0 && node.kind !== 'plain') shapes.add('inner close');
  }
  return shapes;
}
