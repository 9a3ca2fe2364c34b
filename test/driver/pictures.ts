/**
 * Where the tests of the driver's drawings put their files, and how they read them.
 *
 * @module
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PictureJson } from '../../src/view/json.ts';

/** A folder of its own. */
export class Folder {
  readonly #path: Promise<string> = mkdtemp(join(tmpdir(), 'icosian-pictures-'));

  async file(name: string): Promise<string> {
    return join(await this.#path, name);
  }

  async text(name: string): Promise<string> {
    return readFile(await this.file(name), 'utf8');
  }

  async json(name: string): Promise<PictureJson> {
    return JSON.parse(await this.text(name)) as PictureJson;
  }

  async remove(): Promise<void> {
    await rm(await this.#path, { recursive: true });
  }
}

/** The marks of each node that has some. */
export const marksIn = ({ nodes }: PictureJson): Record<string, readonly string[]> =>
  Object.fromEntries(nodes.flatMap(({ name, marks }) => (marks ? [[name, marks]] : [])));

/** The names of the nodes, in any order. */
export const namesIn = ({ nodes }: PictureJson): string[] =>
  nodes.map(({ name }) => name).toSorted();

/** The edges as `from>to`, in any order. */
export const edgesIn = ({ edges }: PictureJson): string[] =>
  edges.map(({ from, to }) => `${from}>${to}`).toSorted();
