/**
 * A worker opens the modules of a dataflow and has the same nodes as the thread that sends it tasks.
 *
 * @module
 */
import type { LifecycleAdapter } from '../../adapters/adapter.ts';
import { unpack } from '../../columns/parcel.ts';
import type { Bytes } from '../../columns/message.ts';
import { TaskError, type IcosianError } from '../../errors.ts';
import { thrownWords } from '../../execution/thrown.ts';
import { isMutation } from '../../nodes/check-function.ts';
import type { AnyFunction, Config, FunctionNode } from '../../nodes/node.ts';
import { readModules } from '../../nodes/read-modules.ts';
import { signatureOf } from '../../nodes/signature.ts';
import type { WorkerModule } from '../../sources/worker-modules.ts';
import type { OpenMessage } from './protocol.ts';

/** The dataflow as a worker has it. */
export interface OpenedDataflow {
  readonly nodes: ReadonlyMap<string, FunctionNode>;
  readonly config: Config;
  readonly adapters: readonly LifecycleAdapter[];
}

/** Opens a dataflow. Rejects with `TaskError` where its modules cannot be opened or have other nodes. */
export async function openDataflow(
  message: OpenMessage,
  buffers: readonly Bytes[],
): Promise<OpenedDataflow> {
  const { modules, signatures } = message;
  // first, because modules register the classes that config may have
  const namespaces = await Promise.all(modules.map(({ url }) => opened(url)));
  const config: Config = Object.fromEntries(
    message.config.map(([name, value]) => [name, unpack(value, buffers)]),
  );
  const { nodes, problems } = nodesOf(modules, namespaces, config);
  const differences = signatures.flatMap(([name, signature]) => {
    const node = nodes.get(name);
    if (node === undefined) return [`  "${name}" is in none of the modules`];
    const own = signatureOf(node);
    return own === signature ? [] : [`  "${name}" is ${own} here, and ${signature} in the driver`];
  });
  if (differences.length > 0) {
    // what cannot be made is what is missing; others may go without it
    const [problem] = problems;
    if (problem !== undefined) throw notMade(message, problem);
    throw otherDataflow(message, differences);
  }
  const adapters = await Promise.all(
    message.adapters.map(async ({ module, options }) =>
      adapterOf(module, await opened(module), unpack(options, buffers)),
    ),
  );
  return { nodes, config, adapters };
}

async function opened(url: string): Promise<Record<string, unknown>> {
  try {
    return (await import(url)) as Record<string, unknown>;
  } catch (cause) {
    throw new TaskError(
      'worker/module-failed',
      `A worker could not open ${url}: ${thrownWords(cause)}`,
      { cause, hint: 'it is imported once more in every worker: see that it can be, on its own' },
    );
  }
}

function nodesOf(
  modules: readonly WorkerModule[],
  namespaces: readonly Record<string, unknown>[],
  config: Config,
): {
  readonly nodes: ReadonlyMap<string, FunctionNode>;
  readonly problems: readonly IcosianError[];
} {
  const exports: Record<string, unknown> = {};
  modules.forEach((module, i) => {
    for (const name of module.exports) {
      const found = namespaces[i]?.[name];
      if (found === undefined) continue;
      // two that change nodes may bear one name, which is no node's
      const isChange = typeof found === 'function' && isMutation(found as AnyFunction);
      exports[isChange ? `${name} of ${module.url}` : name] = found;
    }
  });
  const { nodes, problems } = readModules([exports], config, { nameModule: () => 'worker' });
  return { nodes: new Map(nodes.map((node) => [node.name, node])), problems };
}

function adapterOf(
  url: string,
  module: Record<string, unknown>,
  options: unknown,
): LifecycleAdapter {
  const make = module['default'];
  if (typeof make !== 'function') {
    throw new TaskError(
      'worker/bad-adapter',
      `The module of an adapter, ${url}, has no function for its default export.`,
      { hint: 'write export default (options) => ({ beforeNode: (event) => … })' },
    );
  }
  try {
    return make(options) as LifecycleAdapter;
  } catch (cause) {
    throw new TaskError(
      'worker/bad-adapter',
      `The module of an adapter, ${url}, failed: ${thrownWords(cause)}`,
      { cause },
    );
  }
}

/** How many differences a message lists. */
const shownDifferences = 8;

function otherDataflow(
  { executor, modules, areGiven }: OpenMessage,
  differences: readonly string[],
): TaskError {
  const files = modules.map(({ url }) => url).join(', ');
  const shown = differences.slice(0, shownDifferences);
  const others = differences.length - shown.length;
  if (others > 0) shown.push(`  … and ${others} more`);
  return new TaskError(
    'worker/other-dataflow',
    `The modules that workers open are not those of the driver (${files}):\n${shown.join('\n')}`,
    {
      hint: areGiven
        ? 'each node has to be exported under its own name by one of these files'
        : `export each node under its own name from the file of its function, or say which file does: new ${executor}({ modules: [new URL('./features.ts', import.meta.url)] })`,
    },
  );
}

/** A node cannot be made here, although it could in the driver: most likely for want of config that cannot travel. */
function notMade({ kept }: OpenMessage, problem: IcosianError): IcosianError {
  if (kept.length === 0) return problem;
  const keys = kept.map((key) => `"${key}"`).join(', ');
  const [sentence = ''] = problem.message.split('\n');
  return new TaskError(
    'worker/config-stays',
    `A worker cannot make a node, and the config of the driver has ${keys}, which cannot travel: ${sentence}`,
    {
      node: problem.node,
      cause: problem,
      hint: 'give it as an input or make it in a resource, or keep the node in this thread: local(fn)',
    },
  );
}
