import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FunctionNode } from '../../src/nodes/node.ts';
import type { FramePlan, Step, TaskStep } from '../../src/plan/plan.ts';
import { advance, progressFrom, readyAtFirst, type Progress } from '../../src/plan/progress.ts';

/** A step by the slots that it reads and those that it fills. */
interface Sketch {
  readonly reads: readonly number[];
  readonly gives: readonly number[];
}

const node: FunctionNode = {
  kind: 'function',
  name: 'n',
  reads: [],
  call: () => 1,
  origin: { function: () => 1 },
  module: '',
};

const group: TaskStep['group'] = { id: 'n', nodes: ['n'], where: 'local', scope: [] };

/** A step that gives one value is a call, any other one a task; a call may read a slot for two parameters. */
function stepOf({ reads, gives }: Sketch): Step {
  const [slot] = gives;
  return slot !== undefined && gives.length === 1
    ? {
        kind: 'call',
        node,
        slot,
        parameters: reads.map(String),
        slots: reads,
        constants: undefined,
      }
    : {
        kind: 'task',
        group,
        slots: [...new Set(reads)],
        gives,
        plan: emptyPlan,
        taken: [],
        given: [],
        isShared: [],
        engine: {},
      };
}

const emptyPlan: FramePlan = {
  steps: [],
  slotCount: 0,
  kept: [],
  imported: [],
  releasedAfter: [],
};

const planOf = (
  sketches: readonly Sketch[],
  slotCount: number,
  kept: readonly number[],
): FramePlan => ({
  steps: sketches.map(stepOf),
  slotCount,
  kept,
  imported: [],
  releasedAfter: sketches.map(() => []),
});

//  slot 0 is given
//  0 ─▶ step 0 ─▶ 1 ─┬─▶ step 1 ─▶ 2 ─┬─▶ step 3 ─▶ 4, kept
//                    └─▶ step 2 ─▶ 3 ─┘
const diamond = planOf(
  [
    { reads: [0], gives: [1] },
    { reads: [1], gives: [2] },
    { reads: [1], gives: [3] },
    { reads: [2, 3], gives: [4] },
  ],
  5,
  [4],
);

const started = (progress: Progress, step: number): ReturnType<typeof advance> =>
  advance(progress, { kind: 'started', step });
const done = (progress: Progress, step: number): ReturnType<typeof advance> =>
  advance(progress, { kind: 'done', step });

describe('a step', () => {
  test('is ready at first where everything is given that it reads', () => {
    expect(readyAtFirst(progressFrom(diamond, 0))).toEqual([0]);
  });

  test('is ready when the last step is done whose values it reads', () => {
    const progress = progressFrom(diamond, 0);
    expect(started(progress, 0).ready).toEqual([]);
    expect(done(progress, 0).ready).toEqual([1, 2]);
    started(progress, 1);
    started(progress, 2);
    expect(done(progress, 2).ready).toEqual([]);
    expect(done(progress, 1).ready).toEqual([3]);
  });

  test('that reads one value twice waits for it once', () => {
    const twice = planOf(
      [
        { reads: [], gives: [0] },
        { reads: [0, 0], gives: [1] },
      ],
      2,
      [1],
    );
    const progress = progressFrom(twice, 0);
    started(progress, 0);
    expect(done(progress, 0)).toEqual({ ready: [1], released: [] });
    expect(started(progress, 1)).toEqual({ ready: [], released: [0] });
  });

  test('that is none of the first ones finds what those gave', () => {
    const progress = progressFrom(diamond, 1);
    expect(progress.steps).toEqual(diamond.steps.slice(1));
    expect(readyAtFirst(progress)).toEqual([0, 1]);
  });
});

