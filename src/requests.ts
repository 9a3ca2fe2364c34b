/**
 * The requests of a driver: checked, planned, and run.
 *
 * @module
 */
import { AbortError, inputError } from './errors.ts';
import { atMost, closeWithinMs } from './execution/behaviour.ts';
import {
  hasPromises,
  hearPromises,
  refusedInputs,
  resolvedRequest,
} from './execution/given-values.ts';
import type { StreamSink } from './execution/lanes.ts';
import { OpenRuns } from './execution/open-runs.ts';
import { Resources } from './execution/resources.ts';
import type { RunControl } from './execution/run-control.ts';
import { allDone } from './execution/settle.ts';
import { runRequest, streamLeft, tasksOf, type RunSettings } from './execution/run-request.ts';
import { valueStream, type ValueStream } from './execution/value-stream.ts';
import { resourceNamed } from './graph/resources.ts';
import type { FunctionNode } from './nodes/node.ts';
import { checkRequest, type Request } from './plan/check-request.ts';
import { overridesElsewhere } from './plan/overrides-elsewhere.ts';
import { streamOptions, type RequestOptions } from './plan/request-options.ts';
import { PlanMemory, type Planned } from './plan/plan-memory.ts';

/** The options of a stream. */
export interface StreamOptions extends RequestOptions {
  /** Whether values come in item order; else as they finish. @default true */
  readonly ordered?: boolean;
}

export class Requests {
  readonly #run: RunSettings;
  readonly #plans: PlanMemory;
  readonly #runs = new OpenRuns();

  constructor(run: Omit<RunSettings, 'resources'>) {
    const { graph, locate } = run;
    const nodeNamed = (name: string): FunctionNode | undefined => resourceNamed(graph, name);
    this.#run = { ...run, resources: new Resources({ nodeNamed, config: graph.config, locate }) };
    this.#plans = new PlanMemory(graph);
  }

  /** Runs a request and gives its result. Never throws synchronously. */
  // not async, nor is what it calls: a call that waits would hold on to the inputs until its end
  execute(outputs: readonly string[], options: RequestOptions): Promise<unknown> {
    hearPromises(options);
    try {
      this.#runs.assertOpen();
      const planned = this.#planned(outputs, options);
      return this.#runs.begin(options.signal, (control) => this.#started(planned, control));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The values of a node in a block as they come about; nothing is checked or run before the first is asked for. */
  stream(output: string, given: StreamOptions): ValueStream {
    hearPromises(given);
    return valueStream((open) => {
      this.#runs.assertOpen();
      const { isOrdered, options } = streamOptions(given);
      const sink = open(isOrdered);
      const planned = this.#planned([output], options, true);
      let begun: RunControl | undefined;
      const ended = this.#runs.begin(options.signal, (control) => {
        begun = control;
        return this.#started(planned, control, sink);
      });
      return {
        ended: this.#afterClosing(ended),
        isAborted: () => begun?.ending()?.error instanceof AbortError,
        leave: () => begun?.stop(streamLeft()),
      };
    });
  }

  /** Checks a request as `execute` does. Throws `InputError` with all problems. */
  validate(outputs: readonly string[], options: RequestOptions): void {
    hearPromises(options);
    this.#runs.assertOpen();
    this.#planned(outputs, options);
  }

  /** A checked request that is only shown. Throws `InputError` with all problems. */
  checked(outputs: readonly string[], options: RequestOptions): Request {
    hearPromises(options);
    const request = checkRequest(this.#run.graph, outputs, options);
    this.#assertAccepted(request);
    return request;
  }

  /** Aborts what is running and lets go of everything. */
  async close(): Promise<void> {
    await this.#runs.close();
    await this.#generatorsClosed();
    await allDone([this.#run.tasks?.executors.close(), this.#run.resources.close()]);
  }

  async #afterClosing(ended: Promise<unknown>): Promise<void> {
    try {
      await ended;
    } finally {
      await this.#generatorsClosed();
    }
  }

  /** Waits for generators that were told to end, but not for ever. */
  async #generatorsClosed(): Promise<void> {
    const closings = [...this.#run.load.closings];
    if (closings.length > 0)
      await atMost(
        Promise.all(closings).then(() => {}),
        closeWithinMs,
      );
  }

  #planned(outputs: readonly string[], options: RequestOptions, isStreamed = false): Planned {
    const { request, plan } = this.#plans.plan(outputs, options, isStreamed);
    this.#assertAccepted(request);
    const { graph, tasks } = this.#run;
    const cut = tasksOf(this.#run, plan);
    const lost =
      request.overrides.size > 0 && tasks?.executors.areElsewhere === true
        ? overridesElsewhere(graph, cut, request.overrides)
        : [];
    if (lost.length > 0) throw inputError(lost);
    return { request, plan: cut };
  }

  #assertAccepted(request: Request, before?: Request): void {
    const { graph, adapters } = this.#run;
    const refused = refusedInputs(graph, adapters, request, before);
    if (refused.length > 0) throw inputError(refused);
  }

  #started(planned: Planned, control: RunControl, sink?: StreamSink): Promise<unknown> {
    const { request, plan } = planned;
    if (!hasPromises(request, plan)) return runRequest(this.#run, request, plan, control, sink);
    return this.#awaited(planned, control, sink !== undefined).then((resolved) =>
      runRequest(this.#run, resolved.request, resolved.plan, control, sink),
    );
  }

  async #awaited(planned: Planned, control: RunControl, isStreamed: boolean): Promise<Planned> {
    const { graph } = this.#run;
    const resolved = await resolvedRequest(graph, planned, control.over, isStreamed);
    this.#assertAccepted(resolved.request, planned.request);
    return { request: resolved.request, plan: tasksOf(this.#run, resolved.plan) };
  }
}
