import assert from 'node:assert/strict';
import type { Answer } from './httpCall';
import { type WebClient, type WebHarness, webServer, withWebServer } from './webHarness';

const DATASTORE = `
exports.DataStore = class DataStore {
  static exposed = ['authentify'];
  authentify(name, password) {
    if (name !== 'jane' || password !== 'example') return false;
    return Session.setPrivileges({ privileges: 'medium', userName: name });
  }
};`;
const FILES = { 'WebCode/DataStore.js': DATASTORE };

const authentify = (client: WebClient, ...given: string[]) =>
  client.call('/rest/$catalog/authentify', { method: 'POST', body: given });

describe('REST without a forced login', () => {
  const server = webServer({ users: [{ name: 'jane', password: 'example', privileges: ['simple'] }] }, FILES);

  it('REST opens a session of its own kind at the first request, and goes on in it', async () => {
    const client = server().client();
    const { status, json } = await client.call('/rest/$catalog');
    assert.deepEqual([status, json], [200, { dataClasses: [] }]);
    assert.deepEqual((await client.call('/rest/%24catalog/%24all')).json, { dataClasses: [] });
    const sessions = await server().sessions();
    assert.deepEqual(
      sessions.map(({ type }) => type),
      ['rest'],
    );
    assert.ok((await server().rules()).includes('web.session.reused'));
  });

  it('REST tells of the sessions, their lifetimes in seconds', async () => {
    const client = server().client();
    await client.post('/tools/set', { privileges: { privileges: 'medium', userName: 'Jane' } });
    const { json } = await client.call('/rest/$info/sessionInfo');
    const [session] = await server().sessions();
    assert.deepEqual(json, {
      sessionInfo: [
        {
          sessionID: session?.id,
          userName: 'Jane',
          lifeTime: 3600,
          expiration: session?.expirationDate,
          privileges: { privileges: [{ privilege: 'simple' }, { privilege: 'medium' }] },
        },
      ],
    });
    const { json: info } = await client.call('/rest/$info');
    assert.equal(info.sessionInfo.length, 1);
    assert.ok(!JSON.stringify([json, info]).includes((await client.cookie()) ?? 'none'));
  });

  it('REST calls functions of singletons by GET and by POST, with parameters', async () => {
    const client = server().client();
    const path = '/rest/$singleton/Tools';
    assert.match((await client.post(`${path}/createOTP`, [60])).json.result, /^[0-9A-F]{32}$/);
    assert.match((await client.call(`${path}/createOTP?$params='[60]'`)).json.result, /^[0-9A-F]{32}$/);
    assert.deepEqual((await client.call(`${path}/restore?$params=["x"]`)).json, { result: false });
    assert.equal((await client.post(`${path}/whoAmI`)).json.result.isGuest, true);
    for (const answer of [
      await client.post(`${path}/whoAmI`, { a: 1 }),
      await client.call(`${path}/whoAmI?$params='x'`),
    ]) {
      assert.equal(answer.status, 400);
      assert.ok(answer.json.__ERROR[0].message.includes('JSON array'));
    }
  });

  it('REST says in 4D’s envelope what cannot be called', async () => {
    const client = server().client();
    const errorOf = ({ status, json }: Answer) => [status, json.__ERROR[0].message.replace(/[.:].*/s, '')];
    assert.deepEqual(errorOf(await client.post('/rest/$singleton/Nobody/act')), [404, 'Cannot find singleton']);
    const missing = await client.post('/rest/$singleton/Tools/nope');
    assert.deepEqual(errorOf(missing), [404, 'Cannot find singleton function']);
    // There, but not exposed.
    const hidden = await client.post('/rest/$singleton/Tools/answer');
    assert.deepEqual(errorOf(hidden), [404, 'Cannot find singleton function']);
    assert.equal((await client.post('/rest/$singleton/Tools/fail')).status, 500);
    assert.deepEqual(await server().rules(), ['web.session.reused', 'web.rest.called', 'web.code.threw']);
    assert.equal((await client.call('/rest/Employees')).status, 404);
    assert.equal((await client.call('/rest/$catalog/Employees')).status, 404);
    assert.equal((await client.call('/rest')).status, 404);
  });

  it('REST lets the users of the directory log in by headers, for as long as they ask', async () => {
    const client = server().client();
    const login = (headers: Record<string, string>) =>
      client.call('/rest/$directory/login', { method: 'POST', headers });
    for (const wrong of [
      {},
      { 'username-4D': 'jane' },
      { 'username-4D': 'jane', 'password-4D': 'Example' },
      { 'username-4D': 'john', 'password-4D': 'example' },
    ] as Record<string, string>[]) {
      const { status, json } = await login(wrong);
      assert.deepEqual([status, json], [200, { result: false }]);
    }
    assert.ok((await server().rules()).includes('web.rest.login.refused'));
    const right = { 'username-4D': 'jane', 'password-4D': 'example', 'session-4D-length': '90' };
    assert.deepEqual((await login(right)).json, { result: true });
    const [session] = await server().sessions();
    assert.deepEqual([session?.userName, session?.idleTimeout, session?.privileges], ['jane', 90, ['simple']]);
    assert.deepEqual((await login({ ...right, 'session-4D-length': '5' })).json, { result: true });
    assert.equal((await server().sessions())[0]?.idleTimeout, 60);
    assert.ok(!JSON.stringify((await server().control.journal(0, 1000)).entries).includes('"example"'));
  });

  it('REST logs in by ds.authentify() too', async () => {
    const client = server().client();
    assert.deepEqual((await authentify(client, 'jane', 'wrong')).json, { result: false });
    assert.deepEqual((await authentify(client, 'jane', 'example')).json, { result: true });
    assert.deepEqual(
      (await server().sessions()).map(({ userName }) => userName),
      ['jane'],
    );
  });
});

