import assert from 'node:assert/strict';
import { TOKENS_DEVICE } from '../../../src/core/systems/tokens/device/tokensDevice';
import { END_REASONS } from '../../../src/core/systems/tokens/endReason';
import {
  byPath,
  invalidGrant,
  locked,
  NO_ANSWER,
  PASSWORD,
  signedIn,
  status,
  TestPhone,
  tokens,
  UNAUTHORIZED,
} from './testPhone';

const LOGIN = { login: { username: 'ada', password: PASSWORD } } as const;
const CALL = { call: '/api/me' } as const;
const late = (name: string, url = '/api/me') => ({ call: { url, late: name } }) as const;
const refreshes = (phone: TestPhone) => phone.sent.filter(({ request }) => request.url === '/oauth/token').length;

describe('A call of an app', () => {
  it('a call is refused, refreshed and sent once more with the new token', () => {
    const phone = signedIn().do(CALL, UNAUTHORIZED, tokens('B'), status(200));
    assert.deepEqual(
      phone.sent.slice(1).map(({ title }) => title),
      ['GET /api/me', 'Refresh the tokens', 'GET /api/me, once more'],
    );
    assert.equal(phone.lastSent, 'GET /api/me Bearer secret-access-B');
    assert.equal(phone.shown.session, 'session-B');
  });

  it('a call that is refused with new tokens is not sent a third time', () => {
    const phone = signedIn().do(CALL, UNAUTHORIZED, tokens('B'), UNAUTHORIZED);
    assert.deepEqual(phone.taken, ['active.retried', 'active.loop']);
    assert.deepEqual([phone.session, phone.shown.reason], ['Active', 'unauthorizedAfterRefresh']);
    const other = signedIn({ loopGuard: 'expired' }).do(CALL, UNAUTHORIZED, tokens('B'), UNAUTHORIZED);
    assert.deepEqual([other.session, other.shown.reason], ['Expired', 'unauthorizedAfterRefresh']);
  });

  it('a call is followed by what its second attempt comes to', () => {
    for (const [answer, row] of [
      [status(403), 'active.forbidden'],
      [status(500), 'active.offline'],
      [NO_ANSWER, 'active.offline'],
      [status(404), 'active.answered'],
    ] as const) {
      assert.deepEqual(signedIn().do(CALL, UNAUTHORIZED, tokens('B'), answer).taken, ['active.retried', row]);
    }
  });

  it('a call that is forbidden refreshes nothing, and the app says so until the next touch', () => {
    const phone = signedIn().do(CALL, status(403, { error: 'insufficient_scope' }));
    assert.deepEqual([phone.session, phone.shown.reason, refreshes(phone)], ['Active', 'forbidden', 0]);
    assert.equal(phone.do({ touch: true }).shown.reason, undefined);
  });

  for (const reason of END_REASONS) {
    for (const code of [400, 401] as const) {
      it(`a session that is over as ${reason} ends with that reason at the next call, told with ${code}`, () => {
        for (const phone of [signedIn(), locked(), signedIn().do({ background: true })]) {
          phone.do(CALL, UNAUTHORIZED, invalidGrant(reason, code));
          const { state, access, user, session } = phone.shown;
          assert.deepEqual([state, access, user, session], ['Expired', 'none', undefined, undefined]);
          assert.equal(phone.shown.reason, reason);
          assert.doesNotMatch(JSON.stringify(phone.state), /secret-/);
        }
      });
    }
  }

  it('a call without a refresh token ends the session when the access token is refused', () => {
    const phone = new TestPhone().do({ launch: true }).do(LOGIN, status(200, { access_token: 'secret-a' }));
    phone.do(CALL, UNAUTHORIZED);
    assert.deepEqual([phone.session, phone.shown.reason], ['Expired', 'noRefreshToken']);
  });

  it('a call is sent with a token that the app knows is over, and the 401 tells', () => {
    const phone = signedIn().pass(300_000);
    assert.equal(phone.shown.access, 'expired');
    assert.deepEqual(phone.do(CALL, UNAUTHORIZED, tokens('B'), status(200)).taken, [
      'active.retried',
      'active.answered',
    ]);
  });

  it('an app that refreshes ahead sends no token that it knows is over', () => {
    const phone = signedIn({ refreshAhead: true })
      .do(CALL, status(200))
      .pass(300_000)
      .do(CALL, tokens('B'), status(200));
    assert.deepEqual(phone.taken, ['active.refreshed', 'active.answered']);
    phone.pass(300_000).do(CALL, NO_ANSWER);
    assert.deepEqual([phone.taken, phone.session], [['active.refreshFailed'], 'Active']);
    phone.do(CALL, invalidGrant('password_changed'));
    assert.deepEqual([phone.taken, phone.shown.reason], [['active.passwordChanged'], 'password_changed']);
  });

  it('an app that refreshes ahead and goes by a wall clock that is set back sends the token, and the 401 tells', () => {
    const phone = signedIn({ refreshAhead: true, clock: 'wall' }).do({ jumpClock: '-1h' }).pass(300_000);
    assert.equal(phone.shown.access, 'valid');
    assert.deepEqual(phone.do(CALL, UNAUTHORIZED, tokens('B'), status(200)).taken, [
      'active.retried',
      'active.answered',
    ]);
  });

  it('a lock screen goes on to say why it is there, whatever calls come to', () => {
    for (const answers of [
      [NO_ANSWER],
      [status(403)],
      [UNAUTHORIZED, NO_ANSWER],
      [UNAUTHORIZED, tokens('B'), UNAUTHORIZED],
    ]) {
      assert.equal(locked().do(CALL, ...answers).shown.reason, 'inactive');
    }
  });
});

