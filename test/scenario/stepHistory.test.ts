import assert from 'node:assert/strict';
import { HISTORY_LIMIT, StepHistory } from '../../src/scenario/stepHistory';

describe('The steps that can be taken back', () => {
  const large = 'a'.repeat(HISTORY_LIMIT.characters / 4);

  it('steps are taken back in the order in which they were made, the last one first', () => {
    const history = new StepHistory<{ snapshot: string }>();
    for (const snapshot of ['a', 'b']) history.push({ snapshot });
    assert.deepEqual([history.pop()?.snapshot, history.pop()?.snapshot, history.pop()], ['b', 'a', undefined]);
  });

  it('the first steps cannot be taken back any more where the snapshots of all are too long together', () => {
    const history = new StepHistory<{ snapshot: string; at: number }>();
    for (let at = 0; at < 1000; at++) history.push({ snapshot: large, at });
    assert.equal(history.length, 4);
    assert.equal(history.pop()?.at, 999);
    history.push({ snapshot: large, at: 1000 });
    assert.equal(history.length, 4);
    history.push({ snapshot: `${large}${large}${large}${large}a`, at: 1001 });
    assert.equal(history.length, 0);
    history.push({ snapshot: large, at: 1002 });
    assert.equal(history.length, 1);
  });
});
