/**
 * A picture as SVG: Graphviz lays it out, and what it writes is made fit for pages and people.
 *
 * @module
 */
import type { Graphviz } from '@hpcc-js/wasm-graphviz';
import { IcosianError } from '../errors.ts';
import { dotWith } from './dot.ts';
import { withoutHidden } from './hidden.ts';
import { htmlText } from './dot-text.ts';
import type { Picture, PictureOptions } from './picture.ts';
import { polished } from './svg-polish.ts';
import { nameShown } from './words.ts';

let engine: Promise<Graphviz> | undefined;

/** The one engine of this process; it weighs two megabytes, so it is loaded for the first picture. */
function loadedEngine(): Promise<Graphviz> {
  engine ??= import('@hpcc-js/wasm-graphviz')
    .then(({ Graphviz }) => Graphviz.load())
    .catch((cause: unknown) => {
      engine = undefined;
      throw new IcosianError('view/no-engine', 'The layout engine cannot be loaded.', {
        hint: 'npm install @hpcc-js/wasm-graphviz; .dot, .mmd and .json need no engine',
        cause,
      });
    });
  return engine;
}

/**
 * The SVG text of a picture, which needs nothing but itself: it has its own background for dark pages, the documentation
 * as tooltips, and one unit is one CSS pixel. The same picture gives the same text.
 */
export async function svgOf(picture: Picture, options: PictureOptions = {}): Promise<string> {
  const dot = dotWith('class', picture, options);
  const graphviz = await loadedEngine();
  let drawn: string;
  try {
    drawn = graphviz.dot(dot);
  } catch (cause) {
    throw new IcosianError('view/no-layout', 'The layout engine refused the picture.', {
      hint: 'write it as .dot to see what the engine read; a style function may give only colours and shapes of Graphviz',
      cause,
    });
  }
  const count = withoutHidden(picture, options).nodes.length;
  const title =
    picture.title === undefined
      ? `Dataflow of ${count} node${count === 1 ? '' : 's'}`
      : nameShown(picture.title);
  return polished(drawn, htmlText(title));
}
