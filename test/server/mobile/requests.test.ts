import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { onPosix } from '../../disk/temporaryFolder';
import { SEED_NAME } from '../../support/seedSession';
import { mobileServer, withServer } from '../mobileHarness';
import { androidBody, iosBody } from './devices';

describe('the ping', () => {
  const server = mobileServer();

  it('the ping needs no session, and makes key.mobileapp once', async () => {
    for (const target of ['/mobileapp/', '/mobileapp']) {
      const { status, json, headers } = await server().get(target);
      assert.equal(status, 200);
      assert.deepEqual(json, { ok: true });
      assert.match(String(headers.server), /^4D\//);
    }
    const key = server().read('key.mobileapp');
    assert.match(key ?? '', /^[0-9a-f]{64}$/);
    const rules = (await server().journal()).map(({ causes }) => causes.map(({ rule }) => rule));
    assert.deepEqual(rules, [['mobile.ping', 'mobile.key.created'], ['mobile.ping']]);
    assert.ok(!JSON.stringify(await server().journal()).includes(key ?? '-'));
  });

  it('the ping leaves a key.mobileapp that is there as it is', async () => {
    await withServer(
      {},
      async (server) => {
        await server.get('/mobileapp/');
        assert.equal(server.read('key.mobileapp'), 'copied from the server\n');
        const token = 'copied from the server'.replaceAll(' ', '');
        assert.equal((await server.get('/mobileapp/$catalog', { token })).status, 401);
      },
      { 'key.mobileapp': 'copied from the server\n' },
    );
  });

  onPosix('the ping makes a key.mobileapp that this user alone can read', async () => {
    await server().get('/mobileapp/');
    assert.equal(fs.statSync(path.join(server().folder, 'key.mobileapp')).mode & 0o777, 0o600);
  });
});

describe('4dwebtest', () => {
  const server = mobileServer();

  it('4dwebtest answers lines of name and value, in any case', async () => {
    await server().advance(24 * 60 * 60_000);
    for (const target of ['/4dwebtest', '/4DWEBTEST', '/4DWebTest?x=1']) {
      const { status, text, headers } = await server().get(target, { headers: { 'User-Agent': 'Contact/1' } });
      assert.equal(status, 200);
      assert.match(headers['content-type'] ?? '', /^text\/plain/);
      const [date, name, agent] = text.split('\n');
      assert.equal(name, 'Server: 4D/20.5.0');
      assert.equal(agent, 'User-Agent: Contact/1 @ 127.0.0.1');
      const at = Date.parse((date ?? '').replace('Date: ', ''));
      assert.ok(at - Date.now() > 23 * 60 * 60_000, 'the time is the virtual clock’s');
      assert.equal((await server().lastEntry()).route, 'GET /4dwebtest');
    }
  });
});

describe('what the server tells of itself', () => {
  const server = mobileServer();

  it('the catalog is valid and empty for a device and for a developer with key.mobileapp', async () => {
    const device = (await server().post('/mobileapp/$authenticate', { body: iosBody() })).json.token;
    await server().get('/mobileapp/');
    for (const token of [device, server().read('key.mobileapp')]) {
      for (const target of ['$catalog', '$catalog/$all']) {
        const { status, json } = await server().get(`/mobileapp/${target}`, { token, headers: { 'X-MobileApp': '1' } });
        assert.equal(status, 200);
        assert.deepEqual(json, { dataClasses: [] });
        assert.equal((await server().rules()).at(-1), 'mobile.catalog.empty');
      }
    }
  });

  it('a device is told of its own session; a developer of all of them', async () => {
    const { token } = (await server().post('/mobileapp/$authenticate', { body: iosBody({ email: 'a@example.com' }) }))
      .json;
    const other = (await server().post('/mobileapp/$authenticate', { body: androidBody() })).json;
    await server().get('/mobileapp/');
    const key = server().read('key.mobileapp');

    const own = (await server().get('/mobileapp/$info/sessionInfo', { token })).json;
    assert.equal(own.sessionInfo.length, 1);
    const [{ expiration, ...info }] = own.sessionInfo;
    assert.deepEqual(info, { sessionID: SEED_NAME.toUpperCase(), lifeTime: 3600, userName: 'a@example.com' });
    assert.ok(Date.parse(expiration) > Date.now() + 50 * 60_000);
    assert.deepEqual(own.HTTPConnections, []);

    const all = (await server().get('/mobileapp/$info', { token: key })).json;
    assert.equal(all.sessionInfo.length, 2);
    assert.deepEqual(Object.keys(all), [
      'cacheSize',
      'usedCache',
      'entitySetCount',
      'entitySet',
      'ProgressInfo',
      'sessionInfo',
      'HTTPConnections',
    ]);

    const byId = (id: string, by: string | undefined) =>
      server().get(`/mobileapp/$info/sessionInfo/id/${id}`, { token: by });
    assert.equal((await byId(SEED_NAME.toUpperCase(), token)).json.userName, 'a@example.com');
    assert.equal((await byId(other.id, key)).json.userName, '');
    const foreign = await byId(other.id, token);
    const none = await byId('nobody', token);
    assert.deepEqual([foreign.status, foreign.text], [403, none.text], 'a device cannot tell whose sessions there are');
    assert.equal((await byId('nobody', key)).json.__ERROR[0].errCode, 1909);
  });

  it('a route is found under the encoded dollar too, and the journal has the route’s own name', async () => {
    assert.equal((await server().post('/mobileapp/%24authenticate', { body: iosBody() })).status, 200);
    assert.equal((await server().lastEntry()).route, 'POST /mobileapp/$authenticate');
  });
});

describe('a body', () => {
  const server = mobileServer();

  it('a body is read as JSON whatever its type says', async () => {
    for (const type of ['application/json; charset=utf-8', 'text/plain', 'application/octet-stream']) {
      const headers = { 'Content-Type': type };
      assert.equal((await server().post('/mobileapp/$authenticate', { body: iosBody(), headers })).status, 200, type);
    }
  });

  it('a body may begin with a BOM, and its text may be in any language', async () => {
    const body = `\uFEFF${JSON.stringify(iosBody({ email: '田中@例え.jp' }))}`;
    assert.equal((await server().post('/mobileapp/$authenticate', { body })).status, 200);
    assert.equal((await server().sessions()).sessions[0]?.email, '田中@例え.jp');
  });
});
