import assert from 'node:assert/strict';
import { userOf, withMendix } from './mendixHarness';

const VERSIONS = ['9.24.0', '10.8.0', '10.9.0', '10.9.1', '11.3.0'];

describe('A Mendix runtime that takes the data of another version', () => {
  for (const [at, from] of VERSIONS.entries()) {
    for (const [other, to] of VERSIONS.entries()) {
      const ends = other > at;
      it(`sessions of ${from} ${ends ? 'end with the upgrade' : 'go on'} at ${to}`, async () => {
        await withMendix({ runtimeVersion: from }, async (before) => {
          const client = await before.signedIn({ useAuthToken: true, shouldgeneratetoken: true }, 'PhoneOffline');
          const database = (await before.control.get('/snapshot')).json;
          const tokens = (await before.user('jane'))?.tokens.length;
          await withMendix({ runtimeVersion: to }, async (after) => {
            assert.equal((await after.control.call('PUT', '/snapshot', database)).status, 204);
            assert.equal((await after.sessions()).length, ends ? 0 : 1);
            assert.equal((await after.user('jane'))?.tokens.length, tokens, 'tokens stay');
            const late = after.client();
            late.csrf = client.csrf;
            await late.write(`XASSESSIONID=${await client.cookie('XASSESSIONID')}; Path=/`);
            assert.equal((await late.data()).status, ends ? 401 : 200);
            const told = (await after.lastEntry()).causes.find(({ rule }) => rule.startsWith('mendix.session.over'));
            assert.equal(told !== undefined && /upgrade/.test(`${told.rule} ${told.message}`), ends);
            // The data are of this version from now on, and a second look ends nothing.
            const again = await after.signedIn();
            const same = (await after.control.get('/snapshot')).json;
            assert.equal((await after.control.call('PUT', '/snapshot', same)).status, 204);
            assert.equal(userOf(await again.start()), 'jane');
          });
        });
      });
    }
  }

  it('data that tell no version keep their sessions', async () => {
    await withMendix({ runtimeVersion: '10.8.0' }, async (before) => {
      await before.signedIn();
      const { entries, ...rest } = (await before.control.get('/snapshot')).json as { entries: { space: string }[] };
      const without = { ...rest, entries: entries.filter(({ space }) => space !== 'mendix.runtime') };
      assert.equal(without.entries.length, entries.length - 1);
      await withMendix({ runtimeVersion: '10.9.0' }, async (after) => {
        assert.equal((await after.control.call('PUT', '/snapshot', without)).status, 204);
        assert.equal((await after.sessions()).length, 1);
      });
    });
  });
});
