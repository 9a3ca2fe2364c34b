import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { bytesOfFrame, frameFromBytes, nativeFrame, wrapFrame } from '../../src/columns/native.ts';

test('a frame comes back from its bytes, whatever its columns are called', () => {
  for (const name of ['a', 'inner', '_df']) {
    const frame = pl.DataFrame([pl.Series(name, [1, 2])]);
    const back = wrapFrame(frameFromBytes(bytesOfFrame(nativeFrame(frame))));
    expect(back.columns).toEqual([name]);
    expect(back.row(1)).toEqual([2]);
  }
});
