import assert from 'node:assert/strict';
import { BAR_END_MS, HELD_BACK_MS, MESSAGE_MS, ScanSigns } from '../../src/vscode/sessions/scanSigns';
import { HandTimers } from '../support/handTimers';

/** Signs whose timers stand still, and what was shown with them. */
function handSigns() {
  const timers = new HandTimers();
  const messages: string[] = [];
  const bars: boolean[] = [];
  const signs = new ScanSigns(timers, {
    showMessage: (text) => messages.push(text),
    showBar: (isBusy) => bars.push(isBusy),
  });
  return { timers, messages, bars, signs };
}

describe('signs of a scan that goes on', () => {
  it('how far a scan is reaches the view in pauses that VS Code needs, however often it changes', () => {
    const { timers, messages, signs } = handSigns();
    for (let beat = 0; beat < 8; beat++) {
      for (let step = 1; step <= 40; step++) signs.set(true, `${beat * 40 + step}`);
      assert.deepEqual(timers.asked, [MESSAGE_MS]);
      assert.equal(timers.end(), 1);
    }
    assert.deepEqual(messages, ['1', '40', '80', '120', '160', '200', '240', '280', '320']);
    // VS Code starts to wait anew at each change. Rows change meanwhile too, at most once in 400 ms.
    assert.ok(MESSAGE_MS > 2 * HELD_BACK_MS);
  });

  it('a message that stays the same is not given to VS Code again, which would wait anew', () => {
    const { timers, messages, signs } = handSigns();
    for (let step = 0; step < 5; step++) {
      signs.set(true, '7');
      timers.end();
    }
    assert.deepEqual([messages, timers.asked], [['7'], []]);
  });

  it('the bar ends when VS Code has taken the message away, which is cleared at once', () => {
    const { timers, messages, bars, signs } = handSigns();
    signs.set(true, '1');
    signs.set(true, '2');
    signs.set(false, '');
    assert.deepEqual(messages, ['1', '']);
    assert.equal(bars.includes(false), false);
    assert.ok(timers.asked.includes(BAR_END_MS));
    timers.end();
    assert.equal(bars.at(-1), false);
    assert.deepEqual([messages, timers.asked], [['1', ''], []]);
  });

  it('a scan without a message ends its bar at once', () => {
    const { timers, messages, bars, signs } = handSigns();
    signs.set(true, '');
    signs.set(false, '');
    assert.deepEqual([messages, bars, timers.asked], [[], [true, false], []]);
  });

  it('the bar of a scan that follows at once is not ended by the one before', () => {
    const { timers, bars, signs } = handSigns();
    signs.set(true, '1');
    signs.set(false, '');
    signs.set(true, '');
    timers.end();
    assert.equal(bars.includes(false), false);
    signs.set(false, '');
    assert.equal(bars.at(-1), false);
  });

  it('nothing is shown after the view is gone but the end of the bar', () => {
    const { timers, messages, bars, signs } = handSigns();
    signs.set(true, '1');
    signs.set(true, '2');
    signs.dispose();
    assert.deepEqual([timers.end(), messages, bars.at(-1)], [0, ['1'], false]);
  });
});
