import assert from 'node:assert/strict';
import type { DeviceActSource } from '../../../src/core/scenario/systemDevice';
import { DEVICE_PROBLEMS, type ProblemName } from '../../../src/core/systems/tokens/device/deviceProblems';
import { closed, locked, NO_ANSWER, PASSWORD, signedIn, status, TestPhone, tokens } from './testPhone';

const LOGIN = { login: { username: 'ada', password: PASSWORD } } as const;
const fresh = () => new TestPhone();
/** A start that waits for the network. */
const waiting = () => closed({}, 300_000).do({ launch: true }, NO_ANSWER);
const signedOut = () => new TestPhone().do({ launch: true });
const asleep = () => signedIn().do({ sleep: true });
const hidden = () => signedIn().do({ background: true });
const refreshing = () => signedIn().do({ refresh: { late: 'r' } }, tokens('B'));

type Way = readonly [what: string, phone: () => TestPhone, act: DeviceActSource];

/** How each problem is caused. The compiler asks for a way for each. */
const WAYS: Readonly<Record<ProblemName, readonly Way[]>> = {
  launchWhileRunning: [
    ['an app that runs is started', signedIn, { launch: true }],
    ['an app in the background is started', hidden, { launch: true }],
  ],
  appNotRunning: [
    ['an app that does not run is touched', fresh, { touch: true }],
    ['an app that was killed is brought back', closed, { foreground: true }],
    ['an app that does not run is killed', fresh, { kill: true }],
    ['an app that does not run calls the server', fresh, { call: '/api/me' }],
    ['somebody signs in at an app that does not run', fresh, LOGIN],
  ],
  deviceAsleep: [
    ['a device that sleeps is touched', asleep, { touch: true }],
    ['an app is started while the device sleeps', () => fresh().do({ sleep: true }), { launch: true }],
    ['an app calls the server while the device sleeps', asleep, { call: '/api/me' }],
    ['an app is installed anew while the device sleeps', asleep, { forget: true }],
  ],
  appHidden: [
    ['an app in the background is touched', hidden, { touch: true }],
    ['an app in the background is unlocked', () => locked().do({ background: true }), { unlock: 'pin' }],
    ['an app in the background gets a wrong PIN', () => locked().do({ background: true }), { wrongPin: true }],
    ['somebody signs out in the background', hidden, { logout: true }],
  ],
  backgroundWhileHidden: [['an app goes to the background twice', hidden, { background: true }]],
  foregroundWhileShown: [['an app comes back that was not away', signedIn, { foreground: true }]],
  sleepWhileAsleep: [['a device that sleeps goes to sleep', asleep, { sleep: true }]],
  wakeWhileAwake: [['a device that is awake wakes', signedIn, { wake: true }]],
  unlockWhileLoading: [['an app is unlocked at its start', waiting, { unlock: 'pin' }]],
  unlockWhileActive: [['an app is unlocked that is not locked', signedIn, { unlock: 'biometric' }]],
  unlockWhileExpired: [['an unlock is tried though the session is over', signedOut, { unlock: 'pin' }]],
  wrongPinWhileLoading: [['an app gets a wrong PIN at its start', waiting, { wrongPin: true }]],
  wrongPinWhileActive: [['an app that is not locked gets a wrong PIN', signedIn, { wrongPin: true }]],
  wrongPinWhileExpired: [['a wrong PIN is tried though the session is over', signedOut, { wrongPin: true }]],
  noBiometrics: [
    ['a device without biometrics unlocks with them', () => locked({ biometrics: false }), { unlock: 'biometric' }],
  ],
  loginWhileLoading: [['somebody signs in at the start of the app', waiting, LOGIN]],
  loginWhileActive: [['somebody signs in twice', signedIn, LOGIN]],
  loginWhileLocked: [['somebody signs in at a lock screen', locked, LOGIN]],
  logoutWhileLoading: [['somebody signs out at the start of the app', waiting, { logout: true }]],
  logoutWhileExpired: [['somebody signs out twice', signedOut, { logout: true }]],
  callWhileLoading: [['an app calls the server before it has looked at its tokens', waiting, { call: '/api/me' }]],
  callWhileExpired: [['an app without a session calls the server', signedOut, { call: '/api/me' }]],
  refreshWhileExpired: [['an app without a session refreshes', signedOut, { refresh: true }]],
  noRefreshToken: [
    [
      'an app refreshes that got no refresh token',
      () => signedOut().do(LOGIN, status(200, { access_token: 'secret-access' })),
      { refresh: true },
    ],
  ],
  refreshUnderWay: [
    ['an app refreshes while a refresh is under way', refreshing, { refresh: true }],
    ['a second refresh is held back beside the first', refreshing, { refresh: { late: 's' } }],
    [
      'an unlock needs a refresh while one is under way',
      () =>
        locked()
          .pass(300_000)
          .do({ refresh: { late: 'r' } }, tokens('B')),
      { unlock: 'pin' },
    ],
  ],
  lateNameTaken: [
    ['two answers are held back under one name', refreshing, { call: { url: '/api/me', late: 'r' } }],
    [
      'two refreshes are held back under one name',
      () => signedIn({ sharedRefresh: false }).do({ refresh: { late: 'r' } }, tokens('B')),
      { refresh: { late: 'r' } },
    ],
  ],
  noSuchAnswer: [
    ['an answer arrives that is not held back', refreshing, { deliver: 'q' }],
    [
      'an answer arrives after the process that waited for it was killed',
      () => refreshing().do({ kill: true }).do({ launch: true }),
      { deliver: 'r' },
    ],
  ],
  noSuchJump: [
    ['the clock jumps by no time', fresh, { jumpClock: '0s' }],
    ['the clock jumps by what is no time', fresh, { jumpClock: 'tomorrow' }],
    ['the clock jumps by a time with two signs', fresh, { jumpClock: '--1h' }],
  ],
};

