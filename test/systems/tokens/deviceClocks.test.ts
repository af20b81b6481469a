import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DeviceActSource } from '../../../src/core/scenario/systemDevice';
import { CLOCK_KINDS, type ClockKind } from '../../../src/core/systems/tokens/device/deviceSource';
import { TOKENS_DEVICE } from '../../../src/core/systems/tokens/device/tokensDevice';
import { closed, locked, START, signedIn, status, TestPhone, tokens } from './testPhone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('The clocks of a device', () => {
  it('the clock that counts sleep and the one that does not go apart while the device sleeps', () => {
    const { clocks } = new TestPhone()
      .pass(MINUTE)
      .do({ sleep: true })
      .pass(HOUR)
      .do({ wake: true })
      .pass(MINUTE).shown;
    assert.equal(clocks.elapsedMs, HOUR + 2 * MINUTE);
    assert.equal(clocks.uptimeMs, 2 * MINUTE);
    assert.equal(clocks.wall, new Date(START + HOUR + 2 * MINUTE).toISOString());
  });

  it('a reboot counts, begins both monotonic clocks anew, and leaves the wall clock alone', () => {
    const phone = new TestPhone().pass(HOUR).do({ reboot: true });
    assert.deepEqual(phone.shown.clocks, {
      wall: new Date(START + HOUR).toISOString(),
      elapsedMs: 0,
      uptimeMs: 0,
      boot: 2,
    });
    assert.equal(phone.pass(MINUTE).shown.clocks.elapsedMs, MINUTE);
  });

  it('a reboot wakes a device that sleeps, and ends the process of its app', () => {
    const { shown } = signedIn().do({ sleep: true }).do({ reboot: true });
    assert.deepEqual([shown.power, shown.process, shown.screen], ['awake', 'killed', 'home']);
  });

  it('a jump sets the wall clock and no other, forward and back', () => {
    const { clocks } = new TestPhone().pass(MINUTE).do({ jumpClock: '1h' }).do({ jumpClock: '-90 min' }).shown;
    assert.equal(clocks.wall, new Date(START + MINUTE - 30 * MINUTE).toISOString());
    assert.deepEqual([clocks.elapsedMs, clocks.uptimeMs], [MINUTE, MINUTE]);
  });

  it('a virtual clock that is set back takes the wall clock with it, and the monotonic ones stand still', () => {
    const { clocks } = new TestPhone().pass(HOUR).pass(-30 * MINUTE).shown;
    assert.equal(clocks.wall, new Date(START + 30 * MINUTE).toISOString());
    assert.deepEqual([clocks.elapsedMs, clocks.uptimeMs], [HOUR, HOUR]);
  });
});