describe('REST with a forced login', () => {
  const withForcedLogin = (run: (server: WebHarness) => Promise<void>) =>
    withWebServer({ forceLogin: true }, run, FILES);

  it('a forced login lets a guest see the catalog and log in, and nothing else', async () => {
    await withForcedLogin(async (server) => {
      const client = server.client();
      assert.equal((await client.call('/rest/$catalog')).status, 200);
      for (const target of [
        '/rest/$info',
        '/rest/$info/sessionInfo',
        '/rest/Employees',
        '/rest/$singleton/Tools/whoAmI',
      ]) {
        const { status, json } = await client.call(target);
        assert.equal(status, 401, target);
        assert.match(json.__ERROR[0].message, /log in/);
        assert.ok((await server.rules()).includes('web.rest.guest'));
      }
      assert.equal((await client.post('/rest/$singleton/Tools/whoAmI')).status, 401);
      assert.deepEqual((await authentify(client, 'jane', 'wrong')).json, { result: false });
      assert.equal((await client.call('/rest/$info')).status, 401);
      assert.deepEqual((await authentify(client, 'jane', 'example')).json, { result: true });
      assert.equal((await client.call('/rest/$info')).status, 200);
      assert.equal((await client.post('/rest/$singleton/Tools/whoAmI')).json.result.userName, 'jane');
      assert.equal((await server.sessions()).length, 1);
    });
  });

  it('a guest who logs in by GET is told to send a POST, whether the function is marked for GET or not', async () => {
    for (const marks of ['', "static onHTTPGet = ['authentify'];"]) {
      const file = FILES['WebCode/DataStore.js'].replace('static exposed', `${marks} look() {} static exposed`);
      await withWebServer(
        { forceLogin: true },
        async (server) => {
          for (const name of ['authentify', 'Authentify']) {
            const { status, json } = await server.client().call(`/rest/$catalog/${name}`);
            assert.equal(status, 401, name);
            assert.match(json.__ERROR[0].message, /send POST \/rest\/\$catalog\/authentify/);
            assert.ok((await server.rules()).includes('web.rest.guest'));
          }
          // A dataclass is of the catalog, which a guest may see.
          assert.equal((await server.client().call('/rest/$catalog/Employees')).status, 404);
          const other = await server.client().call('/rest/$catalog/look');
          assert.equal(other.status, 401);
          assert.match(other.json.__ERROR[0].message, /^Login is forced: log in/);
        },
        { ...FILES, 'WebCode/DataStore.js': file },
      );
    }
  });

  it('a forced login does not hold for request handlers and pages', async () => {
    await withForcedLogin(async (server) => {
      assert.equal((await server.client().call('/tools/session')).status, 200);
      assert.equal((await server.client().call('/')).status, 200);
      assert.equal((await server.client().call('/4DACTION/whoAmI')).status, 200);
    });
  });

  it('a forced login is what roles.json says, unless the options say otherwise', async () => {
    const files = {
      ...FILES,
      'Project/Sources/roles.json': { privileges: [], permissions: { allowed: [] }, forceLogin: true },
    };
    await withWebServer(
      {},
      async (server) => assert.equal((await server.client().call('/rest/$info')).status, 401),
      files,
    );
    await withWebServer(
      { forceLogin: false },
      async (server) => assert.equal((await server.client().call('/rest/$info')).status, 200),
      files,
    );
  });
});
