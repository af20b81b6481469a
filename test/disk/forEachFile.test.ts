import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { forEachFile } from '../../src/disk/forEachFile';

const FILES = Array.from({ length: 100 }, (_, index) => index);

describe('forEachFile', () => {
  it('forEachFile runs once for each file, and for at most eight at a time', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await forEachFile(FILES, async (file) => {
      most = Math.max(most, ++running);
      for (let turns = file % 3; turns >= 0; turns--) await turn();
      running--;
      done.push(file);
    });
    assert.deepEqual(
      done.sort((a, b) => a - b),
      FILES,
    );
    assert.equal(most, 8);
  });

  it('forEachFile rejects with the first error, and starts no other file after it', async () => {
    const started: number[] = [];
    const run = forEachFile(FILES, async (file) => {
      started.push(file);
      await turn();
      if (file === 10) throw new Error('no space left');
    });
    await assert.rejects(run, /no space left/);
    const { length } = started;
    for (let turns = 0; turns < 50; turns++) await turn();
    assert.equal(started.length, length);
    assert.ok(length < FILES.length);
  });
});
