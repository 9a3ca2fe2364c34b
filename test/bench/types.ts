/**
 * What type-checking a large dataflow costs: the whole process of the compiler.
 *
 * @module
 */
import { graphCompiler } from '../types/graph-compiler.ts';
import { sourceOf } from './graph-shapes.ts';
import { figureText, type Report } from './report.ts';
import { least, median } from './statistics.ts';
import { judged, typesLimit, verdictText } from './targets.ts';

const nodes = 1000;

export function measureTypes({ isQuick }: { readonly isQuick: boolean }): Promise<Report> {
  const compiler = graphCompiler();
  const wrong: string[] = [];
  try {
    const measured = (['deep', 'wide'] as const).map((shape) => {
      const runs = Array.from({ length: isQuick ? 1 : 3 }, () =>
        compiler.compile(sourceOf(nodes, shape), `n${nodes - 1}`),
      );
      wrong.push(...runs.flatMap(({ errors }) => errors));
      const seconds = runs.map(({ ms }) => ms / 1000);
      const verdict = judged(`types, ${shape} ${nodes}, seconds`, median(seconds), typesLimit);
      return { shape, seconds, verdict, instantiations: runs[0]?.instantiations };
    });
    return Promise.resolve({
      title: 'Types: tsc, whole process, on a program that builds and executes the graph',
      headings: ['shape', 'nodes', 'median s', 'min s', 'instantiations', 'target'],
      lines: measured.map(({ shape, seconds, verdict, instantiations }) => [
        shape,
        nodes.toLocaleString('en'),
        figureText(median(seconds)),
        figureText(least(seconds)),
        instantiations?.toLocaleString('en') ?? '',
        verdictText(verdict),
      ]),
      notes: [],
      verdicts: measured.map(({ verdict }) => verdict),
      wrong,
      rows: measured,
    });
  } finally {
    compiler.close();
  }
}
