/**
 * A picture as SVG: Graphviz lays it out, and what it writes is made fit for pages and people.
 *
 * @module
 */
import type { Graphviz } from '@hpcc-js/wasm-graphviz';
import { IcosianError } from '../errors.ts';
import { dotWith } from './dot.ts';
import { htmlText } from './dot-text.ts';
import { markLooks } from './looks.ts';
import type { Picture, PictureOptions } from './picture.ts';
import { nameShown } from './words.ts';

/** Fonts as wide as the one that boxes are measured with; Arimo is what PNGs are drawn in. */
const fonts = 'Arial, Helvetica, Liberation Sans, Arimo, sans-serif';

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
  const count = picture.nodes.length;
  const title =
    picture.title === undefined
      ? `Dataflow of ${count} node${count === 1 ? '' : 's'}`
      : nameShown(picture.title);
  return polished(drawn, htmlText(title));
}

/** Graphviz's SVG without its comments, versions, ids and links; with titles, fonts and a background. */
function polished(svg: string, title: string): string {
  let hasHatch = false;
  const hatched = (shapes: string): string => {
    hasHatch = true;
    // the first shape is the outline; the lines come over its fill and under its text
    return shapes.replace(/<(?:path|polygon|ellipse)[^>]*\/>\n/, (outline) => {
      const lines = outline
        .replace(/ fill="[^"]*"/, ' fill="url(#icosian-hatch)"')
        .replace(/ stroke="[^"]*"/, ' stroke="none"')
        .replaceAll(/ (?:stroke-width|stroke-dasharray|fill-opacity)="[^"]*"/g, '');
      return outline + lines;
    });
  };
  const overridden = markLooks.find(([mark]) => mark === 'overridden')?.[3];

  const body = svg
    .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1)
    .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll(/<polygon fill="white" stroke="none"[^>]*\/>\n/g, '')
    .replace(/<g id="graph0" class="graph" (transform="[^"]*")>\n<title>[^<]*<\/title>/, '<g $1>')
    .replaceAll(/<polyline[^>]*nan[^>]*\/>\n/g, '')
    .replaceAll(/ font-family="Arial"| xml:space="preserve"(?=[^>]*>[^\s<])/g, '')
    .replaceAll(
      /<g id="(\w+)" class="([^"]*)">\n<title>[^<]*<\/title>\n<g id="a_\1"><a xlink:title="([^"]*)">\n([\s\S]*?)<\/a>\n<\/g>\n<\/g>/g,
      (_, _id, kinds: string, tooltip: string, shapes: string) =>
        `<g class="${kinds}">\n<title>${tooltip}</title>\n${
          kinds.split(' ').includes('overridden') ? hatched(shapes) : shapes
        }</g>`,
    )
    .replaceAll(
      /<g id="a_\w+"><a xlink:title="([^"]*)">\n([\s\S]*?)<\/a>\n<\/g>/g,
      (_, tooltip: string, shapes: string) =>
        `<g class="legend">\n<title>${tooltip}</title>\n${tooltip === overridden ? hatched(shapes) : shapes}</g>`,
    );

  const [, width, height, box] =
    /<svg width="([\d.]+)pt" height="([\d.]+)pt"\s+viewBox="([^"]*)"/.exec(svg) ?? [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" viewBox="${box}" font-family="${fonts}">`,
    `<title>${title}</title>`,
    ...(hasHatch ? [hatch] : []),
    '<rect width="100%" height="100%" rx="8" fill="#ffffff"/>',
    body.trim(),
    '',
  ].join('\n');
}

const hatch =
  '<defs><pattern id="icosian-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="7" fill="#52606d" fill-opacity="0.28"/></pattern></defs>';
