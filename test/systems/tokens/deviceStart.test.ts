import assert from 'node:assert/strict';
import type { DeviceOptionSources } from '../../../src/core/scenario/systemDevice';
import { END_REASONS } from '../../../src/core/systems/tokens/endReason';
import {
  closed,
  invalidGrant,
  locked,
  NO_ANSWER,
  PASSWORD,
  signedIn,
  status,
  type TestAnswer,
  TestPhone,
  tokens,
} from './testPhone';

const OVER = 300_000;
const FAILURES: readonly (readonly [what: string, answer: TestAnswer])[] = [
  ['has no answer', NO_ANSWER],
  ['is answered with 500', status(500)],
  ['is answered with 503', status(503, { error: 'temporarily_unavailable' })],
  ['is answered with 429', status(429)],
  ['is answered with 403 by a proxy', status(403)],
  ['is redirected to the page of a hotel', { status: 302, headers: { location: 'http://hotel.example/' } }],
  ['is answered with 200 and a page', { status: 200, body: '<html>Welcome to our network</html>' }],
  ['is answered with 200 and half an answer', { status: 200, body: '{"access_token":"secret-a' }],
  ['is answered with 200 and no token', status(200, { ok: true })],
  ['is answered with 200 and a token that is no text', status(200, { access_token: 7 })],
  ['is answered with 400 and invalid_client', status(400, { error: 'invalid_client' })],
  ['is answered with 401 and invalid_client', status(401, { error: 'invalid_client' })],
  ['is answered with 400 and invalid_request', status(400, { error: 'invalid_request' })],
  ['is answered with 400 and nothing', status(400)],
];