describe('The background limit of a device', () => {
  type Away = (phone: TestPhone) => TestPhone;
  const LIMIT = '10 min';
  const back = { foreground: true } as const;

  const stories: readonly [what: string, away: Away, locks: Readonly<Record<ClockKind, boolean>>][] = [
    [
      'is away for exactly the limit',
      (phone) => phone.pass(10 * MINUTE).do(back),
      { wall: false, elapsed: false, uptime: false, larger: false },
    ],
    [
      'is away for a millisecond more than the limit',
      (phone) => phone.pass(10 * MINUTE + 1).do(back),
      { wall: true, elapsed: true, uptime: true, larger: true },
    ],
    [
      'comes back after a night of deep sleep',
      (phone) =>
        phone
          .do({ sleep: true })
          .pass(8 * HOUR)
          .do({ wake: true })
          .do(back),
      { wall: true, elapsed: true, uptime: false, larger: true },
    ],
    [
      'comes back after an hour, with the clock set back by one',
      (phone) => phone.pass(HOUR).do({ jumpClock: '-1h' }).do(back),
      { wall: false, elapsed: true, uptime: true, larger: true },
    ],
    [
      'comes back at once, with the clock set forward by an hour',
      (phone) => phone.do({ jumpClock: '1h' }).do(back),
      { wall: true, elapsed: false, uptime: false, larger: true },
    ],
    [
      'is started after an hour and a reboot',
      (phone) => phone.pass(HOUR).do({ reboot: true }).do({ launch: true }),
      { wall: true, elapsed: false, uptime: false, larger: true },
    ],
    [
      'is started eleven minutes after a reboot, with the clock set back by an hour',
      (phone) =>
        phone
          .do({ reboot: true })
          .pass(11 * MINUTE)
          .do({ jumpClock: '-1h' })
          .do({ launch: true }),
      { wall: false, elapsed: false, uptime: false, larger: true },
    ],
    [
      'is started after an hour and a reboot, with the clock set back by an hour, which no clock of the device knows',
      (phone) => phone.pass(HOUR).do({ reboot: true }).do({ jumpClock: '-1h' }).do({ launch: true }),
      { wall: false, elapsed: false, uptime: false, larger: false },
    ],
    [
      'is killed in the background and started after an hour',
      (phone) => phone.do({ kill: true }).pass(HOUR).do({ launch: true }),
      { wall: true, elapsed: true, uptime: true, larger: true },
    ],
  ];

  for (const [what, away, locks] of stories) {
    for (const clock of CLOCK_KINDS) {
      it(`an app that ${what} ${locks[clock] ? 'locks' : 'shows its content'} by the clock ${clock}`, () => {
        // The access token lives for long, so that only the lock is asked about.
        const phone = new TestPhone({ background: LIMIT, clock }).do({ launch: true });
        phone.do({ login: { username: 'ada', password: 'secret-password' } }, tokens('A', { expires_in: 1_000_000 }));
        // The monotonic clocks have counted a day at the time of the mark.
        away(phone.pass(24 * HOUR).do({ background: true }));
        assert.equal(phone.shown.screen, locks[clock] ? 'lock' : 'content');
        assert.equal(phone.shown.reason, locks[clock] ? 'away' : undefined);
      });
    }
  }

  it('an app in the background shows a cover, and its first screen beyond the limit is the lock', () => {
    const phone = signedIn({ background: LIMIT }).do({ background: true });
    assert.equal(phone.shown.screen, 'cover');
    phone.pass(HOUR);
    assert.deepEqual([phone.shown.screen, phone.session], ['cover', 'Active']);
    phone.do(back);
    assert.deepEqual(phone.taken, ['active.backgroundLimit']);
    assert.equal(phone.shown.screen, 'lock');
  });

  it('time in the background is no time with the limit off', () => {
    const phone = signedIn({ background: 'off' })
      .do({ background: true })
      .pass(1000 * HOUR)
      .do(back);
    assert.equal(phone.shown.screen, 'content');
  });

  it('an app that is killed in front has left the screen by that', () => {
    const phone = signedIn({ background: LIMIT })
      .do({ kill: true })
      .pass(4 * MINUTE)
      .do({ launch: true });
    assert.equal(phone.shown.screen, 'content');
    const late = closed({ background: '1 min' }, 4 * MINUTE).do({ launch: true });
    assert.equal(late.shown.screen, 'lock');
  });

  it('a process that is killed while it is locked is locked at its next start', () => {
    for (const end of [{ kill: true }, { reboot: true }] as const) {
      const phone = locked().do(end).do({ launch: true });
      assert.deepEqual(phone.taken, ['locked.relaunch', 'loading.validLocked']);
    }
  });

  it('the timer is shown as running while the app is away, and ends at one instant whenever it is looked at', () => {
    const phone = signedIn({ background: LIMIT }).do({ background: true });
    const endsAt = new Date(START + 10 * MINUTE).toISOString();
    for (const leftMs of [10 * MINUTE, 5 * MINUTE, 0, 0]) {
      assert.deepEqual(phone.shown.timers[1], {
        name: 'background',
        state: 'running',
        limitMs: 600_000,
        leftMs,
        endsAt,
      });
      phone.pass(5 * MINUTE);
    }
  });
});

