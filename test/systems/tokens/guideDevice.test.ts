import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AppProcess, LIMITS } from './guideProcess';
import { PASSWORD, TestPhone, tokens } from './testPhone';

const SECOND_MS = 1000;

/** The app of the guide and the device, with the same limits and tokens that never end, in the hands of one person. */
class Both {
  private app = new AppProcess('http://127.0.0.1:9');
  private readonly phone = new TestPhone({
    inactivity: `${LIMITS.inactivityMs / SECOND_MS}s`,
    background: `${LIMITS.backgroundMs / SECOND_MS}s`,
  });
  private isInFront = true;

  constructor() {
    this.phone.do({ launch: true });
    this.phone.do({ login: { username: 'ada', password: PASSWORD } }, tokens('A', { expires_in: 10 ** 9 }));
    this.app.gate.signedIn({ access: 'a', refresh: 'r', session: 's', since: this.app.clocks.now() });
  }

  get states(): readonly [guide: string, device: string] {
    // A clock that jumps tells no app of it: the app of the guide finds out at the next occasion.
    if (this.isInFront) this.app.lockTimer.isLocked();
    return [this.app.state, this.phone.session.toLowerCase()];
  }

  pass(ms: number): void {
    this.app.clocks.pass(ms);
    this.phone.pass(ms);
  }

  jump(ms: number): void {
    this.app.clocks.setWall(ms);
    this.phone.do({ jumpClock: `${ms < 0 ? '-' : ''}${Math.abs(ms) / SECOND_MS}s` });
  }

  touch(): void {
    if (!this.isInFront) return;
    this.app.lockTimer.used();
    this.phone.do({ touch: true });
  }

  leaveOrReturn(): void {
    if (this.isInFront) this.app.lockTimer.left();
    else this.app.lockTimer.returned();
    this.phone.do(this.isInFront ? { background: true } : { foreground: true });
    this.isInFront = !this.isInFront;
  }

  /** @param asleepMs how long the device sleeps */
  sleep(asleepMs: number): void {
    if (this.isInFront) this.app.lockTimer.left();
    this.app.clocks.pass(asleepMs, true);
    if (this.isInFront) this.app.lockTimer.returned();
    this.phone.do({ sleep: true }).pass(asleepMs).do({ wake: true });
  }

  async unlock(): Promise<void> {
    if (!this.isInFront || this.phone.session !== 'Locked') return;
    await this.app.gate.unlock();
    this.phone.do({ unlock: 'pin' });
  }

  /** @param isRebooted whether the device is switched off and on, and not the app alone ended */
  async restart(ms: number, isRebooted: boolean): Promise<void> {
    // An app is left by whoever ends it.
    if (this.isInFront) this.app.lockTimer.left();
    if (isRebooted) this.app.clocks.reboot();
    this.app = this.app.restarted();
    this.app.clocks.pass(ms);
    this.phone
      .do(isRebooted ? { reboot: true } : { kill: true })
      .pass(ms)
      .do({ launch: true });
    this.isInFront = true;
    await this.app.launch();
  }
}

type Act = { readonly words: string; readonly does: (both: Both) => void | Promise<void> };

const act = (words: string, does: Act['does']): fc.Arbitrary<Act> => fc.constant({ words, does });
/** Minutes, as the limits are some, and now and then a second more. */
const time = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 0, 1)).map(([minutes, more]) => {
  return (minutes * 60 + more || 59) * SECOND_MS;
});
const jumped = fc.oneof(
  time,
  time.map((ms) => -ms),
);

const acts = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: time.map((ms): Act => ({ words: `pass ${ms}`, does: (both) => both.pass(ms) })) },
    { weight: 4, arbitrary: act('leave or return', (both) => both.leaveOrReturn()) },
    { weight: 1, arbitrary: act('touch', (both) => both.touch()) },
    { weight: 2, arbitrary: act('unlock', (both) => both.unlock()) },
    { weight: 1, arbitrary: jumped.map((ms): Act => ({ words: `jump ${ms}`, does: (both) => both.jump(ms) })) },
    { weight: 1, arbitrary: time.map((ms): Act => ({ words: `sleep ${ms}`, does: (both) => both.sleep(ms) })) },
    {
      weight: 1,
      arbitrary: fc.tuple(time, fc.boolean()).map(
        ([ms, isRebooted]): Act => ({
          words: `${isRebooted ? 'reboot' : 'kill'} ${ms}`,
          does: (both) => both.restart(ms, isRebooted),
        }),
      ),
    },
  ),
  { maxLength: 40, size: 'max' },
);

describe('the app of the guide and the device', () => {
  it('the app of the guide and the device are locked at the same moments, whatever is done with both', async () => {
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(acts, async (chosen) => {
        const both = new Both();
        for (const [at, { does }] of chosen.entries()) {
          await does(both);
          const [guide, device] = both.states;
          met.add(device);
          const done = chosen.slice(0, at + 1).map(({ words }) => words);
          assert.equal(guide, device, done.join(', '));
        }
      }),
      { numRuns: 500 },
    );
    assert.deepEqual([...met].sort(), ['active', 'locked']);
  });
});
