import { describe, expect, test } from 'vitest';
import { readHead } from '../../src/nodes/dependencies.ts';
import { functionFrom } from './head-in-words.ts';

describe('what cannot be read is an error that says how to write it', () => {
  const wrapper = ' hands on its arguments without naming them: it wraps another function.';
  const dependsOn = "\n  → name its dependencies: dependsOn(['a', 'b?'], node)";
  const native =
    '"node" is a bound, native or proxied function: its parameters are not in its text.' +
    dependsOn;
  const rows: readonly (readonly [expression: string, code: string, message: string])[] = [
    [
      '(a, b) => a',
      'node/positional-parameters',
      '"node" takes 2 positional parameters: (a, b).\n  → take its dependencies by name: ({ a, b }) => …',
    ],
    [
      '({ a }, b) => a',
      'node/positional-parameters',
      '"node" takes 2 positional parameters: ({ a }, b).\n  → take its dependencies by name: ({ a, b }) => …',
    ],
    [
      '(a, b = 1, ...c) => a',
      'node/positional-parameters',
      '"node" takes 3 positional parameters: (a, b = 1, ...c).\n  → take its dependencies by name: ({ a, b = 1, ...c }) => …',
    ],
    [
      '(deps) => deps',
      'node/parameter-not-destructured',
      '"node" takes one parameter that is not destructured: (deps).\n  → name its dependencies in place: ({ a, b }) => …',
    ],
    [
      'deps => deps',
      'node/parameter-not-destructured',
      '"node" takes one parameter that is not destructured: (deps).\n  → name its dependencies in place: ({ a, b }) => …',
    ],
    [
      'async deps => deps',
      'node/parameter-not-destructured',
      '"node" takes one parameter that is not destructured: (deps).\n  → name its dependencies in place: ({ a, b }) => …',
    ],
    [
      '(deps = {}) => deps',
      'node/parameter-not-destructured',
      '"node" takes one parameter that is not destructured: (deps = {}).\n  → name its dependencies in place: ({ a, b }) => …',
    ],
    [
      '([a, b]) => a',
      'node/parameter-not-destructured',
      '"node" takes one parameter that is not destructured: ([a, b]).\n  → name its dependencies in place: ({ a, b }) => …',
    ],
    [
      '(...all) => all',
      'node/parameter-not-destructured',
      `"node" takes a rest parameter: (...all).\n  → name its dependencies in place: ({ a, b }) => …; for a wrapped or mocked function: dependsOn(['a', 'b?'], node)`,
    ],
    [
      '(...[{ a }]) => a',
      'node/parameter-not-destructured',
      `"node" takes a rest parameter: (...[{ a }]).\n  → name its dependencies in place: ({ a, b }) => …; for a wrapped or mocked function: dependsOn(['a', 'b?'], node)`,
    ],
    [
      '({ a, ...others }) => a',
      'node/rest-element',
      '"node" takes the rest of its dependencies (...others): which ones, nobody can know.\n  → name each dependency: ({ a, b }) => …',
    ],
    [
      "({ ['a' + 1]: x }) => x",
      'node/computed-key',
      `"node" takes a dependency by a computed key (['a' + 1]): its name is not in the text.\n  → write the name itself: ({ a }) or ({ 'us.revenue': a })`,
    ],
    [
      "({ ['a']: x }) => x",
      'node/computed-key',
      `"node" takes a dependency by a computed key (['a']): its name is not in the text.\n  → write the name itself: ({ a }) or ({ 'us.revenue': a })`,
    ],
    ['(({ a }) => a).bind(null)', 'node/unreadable', native],
    ['new Proxy(({ a }) => a, {})', 'node/unreadable', native],
    ['Math.max', 'node/unreadable', native],
    ['Array.prototype.map', 'node/unreadable', native],
    [
      'class { static m({ a }) {} }',
      'node/unreadable',
      `The parameters of "node" cannot be read from its text (not a function).${dependsOn}`,
    ],
    [
      'function () { return inner.apply(this, arguments); }',
      'node/unreadable',
      `"node"${wrapper}${dependsOn}`,
    ],
    [
      'function (x) { return inner.apply(this, arguments); }',
      'node/unreadable',
      `"node"${wrapper}${dependsOn}`,
    ],
    [
      'function wrapped() { const call = () => inner(...arguments); return call(); }',
      'node/unreadable',
      `"node"${wrapper}${dependsOn}`,
    ],
    [
      'function () { var args = arguments, key = args[0]; return inner.apply(this, args); }',
      'node/unreadable',
      `"node"${wrapper}${dependsOn}`,
    ],
    [
      '({ m() { return inner({ ...arguments }); } }).m',
      'node/unreadable',
      `"node"${wrapper}${dependsOn}`,
    ],
    [
      'class A { constructor({ a }) {} }',
      'node/unreadable',
      `The parameters of "node" cannot be read from its text (not a function).${dependsOn}`,
    ],
  ];
  test.each(rows)('%s', (expression, code, message) => {
    let thrown: unknown;
    try {
      readHead('node', functionFrom(expression));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'InvalidNodeError', code, node: 'node', message });
  });
});
