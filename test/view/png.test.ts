import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { pngOf } from '../../src/view/png.ts';
import { svgOf } from '../../src/view/svg.ts';
import { marketing } from './pictures.ts';

const run = promisify(execFile);

/** Width and height, from the header. */
const sizeOf = (png: Uint8Array): number[] => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

const square = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40">${text}</svg>`;

describe('pngOf', () => {
  test('gives a PNG with two pixels for each unit, or as many as asked for', async () => {
    const svg = await svgOf(marketing);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    const png = await pngOf(svg);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(sizeOf(png)).toEqual([Number(width) * 2, Number(height) * 2]);
    expect(sizeOf(await pngOf(svg, { scale: 0.5 }))).toEqual(
      [Number(width) / 2, Number(height) / 2].map(Math.ceil),
    );
  });

  test('gives the same bytes for the same picture', async () => {
    const svg = await svgOf(marketing);
    expect(Buffer.from(await pngOf(svg)).equals(await pngOf(svg))).toBe(true);
  });

  test('draws texts in Arimo and in no font of the machine', async () => {
    const drawn = (family: string): Promise<Uint8Array> =>
      pngOf(square(`<text x="5" y="25" font-family="${family}">Spend</text>`));
    const arimo = await drawn('Arimo');
    expect(arimo).not.toEqual(await pngOf(square('')));
    // DejaVu and Liberation are on most machines; without their files they are Arimo
    expect(await drawn('DejaVu Serif, Arimo')).toEqual(arimo);
    expect(await drawn('Liberation Serif, sans-serif')).toEqual(arimo);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the scale %s',
    async (scale) => {
      await expect(pngOf(square(''), { scale })).rejects.toMatchObject({
        code: 'view/scale',
        message: `A PNG cannot have the scale ${scale}.\n  → give the pixels for each unit of the SVG: a number above 0`,
      });
    },
  );

  test('says so where the text is no SVG', async () => {
    await expect(pngOf('no svg')).rejects.toMatchObject({
      code: 'view/no-png',
      message: 'The picture cannot be drawn as a PNG at scale 2.\n  → try a smaller scale, or .svg',
    });
  });

  test('names the packages to install where they are missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'icosian-'));
    try {
      // away from the project there is no node_modules to find them in
      await cp(fileURLToPath(new URL('../../src', import.meta.url)), join(folder, 'src'), {
        recursive: true,
      });
      const file = pathToFileURL(join(folder, 'src/view/png.ts')).href;
      const code = `const { pngOf } = await import('${file}'); await pngOf('<svg/>').catch((error) => console.log(error.code + '\\n' + error.message));`;
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: folder,
      });
      expect(stdout).toBe(
        'view/png-missing\nPNGs need two optional packages that are not there.\n  → npm install @resvg/resvg-js @expo-google-fonts/arimo, or write .svg\n',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
