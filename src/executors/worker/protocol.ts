/**
 * What a pool and its workers say to each other: the messages of parcels.
 *
 * @module
 */
import type { NodeInfo } from '../../adapters/adapter.ts';
import type { Packed } from '../../columns/parcel.ts';
import type { WorkerModule } from '../../sources/worker-modules.ts';
import type { TaskProgram } from '../executor.ts';
import type { OutcomeList, TaskList, TaskValue } from './task-list.ts';

/** What a worker has to know before its first task. */
export interface OpenMessage {
  readonly kind: 'open';
  /** How the worker is called. */
  readonly worker: string;
  /** For messages: how modules are given to the executor. */
  readonly executor: string;
  readonly modules: readonly WorkerModule[];
  /** Whether the user gave them. */
  readonly areGiven: boolean;
  /** Of each node that may run here, what it must look like. */
  readonly signatures: readonly (readonly [name: string, signature: string])[];
  /** What can travel of it. */
  readonly config: readonly (readonly [name: string, value: Packed])[];
  /** The keys of what cannot. */
  readonly kept: readonly string[];
  readonly adapters: readonly { readonly module: string; readonly options: Packed }[];
  /** For adapters. */
  readonly infos: readonly NodeInfo[];
  /** Whether it is to tell what nodes do. */
  readonly reportsNodes: boolean;
}

export interface BatchMessage {
  readonly kind: 'run';
  readonly run: string;
  readonly program: number;
  /** Where the worker does not have it yet. */
  readonly data?: TaskProgram;
  /** Shared values that the worker does not have yet. */
  readonly shared: readonly (readonly [number: number, value: Packed])[];
  /** Shared values and programs that nobody will ask for any more. */
  readonly forget: readonly number[];
  readonly forgetPrograms: boolean;
  /** What the resources of the run read. */
  readonly given: readonly (readonly [name: string, value: TaskValue])[];
  /** How often these tasks were begun, this time included. */
  readonly attempt: number;
  readonly tasks: TaskList;
}

export type ToWorker =
  | OpenMessage
  | BatchMessage
  /** The run is over: what it has kept can go. */
  | {
      readonly kind: 'end';
      readonly run: string;
      readonly isAborted: boolean;
      readonly forget: readonly number[];
    }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly error: Packed }
  | { readonly kind: 'done'; readonly outcomes: OutcomeList }
  | { readonly kind: 'ended'; readonly run: string; readonly failure?: Packed }
  | { readonly kind: 'closed'; readonly failure?: Packed };
