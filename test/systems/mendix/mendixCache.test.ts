import assert from 'node:assert/strict';
import {
  type MendixClient,
  type MendixHarness,
  SWEPT_MS,
  setCookie,
  TIMEOUT_MS,
  userOf,
  withMendix,
} from './mendixHarness';

const OFFLINE = 'PhoneOffline';
const YEAR_MS = 365 * 86_400_000;
const RUNTIME = { runtimeVersion: '10.13.0' };

/** How the session of the user before can be when another user signs in. */
const BEFORE: Readonly<Record<string, (server: MendixHarness, client: MendixClient) => Promise<unknown>>> = {
  live: async () => {},
  'idle for too long': (server) => server.advance(TIMEOUT_MS),
  swept: (server) => server.advance(SWEPT_MS),
  'swept, and an anonymous one has begun': async (server, client) => {
    await server.advance(SWEPT_MS);
    assert.match(userOf(await client.start({ profile: OFFLINE })), /^Anonymous_/);
  },
  'swept, and the anonymous one after it, too': async (server, client) => {
    await server.advance(SWEPT_MS);
    await client.start({ profile: OFFLINE });
    await server.advance(SWEPT_MS);
  },
  'ended by hand': async (server) => {
    const { id } = (await server.session('jane')) ?? {};
    return server.control.call('DELETE', `/mendix/sessions/${id}`);
  },
  'ended as the user became inactive': async (server) => {
    await server.patchUser('jane', { active: false });
    await server.patchUser('jane', { active: true });
  },
};

/** How the token of the user before can be when another user signs in, and the session cookie is lost. */
const WITH_TOKEN: Readonly<Record<string, (server: MendixHarness, client: MendixClient) => Promise<unknown>>> = {
  'is good': async () => {},
  'has expired': (server) => server.advance(YEAR_MS),
  'was ended by a new password': async (server) => {
    await server.patchUser('jane', { password: 'another' });
    await server.patchUser('jane', { password: 'example' });
  },
  'was taken away, and an anonymous session has begun': async (server, client) => {
    await server.advance(YEAR_MS);
    assert.match(userOf(await client.start({ profile: OFFLINE })), /^Anonymous_/);
    assert.equal(await client.cookie('authtoken'), undefined);
  },
  'is of a user who is blocked, and an anonymous session has begun': async (server, client) => {
    await server.patchUser('jane', { blocked: true });
    assert.match(userOf(await client.start({ profile: OFFLINE })), /^Anonymous_/);
    await server.patchUser('jane', { blocked: false });
  },
};

describe('The cookie clear_cache at a login', () => {
  for (const [what, come] of Object.entries(BEFORE)) {
    it(`an offline client drops what it keeps when another user signs in, and not when the same one does, with a session before that is ${what}`, async () => {
      for (const [name, password, drops] of [
        ['john', 'sample', true],
        ['jane', 'example', false],
      ] as const) {
        await withMendix(RUNTIME, async (server) => {
          const client = await server.signedIn({ useAuthToken: false }, OFFLINE);
          await come(server, client);
          const answer = await client.login(name, password, { useAuthToken: false });
          assert.equal(answer.status, 200);
          assert.equal(setCookie(answer, 'clear_cache') !== undefined, drops, name);
          assert.equal((await server.rules()).includes('mendix.cache'), drops, name);
          assert.equal((await server.rules()).includes('mendix.cache.kept'), !drops, name);
        });
      }
    });
  }

  it('an offline client drops what it keeps when nobody knows any more whose session it had', async () => {
    await withMendix(RUNTIME, async (server) => {
      const client = server.client();
      await client.write('Profile=PhoneOffline; Path=/');
      await client.write('XASSESSIONID=forgotten; Path=/');
      assert.ok(setCookie(await client.login('jane', 'example'), 'clear_cache'));
    });
  });

  for (const [what, come] of Object.entries(WITH_TOKEN)) {
    it(`an offline client drops what it keeps when another user signs in, and not when the same one does, after the session cookie is lost and the token ${what}`, async () => {
      for (const [name, password, drops] of [
        ['john', 'sample', true],
        ['jane', 'example', false],
      ] as const) {
        await withMendix(RUNTIME, async (server) => {
          const client = await server.signedIn({ useAuthToken: true }, OFFLINE);
          await client.write('XASSESSIONID=; Path=/; Max-Age=0');
          await come(server, client);
          const answer = await client.login(name, password, { useAuthToken: false });
          assert.equal(answer.status, 200);
          assert.equal(setCookie(answer, 'clear_cache') !== undefined, drops, name);
        });
      }
    });
  }

  it('an offline client drops what it keeps when nobody knows any more whose token it had', async () => {
    await withMendix(RUNTIME, async (server) => {
      const client = server.client();
      await client.write('Profile=PhoneOffline; Path=/');
      await client.write('authtoken=forgotten; Path=/');
      assert.ok(setCookie(await client.login('jane', 'example'), 'clear_cache'));
    });
  });

  it('an offline client that nobody was signed in on has nothing to drop', async () => {
    await withMendix(RUNTIME, async (server) => {
      const client = server.client();
      await client.start({ profile: OFFLINE });
      await server.advance(SWEPT_MS);
      assert.equal(setCookie(await client.login('jane', 'example'), 'clear_cache'), undefined);
    });
  });
});
