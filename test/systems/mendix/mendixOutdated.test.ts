import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MendixOptions } from '../../../src/server/systems/mendix/mendixOptions';
import {
  type MendixClient,
  type MendixHarness,
  mendixServer,
  SWEPT_MS,
  setCookie,
  userOf,
  withMendix,
} from './mendixHarness';
import { OrderedServer, order } from './orderedServer';

const REMEMBER = { useAuthToken: true };
const ON_DEVICE = { shouldgeneratetoken: true, useAuthToken: false };

describe('A Mendix token that is outdated before it is made', () => {
  const server = mendixServer();

  for (const [what, patches, rule] of [
    ['another password', [{ password: 'another' }], 'mendix.token.not-made.password'],
    ['the same password anew', [{ password: 'example' }], 'mendix.token.not-made.password'],
    [
      'another password and was blocked for a while',
      [{ blocked: true, password: 'another' }, { blocked: false }],
      'mendix.token.not-made.password',
    ],
    ['a block', [{ blocked: true }], 'mendix.token.not-made.blocked'],
  ] as const) {
    it(`the marker of a login makes no token after the user got ${what}, and the journal says so`, async () => {
      const client = server().client();
      await client.login('jane', 'example', REMEMBER);
      for (const patch of patches) await server().patchUser('jane', patch);
      const answer = await client.start();
      assert.equal(userOf(answer), 'jane', 'the session goes on');
      assert.match(setCookie(answer, 'useAuthToken') ?? '', /Max-Age=0/);
      assert.ok((await server().rules()).includes(rule));
      assert.deepEqual([(await server().user('jane'))?.tokens, await client.cookie('authtoken')], [[], undefined]);
    });
  }

  for (const [name, value, patch] of [
    ['passwordEndsTokens', false, { password: 'another' }],
    ['blockedTokenRevives', true, { blocked: true }],
  ] as const) {
    it(`with ${name} ${value} the marker makes its token all the same`, async () => {
      await withMendix({ switches: { [name]: value } }, async (other) => {
        const client = other.client();
        await client.login('jane', 'example', REMEMBER);
        await other.patchUser('jane', patch);
        assert.ok(setCookie(await client.start(), 'authtoken'));
      });
    });
  }

  it('the marker makes its token when the login was with the newest password', async () => {
    for (const password of ['second', 'third']) {
      await server().patchUser('jane', { password });
      const client = server().client();
      await client.login('jane', password, REMEMBER);
      assert.ok(setCookie(await client.start(), 'authtoken'));
    }
  });
});

