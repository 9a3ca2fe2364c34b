import { describe, expect, test } from 'vitest';
import { TaskError } from '../../src/errors.ts';
import { workerFile } from '../../src/executors/pool/worker-file.ts';
import { thrownBy } from './fixtures/conversation.ts';

describe('workerFile', () => {
  test('is beside the sources', () => {
    expect(workerFile('thread').href).toMatch(/\/src\/executors\/worker\/thread\.ts$/);
    expect(workerFile('process').href).toMatch(/\/src\/executors\/worker\/process\.ts$/);
  });

  test('is in the built package, whichever file the bundler put this into', () => {
    const root = 'file:///home/src/node_modules/icosian/dist/';
    for (const chunk of ['chunk-ABC.js', 'executors/index.js']) {
      expect(workerFile('process', root + chunk).href).toBe(`${root}executors/worker/process.js`);
    }
  });

  test('is nowhere where icosian is part of another program', () => {
    const error = thrownBy(() => workerFile('thread', 'file:///app/server.js'));
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({
      code: 'worker/no-file',
      message:
        'The file of the workers is not there: icosian runs from file:///app/server.js, outside of its package.\n  → a bundler took it into your program: keep icosian external in the bundle, as a package beside it',
    });
  });
});