describe('A call that goes elsewhere than to the API', () => {
  const FOREIGN = 'https://images.example/ada.png';

  it('a call that goes elsewhere has no token with it, and nothing that it is answered is a matter of the session', () => {
    for (const [phone, row] of [
      [signedIn(), 'active.foreign'],
      [locked(), 'locked.foreign'],
      [signedIn({ refreshAhead: true }).pass(300_000), 'active.foreign'],
      [signedIn({ loopGuard: 'expired' }), 'active.foreign'],
    ] as const) {
      for (const answer of [UNAUTHORIZED, status(200), status(403), status(503), NO_ANSWER, invalidGrant()]) {
        const { reason, state } = phone.shown;
        phone.do({ call: FOREIGN }, answer);
        assert.equal(phone.lastSent, `GET ${FOREIGN}`);
        assert.deepEqual([phone.taken, phone.session, phone.shown.reason], [[row], state, reason]);
      }
      assert.equal(refreshes(phone), 0);
    }
  });

  it('a late answer to a call that went elsewhere is a matter of the session as little as one at once', () => {
    const phone = signedIn().do(late('one', FOREIGN), UNAUTHORIZED).do({ refresh: true }, tokens('B'));
    assert.deepEqual(phone.do({ deliver: 'one' }).taken, ['active.foreign']);
    assert.equal(refreshes(phone), 1);
  });
});

