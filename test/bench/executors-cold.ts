/**
 * How long the first result of workers takes that have to be started for it.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Place } from './executors-places.ts';
import { inFreshProcess, root } from './fresh-process.ts';
import { figureText, type Report } from './report.ts';
import { least, median } from './statistics.ts';
import { executorsColdLimit, judged, verdictText } from './targets.ts';

/** What executors-cold-case.mjs is asked. */
export interface ColdTask {
  /** The URLs of the modules. */
  readonly icosian: string;
  readonly executors: string;
  readonly place: Place;
}

/** What it answers, in milliseconds: what building took, and what came after it. */
interface ColdTimes {
  readonly buildMs: number;
  readonly executeMs: number;
  readonly isRight: boolean;
}

const places: readonly Place[] = ['two threads', 'two processes', 'this thread'];
const judgedPlace: Place = 'two threads';

export async function measureExecutorsCold({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const isBuilt = existsSync(join(root, 'dist/executors/index.js'));
  const urlOf = (file: string): string =>
    pathToFileURL(join(root, isBuilt ? `dist/${file}.js` : `src/${file}.ts`)).href;
  const modules = { icosian: urlOf('index'), executors: urlOf('executors/index') };
  const found = places.map((place) => ({ place, answers: [] as ColdTimes[] }));
  for (let round = 0; round < (isQuick ? 2 : 10); round++) {
    for (const { place, answers } of found) {
      const task: ColdTask = { ...modules, place };
      answers.push(await inFreshProcess<ColdTimes>('executors-cold-case.mjs', task));
    }
  }
  const lines = found.map(({ place, answers }) => {
    const execute = answers.map(({ executeMs }) => executeMs);
    const both = answers.map(({ buildMs, executeMs }) => buildMs + executeMs);
    const figure = `executors, first result of ${place}, ms`;
    return {
      place,
      medianMs: median(execute),
      minMs: least(execute),
      withBuildMs: median(both),
      verdict:
        isQuick || !isBuilt || place !== judgedPlace
          ? undefined
          : judged(figure, median(execute), executorsColdLimit),
    };
  });
  return {
    title: `Executors: the first result of a process, ten items, from ${isBuilt ? 'dist' : 'the sources'}`,
    headings: ['place', 'median ms', 'min ms', 'with the build, ms', 'target'],
    lines: lines.map((line) => [
      line.place,
      ...[line.medianMs, line.minMs, line.withBuildMs].map(figureText),
      verdictText(line.verdict),
    ]),
    notes: [
      'From the call of execute, which starts the workers, to its result.',
      ...(isBuilt
        ? []
        : [
            'The sources cost more: each worker strips the types of each file. The target is for dist, which `npm run build` makes.',
          ]),
    ],
    verdicts: lines.flatMap(({ verdict }) => verdict ?? []),
    wrong: found.flatMap(({ place, answers }) =>
      answers.every(({ isRight }) => isRight)
        ? []
        : [`executors: the first result of ${place} is wrong.`],
    ),
    rows: lines,
  };
}
