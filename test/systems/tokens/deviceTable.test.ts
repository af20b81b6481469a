import assert from 'node:assert/strict';
import { type RowId, TRANSITION_TABLE } from '../../../src/core/systems/tokens/device/transitionTable';
import {
  closed,
  invalidGrant,
  locked,
  NO_ANSWER,
  signedIn,
  status,
  TestPhone,
  tokens,
  UNAUTHORIZED,
} from './testPhone';

const LOGIN = { login: { username: 'ada', password: 'secret-password' } };
const CALL = { call: '/api/me' };
const OK = status(200, {});
const EXPIRED = 300_000;

/** A session in `Active` and one in `Locked`: what a call or a refresh means for both is the same but for the state. */
const BOTH = { active: () => signedIn(), locked: () => locked() } as const;

type Way = () => TestPhone;

/** How each row is taken. The compiler asks for a way for each. The row is among those of the last act. */
const WAYS: Readonly<Record<RowId, Way>> = {
  'start.launch': () => new TestPhone().do({ launch: true }),
  'loading.none': () => new TestPhone().do({ launch: true }),
  'loading.valid': () => closed().do({ launch: true }),
  'loading.validLocked': () => closed({ lockOnStart: true }).do({ launch: true }),
  'loading.refreshed': () => closed({}, EXPIRED).do({ launch: true }, tokens('B')),
  'loading.refreshedLocked': () => closed({ background: '1 min' }, EXPIRED).do({ launch: true }, tokens('B')),
  'loading.invalidGrant': () => closed({}, EXPIRED).do({ launch: true }, invalidGrant('idle_timeout')),
  'loading.offlineRetry': () => closed({}, EXPIRED).do({ launch: true }, NO_ANSWER),
  'loading.offlineActive': () => closed({ offline: 'active' }, EXPIRED).do({ launch: true }, NO_ANSWER),
  'loading.offlineLocked': () =>
    closed({ offline: 'active', lockOnStart: true }, EXPIRED).do({ launch: true }, status(503)),
  'loading.refreshLate': () =>
    closed({}, EXPIRED)
      .do({ launch: true }, NO_ANSWER)
      .do({ refresh: { late: 'r' } }, tokens('B')),
  'loading.relaunch': () =>
    closed({}, EXPIRED).do({ launch: true }, NO_ANSWER).do({ kill: true }).do({ launch: true }, NO_ANSWER),
  'active.touch': () => signedIn().do({ touch: true }),
  'active.inactivity': () => locked(),
  'active.background': () => signedIn().do({ background: true }),
  'active.foreground': () =>
    signedIn({ background: '1 min' }).do({ background: true }).pass(60_000).do({ foreground: true }),
  'active.backgroundLimit': () =>
    signedIn({ background: '1 min' }).do({ background: true }).pass(60_001).do({ foreground: true }),
  'active.relaunch': () => closed().do({ launch: true }),
  'locked.relaunch': () => locked().do({ kill: true }).do({ launch: true }),
  'locked.touch': () => locked().do({ touch: true }),
  'locked.unlocked': () => locked().do({ unlock: 'biometric' }),
  'locked.unlockedRefreshed': () => locked().pass(EXPIRED).do({ unlock: 'pin' }, tokens('B')),
  'locked.unlockRefused': () => locked().pass(EXPIRED).do({ unlock: 'pin' }, invalidGrant('user_disabled')),
  'locked.unlockRetry': () => locked().pass(EXPIRED).do({ unlock: 'pin' }, NO_ANSWER),
  'locked.unlockOffline': () => locked({ offline: 'active' }).pass(EXPIRED).do({ unlock: 'pin' }, NO_ANSWER),
  'locked.wrongPin': () => locked().do({ wrongPin: true }),
  'locked.pinFailed': () => locked({ pinTries: 2 }).do({ wrongPin: true }).do({ wrongPin: true }),
  'locked.background': () => locked().do({ background: true }),
  'locked.foreground': () => locked().do({ background: true }).do({ foreground: true }),
  'expired.login': () => signedIn(),
  'expired.loginRefused': () => new TestPhone().do({ launch: true }).do(LOGIN, invalidGrant()),
  'expired.loginFailed': () => new TestPhone().do({ launch: true }).do(LOGIN, NO_ANSWER),
  'expired.late': () =>
    signedIn()
      .do({ call: { url: '/api/me', late: 'c' } }, OK)
      .do({ logout: true }, OK)
      .do({ deliver: 'c' }),
  'expired.relaunch': () => new TestPhone().do({ launch: true }).do({ kill: true }).do({ launch: true }),
  ...bothWays('answered', (phone) => phone.do(CALL, OK)),
  ...bothWays('retried', (phone) => phone.do(CALL, UNAUTHORIZED, tokens('B'), OK)),
  ...bothWays('retriedNewer', (phone) =>
    phone
      .do({ call: { url: '/api/me', late: 'c' } }, UNAUTHORIZED)
      .do({ refresh: true }, tokens('B'))
      .do({ deliver: 'c' }, OK),
  ),
  ...bothWays('joined', (phone) => phone.do({ refresh: { late: 'r' } }, tokens('B')).do(CALL, UNAUTHORIZED)),
  ...bothWays('loop', (phone) => phone.do(CALL, UNAUTHORIZED, tokens('B'), UNAUTHORIZED)),
  'active.loopExpired': () => signedIn({ loopGuard: 'expired' }).do(CALL, UNAUTHORIZED, tokens('B'), UNAUTHORIZED),
  'locked.loopExpired': () => locked({ loopGuard: 'expired' }).do(CALL, UNAUTHORIZED, tokens('B'), UNAUTHORIZED),
  ...bothWays('forbidden', (phone) => phone.do(CALL, status(403, { error: 'insufficient_scope' }))),
  ...bothWays('offline', (phone) => phone.do(CALL, status(500))),
  ...bothWays('foreign', (phone) => phone.do({ call: 'https://images.example/ada.png' }, UNAUTHORIZED)),
  ...bothWays('refreshed', (phone) => phone.do({ refresh: true }, tokens('B'))),
  ...bothWays('refreshFailed', (phone) => phone.do(CALL, UNAUTHORIZED, NO_ANSWER)),
  ...bothWays('refreshLate', (phone) => phone.do({ refresh: { late: 'r' } }, tokens('B'))),
  ...bothWays('invalidGrant', (phone) => phone.do(CALL, UNAUTHORIZED, invalidGrant())),
  ...bothWays('passwordChanged', (phone) => phone.do(CALL, UNAUTHORIZED, invalidGrant('password_changed'))),
  ...bothWays('terminated', (phone) => phone.do(CALL, UNAUTHORIZED, invalidGrant('terminated_by_admin'))),
  ...bothWays('elsewhere', (phone) => phone.do(CALL, UNAUTHORIZED, invalidGrant('signed_in_elsewhere'))),
  ...bothWays('absolute', (phone) => phone.do({ refresh: true }, invalidGrant('absolute_timeout'))),
  ...bothWays('loggedOut', (phone) => phone.do({ logout: true }, OK)),
  'active.late': () =>
    signedIn()
      .do({ call: { url: '/api/me', late: 'c' } }, OK)
      .do({ logout: true }, OK)
      .do(LOGIN, tokens('B'))
      .do({ deliver: 'c' }),
  'locked.late': () =>
    signedIn({ inactivity: '1 min' })
      .do({ call: { url: '/api/me', late: 'c' } }, OK)
      .do({ logout: true }, OK)
      .do(LOGIN, tokens('B'))
      .pass(60_000)
      .do({ deliver: 'c' }),
};

