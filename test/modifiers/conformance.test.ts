import {
  check,
  createModule,
  hidden,
  inject,
  limit,
  local,
  parameterize,
  pipeInput,
  pipeOutput,
  resolve,
  retry,
  schema,
  source,
  step,
  subdag,
  tag,
  timeout,
  value,
  when,
  whenNot,
  type AnyFunction,
} from '../../src/index.ts';
import { composition, modifierConformance, type Wrapping } from '../conformance/modifier.ts';

const same = ({ v }: { v: unknown }): unknown => v;
const sameOf = ({ v, factor }: { v: unknown; factor: number }): unknown => (factor === 1 ? v : 0);

/** Beside what it reads, the function gets a list and a record; it does not mind. */
const grouped = (fn: AnyFunction): AnyFunction =>
  inject({ x: source('x') } as never, pipeOutput(fn, step(sameOf, { factor: value(1) })));
const listed = ({ v }: { v: readonly unknown[] }): unknown => v[0];

let parts = 0;
/** In a part with another node, which nobody reads. */
const inPart = (fn: AnyFunction): AnyFunction =>
  subdag({ modules: [createModule({ [`own${++parts}`]: () => 1 })] }, fn) as never;

const wrappings: readonly Wrapping[] = [
  { name: 'tag', wrap: (fn) => tag({ team: 'core' }, fn) },
  { name: 'schema', wrap: (fn) => schema({ a: 'Float64' }, fn) },
  { name: 'hidden', wrap: (fn) => hidden(fn) },
  { name: 'inject', wrap: (fn) => inject({ x: source('x') } as never, fn) },
  { name: 'inject around pipeOutput', wrap: grouped },
  { name: 'parameterize', wrap: (fn) => parameterize(fn, { n: {} })['n'] },
  { name: 'when', wrap: (fn) => when({ on: true }, fn) },
  { name: 'otherwise', wrap: (fn) => whenNot({ on: true }, () => 0).otherwise(fn) },
  { name: 'resolve', wrap: (fn) => resolve(() => fn) },
  { name: 'subdag', wrap: inPart },
  { name: 'pipeInput', wrap: (fn) => pipeInput(fn, { x: [step(same)] } as never) },
  { name: 'pipeOutput', wrap: (fn) => pipeOutput(fn, step(same)) },
  { name: 'pipeOutput twice', wrap: (fn) => pipeOutput(fn, step(same), step(same)) },
  {
    name: 'pipeOutput of a checked step',
    wrap: (fn) => pipeOutput(fn, step(check({ custom: () => true }, same) as never)),
  },
  {
    name: 'pipeOutput with a group',
    wrap: (fn) =>
      pipeOutput(
        fn,
        step(({ v }: { v: unknown }) => [v]),
        step(listed, {}),
      ) as AnyFunction,
  },
  { name: 'check', wrap: (fn) => check({ custom: () => true }, fn) as never },
  { name: 'retry', wrap: (fn) => retry({ times: 2, backoff: 0 }, fn) },
  { name: 'timeout', wrap: (fn) => timeout(60_000, fn) },
  { name: 'limit', wrap: (fn) => limit({ concurrency: 2 }, fn), mayOpen: false },
  { name: 'local', wrap: (fn) => local(fn) },
];

for (const wrapping of wrappings) modifierConformance(wrapping);
composition(wrappings);
