/**
 * Chains of steps before and after a function.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { absentAs, callerIn, modified, sourceOf } from '../nodes/node-source.ts';
import type {
  AnyFunction,
  Config,
  DraftNode,
  FunctionNode,
  NodeSource,
  Read,
  Reading,
} from '../nodes/node.ts';
import type { MarksOf } from '../nodes/types.ts';
import { didYouMean } from '../suggest.ts';
import { isOpen, knownName, openParameters } from './bind.ts';
import { assertNode, type NodeGiven } from './extract.ts';
import type { Mutates, PipedInput, PipedOutput } from './pipe-types.ts';
import { assertSteps, namedSteps, stepNodes, type NamedStep, type Step } from './step.ts';

/**
 * Sends what a function gives through steps: the node is the last one's value. The function itself is the node `name.raw`,
 * each step but the last one `name.step`. A step whose condition does not suit the config is left out.
 *
 * Hamilton's `@pipe_output`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, pipeOutput, source, step, value } from 'icosian';
 *
 * const scale = ({ x, by }: { x: number; by: number }) => x * by;
 * const shift = ({ x, by }: { x: number; by: number }) => x + by;
 * const score = pipeOutput(
 *   ({ hits }: { hits: number }) => hits,
 *   step(scale, { by: value(10) }),
 *   step(shift, { by: source('bonus') }).when({ bonuses: true }),
 * );
 * const driver = new Builder()
 *   .withModules(createModule({ score }))
 *   .withConfig({ bonuses: true })
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['score'], { inputs: { hits: 4, bonus: 2 } })); // prints { score: 42 }
 * ```
 */
export function pipeOutput<F extends AnyFunction, const S extends readonly Step[]>(
  fn: F,
  ...steps: S
): PipedOutput<F, S> {
  assertFunction('pipeOutput', fn);
  assertSteps('pipeOutput', steps);
  return piped(fn, steps) as PipedOutput<F, S>;
}

function piped(fn: AnyFunction, steps: readonly Step[]): AnyFunction {
  const inner = sourceOf(fn);
  const source: NodeSource = {
    toNodes(name, config, reading) {
      const taking = namedSteps(steps, config, name, 'raw');
      const last = taking.pop();
      if (last === undefined) return inner.toNodes(name, config, reading);
      const raw = `${name}.raw`;
      const drafts = inner.toNodes(raw, config, reading);
      const absent = drafts.find((node) => node.kind === 'absent' && node.name === raw);
      if (absent?.kind === 'absent') return [absentAs(absent, name)];
      const chain = chained(taking, { from: raw, owner: name }, config, reading);
      const end = endOf(last, { name, from: chain.end, owner: name }, config, reading);
      const caller = callerIn(drafts, raw);
      return [
        ...drafts,
        ...chain.nodes,
        ...end.map((node) => (node.name === name ? { ...node, caller } : node)),
      ];
    },
  };
  return modified(fn, source);
}

/** The last step bears the name of the whole; where it has parts, their names must not be those of the whole. */
function endOf(
  { step, name: own }: NamedStep,
  place: { readonly name: string; readonly from: string; readonly owner: string },
  config: Config,
  reading: Reading,
): readonly DraftNode[] {
  const drafts = stepNodes(step, place, config, reading);
  if (drafts.length === 1) return drafts;
  const parts = stepNodes(step, { ...place, name: own }, config, reading);
  const same: FunctionNode = {
    kind: 'function',
    name: place.name,
    reads: [{ name: own, as: 'value', optional: false }],
    call: ({ value }) => value,
    origin: { function: step.fn },
    module: '',
  };
  return [...parts, same];
}

function chained(
  steps: readonly NamedStep[],
  { from, owner }: { readonly from: string; readonly owner: string },
  config: Config,
  reading: Reading,
): { readonly nodes: readonly DraftNode[]; readonly end: string } {
  const nodes: DraftNode[] = [];
  let end = from;
  for (const { step, name } of steps) {
    nodes.push(...stepNodes(step, { name, from: end, owner }, config, reading));
    end = name;
  }
  return { nodes, end };
}

/**
 * Sends single dependencies of a function through steps before it gets them: `pipeInput(fn, { spend: [step(clean)] })`. The
 * steps are the nodes `name.spend.clean`.
 *
 * Hamilton's `@pipe_input`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, pipeInput, step } from 'icosian';
 *
 * const trimmed = ({ text }: { text: string }) => text.trim();
 * const greeting = pipeInput(({ name }: { name: string }) => `Hello, ${name}!`, { name: [step(trimmed)] });
 * const driver = new Builder()
 *   .withModules(createModule({ greeting }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['greeting'], { inputs: { name: ' you ' } })); // prints { greeting: 'Hello, you!' }
 * ```
 */
