import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dotText } from '../../src/view/dot.ts';
import { draw } from '../../src/view/draw.ts';
import { jsonText } from '../../src/view/json.ts';
import { mermaidText } from '../../src/view/mermaid.ts';
import { pngOf } from '../../src/view/png.ts';
import { svgOf } from '../../src/view/svg.ts';
import { marketing } from './pictures.ts';

const run = promisify(execFile);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'icosian-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('draw', () => {
  test('gives the SVG text, with and without a file', async () => {
    const svg = await svgOf(marketing, { orient: 'TB' });
    expect(await draw(marketing, undefined, { orient: 'TB' })).toBe(svg);
    expect(await draw(marketing, join(folder, 'dag.dot'), { orient: 'TB' })).toBe(svg);
    expect(await draw(marketing)).toBe(await svgOf(marketing));
  });

  test('writes the format that the suffix says', async () => {
    for (const name of ['dag.svg', 'dag.png', 'dag.dot', 'dag.mmd', 'dag.json']) {
      await draw(marketing, join(folder, name), { scale: 1 });
    }
    const written = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
    expect(await written('dag.svg')).toBe(await svgOf(marketing));
    expect(await written('dag.dot')).toBe(dotText(marketing));
    expect(await written('dag.mmd')).toBe(mermaidText(marketing));
    expect(await written('dag.json')).toBe(jsonText(marketing));
    const png = await pngOf(await svgOf(marketing), { scale: 1 });
    expect(await readFile(join(folder, 'dag.png'))).toEqual(Buffer.from(png));
  });

  test('accepts capital suffixes, URLs, and folders that do not exist yet', async () => {
    await draw(marketing, pathToFileURL(join(folder, 'docs/img/a b.SVG')));
    expect(await readdir(join(folder, 'docs/img'))).toEqual(['a b.SVG']);
  });

  test('replaces a file and leaves nothing else behind', async () => {
    await writeFile(join(folder, 'dag.svg'), 'old');
    const svg = await draw(marketing, join(folder, 'dag.svg'));
    expect(await readFile(join(folder, 'dag.svg'), 'utf8')).toBe(svg);
    expect(await readdir(folder)).toEqual(['dag.svg']);
  });

  test.each([
    ['dag.pdf', '"dag.pdf" ends in ".pdf", which is no format of pictures.'],
    ['dag', '"dag" has no suffix, so its format is not known.'],
    ['v1.2/dag', '"v1.2/dag" has no suffix, so its format is not known.'],
  ])('refuses to write %s', async (file, sentence) => {
    await expect(draw(marketing, file)).rejects.toMatchObject({
      code: 'view/unknown-suffix',
      message: `${sentence}\n  → end it in .svg, .png, .dot, .mmd or .json`,
    });
  });

  test('refuses URLs that are no files', async () => {
    await expect(draw(marketing, new URL('https://example.org/dag.svg'))).rejects.toMatchObject({
      code: 'view/not-a-file',
      message:
        '"https://example.org/dag.svg" is not a file.\n  → give a path, or a URL that begins with file:',
    });
  });

  test('says where the file system refuses, and leaves nothing behind', async () => {
    const path = join(folder, 'dag.svg');
    await mkdir(path);
    await expect(draw(marketing, path)).rejects.toMatchObject({
      code: 'view/not-written',
      message: expect.stringContaining(`The picture cannot be written to "${path}".`),
      cause: expect.objectContaining({ syscall: 'rename' }),
    });
    expect(await readdir(folder)).toEqual(['dag.svg']);
  });

  test('is imported without the engine, the PNG renderer or the fonts', async () => {
    const module = new URL('../../src/view/draw.ts', import.meta.url).href;
    const code = `
      import { createRequire, registerHooks } from 'node:module';
      const seen = [];
      registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) });
      const { draw } = await import('${module}');
      const isHeavy = (url) => /graphviz|resvg|arimo/.test(url);
      const before = [...seen, ...Object.keys(createRequire('${module}').cache)].filter(isHeavy).length;
      await draw({ nodes: [], edges: [] });
      console.log(before, seen.filter(isHeavy).length > 0);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code]);
    expect(stdout).toBe('0 true\n');
  });
});