describe('A refresh that calls share', () => {
  it('two calls that need a refresh wait for one, and both are sent once more', () => {
    const phone = signedIn().do({ refresh: { late: 'r' } }, tokens('B'));
    phone.do({ call: '/api/one' }, UNAUTHORIZED).do({ call: '/api/two' }, UNAUTHORIZED);
    phone.do({ deliver: 'r' }, status(200), status(404));
    assert.deepEqual(phone.taken, [
      'active.refreshed',
      'active.retried',
      'active.answered',
      'active.retried',
      'active.answered',
    ]);
    assert.equal(refreshes(phone), 1);
    assert.equal(phone.lastSent, 'GET /api/two Bearer secret-access-B');
  });

  it('two calls whose refusals come one after the other cost one refresh', () => {
    const phone = signedIn().do(late('one'), UNAUTHORIZED).do(late('two'), UNAUTHORIZED);
    phone.do({ deliver: 'one' }, tokens('B'), status(200)).do({ deliver: 'two' }, status(200));
    assert.deepEqual(phone.taken, ['active.retriedNewer', 'active.answered']);
    assert.equal(refreshes(phone), 1);
  });

  it('a call that is refused with a token newer than its own needs a refresh after all', () => {
    const phone = signedIn().do(late('one'), UNAUTHORIZED).do({ refresh: true }, tokens('B'));
    phone.do({ deliver: 'one' }, UNAUTHORIZED, tokens('C'), status(200));
    assert.deepEqual(phone.taken, ['active.retriedNewer', 'active.retried', 'active.answered']);
  });

  it('calls that wait are dropped when the refresh fails, and the session goes on', () => {
    const phone = signedIn()
      .do({ refresh: { late: 'r' } }, NO_ANSWER)
      .do(CALL, UNAUTHORIZED)
      .do({ deliver: 'r' });
    assert.deepEqual([phone.taken, phone.session], [['active.refreshFailed'], 'Active']);
    assert.deepEqual(phone.do({ refresh: true }, tokens('B')).taken, ['active.refreshed']);
  });

  it('calls that wait are dropped when the refresh ends the session', () => {
    const phone = signedIn()
      .do({ refresh: { late: 'r' } }, invalidGrant('token_reuse'))
      .do(CALL, UNAUTHORIZED);
    assert.deepEqual(phone.do({ deliver: 'r' }).taken, ['active.invalidGrant']);
    assert.equal(phone.shown.reason, 'token_reuse');
  });

  it('calls that wait are sent although a call before had failed on the way', () => {
    const phone = signedIn()
      .do(CALL, NO_ANSWER)
      .do({ refresh: { late: 'r' } }, tokens('B'))
      .do(CALL, UNAUTHORIZED);
    assert.deepEqual(phone.do({ deliver: 'r' }, status(200)).taken, [
      'active.refreshed',
      'active.retried',
      'active.answered',
    ]);
  });

  it('a call that ends the session leaves the others that waited unsent', () => {
    const phone = signedIn({ loopGuard: 'expired' }).do({ refresh: { late: 'r' } }, tokens('B'));
    phone.do({ call: '/api/one' }, UNAUTHORIZED).do({ call: '/api/two' }, UNAUTHORIZED);
    phone.do({ deliver: 'r' }, UNAUTHORIZED);
    assert.deepEqual(phone.taken, ['active.refreshed', 'active.retried', 'active.loopExpired']);
  });

  it('a process that ends takes the calls that wait with it', () => {
    const phone = signedIn()
      .do({ refresh: { late: 'r' } }, NO_ANSWER)
      .do(CALL, UNAUTHORIZED)
      .do({ kill: true });
    phone
      .do({ launch: true })
      .do({ refresh: { late: 's' } }, tokens('B'))
      .do({ deliver: 's' });
    assert.deepEqual(phone.taken, ['active.refreshed']);
  });

  it('an app that refreshes ahead waits for the refresh that is under way', () => {
    const phone = signedIn({ refreshAhead: true })
      .do({ refresh: { late: 'r' } }, tokens('B'))
      .pass(300_000)
      .do(CALL);
    assert.deepEqual(phone.taken, ['active.joined']);
    assert.deepEqual(phone.do({ deliver: 'r' }, status(200)).taken, [
      'active.refreshed',
      'active.retried',
      'active.answered',
    ]);
  });

  it('an app that shares no refresh sends the same refresh token twice', () => {
    const phone = signedIn({ sharedRefresh: false }).do({ refresh: { late: 'r' } }, tokens('B'));
    phone.do(CALL, UNAUTHORIZED, invalidGrant('token_reuse'));
    assert.equal(phone.sent.filter(({ request }) => request.form?.refresh_token === 'secret-refresh-A').length, 2);
    assert.equal(phone.shown.reason, 'token_reuse');
    assert.deepEqual(phone.do({ deliver: 'r' }).taken, ['expired.late']);
    assert.equal(phone.shown.access, 'none');
  });

  it('the life of an access token counts from when its answer came, late or not', () => {
    const phone = signedIn()
      .do({ refresh: { late: 'r' } }, tokens('B'))
      .pass(200_000)
      .do({ deliver: 'r' })
      .pass(200_000);
    assert.equal(phone.shown.access, 'valid');
  });
});

