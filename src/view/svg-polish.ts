/**
 * Makes of Graphviz's SVG what pages and people want.
 *
 * @module
 */
import { markLooks } from './looks.ts';

/** Fonts as wide as the one that boxes are measured with; Arimo is what PNGs are drawn in. */
const fonts = 'Arial, Helvetica, Liberation Sans, Arimo, sans-serif';

const hatch =
  '<defs><pattern id="icosian-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="7" fill="#52606d" fill-opacity="0.28"/></pattern></defs>';

/**
 * The SVG without comments, versions, ids and links; with a title, tooltips, fonts, hatches and a background.
 * `title` comes escaped.
 */
export function polished(svg: string, title: string): string {
  const body = svg
    .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1)
    .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll(/<polygon fill="white" stroke="none"[^>]*\/>\n/g, '')
    .replace(/<g id="graph0" class="graph" (transform="[^"]*")>\n<title>[^<]*<\/title>/, '<g $1>')
    .replaceAll(/<polyline[^>]*nan[^>]*\/>\n/g, '')
    // spaces matter only where a text begins with one
    .replaceAll(/ font-family="Arial"| xml:space="preserve"(?=[^>]*>[^\s<])/g, '')
    .replaceAll(
      /<g id="(\w+)" class="([^"]*)">\n<title>[^<]*<\/title>\n<g id="a_\1"><a xlink:title="([^"]*)">\n([\s\S]*?)<\/a>\n<\/g>\n<\/g>/g,
      (_, _id, kinds: string, tooltip: string, shapes: string) => group(kinds, tooltip, shapes),
    )
    .replaceAll(
      /<g id="a_\w+"><a xlink:title="([^"]*)">\n([\s\S]*?)<\/a>\n<\/g>/g,
      (_, tooltip: string, shapes: string) =>
        group(tooltip === overridden ? 'legend overridden' : 'legend', tooltip, shapes),
    );

  const [, width, height, box] =
    /<svg width="([\d.]+)pt" height="([\d.]+)pt"\s+viewBox="([^"]*)"/.exec(svg) ?? [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" viewBox="${box}" font-family="${fonts}">`,
    `<title>${title}</title>`,
    ...(body.includes('url(#icosian-hatch)') ? [hatch] : []),
    '<rect width="100%" height="100%" rx="8" fill="#ffffff"/>',
    body.trim(),
    '',
  ].join('\n');
}

/** What the legend says about overridden nodes, by which its sample is known. */
const overridden = markLooks.find(([mark]) => mark === 'overridden')?.[3];

/** A node, an edge, a frame or an entry of the legend, with its tooltip; the latter two come escaped. */
function group(kinds: string, tooltip: string, shapes: string): string {
  const kind = new Set(kinds.split(' '));
  // the texts of a box stand in columns, those of a frame at its corner
  const isTable = kind.has('box') || kind.has('columns');
  const isCentred = (kind.has('node') && !isTable) || kind.has('legend');
  const placed = isCentred ? centred(shapes) : shapes;
  return `<g class="${kinds}">\n<title>${tooltip}</title>\n${kind.has('overridden') ? hatched(placed) : placed}</g>`;
}

const outline = /<(?:path|polygon|ellipse)[^>]*\/>\n/;

/** Graphviz starts texts where it guesses that they begin; in the middle they are in any font. */
function centred(shapes: string): string {
  const [shape = ''] = outline.exec(shapes) ?? [];
  const [, coordinates = ''] = / (?:d|points)="([^"]*)"/.exec(shape) ?? [];
  const xs = (coordinates.match(/-?[\d.]+/g) ?? []).filter((_, position) => position % 2 === 0);
  const [, x = (Math.min(...xs.map(Number)) + Math.max(...xs.map(Number))) / 2] =
    / cx="([^"]*)"/.exec(shape) ?? [];
  if (!Number.isFinite(Number(x))) return shapes;
  return shapes.replaceAll(
    /<text( xml:space="preserve")? text-anchor="start" x="[^"]*"/g,
    `<text$1 text-anchor="middle" x="${Number(Number(x).toFixed(2))}"`,
  );
}

/** Diagonal lines over the fill of the outline, which is the first shape, and under the texts. */
function hatched(shapes: string): string {
  return shapes.replace(outline, (shape) => {
    const lines = shape
      .replace(/ fill="[^"]*"/, ' fill="url(#icosian-hatch)"')
      .replace(/ stroke="[^"]*"/, ' stroke="none"')
      .replaceAll(/ (?:stroke-width|stroke-dasharray|fill-opacity)="[^"]*"/g, '');
    return shape + lines;
  });
}
