/**
 * What importing costs: icosian beside nodejs-polars alone, and what it loads besides.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inFreshProcess, root } from './fresh-process.ts';
import { figureText, type Report } from './report.ts';
import { least, median, medianDifference } from './statistics.ts';
import { importLimit, judged, verdictText, type Verdict } from './targets.ts';

/** What import-case.mjs is asked. */
export interface ImportTask {
  /** The URL of a module. */
  readonly module: string;
  /** Whether to list what is loaded, which makes importing slower. */
  readonly isListed: boolean;
}

/** What it answers. */
interface Imported {
  readonly ms: number;
  /** Names of packages, and of Node's own modules as `node:name`; empty where they are not listed. */
  readonly loaded: readonly string[];
}

/** What only some dataflows need must not be loaded by all. */
const heavy: readonly { readonly kind: string; readonly names: readonly string[] }[] = [
  {
    kind: 'worker pool',
    names: ['node:worker_threads', 'node:child_process', 'node:cluster', 'piscina', 'tinypool'],
  },
  {
    kind: 'cluster client',
    names: ['node:http', 'node:http2', 'node:https', 'node:net', 'node:tls'],
  },
  { kind: 'arrow', names: ['apache-arrow', 'flatbuffers'] },
  {
    kind: 'drawing engine',
    names: ['@hpcc-js/wasm-graphviz', '@resvg/resvg-js', '@expo-google-fonts/arimo'],
  },
];

export async function measureImport({ isQuick }: { readonly isQuick: boolean }): Promise<Report> {
  const built = join(root, 'dist/index.js');
  const isBuilt = existsSync(built);
  const icosian = pathToFileURL(isBuilt ? built : join(root, 'src/index.ts')).href;
  const name = isBuilt ? 'icosian, from dist' : 'icosian, from the sources';
  // by way of a module, as icosian imports it
  const polars = pathToFileURL(join(root, 'test/bench/polars-alone.mjs')).href;

  const times: Record<string, number[]> = { [icosian]: [], [polars]: [] };
  for (let i = 0; i < (isQuick ? 5 : 15); i++) {
    for (const module of i % 2 === 0 ? [icosian, polars] : [polars, icosian]) {
      const { ms } = await imported({ module, isListed: false });
      times[module]?.push(ms);
    }
  }
  const ours = times[icosian] ?? [];
  const alone = times[polars] ?? [];
  const more = medianDifference(ours, alone);
  const verdict = isBuilt
    ? judged('import, ms more than nodejs-polars', more, importLimit)
    : undefined;
  const beside = await loadedBeside(icosian, polars);
  return {
    title: 'Import',
    headings: ['module', 'median ms', 'min ms', 'target'],
    lines: [
      [name, figureText(median(ours)), figureText(least(ours)), ''],
      ['nodejs-polars', figureText(median(alone)), figureText(least(alone)), ''],
      [
        'difference',
        figureText(more),
        figureText(least(ours) - least(alone)),
        isBuilt ? verdictText(verdict) : `≤ ${importLimit} from dist`,
      ],
    ],
    notes: [
      ...(isBuilt
        ? []
        : [
            'The sources cost more: Node strips the types of each file. `npm run build` makes dist.',
          ]),
      `Loaded besides nodejs-polars: ${beside.length === 0 ? 'nothing' : beside.join(', ')}.`,
      ...heavyNotes(beside),
    ],
    verdicts: [...(verdict === undefined ? [] : [verdict]), heavyVerdict(beside)],
    wrong: [],
    rows: [{ from: isBuilt ? 'dist' : 'sources', ours, alone, moreMs: more, loadedBeside: beside }],
  };
}

const imported = (task: ImportTask): Promise<Imported> => inFreshProcess('import-case.mjs', task);

/** What `module` loads that `other` does not. */
async function loadedBeside(module: string, other: string): Promise<string[]> {
  const { loaded } = await imported({ module, isListed: true });
  const known = new Set((await imported({ module: other, isListed: true })).loaded);
  return loaded.filter((name) => !known.has(name)).toSorted();
}

const heavyVerdict = (loaded: readonly string[]): Verdict => {
  const names = heavy.flatMap((group) => group.names).filter((name) => loaded.includes(name));
  return judged('import, heavy modules loaded', names.length, 0);
};

function heavyNotes(loaded: readonly string[]): string[] {
  return heavy.map(({ kind, names }) => {
    const found = names.filter((name) => loaded.includes(name));
    return found.length === 0 ? `No ${kind}: ok.` : `A ${kind} (${found.join(', ')}): over.`;
  });
}