describe('A late answer', () => {
  it('a late refresh of an earlier session neither brings it back nor touches the new one', () => {
    const phone = signedIn()
      .do({ refresh: { late: 'r' } }, tokens('B'))
      .do({ logout: true }, status(200));
    phone.do(LOGIN, tokens('C')).do({ deliver: 'r' });
    assert.deepEqual([phone.taken, phone.shown.session], [['active.late'], 'session-C']);
    assert.match(phone.do(CALL, status(200)).lastSent, /secret-access-C$/);
  });

  it('a late refusal of an earlier session does not end the new one', () => {
    const phone = signedIn().do(late('c'), UNAUTHORIZED).do({ logout: true }, status(200)).do(LOGIN, tokens('B'));
    assert.deepEqual(phone.do({ deliver: 'c' }).taken, ['active.late']);
    assert.equal(phone.session, 'Active');
  });

  it('the names of the answers that are held back are shown, and nothing of what is in them', () => {
    const phone = signedIn()
      .do(late('c'), status(200))
      .do({ refresh: { late: 'r' } }, tokens('B'));
    assert.deepEqual(phone.shown.late, ['c', 'r']);
    assert.deepEqual(phone.do({ deliver: 'c' }).shown.late, ['r']);
    assert.equal(phone.do({ kill: true }).shown.late, undefined);
  });

  it('a late answer comes once', () => {
    const phone = signedIn().do(late('c'), status(200)).do({ deliver: 'c' }).do({ deliver: 'c' });
    assert.equal(phone.problem, 'noSuchAnswer');
  });

  it('a late refresh that comes while the app is locked renews the tokens, and unlocks nothing', () => {
    const phone = signedIn({ inactivity: '1 min' })
      .do({ refresh: { late: 'r' } }, tokens('B'))
      .pass(60_000);
    assert.deepEqual(phone.do({ deliver: 'r' }).taken, ['locked.refreshed']);
    assert.deepEqual([phone.shown.screen, phone.shown.session], ['lock', 'session-B']);
  });

  it('a late refresh that comes while the app is locked can end the session', () => {
    const phone = signedIn({ inactivity: '1 min' }).do({ refresh: { late: 'r' } }, invalidGrant('password_changed'));
    assert.deepEqual(phone.pass(60_000).do({ deliver: 'r' }).taken, ['locked.passwordChanged']);
  });
});

