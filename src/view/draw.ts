/**
 * Draws a picture and, where a file is named, writes it in the format that its suffix says.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IcosianError } from '../errors.ts';
import { dotText } from './dot.ts';
import { jsonText } from './json.ts';
import { mermaidText } from './mermaid.ts';
import type { Picture, PictureOptions } from './picture.ts';
import { pngOf } from './png.ts';
import { svgOf } from './svg.ts';

type Content = (
  picture: Picture,
  options: PictureOptions,
  svg: string,
) => string | Promise<Uint8Array>;

const formats: ReadonlyMap<string, Content> = new Map<string, Content>([
  ['.svg', (_picture, _options, svg) => svg],
  ['.png', (_picture, options, svg) => pngOf(svg, options)],
  ['.dot', dotText],
  ['.mmd', mermaidText],
  ['.json', jsonText],
]);

/**
 * Gives the SVG text, and writes `file` as `.svg`, `.png`, `.dot`, `.mmd` or `.json`.
 *
 * Folders on the way to it are made. The file appears complete or not at all: what was there before stays until then.
 * Throws `view/unknown-suffix` before anything is drawn, and `view/not-written` where the file system refuses.
 */
export async function draw(
  picture: Picture,
  file?: string | URL,
  options: PictureOptions = {},
): Promise<string> {
  const path = file === undefined ? undefined : pathOf(file);
  const content = path === undefined ? undefined : contentFor(path);
  const svg = await svgOf(picture, options);
  if (path !== undefined && content !== undefined) {
    await writeWhole(path, await content(picture, options, svg));
  }
  return svg;
}

function pathOf(file: string | URL): string {
  if (typeof file === 'string') return file;
  if (file.protocol === 'file:') return fileURLToPath(file);
  throw new IcosianError('view/not-a-file', `"${file.href}" is not a file.`, {
    hint: 'give a path, or a URL that begins with file:',
  });
}

function contentFor(path: string): Content {
  const suffix = extname(path);
  const content = formats.get(suffix.toLowerCase());
  if (content !== undefined) return content;
  throw new IcosianError(
    'view/unknown-suffix',
    suffix === ''
      ? `"${path}" has no suffix, so its format is not known.`
      : `"${path}" ends in "${suffix}", which is no format of pictures.`,
    { hint: 'end it in .svg, .png, .dot, .mmd or .json' },
  );
}

/** Writes beside the file first: a reader, or a crash, never meets half of it. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new IcosianError('view/not-written', `The picture cannot be written to "${path}".`, {
      hint: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