describe('The inactivity timer of a device', () => {
  const timer = (phone: TestPhone) => phone.shown.timers[0];

  it('a touch begins it anew, and the lock comes exactly when it is over', () => {
    const phone = signedIn({ inactivity: '5 min' })
      .pass(4 * MINUTE)
      .do({ touch: true })
      .pass(5 * MINUTE - 1);
    assert.deepEqual([phone.session, timer(phone)?.leftMs], ['Active', 1]);
    phone.pass(1);
    assert.deepEqual([phone.session, phone.shown.reason, phone.taken], ['Locked', 'inactive', ['active.inactivity']]);
  });

  it('the answer of a server is no touch', () => {
    const phone = signedIn({ inactivity: '5 min' })
      .pass(4 * MINUTE)
      .do({ call: '/api/me' }, status(200))
      .pass(MINUTE);
    assert.equal(phone.session, 'Locked');
  });

  it('the background pauses it, and it goes on with what was left', () => {
    const phone = signedIn({ inactivity: '5 min' })
      .pass(4 * MINUTE)
      .do({ background: true });
    assert.deepEqual(timer(phone.pass(HOUR)), {
      name: 'inactivity',
      state: 'paused',
      limitMs: 300_000,
      leftMs: 60_000,
    });
    assert.equal(phone.do({ foreground: true }).pass(MINUTE - 1).session, 'Active');
    assert.equal(phone.pass(1).session, 'Locked');
  });

  it('an app that begins it anew on return has the whole time', () => {
    const phone = signedIn({ inactivity: '5 min', onReturn: 'restart' })
      .pass(4 * MINUTE)
      .do({ background: true });
    assert.equal(timer(phone.pass(HOUR).do({ foreground: true }))?.leftMs, 300_000);
  });

  it('sleep pauses it, as the screen goes dark and the app leaves it', () => {
    const phone = signedIn({ inactivity: '5 min' }).pass(MINUTE).do({ sleep: true });
    assert.deepEqual(phone.taken, ['active.background']);
    assert.equal(phone.shown.screen, 'off');
    phone.pass(HOUR).do({ wake: true });
    assert.deepEqual(phone.taken, ['active.foreground']);
    assert.deepEqual([phone.shown.screen, timer(phone)?.leftMs], ['content', 4 * MINUTE]);
  });

  it('a device that wakes shows what was in front, and not an app that was in the background', () => {
    const phone = signedIn().do({ background: true }).do({ sleep: true }).do({ wake: true });
    assert.deepEqual([phone.taken, phone.shown.screen], [[], 'cover']);
  });

  it('a timer that nobody pauses stalls in deep sleep by the clock of an Android Handler, and no other does', () => {
    for (const [clock, session] of [
      ['uptime', 'Active'],
      ['elapsed', 'Locked'],
      ['wall', 'Locked'],
      ['larger', 'Locked'],
    ] as const) {
      const phone = signedIn({ inactivity: '5 min', pauseInBackground: false, clock }).do({ sleep: true });
      assert.equal(timer(phone)?.state, clock === 'uptime' ? 'paused' : 'running');
      phone.pass(HOUR).do({ wake: true });
      assert.equal(phone.session, session, clock);
    }
  });

  it('a timer that nobody pauses is over on return before any content is shown', () => {
    const phone = signedIn({ inactivity: '5 min', pauseInBackground: false }).do({ background: true }).pass(HOUR);
    assert.deepEqual([phone.session, timer(phone)?.leftMs], ['Active', 0]);
    assert.deepEqual(phone.do({ foreground: true }).taken, ['active.inactivity']);
  });

  it('a clock that is set forward locks at once by the wall clock, and by the larger', () => {
    for (const [clock, session] of [
      ['wall', 'Locked'],
      ['larger', 'Locked'],
      ['elapsed', 'Active'],
      ['uptime', 'Active'],
    ] as const) {
      const phone = signedIn({ inactivity: '5 min', clock }).do({ jumpClock: '5 min' });
      assert.equal(phone.session, session, clock);
    }
  });

  it('a clock that is set back puts the lock off by the wall clock alone', () => {
    for (const clock of CLOCK_KINDS) {
      const phone = signedIn({ inactivity: '5 min', clock })
        .do({ jumpClock: '-1h' })
        .pass(5 * MINUTE);
      assert.equal(phone.session, clock === 'wall' ? 'Active' : 'Locked', clock);
    }
  });

  it('an unlock begins it anew', () => {
    const phone = locked({ inactivity: '2 min' }).pass(MINUTE);
    assert.equal(phone.session, 'Locked');
    assert.deepEqual(timer(phone), { name: 'inactivity', state: 'off', limitMs: 2 * MINUTE });
    assert.equal(timer(phone.do({ unlock: 'pin' }))?.leftMs, 2 * MINUTE);
  });

  it('a look at a device shows the lock though nobody let the time pass before', () => {
    const phone = signedIn({ inactivity: '5 min' });
    const shown = TOKENS_DEVICE.show(phone.state, START + 5 * MINUTE);
    assert.deepEqual([shown.state, shown.screen], ['Locked', 'lock']);
    assert.equal(phone.session, 'Active');
  });

  it('a lock that comes while a call is under way leaves the answer without content', () => {
    const phone = signedIn({ inactivity: '5 min' }).pass(4 * MINUTE);
    phone.do({ call: '/api/me' }, { ...status(200), takesMs: 2 * MINUTE });
    assert.deepEqual(phone.taken, ['active.inactivity', 'locked.answered']);
    assert.equal(phone.shown.screen, 'lock');
  });
});

describe('Time that passes for a device', () => {
  const still: readonly DeviceActSource[] = [
    { touch: true },
    { background: true },
    { foreground: true },
    { sleep: true },
    { wake: true },
    { unlock: 'pin' },
    { jumpClock: '3 min' },
    { jumpClock: '-2 min' },
    { kill: true },
    { launch: true },
    { reboot: true },
  ];
  const story = fc.array(
    fc.record({ act: fc.constantFrom(...still), seconds: fc.nat(400), cuts: fc.array(fc.nat(400), { maxLength: 5 }) }),
    { maxLength: 20 },
  );

  it('time comes to the same in one step and in many, whatever happens between', () => {
    fc.assert(
      fc.property(story, fc.constantFrom(...CLOCK_KINDS), fc.boolean(), (steps, clock, pauseInBackground) => {
        const options = { inactivity: '5 min', background: '2 min', clock, pauseInBackground };
        // The token outlives the story, so that no act sends anything.
        const long = tokens('A', { expires_in: 1_000_000 });
        const [once, often] = [0, 1].map(() => {
          const phone = new TestPhone(options).do({ launch: true });
          return phone.do({ login: { username: 'ada', password: 'secret-password' } }, long);
        }) as [TestPhone, TestPhone];
        for (const { act, seconds, cuts } of steps) {
          const ends = [...cuts.filter((cut) => cut < seconds), seconds].sort((a, b) => a - b);
          once.pass(seconds * 1000).do(act);
          for (const [index, end] of ends.entries()) often.pass((end - (ends[index - 1] ?? 0)) * 1000);
          often.do(act);
          assert.deepEqual(often.state, once.state);
        }
        assert.deepEqual(often.rows, once.rows);
        assert.deepEqual(often.shown, once.shown);
      }),
      { numRuns: 300 },
    );
  });
});
