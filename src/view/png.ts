/**
 * An SVG as PNG, without a browser and without the fonts of the machine.
 *
 * @module
 */
import { createRequire } from 'node:module';
import type { renderAsync as RenderAsync } from '@resvg/resvg-js';
import { IcosianError } from '../errors.ts';
import type { PictureOptions } from './picture.ts';

const require = createRequire(import.meta.url);

const faces = [
  '400Regular/Arimo_400Regular',
  '400Regular_Italic/Arimo_400Regular_Italic',
  '700Bold/Arimo_700Bold',
];

/**
 * The bytes of a PNG, `scale` pixels for each unit of the SVG. The same SVG gives the same bytes on every machine,
 * because only Arimo and `fontFiles` are read.
 *
 * Throws `view/png-missing` without the optional packages, `view/scale` for a scale that is not above 0, and
 * `view/no-png` where the SVG cannot be drawn.
 */
export async function pngOf(
  svg: string,
  { scale = 2, fontFiles = [] }: Pick<PictureOptions, 'scale' | 'fontFiles'> = {},
): Promise<Uint8Array> {
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new IcosianError('view/scale', `A PNG cannot have the scale ${scale}.`, {
      hint: 'give the pixels for each unit of the SVG: a number above 0',
    });
  }
  const { renderAsync, arimo } = await loadedRenderer();
  try {
    const image = await renderAsync(svg, {
      fitTo: { mode: 'zoom', value: scale },
      font: {
        loadSystemFonts: false,
        defaultFontFamily: 'Arimo',
        sansSerifFamily: 'Arimo',
        fontFiles: [...arimo, ...fontFiles],
      },
    });
    return image.asPng();
  } catch (cause) {
    throw new IcosianError(
      'view/no-png',
      `The picture cannot be drawn as a PNG at scale ${scale}.`,
      {
        hint: 'try a smaller scale, or .svg',
        cause,
      },
    );
  }
}

async function loadedRenderer(): Promise<{
  readonly renderAsync: typeof RenderAsync;
  readonly arimo: readonly string[];
}> {
  try {
    const { renderAsync } = await import('@resvg/resvg-js');
    const arimo = faces.map((face) => require.resolve(`@expo-google-fonts/arimo/${face}.ttf`));
    return { renderAsync, arimo };
  } catch (cause) {
    throw new IcosianError(
      'view/png-missing',
      'PNGs need two optional packages that are not there.',
      {
        hint: 'npm install @resvg/resvg-js @expo-google-fonts/arimo, or write .svg',
        cause,
      },
    );
  }
}
