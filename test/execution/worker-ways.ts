/**
 * The ways in which a random dataflow can be run in workers, and random dataflows for them: several in one module, because
 * it takes longer to start a pool than to run them all.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import {
  FutureAdapter,
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
  MultiProcessingExecutor,
  MultiThreadingExecutor,
  type WorkerOptions,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  createModule,
  type DictKind,
  type LifecycleAdapter,
  type UntypedDriver,
} from '../../src/index.ts';
import { meaningOf, Request, requests, type Call, type Meaning } from './block-interpreter.ts';
import { isCollected, legible, placesOf, type BlockSketch } from './block-sketches.ts';
import {
  functionOf,
  lamp,
  oven,
  type WrittenFailure,
  type WrittenSketch,
} from './sketch-functions.ts';
import { pairs } from './ways-to-run.ts';

export interface WorkerWay {
  readonly name: string;
  readonly settle: (builder: Builder, options: WorkerOptions) => Builder;
}

const threads = (builder: Builder, options: WorkerOptions): Builder =>
  builder.withRemoteExecutor(new MultiThreadingExecutor(options));
const processes = (builder: Builder, options: WorkerOptions): Builder =>
  builder.withRemoteExecutor(new MultiProcessingExecutor(options));

const groupings = [
  ['block by block', new GroupByRepeatableBlocks()],
  ['by inner items', new GroupByRepeatableBlocks({ level: 'inner' })],
  ['node by node', new GroupNodesIndividually()],
  ['level by level', new GroupNodesByLevel()],
  ['all as one', new GroupNodesAllAsOne()],
  ['in pairs, of which some stay', pairs],
] as const;

export const workerWays: readonly WorkerWay[] = [
  ...groupings.map(([name, strategy]) => ({
    name: `in threads, ${name}`,
    settle: (builder: Builder, options: WorkerOptions) =>
      threads(builder, options).withGroupingStrategy(strategy),
  })),
  // how they are cut is the same as for threads: every second one will do
  ...groupings
    .filter((_, i) => i % 2 === 0)
    .map(([name, strategy]) => ({
      name: `in processes, ${name}`,
      settle: (builder: Builder, options: WorkerOptions) =>
        processes(builder, options).withGroupingStrategy(strategy),
    })),
  {
    name: 'as soon as it can',
    settle: (builder, { maxTasks = 1, ...options }) =>
      builder.withAdapters(new FutureAdapter({ maxWorkers: maxTasks, ...options })),
  },
];

/** A request on one of the dataflows of a module, and the call that fails. */
export class Asked {
  readonly request: Request;
  readonly meaning: Meaning;
  readonly failing: Call | undefined;
  readonly failure: WrittenFailure | undefined;

  constructor(
    request: Request,
    meaning: Meaning,
    failing: Call | undefined,
    failure: WrittenFailure | undefined,
  ) {
    this.request = request;
    this.meaning = meaning;
    this.failing = failing;
    this.failure = failure;
  }

  get nodes(): readonly BlockSketch[] {
    return this.request.nodes;
  }

  /** The first output whose values can be streamed. */
  get streamed(): string | undefined {
    const places = placesOf(this.nodes);
    return this.request.outputs.find((name) => (places.get(name)?.itemScope.length ?? 0) > 0);
  }

  [fc.toStringMethod](): string {
    const places = this.nodes.map((node) => `${node.name}: ${(node as PlacedSketch).where ?? '-'}`);
    const lines = [`fails: ${fc.stringify(this.failing)}`, `places: ${places.join(', ')}`];
    return `${fc.stringify(this.request)}  ${lines.join('\n  ')}\n`;
  }
}

interface Options {
  /** Whether some requests have a call that fails. */
  readonly fail: boolean;
}

type Mark = WrittenSketch['where'];
const mark = fc.constantFrom<Mark[]>(undefined, undefined, undefined, 'local', 'remote');

interface PlacedSketch extends BlockSketch {
  readonly where: Mark;
}

