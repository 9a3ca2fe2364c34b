import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drawPictures, folder } from './pictures.ts';

test('the pictures in the documents show what the examples are; else: npm run pictures', async () => {
  for (const [name, svg] of Object.entries(await drawPictures())) {
    expect(svg === readFileSync(join(folder, name), 'utf8'), name).toBe(true);
  }
});