describe('a slot', () => {
  test('is released when its last reader has taken it', () => {
    const progress = progressFrom(diamond, 0);
    expect(started(progress, 0).released).toEqual([0]);
    expect(done(progress, 0).released).toEqual([]);
    expect(started(progress, 2).released).toEqual([]);
    expect(started(progress, 1).released).toEqual([1]);
  });

  test('that nobody reads is released when it is filled', () => {
    const unread = planOf(
      [
        { reads: [], gives: [0, 1] },
        { reads: [1], gives: [2] },
      ],
      3,
      [2],
    );
    const progress = progressFrom(unread, 0);
    started(progress, 0);
    expect(done(progress, 0)).toEqual({ ready: [1], released: [0] });
  });

  test('that is kept, or belongs to the frame around, is never released', () => {
    const progress = progressFrom({ ...diamond, kept: [1, 4], imported: [0] }, 0);
    const released = [0, 1, 2, 3].flatMap((step) => [
      ...started(progress, step).released,
      ...done(progress, step).released,
    ]);
    expect(released).toEqual([2, 3]);
    expect(progress.unfinished).toBe(0);
  });
});

/** Random steps in topological order, the first of them done; and which choices are made. */
interface Scenario {
  readonly plan: FramePlan;
  readonly imported: readonly number[];
  readonly first: number;
  readonly choices: readonly number[];
}

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    given: fc.nat(3),
    steps: fc.array(
      fc.record({
        reads: fc.array(fc.nat(), { maxLength: 4 }),
        gives: fc.oneof(fc.constant(1), fc.nat(3)),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    kept: fc.array(fc.nat(), { maxLength: 3 }),
    imported: fc.nat(),
    first: fc.nat(),
    choices: fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
  })
  .map(({ given, steps, kept, imported, first, choices }) => {
    let slotCount = given;
    const sketches = steps.map(({ reads, gives }): Sketch => {
      const known = slotCount;
      slotCount += gives;
      return {
        reads: known === 0 ? [] : reads.map((slot) => slot % known),
        gives: Array.from({ length: gives }, (_, i) => known + i),
      };
    });
    const keptSlots = slotCount === 0 ? [] : [...new Set(kept.map((slot) => slot % slotCount))];
    return {
      plan: planOf(sketches, slotCount, keptSlots),
      // what comes from the frame around is given
      imported: Array.from({ length: imported % (given + 1) }, (_, slot) => slot),
      first: first % sketches.length,
      choices,
    };
  });

interface Happened {
  readonly event: string;
  readonly ready: readonly number[];
  readonly released: readonly number[];
}

/** Starts and finishes steps as the choices say, until none is left. */
function play({ plan, imported, first, choices }: Scenario): readonly Happened[] {
  const progress = progressFrom({ ...plan, imported }, first);
  const ready = [...readyAtFirst(progress)];
  const underWay: number[] = [];
  const log: Happened[] = [{ event: 'begun', ready: [...ready], released: [] }];
  for (let turn = 0; ready.length + underWay.length > 0; turn++) {
    const pick = (choices[turn % choices.length] as number) % (ready.length + underWay.length);
    const kind = pick < ready.length ? 'started' : 'done';
    const from = kind === 'started' ? ready : underWay;
    const [step = -1] = from.splice(kind === 'started' ? pick : pick - ready.length, 1);
    const change = advance(progress, { kind, step });
    if (kind === 'started') underWay.push(step);
    ready.push(...change.ready);
    log.push({ event: `${kind} ${step}`, ...change });
  }
  expect(progress.unfinished).toBe(0);
  return log;
}

const givesOf = (step: Step): readonly number[] =>
  step.kind === 'call' ? [step.slot] : step.gives;

describe('whatever the steps, and in whichever order they end', () => {
  const always = (check: (given: Scenario, log: readonly Happened[]) => void): void =>
    fc.assert(
      fc.property(scenario, (given) => {
        check(given, play(given));
      }),
      { numRuns: 1000 },
    );
  /** When something happened; -1: never. */
  const timeOf = (log: readonly Happened[], event: string): number =>
    log.findIndex((happened) => happened.event === event);

  test('each step becomes ready once, when all that it reads is there', () =>
    always(({ plan, first }, log) => {
      const steps = plan.steps.slice(first);
      const ready = log.flatMap((happened) => happened.ready);
      expect(ready.toSorted((a, b) => a - b)).toEqual(steps.map((_, i) => i));
      steps.forEach(({ slots }, i) => {
        const givers = steps.flatMap((step, giver) =>
          givesOf(step).some((slot) => slots.includes(slot)) ? [giver] : [],
        );
        const last = Math.max(0, ...givers.map((giver) => timeOf(log, `done ${giver}`)));
        expect(log.findIndex((happened) => happened.ready.includes(i))).toBe(last);
      });
    }));

  test('each slot is released once, after its last reader has taken it; what is kept or imported, never', () =>
    always(({ plan, first, imported }, log) => {
      const steps = plan.steps.slice(first);
      for (let slot = 0; slot < plan.slotCount; slot++) {
        const readers = steps.flatMap(({ slots }, i) => (slots.includes(slot) ? [i] : []));
        const giver = steps.findIndex((step) => givesOf(step).includes(slot));
        const last = Math.max(
          giver < 0 ? -1 : timeOf(log, `done ${giver}`),
          ...readers.map((reader) => timeOf(log, `started ${reader}`)),
        );
        const isHeld = plan.kept.includes(slot) || imported.includes(slot) || last < 0;
        const times = log.flatMap(({ released }, time) => (released.includes(slot) ? [time] : []));
        expect(times).toEqual(isHeld ? [] : [last]);
      }
    }));

  test('the same events give the same answers', () =>
    always((given, log) => {
      expect(play(given)).toEqual(log);
    }));

  test('the plan stays as it is', () =>
    fc.assert(
      fc.property(scenario, (given) => {
        const before = structuredClone({ ...given.plan, steps: given.plan.steps.map(slotsIn) });
        play(given);
        expect({ ...given.plan, steps: given.plan.steps.map(slotsIn) }).toEqual(before);
      }),
    ));
});

const slotsIn = (step: Step): Sketch => ({ reads: step.slots, gives: givesOf(step) });

describe('finishing a step costs no more than its edges', () => {
  /** How often the parts of a plan are touched while all of it runs. */
  function touches(sketches: readonly Sketch[], slotCount: number): number {
    let count = 0;
    const counted = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (inner, key) => {
          count++;
          // typed arrays insist on being called as themselves
          const value: unknown = Reflect.get(inner, key, inner);
          return typeof value === 'function' ? (value.bind(inner) as unknown) : value;
        },
        set: (inner, key, value) => (count++, Reflect.set(inner, key, value, inner)),
      });
    const bare = planOf(sketches, slotCount, []);
    const steps = bare.steps.map((step) => counted({ ...step, slots: counted(step.slots) }));
    const progress = progressFrom({ ...bare, steps }, 0);
    const watched: Progress = {
      steps: counted(progress.steps as Step[]),
      missing: counted(progress.missing),
      waiting: counted(
        (progress.waiting as (readonly number[] | undefined)[]).map(
          (each) => each && counted(each),
        ),
      ),
      readers: counted(progress.readers),
      unfinished: progress.unfinished,
    };
    const ready = [...readyAtFirst(progress)];
    count = 0;
    for (const step of ready) {
      advance(watched, { kind: 'started', step });
      ready.push(...advance(watched, { kind: 'done', step }).ready);
    }
    expect(watched.unfinished).toBe(0);
    return count;
  }

  test.each<[string, (size: number) => readonly Sketch[]]>([
    [
      'a chain',
      (size) =>
        Array.from({ length: size }, (_, i) => ({ reads: i === 0 ? [] : [i - 1], gives: [i] })),
    ],
    [
      'many steps between two',
      (size) => [
        { reads: [], gives: [0] },
        ...Array.from({ length: size - 2 }, (_, i) => ({ reads: [0], gives: [i + 1] })),
        { reads: Array.from({ length: size - 2 }, (_, i) => i + 1), gives: [size - 1] },
      ],
    ],
    [
      'independent steps',
      (size) => Array.from({ length: size }, (_, i) => ({ reads: [], gives: [i] })),
    ],
  ])('%s', (_words, graph) => {
    const [few, many] = [100, 10_000].map((size) => touches(graph(size), size) / size);
    expect(few).toBeGreaterThan(1);
    expect(many).toBeLessThan((few as number) * 1.1);
  });
});
