import { describe, expect, test } from 'vitest';
import { InputError, type IcosianError } from '../../src/errors.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';
import { checkRequest } from '../../src/plan/check-request.ts';

//  spend ─▶ mean ─▶ spread ◀─ spend, window        window is optional, region is config
const graph = buildGraph(
  [
    {
      mean: ({ spend, region }: { spend: number; region: string }) => `${region}${spend}`,
      spread: ({ mean, spend, window = 3 }: { mean: number; spend: number; window?: number }) => [
        mean,
        spend,
        window,
      ],
    },
  ],
  { region: 'US', note: 'unread', nothing: undefined },
);

const problemsOf = (outputs: unknown, options: unknown): readonly string[] => {
  try {
    checkRequest(graph, outputs, options);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).errors.map(({ code }) => code);
  }
};
const inputs = { spend: 1 };

describe('a right request', () => {
  test('says what is given, config included, and what is needed', () => {
    const request = checkRequest(graph, ['spread', 'region'], {
      inputs: { spend: 1, window: undefined },
      overrides: { mean: 2 },
    });
    expect([...request.inputs]).toEqual([
      ['region', 'US'],
      ['note', 'unread'],
      ['spend', 1],
    ]);
    expect([...request.overrides]).toEqual([['mean', 2]]);
    expect(request.outputs).toEqual(['spread', 'region']);
    expect(request.needs.nodes.map(({ node }) => node.name)).toEqual([
      'spend',
      'region',
      'mean',
      'spread',
    ]);
  });

  test('may ask for inputs, and for config keys that nothing reads', () => {
    expect(problemsOf(['spend', 'note', 'region'], { inputs })).toEqual([]);
    expect(problemsOf(['extra'], { inputs: { ...inputs, extra: 1 } })).toEqual([]);
  });

  test('may give more than is needed', () => {
    expect(
      problemsOf(['mean'], {
        inputs: { ...inputs, window: 3, somethingElse: 1 },
        overrides: { spread: 1 },
      }),
    ).toEqual([]);
  });

  test('may leave the options out, or any of them', () => {
    for (const options of [
      undefined,
      {},
      { inputs: undefined, overrides: undefined, signal: undefined },
    ]) {
      expect(problemsOf(['note'], options)).toEqual([]);
    }
  });

  test('may give a module, or a record without a prototype, as its inputs', async () => {
    const source: string = 'data:text/javascript,export const spend = 1';
    const module = (await import(source)) as object;
    expect(problemsOf(['mean'], { inputs: module })).toEqual([]);
    expect(problemsOf(['mean'], { inputs: Object.assign(Object.create(null), inputs) })).toEqual(
      [],
    );
  });

  test('counts undefined as not given, and null as given', () => {
    expect(problemsOf(['mean'], { inputs: { spend: null } })).toEqual([]);
    expect(problemsOf(['mean'], { inputs: { spend: undefined } })).toEqual(['input/missing']);
    expect(
      problemsOf(['mean'], {
        inputs: { ...inputs, windo: undefined, mean: undefined, region: undefined },
      }),
    ).toEqual([]);
    expect(problemsOf(['nothing'], {})).toEqual(['request/unknown-output']);
  });
});

describe('a wrong request', () => {
  test('tells all its problems at once', () => {
    const options = {
      inputs: { region: 'UK', mean: 1, $signal: 1, windo: 2 },
      overrides: { spread: undefined, maen: 1 },
      signal: 'now',
      cache: true,
    };
    expect(problemsOf(['mean', 'mean', 'spraed', 7], options)).toEqual([
      'request/unknown-option',
      'request/bad-signal',
      'input/in-config',
      'input/is-node',
      'input/reserved',
      'override/undefined',
      'override/unknown',
      'request/output-twice',
      'request/unknown-output',
      'request/bad-output',
      'input/missing',
      'input/unknown',
    ]);
  });

  test('lists every missing input', () => {
    const two = buildGraph(
      [
        {
          a: ({ x, y }: { x: number; y: number }) => x + y,
          b: ({ a, z }: { a: number; z: number }) => a + z,
        },
      ],
      {},
    );
    expect(() => checkRequest(two, ['b'], { inputs: { y: 1 } })).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ node: 'x' }), expect.objectContaining({ node: 'z' })],
      }),
    );
  });

  test('with a typo in a required input says it once', () => {
    expect(problemsOf(['mean'], { inputs: { spned: 1 } })).toEqual(['input/missing']);
  });

  test('with a typo in an optional input says so; a strange name may pass', () => {
    expect(problemsOf(['spread'], { inputs: { ...inputs, windw: 1 } })).toEqual(['input/unknown']);
    expect(problemsOf(['spread'], { inputs: { ...inputs, colour: 1 } })).toEqual([]);
    expect(problemsOf(['spread'], { inputs: { ...inputs, window: 1, windw: 1 } })).toEqual([]);
  });

  test.each([['x'], [1], [null], [[]], [new Map()], [() => 1]])(
    'has options that are %o',
    (options) => {
      expect(problemsOf(['note'], options)).toEqual(['request/bad-options']);
      expect(problemsOf(['note'], { inputs: options })).toEqual(['request/bad-options']);
      expect(problemsOf(['note'], { overrides: options })).toEqual(['request/bad-options']);
    },
  );

  test.each([['mean'], [undefined], [null], [{ mean: true }], [new Set(['mean'])]])(
    'has outputs that are %o',
    (outputs) => {
      expect(problemsOf(outputs, { inputs })).toEqual(['request/outputs-not-a-list']);
    },
  );

  test('tells every output that is no name', () => {
    expect(problemsOf([1, null, undefined, ['note'], 'note'], {})).toEqual(
      Array.from({ length: 4 }, () => 'request/bad-output'),
    );
  });
});

test('a request with thousands of missing and thousands of unused inputs is refused at once', () => {
  const count = 8_000;
  const names = (stem: string): string[] => Array.from({ length: count }, (_, i) => `${stem}${i}`);
  const wide = buildGraph([{ all: dependsOn(names('given'), () => 1) }], {});
  const unused = Object.fromEntries(names('givne').map((name) => [name, 1]));
  // an edit distance for each pair would take minutes
  const problems: readonly IcosianError[] = refusal(wide, ['all'], { inputs: unused });
  expect(problems.filter(({ code }) => code === 'input/missing')).toHaveLength(count);
  expect(problems[0]?.hint).toContain('did you mean "given0"?');
  const unknown = refusal(wide, names('givne'), {});
  expect(unknown).toHaveLength(count);
  expect(unknown[0]?.hint).toBe('did you mean "given0"?');
}, 5_000);

function refusal(of: Graph, outputs: unknown, options: unknown): readonly IcosianError[] {
  try {
    checkRequest(of, outputs, options);
  } catch (error) {
    return (error as InputError).errors;
  }
  throw new Error('it was not refused');
}
