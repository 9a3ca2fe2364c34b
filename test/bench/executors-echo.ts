/**
 * A thread that gives back what it is sent, without reading it. Started by executors-parts-case.ts.
 *
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { transferListOf } from '../../src/columns/codec.ts';
import type { Encoded } from '../../src/columns/message.ts';

parentPort?.on('message', (encoded: Encoded) => {
  parentPort?.postMessage(encoded, transferListOf(encoded));
});