export function pipeInput<
  F extends AnyFunction,
  const S extends { readonly [P in keyof MarksOf<F>['deps']]?: readonly Step[] },
>(fn: F, steps: S): PipedInput<F, S> {
  assertFunction('pipeInput', fn);
  if (!isRecord(steps)) {
    throw new InvalidNodeError(
      'node/bad-step',
      `pipeInput(…) takes a record of steps, got ${asWritten(steps)}.`,
      { hint: 'write pipeInput(fn, { spend: [step(clean)] })' },
    );
  }
  const given = Object.entries(steps).map(([parameter, each]: [string, unknown]) => {
    assertSteps('pipeInput', each);
    return [parameter, each] as const;
  });
  const inner = sourceOf(fn);
  return modified(fn, {
    toNodes(name, config, reading) {
      const drafts = inner.toNodes(name, config, reading);
      if (drafts.some((node) => node.kind === 'absent' && node.name === name)) return drafts;
      const ends = new Map<Read, string>();
      const chains = given.flatMap(([parameter, each]) => {
        const reads = readsOf(drafts, parameter, name);
        const [read] = reads;
        if (read === undefined) throw notTaken(name, parameter, openParameters(drafts, name));
        const prefix = `${name}.${parameter}.`;
        const taken = drafts.map((node) => node.name.replace(prefix, ''));
        const taking = namedSteps(each, config, `${name}.${parameter}`, ...taken);
        const end = taking.at(-1);
        if (end === undefined) return [];
        for (const each of reads) ends.set(each, end.name);
        return chainBefore(read, taking, name, config, reading);
      });
      const rewired = drafts.map((node): DraftNode =>
        node.kind === 'absent'
          ? node
          : { ...node, reads: node.reads.map((read) => readAtEnd(read, ends.get(read))) },
      );
      return [...rewired, ...chains];
    },
  }) as unknown as PipedInput<F, S>;
}

/** All reads of a dependency, by the name under which it is known; or of the parameter of that name, where it is bound. */
function readsOf(drafts: readonly DraftNode[], parameter: string, name: string): readonly Read[] {
  const open = drafts.flatMap((node) =>
    node.kind === 'absent' ? [] : node.reads.filter((read) => isOpen(read, name)),
  );
  const known = open.filter((read) => knownName(read) === parameter);
  return known.length > 0 ? known : open.filter(({ as }) => as === parameter);
}

const readAtEnd = (read: Read, end: string | undefined): Read =>
  end === undefined ? read : { name: end, as: read.as, optional: false };

function chainBefore(
  read: Read,
  steps: readonly NamedStep[],
  name: string,
  config: Config,
  reading: Reading,
): readonly DraftNode[] {
  // a function that is named by itself has no name yet; no step is called so
  const unnamed = `${name}.${read.as}.`;
  const chain = chained(
    steps,
    { from: read.giver === undefined ? read.name : unnamed, owner: name },
    config,
    reading,
  );
  const first = (node: DraftNode): DraftNode =>
    node.kind === 'absent'
      ? node
      : {
          ...node,
          reads: node.reads.map((each) =>
            each.name === unnamed && read.giver !== undefined
              ? { ...each, name: '', giver: read.giver }
              : each,
          ),
        };
  return chain.nodes.map(first);
}

function notTaken(name: string, parameter: string, taken: readonly string[]): InvalidNodeError {
  return new InvalidNodeError(
    'node/unknown-parameter',
    `pipeInput has steps for "${parameter}" of "${name}", which its function does not take.`,
    {
      node: name,
      hint: didYouMean(parameter, taken) ?? `it takes: ${taken.join(', ') || 'nothing'}`,
    },
  );
}

/**
 * Changes a node of the same module by steps, without touching its function: `export const cleaned = mutate('spend',
 * step(clean))`. It is exported under any name and is no node itself; the function's own value is then `spend.raw`.
 *
 * Several of them follow each other in the order of the module's exports, which of a file are sorted by name. For the
 * compiler the node keeps its type.
 *
 * Hamilton's `@mutate`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, mutate, step } from 'icosian';
 *
 * const price = (): number => -1;
 * const positive = mutate('price', step(({ x }: { x: number }) => Math.max(x, 0)));
 * const driver = new Builder()
 *   .withModules(createModule({ price, positive }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['price'])); // prints { price: 0 }
 * ```
 */
export function mutate(node: NodeGiven, ...steps: readonly Step[]): Mutates {
  assertNode('mutate', node);
  assertSteps('mutate', steps);
  const stub = (): never => {
    throw new InvalidNodeError('node/undecided', 'What mutate(…) gives is no function to call.', {
      hint: 'export it beside the node that it changes',
    });
  };
  return modified(stub, {
    origin: { function: stub, isMade: true },
    mutation: { target: node, change: (fn) => piped(fn, steps) },
    toNodes: () => [],
  }) as unknown as Mutates;
}