describe('The cold start of an app', () => {
  it('an app that is started for the first time asks for a sign-in, and sends nothing', () => {
    const phone = new TestPhone({ preset: 'fintech' });
    assert.deepEqual([phone.session, phone.shown.screen], ['Start', 'home']);
    phone.do({ launch: true });
    assert.deepEqual([phone.session, phone.shown.screen, phone.shown.reason], ['Expired', 'signIn', 'none']);
    assert.deepEqual(phone.sent, []);
  });

  it('an app with an access token that is not over shows its content, and sends nothing', () => {
    const phone = closed({}, OVER - 1).do({ launch: true });
    assert.deepEqual([phone.shown.screen, phone.sent.length], ['content', 1]);
    assert.deepEqual([phone.shown.user, phone.shown.session, phone.shown.access], ['ada', 'session-A', 'valid']);
  });

  it('an app with an access token that is over refreshes it before it shows content', () => {
    const phone = closed({}, OVER).do({ launch: true }, tokens('B'));
    assert.deepEqual(phone.taken, ['active.relaunch', 'loading.refreshed']);
    assert.equal(phone.do({ call: '/api/me' }, status(200)).lastSent, 'GET /api/me Bearer secret-access-B');
  });

  it('an app with an access token whose life nobody told takes it as good', () => {
    const phone = new TestPhone().do({ launch: true });
    phone.do({ login: { username: 'ada', password: PASSWORD } }, status(200, { access_token: 'secret-a' }));
    assert.equal(phone.pass(1e9).do({ kill: true }).do({ launch: true }).session, 'Active');
  });

  it('an app whose access token is over, and that got no refresh token, asks for a sign-in', () => {
    const phone = new TestPhone().do({ launch: true });
    phone.do(
      { login: { username: 'ada', password: PASSWORD } },
      status(200, { access_token: 'secret-a', expires_in: 60 }),
    );
    phone.do({ kill: true }).pass(60_000).do({ launch: true });
    assert.deepEqual([phone.session, phone.shown.reason], ['Expired', 'noRefreshToken']);
  });

  for (const reason of END_REASONS) {
    for (const code of [400, 401] as const) {
      it(`an app whose session is over as ${reason} says so at its start, told with ${code}, and has no tokens any more`, () => {
        const phone = closed({}, OVER).do({ launch: true }, invalidGrant(reason, code));
        assert.deepEqual([phone.shown.screen, phone.shown.reason, phone.shown.access], ['signIn', reason, 'none']);
        assert.doesNotMatch(JSON.stringify(phone.state), /secret-/);
      });
    }
  }

  for (const [what, answer] of FAILURES) {
    it(`an app whose refresh ${what} keeps its tokens at its start, and tries again`, () => {
      const phone = closed({}, OVER).do({ launch: true }, answer);
      assert.deepEqual([phone.session, phone.shown.screen, phone.shown.reason], ['Loading', 'splash', 'offline']);
      phone.do({ refresh: true }, answer);
      assert.deepEqual(phone.taken, ['loading.offlineRetry']);
      phone.do({ refresh: true }, tokens('B'));
      assert.deepEqual([phone.session, phone.taken], ['Active', ['loading.refreshed']]);
    });

    it(`an app that works without network shows its content at its start though a refresh ${what}`, () => {
      const phone = closed({ offline: 'active' }, OVER).do({ launch: true }, answer);
      assert.deepEqual([phone.session, phone.shown.access], ['Active', 'expired']);
    });

    it(`an app whose refresh ${what} stays locked at an unlock, and keeps its tokens`, () => {
      const phone = locked().pass(OVER).do({ unlock: 'pin' }, answer);
      assert.deepEqual([phone.session, phone.shown.reason], ['Locked', 'offline']);
      assert.equal(phone.do({ unlock: 'pin' }, tokens('B')).session, 'Active');
    });

    it(`a session goes on though a refresh after a call ${what}`, () => {
      for (const phone of [signedIn(), locked()]) {
        const { session } = phone;
        phone.do({ call: '/api/me' }, status(401), answer);
        assert.equal(phone.session, session);
        phone.do({ refresh: true }, answer);
        assert.equal(phone.session, session);
        assert.equal(phone.do({ refresh: true }, tokens('B')).session, session);
      }
    });
  }

  for (const [what, answer] of [
    ['400 and invalid_grant', invalidGrant()],
    ['401 and invalid_grant', invalidGrant(undefined, 401)],
    ['401 and the error of an API', status(401, { error: 'invalid_token' })],
    ['401 and nothing', status(401)],
    ['401 and a page', { status: 401, body: '<html>' }],
    ['invalid_grant and a reason that nobody knows', invalidGrant('moon_phase')],
  ] as const) {
    it(`a session is over for an unknown reason if the refresh is answered with ${what}`, () => {
      const phone = signedIn().do({ refresh: true }, answer);
      assert.deepEqual([phone.session, phone.shown.reason], ['Expired', 'unknown']);
    });
  }

  for (const [what, options, reason] of [
    ['locks at each start', { lockOnStart: true }, 'started'],
    ['was away for too long', { background: '1 min' }, 'away'],
  ] as readonly (readonly [string, DeviceOptionSources, string])[]) {
    it(`an app that ${what} is locked with good tokens, with new ones and without network, and shows no content between`, () => {
      for (const [ms, ...answers] of [[OVER - 1], [OVER, tokens('B')]] as [number, ...TestAnswer[]][]) {
        const phone = closed(options, ms).do({ launch: true }, ...answers);
        assert.deepEqual([phone.shown.screen, phone.shown.reason], ['lock', reason]);
      }
      const offline = closed({ ...options, offline: 'active' }, OVER).do({ launch: true }, NO_ANSWER);
      assert.deepEqual([offline.shown.screen, offline.shown.reason], ['lock', reason]);
    });
  }

  it('an app that waits at its start and is sent to the background shows no content when the answer comes', () => {
    const phone = closed({ background: '10 min', inactivity: '1 min' }, OVER).do({ launch: true }, NO_ANSWER);
    phone
      .do({ refresh: { late: 'r' } }, tokens('B'))
      .do({ background: true })
      .do({ deliver: 'r' });
    assert.deepEqual([phone.session, phone.shown.screen], ['Active', 'cover']);
    assert.equal(phone.shown.timers[0]?.state, 'paused');
    phone.pass(600_001).do({ foreground: true });
    assert.equal(phone.shown.screen, 'lock');
  });

  it('an app that is installed anew has forgotten its session, and tells the server nothing', () => {
    const phone = signedIn().do({ forget: true });
    assert.deepEqual([phone.session, phone.shown.access, phone.shown.user], ['Start', 'none', undefined]);
    assert.equal(phone.sent.length, 1);
    assert.deepEqual(phone.do({ launch: true }).taken, ['start.launch', 'loading.none']);
  });

  it('an app that is installed anew on a platform that keeps tokens is signed in, and its lock is forgotten', () => {
    const phone = locked({ tokensSurvive: true }).do({ forget: true }).do({ launch: true });
    assert.deepEqual(phone.taken, ['start.launch', 'loading.valid']);
    assert.deepEqual([phone.shown.session, phone.shown.user], ['session-A', undefined]);
  });

  it('the answer to a refresh that was lost with its process leaves the app with the used token', () => {
    const phone = signedIn()
      .do({ refresh: { late: 'lost' } }, tokens('B'))
      .do({ kill: true })
      .pass(OVER);
    phone.do({ launch: true }, invalidGrant('token_reuse'));
    assert.match(phone.lastSent, /refresh_token=secret-refresh-A$/);
    assert.equal(phone.shown.reason, 'token_reuse');
  });
});
