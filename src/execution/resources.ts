/**
 * Resources: made where they are needed, once, and let go of in good order.
 *
 * @module
 */
import { AbortError, IcosianError } from '../errors.ts';
import type { Config, FunctionNode } from '../nodes/node.ts';
import { acceptValue, type Locate } from './accept-value.ts';
import { atMost, closeWithinMs, isDoneWithin } from './behaviour.ts';
import { callWithBehaviours } from './node-behaviour.ts';
import { inputsInWords, nodeFailure } from './node-failure.ts';
import { isPromise } from './step-runner.ts';
import { thrownWords } from './thrown.ts';

/** What resources are made from. */
export interface ResourceSettings {
  /** The node of a resource; undefined: the name is none of a resource. */
  readonly nodeNamed: (name: string) => FunctionNode | undefined;
  readonly config: Config;
  readonly locate: Locate;
}

const nothing: ReadonlyMap<string, unknown> = new Map();

export class Resources {
  readonly #settings: ResourceSettings;
  /** Inputs, and what overrides: what lives no longer than a run. */
  readonly #given: ReadonlyMap<string, unknown>;
  /** Has those that depend on nothing of this. */
  readonly #longer: Resources | undefined;
  readonly #made = new Map<FunctionNode, unknown>();
  /** Whether a resource depends on what lives no longer than a run. */
  readonly #areOfRun = new Map<FunctionNode, boolean>();
  readonly #toDispose: { readonly node: FunctionNode; readonly dispose: () => Promise<void> }[] =
    [];
  #isClosed = false;
  /** What is being made hears by it that nobody needs it any more. */
  readonly #closing = new AbortController();

  constructor(
    settings: ResourceSettings,
    given: ReadonlyMap<string, unknown> = nothing,
    longer?: Resources,
  ) {
    this.#settings = settings;
    this.#given = given;
    this.#longer = longer;
  }

  /** Those of one run, which has these values for what they read from outside. */
  forRun(given: ReadonlyMap<string, unknown>): Resources {
    return new Resources(this.#settings, given, this);
  }

  /** The resource, or a promise of it where it takes its time. Fails with `NodeExecutionError`. */
  get(node: FunctionNode): unknown {
    if (this.#longer !== undefined && !this.#dependsOnRun(node)) return this.#longer.get(node);
    if (this.#made.has(node)) return this.#made.get(node);
    if (this.#isClosed) {
      const sentence = `The run was over before "${node.name}" was made.`;
      throw new AbortError('run/over', sentence, { node: node.name });
    }
    const value = this.#make(node);
    this.#made.set(node, value);
    if (isPromise(value)) {
      value.then(
        (made) => this.#made.set(node, made),
        // whoever asks next has it tried again
        () => this.#made.delete(node),
      );
    }
    return value;
  }

  /** Lets go of all that were made, the last one first. Rejects with the first failure; all others are tried. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#closing.abort(new AbortError('run/over', 'Its resources are being let go of.'));
    const making = Promise.allSettled(this.#made.values());
    await atMost(
      making.then(() => undefined),
      closeWithinMs,
    );
    const failures: unknown[] = [];
    for (const { node, dispose } of this.#toDispose.splice(0).toReversed()) {
      try {
        await inTime(node, dispose());
      } catch (error) {
        failures.push(error);
      }
    }
    this.#made.clear();
    if (failures.length > 0) throw failures[0];
  }

  #dependsOnRun(node: FunctionNode): boolean {
    if (this.#given.size === 0) return false;
    const known = this.#areOfRun.get(node);
    if (known !== undefined) return known;
    const isOfRun = node.reads.some(({ name }) => {
      if (this.#given.has(name)) return true;
      const read = this.#settings.nodeNamed(name);
      return read !== undefined && this.#dependsOnRun(read);
    });
    this.#areOfRun.set(node, isOfRun);
    return isOfRun;
  }

  #make(node: FunctionNode): unknown {
    const inputs: Record<string, unknown> = { ...node.bound };
    const waiting: Promise<void>[] = [];
    for (const { name, as, whenAbsent } of node.reads) {
      const value = this.#valueOf(name);
      if (isPromise(value)) {
        const made = value.then((its) => {
          inputs[as] = its;
        });
        // the next one may throw before anybody waits for this one
        made.catch(() => undefined);
        waiting.push(made);
      } else if (value !== undefined) inputs[as] = value;
      else if (whenAbsent !== undefined) inputs[as] = whenAbsent;
    }
    return waiting.length === 0
      ? this.#call(node, inputs)
      : Promise.all(waiting).then(() => this.#call(node, inputs));
  }

  #valueOf(name: string): unknown {
    if (this.#given.has(name)) return this.#given.get(name);
    const node = this.#settings.nodeNamed(name);
    return node === undefined ? this.#settings.config[name] : this.get(node);
  }

  #call(node: FunctionNode, inputs: Record<string, unknown>): unknown {
    const { locate } = this.#settings;
    const words = inputsInWords(inputs);
    const accepted = (value: unknown): unknown => {
      acceptValue(node, value, locate, () => ({ item: undefined, inputs: words }));
      this.#toDispose.push({ node, dispose: () => disposed(node, value) });
      return value;
    };
    const failed = (error: unknown): never => {
      throw nodeFailure(node, words, error, locate);
    };
    let value: unknown;
    try {
      value =
        node.behaviours === undefined
          ? node.call(inputs)
          : callWithBehaviours(node, node.behaviours, inputs, {
              signal: () => this.#closing.signal,
              item: undefined,
              // nobody would ever let go of what came too late
              drop: (late) => void disposed(node, late).catch(() => undefined),
            });
    } catch (error) {
      return failed(error);
    }
    if (!isPromise(value)) return accepted(value);
    return Promise.resolve(value).then(accepted, failed);
  }
}

/** Waits for a resource to be let go of, but not for ever. */
async function inTime({ name }: FunctionNode, disposing: Promise<void>): Promise<void> {
  if (await isDoneWithin(disposing, closeWithinMs)) return disposing;
  const sentence = `The resource "${name}" was not let go of within ${closeWithinMs} ms.`;
  const hint = 'does its dispose wait for something that never comes?';
  throw new IcosianError('resource/dispose-slow', sentence, { node: name, hint });
}

interface Disposable {
  [Symbol.asyncDispose]?: () => unknown;
  [Symbol.dispose]?: () => unknown;
}

async function disposed({ name, resource }: FunctionNode, value: unknown): Promise<void> {
  try {
    if (resource?.dispose !== undefined) await resource.dispose(value as never);
    else {
      const own = Object(value) as Disposable;
      if (typeof own[Symbol.asyncDispose] === 'function') await own[Symbol.asyncDispose]?.();
      else if (typeof own[Symbol.dispose] === 'function') own[Symbol.dispose]?.();
    }
  } catch (cause) {
    const sentence = `The resource "${name}" could not be let go of: ${thrownWords(cause)}`;
    throw new IcosianError('resource/dispose-failed', sentence, { node: name, cause });
  }
}
