/**
 * A small line chart as SVG text: one line for each series, its name beside it.
 *
 * @module
 */

/** One line of the chart; its points stand in the order in which they are joined. */
export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface LineChartOptions {
  readonly title: string;
  /** What a number on the x axis reads like. @default the number itself */
  readonly formatX?: (x: number) => string;
  /** The unit of the y axis, behind its topmost number. @default none */
  readonly unit?: string;
}

const [width, height] = [760, 340];
const margin = { top: 48, right: 56, bottom: 34, left: 40 };
// blue, vermilion, green, purple, orange: told apart by colour-blind readers, too
const colours = ['#0072b2', '#d55e00', '#009e73', '#8c5aa5', '#e69f00'];
const ink = '#3c4753';

/** Draws the lines over x, with y from 0 (or the lowest value below it). Throws where there is nothing to draw. */
export function lineChart(
  lines: readonly Line[],
  { title, formatX = String, unit = '' }: LineChartOptions,
): string {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) throw new Error(`"${title}" has no points to draw.`);
  const xs = points.map(({ x }) => x);
  const [minX, maxX] = [Math.min(...xs), Math.max(...xs)];
  const step = niceStep(Math.max(...points.map(({ y }) => y)));
  const minY = step * Math.floor(Math.min(0, ...points.map(({ y }) => y)) / step);
  const maxY = step * Math.ceil(Math.max(...points.map(({ y }) => y)) / step);

  const across = scale(minX, maxX, margin.left, width - margin.right);
  const up = scale(minY, maxY, height - margin.bottom, margin.top);
  // every second value: hours, months and years get by on that
  const ticksX = [...new Set(xs)].toSorted((a, b) => a - b).filter((_, i) => i % 2 === 0);
  const ticksY = Array.from(
    { length: Math.round((maxY - minY) / step) + 1 },
    (_, i) => minY + i * step,
  );

  // names stand in the margin, at the height where their lines end, or lower where two would touch
  const names = lines.map((line, i) => ({
    text: line.name,
    colour: colours[i % colours.length] ?? ink,
    y: up(line.points.at(-1)?.y ?? 0),
  }));
  names.sort((a, b) => a.y - b.y);
  for (const [i, name] of names.entries()) name.y = Math.max(name.y, (names[i - 1]?.y ?? 0) + 14);

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" font-family="Arial, Helvetica, Liberation Sans, Arimo, sans-serif" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    '<rect width="100%" height="100%" rx="8" fill="#ffffff"/>',
    `<text x="${margin.left}" y="24" font-size="14" font-weight="bold" fill="#1d2733">${escaped(title)}</text>`,
    ...ticksY.map(
      (y, i) =>
        `<path d="M${margin.left},${up(y)}H${width - margin.right}" stroke="${y === 0 ? '#8a97a5' : '#e3e8ed'}"/>` +
        `<text x="${margin.left - 6}" y="${up(y)}" dy="0.35em" text-anchor="end" fill="${ink}">${y}</text>` +
        (i === ticksY.length - 1
          ? `<text x="${margin.left + 4}" y="${up(y)}" dy="-0.4em" fill="${ink}">${escaped(unit)}</text>`
          : ''),
    ),
    ...ticksX.map(
      (x) =>
        `<text x="${across(x)}" y="${height - 12}" text-anchor="middle" fill="${ink}">${escaped(formatX(x))}</text>`,
    ),
    ...lines.map(({ points }, i) => {
      const path = points.map(({ x, y }) => `${across(x)},${up(y)}`).join('L');
      const colour = colours[i % colours.length] ?? ink;
      return `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"/>`;
    }),
    ...names.map(
      ({ text, colour, y }) =>
        `<text x="${width - margin.right + 8}" y="${y}" dy="0.35em" font-weight="bold" fill="${colour}">${escaped(text)}</text>`,
    ),
    '</svg>',
  ].join('\n');
}

type Scale = (value: number) => number;

/** Maps numbers from one range to another, to a tenth of a pixel. */
const scale =
  (from: number, to: number, start: number, end: number): Scale =>
  (value) =>
    Math.round((start + ((value - from) / (to - from || 1)) * (end - start)) * 10) / 10;

/** The distance of four to eight grid lines below `max`: 1, 2 or 5 times a power of ten. */
function niceStep(max: number): number {
  const rough = Math.max(max, Number.MIN_VALUE) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [5, 2, 1].map((factor) => factor * power).find((step) => step <= rough) ?? power;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
