import assert from 'node:assert/strict';
import { WorkUnderWay } from '../../../src/core/base/workUnderWay';

describe('Work that is under way', () => {
  it('the end of the work under way waits for work that failed and for work that was added meanwhile', async () => {
    const work = new WorkUnderWay();
    const done: string[] = [];
    const failing = work.add(Promise.reject(new Error('no')));
    let release = () => {};
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    void work.add(
      first.then(() => {
        void work.add(new Promise<void>((resolve) => setImmediate(resolve)).then(() => done.push('second')));
        done.push('first');
      }),
    );
    const end = work.dispose().then(() => done.push('end'));
    release();
    await assert.rejects(failing, /no/);
    await end;
    assert.deepEqual(done, ['first', 'second', 'end']);
  });

  it('the end of the work under way comes at once when there is none', () => new WorkUnderWay().dispose());
});
