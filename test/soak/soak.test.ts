import assert from 'node:assert/strict';
import { temporaryFolder } from '../disk/temporaryFolder';
import { killUnderLoad } from '../support/killUnderLoad';
import { endedSessions } from './endedSessions';
import { longDay } from './longDay';
import { dayProblems, killProblems, memoryProblems } from './soak';
import { soakNumbers } from './soakArguments';
import { SYSTEM_LOGINS } from './systemLogins';

/** Three for each quarter of an hour. */
const LOGINS = 3 * 96;
const MEGA = 1e6;
const WAITS = { small: { longestMs: 1, answered: 1 }, pauseMs: 1 };

describe('A short soak', () => {
  const folder = temporaryFolder();

  it('web sessions that have ended are no longer there, and the memory of the process was measured', async () => {
    const figures = await endedSessions({ sessions: 200, firstSessions: 100 });
    assert.deepEqual(figures.told, [200, 0]);
    assert.ok(figures.bytes.every((bytes) => bytes > MEGA));
    const { small, pauseMs } = figures.waits;
    assert.ok(small.answered > 0 && small.longestMs > 0 && pauseMs >= 0, JSON.stringify(figures.waits));
  });

  it('logins of every system in a day of virtual time hold as long as they should', async () => {
    const { hours, logins, tried, wrong, waits } = await longDay(LOGINS, folder());
    assert.equal(hours, 24);
    assert.deepEqual(logins, Object.fromEntries(Object.keys(SYSTEM_LOGINS).map((name) => [name, LOGINS / 4])));
    assert.equal(tried, LOGINS);
    assert.deepEqual(wrong, []);
    assert.ok(waits.small.answered > 0 && waits.pauseMs >= 0, JSON.stringify(waits));
  });

  it('answers under load hold after kills of a server and of its starts', async () => {
    const figures = await killUnderLoad({ kills: 2, seed: 5, answers: [40, 100], folder: folder() });
    assert.deepEqual(killProblems(figures), []);
  });

  it('a soak takes whole numbers from one to a million, and has its own without any', () => {
    assert.deepEqual(soakNumbers([]), { kills: 50, sessions: 50_000, logins: 100_000 });
    assert.deepEqual(soakNumbers(['5']), { kills: 5, sessions: 50_000, logins: 100_000 });
    assert.deepEqual(soakNumbers(['5', '5000', '1000000']), { kills: 5, sessions: 5000, logins: 1_000_000 });
  });

  for (const nonsense of ['x', '', ' ', '0', '-1', '1.5', '1e3', '0x10', 'NaN', 'Infinity', '1000001', '5 5', '٣'])
    it(`a soak refuses ${JSON.stringify(nonsense)} for a number, and says of what`, () => {
      for (const [at, name] of ['kills', 'sessions', 'logins'].entries()) {
        const given = [...Array<string>(at).fill('5'), nonsense];
        assert.equal(soakNumbers(given), `${JSON.stringify(nonsense)} is no number of ${name}.`);
      }
    });

  it('a soak refuses more than three arguments', () => {
    assert.match(String(soakNumbers(['1', '1', '1', '1'])), /only three numbers/);
  });

  for (const [what, asked, broken, atStart, problems] of [
    ['all answers hold', { login: 3 }, {}, { load: 1 }, 0],
    ['an answer is lost', { login: 3 }, { login: 1 }, { load: 1 }, 1],
    ['nothing was answered', {}, {}, { load: 1 }, 1],
    ['no start was killed', { login: 3 }, {}, {}, 1],
  ] as const) {
    it(`a soak finds what is wrong with kills after which ${what}`, () => {
      assert.equal(killProblems({ asked, broken, atStart }).length, problems);
    });
  }

  for (const [what, told, after, problems] of [
    ['all that was added is gone', [100, 0], 40, 0],
    ['a half of what was added is left', [100, 0], 80, 1],
    ['a session is left', [100, 1], 40, 1],
    ['a session was not told', [99, 0], 40, 1],
  ] as const) {
    it(`a soak finds what is wrong with sessions when ${what}`, () => {
      const bytes = [40 * MEGA, 120 * MEGA, after * MEGA] as const;
      assert.equal(memoryProblems({ sessions: 100, told, bytes, waits: WAITS }).length, problems);
    });
  }

  for (const [what, wrong, atEnd, problems] of [
    ['all logins held', [], 41, 0],
    ['a login was over too early', ['over'], 41, 1],
    ['memory grew by half', [], 60, 1],
  ] as const) {
    it(`a soak finds what is wrong with a day in which ${what}`, () => {
      const figures = {
        hours: 24,
        logins: {},
        tried: 1,
        wrong,
        bytes: [40 * MEGA, atEnd * MEGA] as const,
        waits: WAITS,
      };
      assert.equal(dayProblems(figures).length, problems);
    });
  }
});