function bothWays<const T extends string>(
  tail: T,
  way: (phone: TestPhone) => TestPhone,
): Record<`${keyof typeof BOTH}.${T}`, Way> {
  const ways = Object.entries(BOTH).map(([from, phone]) => [`${from}.${tail}`, () => way(phone())]);
  return Object.fromEntries(ways) as Record<`${keyof typeof BOTH}.${T}`, Way>;
}

describe('The transition table of the device', () => {
  const reached = new Set<string>();

  for (const { id, from, event, guard, to, effect } of TRANSITION_TABLE) {
    const words = `${event}${guard === undefined ? '' : `, and ${guard}`}`;
    it(`a session in ${from} is in ${to} after this: ${words}; then ${effect} (${id})`, () => {
      const phone = WAYS[id]();
      assert.ok(phone.taken.includes(id), `The last act took ${phone.taken.join(', ')}.`);
      for (const row of phone.rows) reached.add(row);
      // A start takes two rows, and some calls two or three.
      if (phone.taken.at(-1) === id) assert.equal(phone.session, to);
    });
  }

  it('every row of the table was taken by a test', () => {
    assert.deepEqual(
      TRANSITION_TABLE.map(({ id }) => id).filter((id) => !reached.has(id)),
      [],
    );
  });

  it('ids are unique, and begin with the state that the row starts from', () => {
    const ids = TRANSITION_TABLE.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, from } of TRANSITION_TABLE) assert.equal(id.split('.')[0], from.toLowerCase());
  });

  it('no row leads from Expired to Active but the sign-in, and none from Locked to Active but an unlock', () => {
    const leading = (from: string, to: string) =>
      TRANSITION_TABLE.filter((row) => row.from === from && row.to === to).map(({ id }) => id);
    assert.deepEqual(leading('Expired', 'Active'), ['expired.login']);
    assert.deepEqual(leading('Locked', 'Active'), [
      'locked.unlocked',
      'locked.unlockedRefreshed',
      'locked.unlockOffline',
    ]);
    assert.deepEqual(leading('Start', 'Active'), []);
    assert.deepEqual(leading('Expired', 'Locked'), []);
  });

  it('no row that is about a failure of the network ends in Expired', () => {
    const failures = TRANSITION_TABLE.filter(({ event, guard }) => /no answer|or fails/.test(`${event} ${guard}`));
    assert.ok(failures.length > 5);
    for (const { id, from, to } of failures) assert.ok(to !== 'Expired' || from === 'Expired', id);
  });
});