describe('Acts that a device refuses', () => {
  for (const [name, ways] of Object.entries(WAYS)) {
    for (const [what, phone, act] of ways) {
      it(`the problem is ${name} when ${what}, and nothing changes and nothing is sent`, () => {
        const there = phone();
        const [before, sent] = [there.state, there.sent.length];
        there.do(act);
        assert.equal(there.problem, name);
        assert.deepEqual(there.taken, []);
        assert.equal(there.sent.length, sent);
        assert.deepEqual(there.state, before);
      });
    }
  }

  it('the choices that are shown say the same problem beforehand, but for what only the details of an act decide', () => {
    const byDetails = ['noBiometrics', 'lateNameTaken', 'noSuchJump', 'noSuchAnswer'];
    for (const [name, ways] of Object.entries(WAYS)) {
      if (byDetails.includes(name)) continue;
      for (const [what, phone, act] of ways) {
        const choice = phone().shown.choices.find((each) => each.act in act);
        assert.equal(choice?.refused, name, what);
      }
    }
  });

  it('time passes although an act is refused', () => {
    const phone = signedIn({ inactivity: '1 min' });
    phone.at += 60_000;
    phone.do({ foreground: true });
    assert.equal(phone.problem, 'foregroundWhileShown');
    assert.deepEqual(phone.taken, ['active.inactivity']);
    assert.equal(phone.session, 'Locked');
  });

  it('every message is whole sentences that name the way out, and none has a secret', () => {
    for (const [name, message] of Object.entries(DEVICE_PROBLEMS)) {
      assert.match(message, /^[A-Z].*\.$/, name);
      assert.match(message, /"|Only a locked app|asks for no PIN/, name);
    }
  });

  it('an act with no member that is known is a fault of who asks, and says what it was', () => {
    assert.throws(() => signedIn().do({ dance: true } as unknown as DeviceActSource), /There is no such act: dance\./);
  });
});
