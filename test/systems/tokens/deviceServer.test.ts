import assert from 'node:assert/strict';
import type { DeviceOptionSources } from '../../../src/core/scenario/systemDevice';
import type { EndReason } from '../../../src/core/systems/tokens/endReason';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { DAY_MS, HOUR_MS, MINUTE_MS, TokensHarness } from './tokensHarness';
import { WiredPhone, World } from './wiredPhone';

const LOGIN = { login: { username: 'ada', password: 'example' } } as const;
const CALL = { call: '/api/me' } as const;
/** Refreshes and signs out by the routes of its own back end, and not by those of OAuth. */
const OWN_ROUTES: DeviceOptionSources = { routes: 'api' };

/** Runs with a server of its own, and ends it. */
async function withWorld(options: TokensOptions, run: (world: World) => Promise<void>): Promise<void> {
  const server = await TokensHarness.start(options);
  try {
    await run(await World.with(server));
  } finally {
    await server.stop();
  }
}

async function signedInPhone(world: World, options: DeviceOptionSources = {}): Promise<WiredPhone> {
  const phone = await new WiredPhone(world, options).do({ launch: true });
  await phone.do(LOGIN);
  assert.equal(phone.shown.state, 'Active');
  return phone;
}

describe('A device at a token server', () => {
  type End = (world: World, phone: WiredPhone) => Promise<unknown>;
  const sessionOf = (phone: WiredPhone) => `/tokens/sessions/${phone.shown.session}`;

  const ends: readonly [what: string, reason: EndReason, options: TokensOptions, end: End][] = [
    [
      'somebody changes the password in the editor',
      'password_changed',
      {},
      (world) => world.server.patchUser('ada', { password: 'another' }),
    ],
    [
      'the password is changed on another device',
      'password_changed',
      {},
      async (world) => (await world.server.signedIn()).changePassword('another'),
    ],
    [
      'another device signs in where one may be',
      'signed_in_elsewhere',
      { maxSessions: 1 },
      (world) => world.server.signedIn(),
    ],
    [
      'another device ends it',
      'terminated_by_user',
      {},
      async (world, phone) => (await world.server.signedIn()).delete(`/api/sessions/${phone.shown.session}`),
    ],
    [
      'another device ends all others',
      'terminated_by_user',
      {},
      async (world) => (await world.server.signedIn()).delete('/api/sessions?except=current'),
    ],
    [
      'an administrator ends it',
      'terminated_by_admin',
      {},
      (world, phone) => world.server.control.call('DELETE', sessionOf(phone)),
    ],
    [
      'an administrator disables the user',
      'user_disabled',
      {},
      (world) => world.server.patchUser('ada', { disabled: true }),
    ],
    ['nobody refreshes for too long', 'idle_timeout', { refreshIdleSeconds: 3600 }, (world) => world.pass(HOUR_MS)],
    [
      'it is as old as it may be, though it was refreshed',
      'absolute_timeout',
      { refreshAbsoluteSeconds: 7200 },
      async (world, phone) => {
        await world.pass(HOUR_MS);
        await phone.do({ refresh: true });
        assert.equal(phone.shown.state, 'Active');
        await world.pass(HOUR_MS);
      },
    ],
  ];

  for (const [what, reason, options, end] of ends) {
    it(`a session ends at the next call when ${what}, and the app says ${reason}`, () =>
      withWorld(options, async (world) => {
        const phone = await signedInPhone(world);
        await end(world, phone);
        assert.equal(phone.shown.state, 'Active');
        await phone.do(CALL);
        assert.deepEqual([phone.shown.state, phone.shown.screen, phone.shown.reason], ['Expired', 'signIn', reason]);
      }));

    it(`a cold start finds that the session is over when ${what}, with 401 too, and the app says ${reason}`, () =>
      withWorld({ accessTokenSeconds: 1, invalidGrantStatus: 401, ...options }, async (world) => {
        const phone = await signedInPhone(world, OWN_ROUTES);
        await end(world, phone);
        await world.pass(1000);
        await phone.do({ kill: true });
        await phone.do({ launch: true });
        assert.deepEqual([phone.shown.state, phone.shown.reason], ['Expired', reason]);
      }));
  }

  it('an expired access token is refreshed and the call sent once more, which no other 401 can be told from', () =>
    withWorld({}, async (world) => {
      const phone = await signedInPhone(world);
      await world.pass(HOUR_MS);
      await phone.do(CALL);
      assert.deepEqual(phone.rows, ['active.retried', 'active.answered']);
      const [first] = [...phone.answered.values()].slice(-3);
      assert.match(String(first?.headers['www-authenticate']), /error="invalid_token"/);
    }));

  it('a lost answer to a refresh costs the session without grace, and nothing with it', async () => {
    for (const [graceSeconds, rows] of [
      [0, ['active.invalidGrant']],
      [30, ['active.refreshed']],
    ] as const) {
      await withWorld({ graceSeconds }, async (world) => {
        const phone = await signedInPhone(world);
        await phone.do({ refresh: true }, ['answer']);
        assert.deepEqual(phone.rows, ['active.refreshFailed']);
        await world.pass(10_000);
        await phone.do({ refresh: true });
        assert.deepEqual(phone.rows, rows);
        assert.equal(phone.shown.reason, graceSeconds === 0 ? 'token_reuse' : undefined);
      });
    }
  });

  it('a request that did not reach the server costs nothing', () =>
    withWorld({}, async (world) => {
      const phone = await signedInPhone(world);
      await phone.do({ refresh: true }, ['request']);
      await phone.do({ refresh: true });
      assert.deepEqual(phone.rows, ['active.refreshed']);
    }));

  it('two calls at once share a refresh, and an app that shares none loses its session', async () => {
    for (const [sharedRefresh, state] of [
      [true, 'Active'],
      [false, 'Expired'],
    ] as const) {
      await withWorld({}, async (world) => {
        const phone = await signedInPhone(world, { sharedRefresh });
        await world.pass(HOUR_MS);
        await phone.do({ refresh: { late: 'first' } });
        await phone.do(CALL);
        await phone.do({ deliver: 'first' });
        assert.equal(phone.shown.state, state);
      });
    }
  });

  it('a sign-out with an access token that is over ends the session on the server by either kind of routes', async () => {
    for (const options of [{}, OWN_ROUTES]) {
      await withWorld({}, async (world) => {
        const phone = await signedInPhone(world, options);
        await world.pass(2 * HOUR_MS);
        await phone.do({ logout: true });
        assert.deepEqual(phone.rows, ['active.loggedOut']);
        assert.equal((await world.server.sessions())[0]?.endReason, 'signed_out');
      });
    }
  });

  it('a sign-out ends the session on the server by either kind of routes, and without network in the app alone', async () => {
    for (const [options, lose] of [
      [{}, undefined],
      [OWN_ROUTES, undefined],
      [{}, 'request'],
    ] as const) {
      await withWorld({}, async (world) => {
        const phone = await signedInPhone(world, options);
        await phone.do({ logout: true }, [lose]);
        assert.equal(phone.shown.reason, 'signed_out');
        const [session] = await world.server.sessions();
        assert.equal(session?.state, lose === undefined ? 'ended' : 'active');
      });
    }
  });

  it('a device tells the server what it is, and its session is the one that the server has', () =>
    withWorld({}, async (world) => {
      const device = { name: 'Ada’s phone', platform: 'iOS', model: 'X', appVersion: '2.1' };
      const phone = await signedInPhone(world, device);
      const [session] = await world.server.sessions();
      assert.deepEqual(session?.device, device);
      assert.equal(session?.id, phone.shown.session);
    }));

  it('a wall clock of the device that is wrong by days changes nothing for the server', () =>
    withWorld({ accessTokenSeconds: 300 }, async (world) => {
      const phone = await signedInPhone(world, { clock: 'wall' });
      await phone.do({ jumpClock: '-3d' });
      await world.pass(5 * MINUTE_MS);
      assert.equal(phone.shown.access, 'valid');
      await phone.do(CALL);
      assert.deepEqual(phone.rows, ['active.retried', 'active.answered']);
    }));

  it('names that the server has by its options are those that the app uses', () =>
    withWorld(
      {
        paths: { login: '/v2/session', refresh: '/v2/renew' },
        fields: { access_token: 'jwt', refresh_token: 'renew', reason: 'why' },
      },
      async (world) => {
        const names = {
          paths: { login: '/v2/session', refresh: '/v2/renew' },
          fields: { access_token: 'jwt', refresh_token: 'renew', reason: 'why' },
        };
        const phone = await new WiredPhone(world, OWN_ROUTES, { tokens: names }).do({ launch: true });
        await phone.do(LOGIN);
        await phone.do({ refresh: true });
        assert.deepEqual(phone.rows, ['active.refreshed']);
        await world.server.patchUser('ada', { password: 'another' });
        await phone.do(CALL);
        assert.equal(phone.shown.reason, 'password_changed');
      },
    ));

  it('a session that is left for a year is over when the app comes back to it', () =>
    withWorld({}, async (world) => {
      const phone = await signedInPhone(world);
      await phone.do({ background: true });
      await world.pass(365 * DAY_MS);
      await phone.do({ foreground: true });
      assert.equal(phone.shown.state, 'Active');
      await phone.do(CALL);
      assert.equal(phone.shown.state, 'Expired');
    }));
});
