/**
 * A conversation with interchange.py: messages of src/columns/framing.ts over its pipes, an answer for each.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fromFrames, toFrames, type Header, type Received } from '../../src/columns/framing.ts';
import type { Encoded } from '../../src/columns/message.ts';

export interface Conversation {
  /** The answer. Several may be asked for at a time. Rejects where Python failed or ended. */
  readonly ask: (header: Header, encoded?: Encoded) => Promise<Received>;
  /** Says goodbye; gives the exit code. */
  readonly end: () => Promise<number | null>;
}

export function converse(python: string): Conversation {
  const script = join(import.meta.dirname, 'interchange.py');
  const child = spawn(python, ['-B', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // told by the next question
  exited.catch(() => undefined);
  const answers = fromFrames(child.stdout);
  // what it does not read shows in the answers that do not come
  child.stdin.on('error', () => undefined);

  return {
    ask: async (header, encoded) => {
      for (const piece of toFrames(encoded, header)) child.stdin.write(piece);
      const { value } = await answers.next();
      if (!value) throw new Error(`Python ended with exit code ${await exited}`);
      const { error } = value.header;
      if (typeof error === 'string') throw new Error(`Python: ${error}`);
      return value;
    },
    end: () => {
      child.stdin.end();
      return exited;
    },
  };
}
