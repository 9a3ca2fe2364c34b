// A dataflow of a thousand nodes compiles while its author still looks at the line. How much the compiler has to do is
// pinned here; how long that takes, whole process, is measured by `npm run bench -- types` against the 4 s it may.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceOf } from '../bench/graph-shapes.ts';
import { chainOf, graphCompiler, type GraphCompiler } from './graph-compiler.ts';

let compiler: GraphCompiler;
beforeAll(() => {
  compiler = graphCompiler();
}, 120_000);
afterAll(() => compiler.close());

describe('the compiler', () => {
  // a tenth above what it takes today, which is a good second
  test.each([
    {
      graph: 'a deep graph of 1,000 nodes',
      module: sourceOf(1000, 'deep'),
      last: 'n999',
      limit: 313_000,
    },
    {
      graph: 'a wide graph of 1,000 nodes',
      module: sourceOf(1000, 'wide'),
      last: 'n999',
      limit: 234_000,
    },
    { graph: 'a chain of 3,000 nodes', module: chainOf(3000), last: 'n2999', limit: 873_000 },
  ])('takes $graph in its stride', { timeout: 120_000 }, ({ module, last, limit }) => {
    const { errors, instantiations } = compiler.compile(module, last);
    expect(errors).toEqual([]);
    expect(instantiations).toBeLessThan(limit);
  });
});
