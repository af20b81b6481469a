import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { webServer, withWebServer } from './webHarness';

describe('The object Session of code', () => {
  const server = webServer(
    { codeTimeoutMs: 600_000, applicationName: 'My App', cookie: { sameSite: 'Lax', path: '/' } },
    {
      'Project/Sources/HTTPHandlers.json': [{ class: 'Code', method: 'run', regexPattern: '^/run' }],
      'WebCode/Code.js': '',
    },
  );
  const become = (body: string) => {
    const text = `exports.Code = class Code { run(request) { ${body} } };
      const attempt = (call) => { try { return call() ?? null; } catch (error) { return error.message; } };`;
    fs.writeFileSync(path.join(server().folder, 'WebCode/Code.js'), text);
  };

  it('the quotas of a session can be set, are kept with it, and are those of no other session', async () => {
    become(
      `const { set } = request.urlQuery; if (set) Object.assign(Session.quotas, JSON.parse(set)); return Session.quotas;`,
    );
    const [client, other] = [server().client(), server().client()];
    const quotas = async (set?: object) => (await client.call(set ? `/run?set=${JSON.stringify(set)}` : '/run')).json;
    assert.deepEqual(await quotas(), { defaultEntitySetTimeout: 7200, currentValues: {} });
    await quotas({ nbEntitySets: 50, maxEntitySetTimeout: 2400 });
    assert.ok((await server().rules()).includes('web.session.quotas'));
    const expected = { nbEntitySets: 50, defaultEntitySetTimeout: 2400, maxEntitySetTimeout: 2400, currentValues: {} };
    assert.deepEqual(await quotas(), expected);
    assert.deepEqual((await other.call('/run')).json, { defaultEntitySetTimeout: 7200, currentValues: {} });
    assert.deepEqual((await quotas({ defaultEntitySetTimeout: 1200 })).defaultEntitySetTimeout, 1200);

    const snapshot = await server().control.snapshot();
    become(
      'Session.quotas.nbEntitySets = undefined; Session.quotas.maxEntitySetTimeout = undefined; return Session.quotas;',
    );
    assert.deepEqual((await client.call('/run')).json, { defaultEntitySetTimeout: 1200, currentValues: {} });
    await server().control.putSnapshot(snapshot);
    become('return Session.quotas;');
    assert.deepEqual(await quotas(), { ...expected, defaultEntitySetTimeout: 1200 });
  });

  it('a quota of a session is an integer above 0', async () => {
    become(
      `return [0, -1, 1.5, 2 ** 31, '5', null, NaN].map((value) => attempt(() => { Session.quotas.nbEntitySets = value; return 'set'; }));`,
    );
    const { json } = await server().client().call('/run');
    const words = 'Session.quotas.nbEntitySets is an integer above 0; undefined takes the quota away.';
    assert.deepEqual(json, Array(7).fill(words));
  });

  it('code sees any live session by its id, and null for one that is not there', async () => {
    become(
      `const { id = Session.id, write } = request.urlQuery;
       const storage = sessionStorage(id);
       if (write) Use(storage, () => { storage.settings = { text: write }; });
       if (write) Use(storage.settings, (settings) => { settings.more = true; });
       return { own: Session.id, info: sessionInfo(id), storage, count: storage && Object.keys(sessionStorage(id)).length };`,
    );
    const [one, two] = [server().client(), server().client()];
    const { own, info } = (await one.call('/run')).json;
    assert.equal(info.ID, own);
    const written = (await two.call(`/run?id=${own}&write=hello`)).json;
    assert.notEqual(written.own, own);
    assert.deepEqual(
      [written.info.ID, written.storage, written.count],
      [own, { settings: { text: 'hello', more: true } }, 1],
    );
    assert.deepEqual((await one.call('/run')).json.storage, { settings: { text: 'hello', more: true } });
    assert.deepEqual((await two.call('/run')).json.storage, {});
    for (const id of ['nothing', '', '__proto__', 'F'.repeat(32)]) {
      const { info: none, storage } = (await two.call(`/run?id=${id}`)).json;
      assert.deepEqual([none, storage], [null, null], id);
    }
    assert.equal((await server().sessions()).length, 2);
  });

  it('the storage of another session can be changed only inside Use, and not after the session was closed', async () => {
    become('return Session.id;');
    const { text: id } = await server().client().call('/run');
    become(`return attempt(() => { sessionStorage('${id}').a = 1; });`);
    const client = server().client();
    assert.match((await client.call('/run')).text, /can only be changed inside Use\(sessionStorage\(id\)/);
    const go = path.join(server().folder, 'go');
    const waiting = path.join(server().folder, 'waiting');
    become(
      `const fs = require('node:fs'), cell = new Int32Array(new SharedArrayBuffer(4));
       const storage = sessionStorage('${id}');
       fs.writeFileSync(${JSON.stringify(waiting)}, '');
       while (!fs.existsSync(${JSON.stringify(go)})) Atomics.wait(cell, 0, 0, 10);
       return attempt(() => Use(storage, () => { storage.a = 1; }));`,
    );
    const running = client.call('/run');
    while (!fs.existsSync(waiting)) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(await closeSession(id));
    fs.writeFileSync(go, '');
    assert.match((await running).text, /The session was closed: its storage is gone/);
  });

  it('no concurrent change of a storage is lost when its own session and others change it', async () => {
    become('return Session.id;');
    const owner = server().client();
    const { text: id } = await owner.call('/run');
    become(
      `for (let i = 0; i < 3; i++) { const s = sessionStorage('${id}'); Use(s, () => { s.count = (s.count ?? 0) + 1; }); } return 'done';`,
    );
    const others = Array.from({ length: 8 }, () => server().client());
    await Promise.all([...others, owner, owner].map((client) => client.call('/run')));
    assert.equal((await server().sessions()).find((session) => session.id === id)?.storage.count, 30);
  });

  it('the web server that code sees is as its options and its request say', async () => {
    become(
      'return { ...webServer(), list: webServerList().length, running: webIsServerRunning(), secured: webIsSecuredConnection() };',
    );
    const { json } = await server().client().call('/run');
    const { port } = new URL(server().url);
    assert.deepEqual(
      [json.name, json.HTTPPort, json.HTTPSPort, json.HTTPEnabled, json.HTTPSEnabled, json.IPAddressToListen],
      ['My App', Number(port), 0, true, false, '127.0.0.1'],
    );
    assert.deepEqual(
      [json.sessionCookieName, json.sessionCookieSameSite, json.sessionCookiePath, json.scalableSession],
      ['4DSID_My_App', 'Lax', '/', true],
    );
    assert.equal(json.rootFolder, `${server().folder}/WebFolder/`);
    assert.deepEqual(json.handlers, [{ class: 'Code', method: 'run', regexPattern: '^/run' }]);
    assert.deepEqual([json.list, json.running, json.secured], [1, true, false]);
    assert.ok(json.maxRequestSize >= 1024 * 1024);
    const cors = [{ host: '*.example.test', methods: 'get;post' }];
    await withWebServer(
      { cors, scalableSessions: false },
      async (plain) => {
        const { json: told } = await plain.client().call('/4DACTION/look');
        assert.deepEqual([told.CORSEnabled, told.CORSSettings, told.scalableSession, told.id], [true, cors, false, '']);
        assert.equal(told.storage, null);
      },
      {
        'WebCode/methods/look.js': `module.exports = () => webSendText(JSON.stringify(
           { ...webServer(), id: webGetCurrentSessionId(), storage: sessionStorage('a') }), '.json');`,
      },
    );
  });

  async function closeSession(id: string): Promise<boolean> {
    await server().control.ask(WEB_CALLS.close(id));
    return !(await server().sessions()).some((session) => session.id === id);
  }
});
