import assert from 'node:assert/strict';
import fs from 'node:fs';
import type http from 'node:http';
import path from 'node:path';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { call } from './httpCall';
import { webServer, withWebServer } from './webHarness';

const UUID = /^[0-9A-F]{32}$/;

function setCookieOf(headers: http.IncomingHttpHeaders): string {
  const [cookie, ...more] = headers['set-cookie'] ?? [];
  assert.deepEqual(more, []);
  return cookie ?? '';
}

describe('The session cookie', () => {
  const server = webServer();

  it('the session cookie is private, named 4DSID_ and the project, and references a new guest session', async () => {
    const client = server().client();
    const { status, headers, json } = await client.call('/tools/session');
    assert.equal(status, 200);
    assert.match(
      setCookieOf(headers),
      /^4DSID_Contact=[0-9A-F]{32}; Expires=[^;]+ GMT; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    assert.equal(json.isGuest, true);
    assert.match(json.id, UUID);
    assert.notEqual(await client.cookie(), json.id);
    const { sessions, cookieName } = (await server().control.state()).systems.web ?? {};
    assert.equal(cookieName, '4DSID_Contact');
    assert.deepEqual(
      sessions?.map(({ id, type, isGuest }) => ({ id, type, isGuest })),
      [{ id: json.id, type: 'web', isGuest: true }],
    );
    assert.deepEqual(await server().rules(), ['web.handler', 'web.session.no-cookie', 'web.session.guest']);
    const { actor, cookies, changes } = await server().lastEntry();
    assert.equal(actor.session, json.id);
    assert.deepEqual(cookies, ['4DSID_Contact']);
    assert.deepEqual(changes, [{ kind: 'webSession', id: json.id, change: 'created' }]);
  });

  it('the session cookie is looked at in each request: a live session is reused for the call', async () => {
    const client = server().client();
    const { json: first } = await client.call('/tools/session');
    for (const target of ['/tools/session', '/4DACTION/whoAmI', '/rest/$singleton/Tools/whoAmI']) {
      const { json } = await client.call(target, target.startsWith('/rest') ? { method: 'POST', body: [] } : {});
      assert.equal((json.result ?? json).id, first.id);
      assert.ok((await server().rules()).includes('web.session.reused'));
    }
    assert.equal((await server().sessions()).length, 1);
  });

  it('a session cookie that names no live session gets a new guest with a new cookie', async () => {
    const client = server().client();
    const { json: first } = await client.call('/tools/session');
    const cookie = await client.cookie();
    await server().idle();
    const { json: second } = await client.call('/tools/session', { headers: { cookie: `4DSID_Contact=${cookie}` } });
    assert.notEqual(second.id, first.id);
    assert.notEqual(await client.cookie(), cookie);
    assert.deepEqual(await server().rules(), ['web.handler', 'web.session.unknown', 'web.session.guest']);
    const { json: third } = await server()
      .client()
      .call('/tools/session', { headers: { cookie: '4DSID_Contact=AAAA' } });
    assert.notEqual(third.id, second.id);
  });

  it('the session cookie expires with its session, and slides with it', async () => {
    const client = server().client();
    await server().control.moveClock({ pause: true });
    const expiry = (cookie: string) => Date.parse(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '');
    const first = await client.call('/tools/session');
    assert.equal(expiry(setCookieOf(first.headers)), Math.floor(Date.parse(first.json.expirationDate) / 1000) * 1000);
    assert.equal((await client.call('/tools/session')).headers['set-cookie'], undefined);
    await server().advance(30 * 60_000);
    const later = await client.call('/tools/session');
    assert.equal(expiry(setCookieOf(later.headers)) - expiry(setCookieOf(first.headers)), 30 * 60_000);
    assert.equal(Date.parse(later.json.expirationDate) - Date.parse(first.json.expirationDate), 30 * 60_000);
    const longer = await client.post('/tools/set', { idleTimeout: 120 });
    assert.equal(expiry(setCookieOf(longer.headers)) - expiry(setCookieOf(later.headers)), 60 * 60_000);
  });

  it('the session cookie has the attributes that the options say', async () => {
    const cookie = { sameSite: 'Lax', domain: 'localhost', path: '/tools' } as const;
    await withWebServer({ cookie, applicationName: 'My.App' }, async (other) => {
      const { headers } = await call(new URL('/tools/session', other.url.replace('127.0.0.1', 'localhost')));
      assert.match(
        setCookieOf(headers),
        /^4DSID_My\.App=[0-9A-F]{32}; Expires=[^;]+; Path=\/tools; Domain=localhost; HttpOnly; SameSite=Lax$/,
      );
    });
    await withWebServer({ cookie: { sameSite: 'None' } }, async (other) => {
      assert.match(setCookieOf((await other.client().call('/tools/session')).headers), /; SameSite=None$/);
    });
  });

  it('there is no session cookie and no Session when scalable sessions are off', async () => {
    await withWebServer({ scalableSessions: false }, async (other) => {
      const client = other.client();
      const { headers, json } = await client.call('/tools/session');
      assert.deepEqual(json, { session: null });
      assert.equal(headers['set-cookie'], undefined);
      assert.deepEqual(await other.rules(), ['web.handler', 'web.session.none']);
      assert.deepEqual(await other.sessions(), []);
      const { headers: ofPage } = await client.call('/?$4DSID=2E5D0D57751D471DB29FD110D2DCE253');
      assert.equal(ofPage['set-cookie'], undefined);
    });
  });

  it('the session cookie is gone with its session when the server stops', async () => {
    let cookie = '';
    let before = '';
    await withWebServer({}, async (other) => {
      const client = other.client();
      before = (await client.post('/tools/set', { storage: { a: 1 }, privileges: 'full' })).json.id;
      cookie = (await client.cookie()) ?? '';
    });
    const { json } = await server()
      .client()
      .call('/tools/session', { headers: { cookie: `4DSID_Contact=${cookie}` } });
    assert.notEqual(json.id, before);
    assert.deepEqual(json.storage, {});
    assert.equal(json.isGuest, true);
  });
});

describe('A web session', () => {
  const server = webServer();

  it('a web session keeps its storage from request to request, for all processes, and for no other client', async () => {
    const client = server().client();
    await client.post('/tools/set', { storage: { basket: { apples: 2 }, list: [1, 'two', null] } });
    const { json } = await client.call('/tools/session');
    assert.deepEqual(json.storage, { basket: { apples: 2 }, list: [1, 'two', null] });
    assert.deepEqual((await server().client().call('/tools/session')).json.storage, {});
    await Promise.all(Array.from({ length: 20 }, () => client.call('/tools/count')));
    assert.equal((await client.call('/tools/session')).json.storage.count, 20);
  });

  it('a web session that was closed is a guest with an empty storage, no privileges and a new cookie', async () => {
    for (const close of ['idle', 'closed'] as const) {
      const client = server().client();
      const { json: before } = await client.post('/tools/set', { storage: { a: 1 }, privileges: 'full' });
      const cookie = await client.cookie();
      if (close === 'idle') await server().idle();
      else await server().control.ask(WEB_CALLS.close(before.id));
      const { json } = await client.call('/tools/session', { headers: { cookie: `4DSID_Contact=${cookie}` } });
      assert.deepEqual([json.isGuest, json.privileges, json.storage], [true, [], {}]);
      assert.notEqual(json.id, before.id);
      assert.notEqual(await client.cookie(), cookie);
    }
  });

  it('a web session is over after 60 minutes without a request, and its idle timeout cannot be less', async () => {
    const client = server().client();
    const { json: first } = await client.post('/tools/set', { idleTimeout: 5 });
    assert.equal(first.idleTimeout, 60);
    await server().advance(59 * 60_000);
    assert.equal((await client.call('/tools/session')).json.id, first.id);
    await server().idle();
    assert.notEqual((await client.call('/tools/session')).json.id, first.id);
    const { json: longer } = await client.post('/tools/set', { idleTimeout: 180 });
    assert.equal(longer.idleTimeout, 180);
    await server().advance(179 * 60_000);
    assert.equal((await client.call('/tools/session')).json.id, longer.id);
  });

  it('a web session has privileges that are set in all forms, checked, listed with the nested ones, and cleared', async () => {
    const client = server().client();
    const set = async (body: object) => {
      const { json } = await client.post('/tools/set', body);
      return [json.results, json.privileges, json.isGuest, json.userName];
    };
    assert.deepEqual(await set({ privileges: 'no such' }), [[true], [], true, '']);
    assert.deepEqual(await set({ privileges: 'MEDIUM' }), [[true], ['simple', 'medium'], false, '']);
    assert.deepEqual(await set({ clear: true }), [[true], [], true, '']);
    assert.deepEqual(await set({ privileges: 'simple,full' }), [[true], ['simple', 'medium', 'full'], false, '']);
    assert.deepEqual(await set({ clear: true, privileges: ['simple'] }), [[true, true], ['simple'], false, '']);
    const settings = { roles: 'Boss', privileges: ['WebAdmin'], userName: 'Jane Doe' };
    assert.deepEqual(await set({ clear: true, privileges: settings }), [
      [true, true],
      ['WebAdmin', 'simple', 'medium', 'full'],
      false,
      'Jane Doe',
    ]);
    assert.deepEqual((await set({ privileges: 5 }))[0], [false]);
    const { json } = await client.call('/tools/promote');
    assert.equal(json.before, true);
  });

  it('a web session promotes a privilege for one process only', async () => {
    const client = server().client();
    for (let times = 0; times < 2; times++) {
      const { json } = await client.call('/tools/promote');
      assert.deepEqual(json, {
        before: false,
        first: 1,
        unknown: 0,
        again: 0,
        during: true,
        listed: [],
        second: 2,
        full: false,
        after: false,
      });
    }
  });

  it('a web session is a guest by the definition that the option isGuest selects', async () => {
    const isGuest = async (web: object, files: object = {}) => {
      const seen: boolean[] = [];
      await withWebServer(
        web,
        async (other) => {
          const client = other.client();
          seen.push((await client.call('/tools/session')).json.isGuest);
          seen.push((await client.post('/tools/set', { privileges: { userName: 'Jane' } })).json.isGuest);
          seen.push((await client.post('/tools/set', { privileges: 'simple' })).json.isGuest);
          seen.push((await client.post('/tools/set', { clear: true })).json.isGuest);
        },
        files as Record<string, unknown>,
      );
      return seen;
    };
    const noPrivileges = [true, true, false, true];
    const untilSet = [true, false, false, false];
    assert.deepEqual(await isGuest({}), noPrivileges);
    assert.deepEqual(await isGuest({ isGuest: 'untilSet' }), untilSet);
    assert.deepEqual(await isGuest({ forceLogin: true }), untilSet);
    assert.deepEqual(await isGuest({ forceLogin: true, isGuest: 'noPrivileges' }), noPrivileges);
  });

  it('a web session tells in its info where it comes from', async () => {
    const { json } = await server()
      .client()
      .call('/tools/session', { headers: { 'user-agent': 'Example/1.0' } });
    assert.equal(json.info.type, 'web');
    assert.equal(json.info.IPAddress, '127.0.0.1');
    assert.equal(json.info.hostType, 'browser');
    assert.equal(json.info.state, 'active');
    assert.equal(json.info.userAgent, 'Example/1.0');
    assert.equal(json.info.ID, json.id);
    const [session] = await server().sessions();
    assert.equal(session?.createdAt, json.info.creationDateTime);
    assert.equal(session?.userAgent, 'Example/1.0');
  });

  it('a web session has no access control when roles.json is at fault; journal and log say so, with the place', async () => {
    const files = { 'Project/Sources/roles.json': '{\n  "privileges": [}\n' };
    await withWebServer(
      {},
      async (other) => {
        const { json } = await other.client().post('/tools/set', { privileges: 'whatever' });
        assert.deepEqual(json.privileges, ['whatever']);
        assert.ok((await other.rules()).includes('web.privileges.off'));
        const { causes } = await other.lastEntry();
        assert.match(causes.find(({ rule }) => rule === 'web.privileges.off')?.message ?? '', /line 2, column 18/);
        assert.ok(other.logs.some((line) => /Access control is off: .*roles\.json, line 2, column 18/.test(line)));
      },
      files,
    );
  });
});

describe('The pages and actions of a project', () => {
  const server = webServer(
    {},
    {
      'WebFolder/authenticate.shtml': '<form action="/4DACTION/authenticate">',
      'WebFolder/sub/index.htm': 'sub',
      'WebFolder/.secret': 'secret',
      'WebFolder/%2e%2e.txt': 'odd',
    },
  );

  it('pages are files of the folder of pages; a page opens a session, what it is made of does not', async () => {
    const client = server().client();
    const home = await client.call('/');
    assert.equal(home.text, '<h1>Home</h1>');
    assert.equal(home.headers['content-type'], 'text/html; charset=utf-8');
    assert.ok(await client.cookie());
    const page = await client.call('/authenticate.shtml');
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.deepEqual(await server().rules(), ['web.session.reused', 'web.page']);
    assert.equal((await client.call('/sub/')).text, 'sub');
    assert.equal((await client.call('/sub?a=1')).headers.location, '/sub/?a=1');
    const other = server().client();
    assert.equal((await other.call('/style.css')).headers['content-type'], 'text/css; charset=utf-8');
    assert.equal(await other.cookie(), undefined);
    assert.equal((await other.call('/', { method: 'HEAD' })).text, '');
    assert.equal((await server().sessions()).length, 2);
  });

  it('pages are never files of another place', async () => {
    const { folder } = server();
    fs.writeFileSync(path.join(folder, 'outside.txt'), 'outside');
    fs.symlinkSync(path.join(folder, 'outside.txt'), path.join(folder, 'WebFolder', 'link.txt'));
    fs.symlinkSync(folder, path.join(folder, 'WebFolder', 'folder'));
    const targets = [
      '/../outside.txt',
      '/%2e%2e/outside.txt',
      '/sub/%2e%2e/%2e%2e/outside.txt',
      '/..%2foutside.txt',
      '/..%5coutside.txt',
      '/link.txt',
      '/folder/outside.txt',
      '/.secret',
      '/index.html%00.txt',
      '/sub/nothing.html',
      '/nothing/',
    ];
    for (const target of targets) {
      const answer = await call(new URL(server().url), { path: target });
      assert.equal(answer.status, 404, target);
      assert.notEqual(answer.text, 'outside', target);
    }
    assert.equal((await call(new URL(server().url), { path: '/%252e%252e.txt' })).text, 'odd');
  });

  it('a page that is not there answers 404 with a reason, whatever the method', async () => {
    const client = server().client();
    const missing = await client.call('/nothing.html');
    assert.equal(missing.status, 404);
    assert.equal(missing.json.error.code, 'route-unknown');
    assert.equal((await client.call('/4DACTION/')).status, 404);
    const method = await client.call('/4DACTION/nothing');
    assert.equal(method.status, 404);
    assert.ok((await server().rules()).includes('web.code.noModule'));
    assert.equal((await client.call('/4daction/whoAmI')).status, 200);
    assert.equal((await client.call('/index.html', { method: 'POST' })).status, 404);
  });

  it('an action answers what the code fails with as 4D does', async () => {
    const client = server().client();
    const failed = await client.call('/tools/fail');
    assert.equal(failed.status, 500);
    assert.match(failed.json.__ERROR[0].message, /It was asked to fail/);
    assert.ok((await server().rules()).includes('web.code.threw'));
    const missing = await client.call('/tools/missing');
    assert.equal(missing.status, 500);
    assert.match(missing.json.__ERROR[0].message, /^Cannot find singleton function/);
  });
});

describe('Quotas of the web server', () => {
  it('the quota of sessions stops new ones, and says nothing of when there is room again', async () => {
    await withWebServer({ quotas: { sessions: 2 } }, async (server) => {
      const clients = [server.client(), server.client(), server.client()] as const;
      const answers = await Promise.all(clients.map((client) => client.call('/tools/session')));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 429]);
      const refused = answers.find(({ status }) => status === 429);
      assert.equal(refused?.headers['retry-after'], '');
      assert.equal((await server.sessions()).length, 2);
      await server.idle();
      assert.equal((await clients[2].call('/tools/session')).status, 200);
    });
  });

  it('the quota of guests stops new ones, but not those who have signed in', async () => {
    await withWebServer({ quotas: { guestSessions: 1 } }, async (server) => {
      const client = server.client();
      await client.call('/tools/session');
      assert.equal((await server.client().call('/tools/session')).status, 429);
      assert.ok((await server.rules()).includes('web.quota.guestSessions'));
      await client.post('/tools/set', { privileges: 'simple' });
      assert.equal((await server.client().call('/tools/session')).status, 200);
    });
  });

  it('the quotas of requests stop those of a session first and then all, until the minute is over', async () => {
    await withWebServer({ quotas: { requestsPerMinutePerSession: 2, requestsPerMinute: 4 } }, async (server) => {
      await server.control.moveClock({ pause: true });
      const client = server.client();
      const statuses: number[] = [];
      for (let count = 0; count < 4; count++) statuses.push((await client.call('/tools/session')).status);
      assert.deepEqual(statuses, [200, 200, 429, 429]);
      assert.ok((await server.rules()).includes('web.quota.requestsPerMinutePerSession'));
      for (let count = 0; count < 2; count++) {
        assert.equal((await server.client().call('/tools/session')).status, 200);
      }
      const refused = await server.client().call('/tools/session');
      assert.equal(refused.status, 429);
      assert.ok((await server.rules()).includes('web.quota.requestsPerMinute'));
      const seconds = Number(refused.headers['retry-after']);
      assert.ok(seconds >= 1 && seconds <= 60);
      await server.advance(seconds * 1000);
      assert.equal((await client.call('/tools/session')).status, 200);
    });
  });
});
