/**
 * What a thread has of its pool.
 *
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { TaskError } from '../../errors.ts';
import { atMost, closeWithinMs } from '../../execution/behaviour.ts';
import { allDone } from '../../execution/settle.ts';
import type { HostPort } from '../pool/link.ts';
import { post, postedIn } from '../pool/posted.ts';
import { onUncaught } from './uncaught.ts';

/** Throws `worker/no-pool` in a thread that no other has started. */
export function threadPort(): HostPort {
  const port = parentPort;
  if (port === null) {
    throw new TaskError('worker/no-pool', 'The code of a worker runs outside of a worker.', {
      hint: 'nothing imports it: an executor starts it',
    });
  }
  onUncaught((thrown) => {
    post(port, { icosian: 'thrown', ...thrown });
    process.exit(1);
  });
  return {
    listen(listener) {
      port.on('message', (raw: unknown) => {
        const posted = postedIn(raw);
        if (posted?.icosian !== 'parcel') return;
        listener({ message: posted.message, buffers: posted.buffers });
      });
    },
    send: (parcel) => post(port, { icosian: 'parcel', ...parcel }),
    printed() {
      const printing = [process.stdout, process.stderr].filter((to) => to.writableLength > 0);
      if (printing.length === 0) return undefined;
      return atMost(allDone(printing.map(written)), closeWithinMs);
    },
    exit() {
      post(port, { icosian: 'left' });
      process.exit(0);
    },
  };
}

/** Done once the thread of the program has taken all that was written so far. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });
