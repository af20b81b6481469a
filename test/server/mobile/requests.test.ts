import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { onPosix } from '../../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME } from '../../support/seedSession';
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
      assert.equal(name, 'Server: 4D/20.5.0 (Build 0.101864)');
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
    const foreign = await byId(other.id, token);
    const none = await byId('nobody', token);
    assert.deepEqual([foreign.status, foreign.text], [403, none.text], 'a device cannot tell whose sessions there are');
    assert.equal((await byId('nobody', key)).json.__ERROR[0].errCode, 1909);
    assert.equal((await byId(SEED_NAME.toUpperCase(), token)).json.userName, 'a@example.com');
    assert.equal((await byId(other.id, key)).json.userName, '');
  });

  for (const method of ['GET', 'DELETE']) {
    it(`${method} of a session’s information releases the session, whose file stays until it is logged in again`, async () => {
      const { token } = (await server().post('/mobileapp/$authenticate', { body: iosBody() })).json;
      const file = `${SEED_APPLICATION}/${SEED_NAME}`;
      const written = server().read(file);
      const target = `/mobileapp/$info/sessionInfo/id/${SEED_NAME}`;
      const { status, json } = await server().request(method, target, { token });
      assert.deepEqual([status, json.sessionID], [200, SEED_NAME.toUpperCase()]);
      assert.deepEqual(
        (await server().lastEntry()).changes.map(({ kind, change }) => `${kind} ${change}`),
        ['mobileSession removed'],
      );
      assert.ok((await server().rules()).includes('mobile.session.released'));
      assert.deepEqual((await server().sessions()).sessions, []);
      assert.equal(server().read(file), written);
      assert.equal((await server().get('/mobileapp/$info', { token })).status, 401);
      assert.deepEqual(await server().rules(), ['mobile.session.evicted', 'mobile.session.unknown']);
      assert.deepEqual((await server().refresh()).refreshed, [], 'a refresh takes nothing in that memory has not');
      await server().post('/mobileapp/$authenticate', { body: iosBody() });
      assert.equal((await server().get('/mobileapp/$info', { token })).status, 200);
    });
  }

  it('each part of $info answers in any case, and another names those that there are', async () => {
    const { token } = (await server().post('/mobileapp/$authenticate', { body: iosBody() })).json;
    const parts = {
      ProgressInfo: { ProgressInfo: [] },
      progressInfo: { ProgressInfo: [] },
      entityset: { entitySetCount: 0, entitySet: [] },
      entitySet: { entitySetCount: 0, entitySet: [] },
      cacheInfo: { cacheSize: 0, usedCache: 0, cacheObjects: [] },
    };
    for (const [part, expected] of Object.entries(parts)) {
      const { status, json } = await server().get(`/mobileapp/$info/${part}`, { token });
      assert.deepEqual([status, json], [200, expected], part);
    }
    assert.equal((await server().get('/mobileapp/$info/SESSIONINFO', { token })).json.sessionInfo.length, 1);
    const unknown = await server().get('/mobileapp/$info/none', { token });
    assert.deepEqual([unknown.status, unknown.json.__ERROR[0].errCode], [404, 1909]);
    assert.match(unknown.json.__ERROR[0].message, /it has sessionInfo, ProgressInfo, entitySet, cacheInfo/);
    assert.equal((await server().get('/mobileapp/$info/ProgressInfo')).status, 401);
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

  it('a server without data says in its journal what to give it, for the catalog, a table and an action', async () => {
    const { json } = await server().post('/mobileapp/$authenticate', { body: iosBody() });
    const ways: [method: string, target: string, words: RegExp][] = [
      ['GET', '/mobileapp/$catalog/$all', /mobile\.data .*“example:products”.* or the option upstream/],
      ['GET', '/mobileapp/Products', /mobile\.data .*“example:products”.* or the option upstream/],
      ['POST', '/mobileapp/$action/add', /mobile\.actionModule .* or the option mobile\.data/],
    ];
    for (const [method, target, words] of ways) {
      await server().request(method, target, { token: json.token });
      const cause = (await server().lastEntry()).causes.at(-1);
      assert.match(cause?.message ?? '', words);
      if (method === 'GET') assert.deepEqual(cause?.remedy, { option: 'mobile.data', value: 'example:products' });
    }
    const page = await server().get('/', { headers: { Accept: 'text/html' } });
    assert.match(page.text, /Mobile data.*mobile\.data.*example:products.*upstream/s);
  });

  it('the parts of $info are found in any case, also those that release a session', async () => {
    for (const place of ['SessionInfo/ID', 'SESSIONINFO/id', 'sessioninfo/Id']) {
      const login = await server().post('/mobileapp/$authenticate', { body: iosBody() });
      const { id, token } = login.json;
      const { status, json } = await server().get(`/mobileapp/%24info/${place}/${id}?a=b`, { token });
      assert.deepEqual([status, json.sessionID], [200, id.toUpperCase()]);
    }
  });
});