/** Random requests on dataflows that can stand in one module, up to six. */
export const askedOfWorkers = ({ fail }: Options): fc.Arbitrary<readonly Asked[]> =>
  fc
    .array(
      fc.record({
        request: requests({ maxLength: 1 }),
        fails: fc.boolean(),
        call: fc.nat(),
        after: fc.nat(4),
        light: fc.constantFrom(undefined, undefined, 'lamp', 'oven'),
        reader: fc.nat(),
        marks: fc.oneof(fc.constant([]), fc.array(mark, { minLength: 1, maxLength: 10 })),
      }),
      { minLength: 1, maxLength: 6, size: 'max' },
    )
    .map((rows) =>
      rows.map(({ request, fails, call, after, light, reader, marks }, i) => {
        const own = (name: string): string => (/^n\d/.test(name) ? `${name}_${i}` : name);
        const nodes = request.nodes.map((node, at): PlacedSketch => {
          const reads = node.reads.map((read) => ({ ...read, name: own(read.name) }));
          if (light !== undefined && at === reader % request.nodes.length) {
            reads.push({ name: light, isOptional: false });
          }
          const from = node.from?.map(own);
          return { ...node, name: own(node.name), reads, from, where: marks[at % marks.length] };
        });
        const placed = withoutPulledHere(nodes);
        const outputs = request.outputs.map(own);
        const overrides = Object.fromEntries(
          Object.entries(request.overrides).map(([name, value]) => [own(name), value]),
        );
        const meaning = meaningOf(placed, outputs, overrides);
        const failing =
          fail && fails ? meaning.calls[call % Math.max(1, meaning.calls.length)] : undefined;
        const failure = failing && { node: failing.node, received: failing.received, after };
        return new Asked(
          new Request(legible(placed), outputs, overrides),
          meaning,
          failing,
          failure,
        );
      }),
    );

/** The same nodes without marks that are refused: the driver pulls the items of an outermost generator or reduce itself. */
function withoutPulledHere(nodes: readonly PlacedSketch[]): readonly PlacedSketch[] {
  const places = placesOf(nodes);
  return nodes.map((node) => {
    const isOutermost = (places.get(node.name)?.scope.length ?? 0) === 0;
    const isPulled = node.isGenerator || node.kind === 'reduce';
    return isOutermost && isPulled && node.where === 'remote'
      ? { ...node, where: undefined }
      : node;
  });
}

/** Where the modules are written: inside of the checkout, where they find what they import. */
export const sketchDirectory: URL = new URL(
  `../../.cache/sketches-${process.pid}/`,
  import.meta.url,
);

let lastModule = 0;

/** Writes the module of these dataflows, and gives its URL. */
function written(asked: readonly Asked[]): URL {
  const functions = JSON.stringify(new URL('./sketch-functions.ts', import.meta.url));
  const lines = asked.flatMap(({ nodes, failure }) =>
    writtenSketches(nodes).map(
      (node) =>
        `export const ${node.name} = functionOf(${JSON.stringify(node)}, ${JSON.stringify(failure)});`,
    ),
  );
  const text = `import { functionOf } from ${functions};\nexport { lamp, oven } from ${functions};\n${lines.join('\n')}\n`;
  const url = new URL(`module-${++lastModule}.js`, sketchDirectory);
  mkdirSync(sketchDirectory, { recursive: true });
  writeFileSync(url, text);
  return url;
}

function writtenSketches(nodes: readonly BlockSketch[]): readonly WrittenSketch[] {
  const places = placesOf(nodes);
  return nodes.map((node) => {
    const names = node.reads.map(({ name }) => name);
    const { where } = node as PlacedSketch;
    return { ...node, where, collected: names.filter((name) => isCollected(node, name, places)) };
  });
}

interface Settings {
  readonly maxTasks: number;
  /** Whether workers are told of the module; else they have to find it. */
  readonly isNamed: boolean;
  readonly adapters: readonly LifecycleAdapter[];
}

/** A driver of all these dataflows. */
export async function workerDriver(
  way: WorkerWay,
  asked: readonly Asked[],
  { maxTasks, isNamed, adapters }: Settings,
): Promise<UntypedDriver<DictKind>> {
  const url = written(asked);
  const options = isNamed ? { maxTasks, modules: [url] } : { maxTasks };
  const functions = (): object =>
    Object.fromEntries(
      asked.flatMap(({ nodes, failure }) =>
        writtenSketches(nodes).map((node) => [node.name, functionOf(node, failure)]),
      ),
    );
  const module = isNamed
    ? createModule<object>({ ...functions(), lamp, oven }, 'sketches')
    : ((await import(url.href)) as object);
  const builder: Builder = new Builder().withModules(module).withAdapters(...adapters);
  return way.settle(builder, options).withResultBuilder(new DictResult()).build().untyped();
}