describe('A sign-in and a sign-out at a device', () => {
  it('a sign-out wipes first and without network', () => {
    const phone = signedIn().do({ logout: true }, NO_ANSWER);
    assert.deepEqual([phone.session, phone.shown.reason, phone.shown.access], ['Expired', 'signed_out', 'none']);
    assert.doesNotMatch(JSON.stringify(phone.state), /secret-/);
    const turn = TOKENS_DEVICE.act(signedIn().state, { logout: true }, Date.UTC(2026, 0, 1, 12), byPath);
    assert.equal(turn.next().done, false);
  });

  it('a sign-out that revokes nothing sends nothing', () => {
    const phone = signedIn({ revokeOnLogout: false }).do({ logout: true });
    assert.deepEqual([phone.session, phone.sent.length], ['Expired', 1]);
  });

  it('a locked app can be signed out', () => {
    assert.deepEqual(locked().do({ logout: true }, status(200)).taken, ['locked.loggedOut']);
  });

  for (const [what, answer, reason] of [
    ['a wrong password', status(401, { error: 'invalid_grant' }), 'loginRefused'],
    ['a user who is disabled', status(400, { error: 'invalid_grant', reason: 'user_disabled' }), 'user_disabled'],
    ['too many sessions', status(403, { error: 'access_denied' }), 'loginRefused'],
    ['no network', NO_ANSWER, 'offline'],
    ['a fault of the server', status(500), 'offline'],
    ['an answer without tokens', status(200, {}), 'offline'],
  ] as const) {
    it(`a sign-in with ${what} stays on the sign-in page, which says ${reason}`, () => {
      const phone = new TestPhone().do({ launch: true }).do(LOGIN, answer);
      assert.deepEqual([phone.session, phone.shown.screen, phone.shown.reason], ['Expired', 'signIn', reason]);
      assert.doesNotMatch(JSON.stringify(phone.state), /secret-/);
    });
  }

  it('a password is in no state', () => {
    assert.doesNotMatch(JSON.stringify(signedIn().state), new RegExp(PASSWORD));
  });
});

describe('The lock of an app', () => {
  it('wrong PINs are counted, over restarts too, and a right one forgives them', () => {
    const phone = locked({ pinTries: 3 }).do({ wrongPin: true });
    assert.equal(phone.shown.pinTriesLeft, 2);
    phone.do({ kill: true }).do({ launch: true });
    assert.equal(phone.do({ wrongPin: true }).shown.pinTriesLeft, 1);
    phone.do({ unlock: 'pin' }).pass(60_000);
    assert.equal(phone.shown.pinTriesLeft, 3);
  });

  it('a right PIN forgives wrong ones although the network fails', () => {
    const phone = locked({ pinTries: 3 }).do({ wrongPin: true }).pass(300_000).do({ unlock: 'pin' }, NO_ANSWER);
    assert.deepEqual([phone.session, phone.shown.pinTriesLeft], ['Locked', 3]);
  });

  it('the last wrong PIN wipes the tokens', () => {
    const phone = locked({ pinTries: 1 }).do({ wrongPin: true });
    assert.deepEqual([phone.session, phone.shown.reason, phone.shown.access], ['Expired', 'pinFailed', 'none']);
    assert.doesNotMatch(JSON.stringify(phone.state), /secret-/);
  });

  it('an unlock refreshes first if the access token is over', () => {
    const phone = locked().pass(300_000).do({ unlock: 'biometric' }, tokens('B'));
    assert.deepEqual([phone.taken, phone.shown.access], [['locked.unlockedRefreshed'], 'valid']);
  });

  it('an unlock without a refresh token ends the session if the access token is over', () => {
    const phone = new TestPhone({ inactivity: '1 min' }).do({ launch: true });
    phone
      .do(LOGIN, status(200, { access_token: 'secret-a', expires_in: 60 }))
      .pass(60_000)
      .do({ unlock: 'pin' });
    assert.deepEqual([phone.taken, phone.shown.reason], [['locked.unlockRefused'], 'noRefreshToken']);
  });

  it('an app that works without network unlocks, and says that it has none', () => {
    const phone = locked({ offline: 'active' }).pass(300_000).do({ unlock: 'pin' }, NO_ANSWER);
    assert.deepEqual([phone.shown.screen, phone.shown.reason], ['content', 'offline']);
  });

  it('time, touches, calls and restarts leave a locked app locked', () => {
    const phone = locked({ clock: 'wall' }).do({ touch: true }).do(CALL, status(200)).do({ jumpClock: '-2h' });
    phone.do({ background: true }).do({ foreground: true }).do({ sleep: true }).do({ wake: true }).pass(86_400_000);
    phone.do({ refresh: true }, tokens('B')).do({ reboot: true }).do({ launch: true });
    assert.equal(phone.shown.screen, 'lock');
  });
});
