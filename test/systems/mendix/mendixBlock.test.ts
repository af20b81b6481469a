import assert from 'node:assert/strict';
import { blockEnd } from '../../../src/core/systems/mendix/blockEnd';
import { MINUTE_MS, withMendix } from './mendixHarness';

describe('Three bad passwords', () => {
  const bad = async (client: { login(name: string, password: string): Promise<{ status: number }> }, times: number) => {
    for (let tries = 0; tries < times; tries++) assert.equal((await client.login('jane', 'no')).status, 401);
  };

  it('in production three bad passwords block a user, whom a sweep unblocks after five minutes', async () => {
    await withMendix({ securityLevel: 'production' }, async (server) => {
      const client = server.client();
      await server.advance(MINUTE_MS);
      await bad(client, 2);
      assert.equal((await server.user('jane'))?.failedLogins, 2);
      await bad(client, 1);
      assert.ok((await server.rules()).includes('mendix.login.blocks'));
      assert.equal((await server.user('jane'))?.blocked, true);
      const refused = await client.login('jane', 'example');
      assert.deepEqual([refused.status, refused.json], [401, {}]);
      assert.ok((await server.rules()).includes('mendix.login.blocked'));
      assert.equal((await client.login('john', 'sample')).status, 200, 'others are not blocked');
      await server.advance(4 * MINUTE_MS);
      assert.equal((await server.user('jane'))?.blocked, true, 'the sweep at five minutes is too early for it');
      await server.advance(MINUTE_MS);
      assert.equal((await server.user('jane'))?.blocked, true, 'five minutes are over, and there was no sweep since');
      await server.advance(4 * MINUTE_MS);
      assert.equal((await server.user('jane'))?.blocked, false);
      assert.equal((await server.client().login('jane', 'example')).status, 200);
    });
  });

  it('in production a good password before the third bad one begins the count anew', async () => {
    await withMendix({ securityLevel: 'production' }, async (server) => {
      await bad(server.client(), 2);
      assert.equal((await server.client().login('jane', 'example')).status, 200);
      assert.equal((await server.user('jane'))?.failedLogins, 0);
      await bad(server.client(), 2);
      assert.equal((await server.user('jane'))?.blocked, false);
    });
  });

  it('in production five bad passwords at once block a user, and none is let in', async () => {
    await withMendix({ securityLevel: 'production' }, async (server) => {
      await Promise.all(Array.from({ length: 5 }, () => server.client().login('jane', 'no')));
      assert.equal((await server.user('jane'))?.blocked, true);
    });
  });

  it('in prototype no number of bad passwords blocks a user', async () => {
    await withMendix({}, async (server) => {
      await bad(server.client(), 5);
      assert.equal((await server.user('jane'))?.blocked, false);
      assert.equal((await server.client().login('jane', 'example')).status, 200);
    });
  });

  it('the end of a block can be told from the state: at the sweep that is named there the user is free, and not before', async () => {
    await withMendix({}, async (server) => {
      for (const wait of [0, 1, MINUTE_MS, 5 * MINUTE_MS - 1]) {
        await server.advance(wait);
        await server.patchUser('jane', { blocked: true });
        const state = await server.state();
        const end = blockEnd((await server.user('jane'))?.blockedSince ?? '', state);
        const { now } = (await server.control.get('/state')).json.clock;
        await server.advance(end - Date.parse(now) - 1);
        assert.equal((await server.user('jane'))?.blocked, true);
        await server.advance(1);
        assert.equal((await server.user('jane'))?.blocked, false);
      }
    });
  });

  for (const [what, patch, noted] of [
    ['a block', { blocked: true }, true],
    ['a new password', { password: 'another' }, true],
    ['the end of a block', { blocked: false }, false],
    ['a user who becomes inactive', { active: false }, false],
  ] as const) {
    it(`the journal ${noted ? 'says that sessions go on' : 'says nothing of sessions that go on'} at the call for ${what}`, async () => {
      await withMendix({}, async (server) => {
        const control = async () => {
          await server.patchUser('jane', patch);
          const { entries } = (await server.control.get('/journal?limit=1000')).json;
          const { causes } = entries.filter(({ face }: { face: string }) => face === 'control').at(-1);
          return causes.some(({ rule }: { rule: string }) => rule === 'control.mendix.kept.sessions');
        };
        assert.equal(await control(), false, 'there is no session');
        await server.patchUser('jane', { active: true, blocked: false, password: 'example' });
        const client = await server.signedIn();
        assert.equal(await control(), noted);
        if (noted) assert.equal((await client.data()).status, 200);
      });
    });
  }

  it('a user who is blocked by hand is unblocked by hand at once, and a live session goes on meanwhile', async () => {
    await withMendix({}, async (server) => {
      const client = await server.signedIn();
      await server.patchUser('jane', { blocked: true });
      assert.equal((await client.data()).status, 200);
      assert.equal((await server.client().login('jane', 'example')).status, 401);
      await server.patchUser('jane', { blocked: false });
      assert.equal((await server.client().login('jane', 'example')).status, 200);
    });
  });
});