describe('Requests at once about a Mendix token', () => {
  interface Race {
    readonly options?: MendixOptions;
    readonly prepare: (server: MendixHarness) => Promise<MendixClient>;
    readonly requests: (server: MendixHarness, left: MendixClient, right: MendixClient) => (() => Promise<unknown>)[];
    readonly holds: (server: MendixHarness, left: MendixClient, answers: readonly unknown[]) => Promise<void>;
  }
  const rotate: MendixOptions = { switches: { rotateToken: true } };
  const remembered = async (server: MendixHarness) => {
    const client = await server.signedIn(REMEMBER);
    await server.advance(SWEPT_MS);
    return client;
  };
  const nothingLeft = async (server: MendixHarness, left: MendixClient) => {
    assert.deepEqual((await server.user('jane'))?.tokens, []);
    assert.equal(await server.session('jane'), undefined);
    assert.notEqual(userOf(await left.start()), 'jane');
  };
  const withSecondPassword = async (server: MendixHarness) => {
    await server.patchUser('jane', { password: 'second' });
    return server.client();
  };
  const RACES: Readonly<Record<string, Race>> = {
    'with rotateToken a logout leaves nothing of a token that gets another value at that moment': {
      options: rotate,
      prepare: remembered,
      requests: (_server, left, right) => [() => left.start(), () => right.xas('logout')],
      holds: nothingLeft,
    },
    'with rotateToken a login of another user leaves nothing of a token that gets another value at that moment': {
      options: rotate,
      prepare: remembered,
      requests: (_server, left, right) => [() => left.start(), () => right.login('john', 'sample')],
      holds: nothingLeft,
    },
    'with rotateToken a new password leaves no token that gets another value at that moment': {
      options: rotate,
      prepare: remembered,
      requests: (server, left) => [() => left.start(), () => server.patchUser('jane', { password: 'another' })],
      holds: async (server) => assert.deepEqual((await server.user('jane'))?.tokens, []),
    },
    'the marker makes no token that outlives a new password': {
      prepare: async (server) => {
        const client = server.client();
        await client.login('jane', 'example', REMEMBER);
        return client;
      },
      requests: (server, left) => [() => left.start(), () => server.patchUser('jane', { password: 'another' })],
      holds: async (server) => assert.deepEqual((await server.user('jane'))?.tokens, []),
    },
    'a login with the old password brings no token on the device that outlives the new one': {
      prepare: withSecondPassword,
      requests: (server, left) => [
        () => left.login('jane', 'second', ON_DEVICE),
        () => server.patchUser('jane', { password: 'third' }),
      ],
      holds: async (server) => assert.deepEqual((await server.user('jane'))?.tokens, []),
    },
    'a login with the old password brings no marker that outlives the new one': {
      prepare: withSecondPassword,
      requests: (server, left) => [
        () => left.login('jane', 'second', REMEMBER),
        () => server.patchUser('jane', { password: 'third' }),
      ],
      holds: async (server, left) => {
        await left.start();
        assert.deepEqual((await server.user('jane'))?.tokens, []);
      },
    },
    'a login brings no token on the device of a user who becomes inactive': {
      prepare: async (server) => server.client(),
      requests: (server, left) => [
        () => left.login('jane', 'example', ON_DEVICE),
        () => server.patchUser('jane', { active: false }),
      ],
      holds: async (server) => assert.deepEqual((await server.user('jane'))?.tokens, []),
    },
  };

  for (const [what, { options = {}, prepare, requests, holds }] of Object.entries(RACES)) {
    it(`${what}, whatever the order of their steps is`, async () => {
      const ordered = new OrderedServer();
      const server = await ordered.start(options);
      try {
        await fc.assert(
          fc.asyncProperty(order, async (picks) => {
            await server.patchUser('jane', { active: true, password: 'example' });
            for (const { id } of await server.sessions()) await server.control.call('DELETE', `/mendix/sessions/${id}`);
            const left = await prepare(server);
            const right = await left.copy();
            const answers = await ordered.run(requests(server, left, right), picks);
            await holds(server, left, answers);
            const snapshot = (await server.control.get('/snapshot')).json;
            assert.equal((await server.control.call('PUT', '/snapshot', snapshot)).status, 204);
          }),
          { numRuns: 20 },
        );
      } finally {
        await ordered.stop();
      }
    });
  }
});

describe('A Mendix token that gets another value with each revival', () => {
  const server = mendixServer({ switches: { rotateToken: true } });

  it('a logout ends all sessions that were made from the token, by whatever value', async () => {
    const client = await server().signedIn(REMEMBER);
    const [id] = ((await server().user('jane'))?.tokens ?? []).map((token) => token.id);
    await server().advance(SWEPT_MS);
    await client.start();
    const other = await client.copy();
    await client.jar.setCookie('XASSESSIONID=; Path=/; Max-Age=0', server().url);
    assert.equal(userOf(await client.start()), 'jane');
    assert.equal((await server().sessions()).filter(({ user }) => user === 'jane').length, 2);
    assert.deepEqual(
      ((await server().user('jane'))?.tokens ?? []).map((token) => token.id),
      [id],
    );
    await client.xas('logout');
    assert.equal((await other.data()).status, 401);
    assert.deepEqual([await server().session('jane'), (await server().user('jane'))?.tokens], [undefined, []]);
  });

  it('a browser that has a value from before still logs out', async () => {
    const client = await server().signedIn(REMEMBER);
    await server().advance(SWEPT_MS);
    const late = await client.copy();
    await client.start();
    await late.xas('logout');
    assert.equal((await client.data()).status, 401);
    assert.deepEqual((await server().user('jane'))?.tokens, []);
  });

  it('each new value is good for as long as a new token', async () => {
    const client = await server().signedIn(REMEMBER);
    const ends = async () => Date.parse((await server().user('jane'))?.tokens[0]?.expiresAt ?? '');
    const first = await ends();
    await server().advance(SWEPT_MS);
    await client.start();
    assert.equal(await ends(), first + SWEPT_MS);
  });
});
