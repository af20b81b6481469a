import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { type JournalEntry, NO_REQUEST } from '../../src/core/protocol/journal';
import type { Face } from '../../src/server/kernel/answer/face';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { Faults } from '../../src/server/kernel/faults/faults';
import { AllowedHosts } from '../../src/server/kernel/guard/allowedHosts';
import { BearerToken } from '../../src/server/kernel/guard/bearerToken';
import { Guard } from '../../src/server/kernel/guard/guard';
import { HostNames } from '../../src/server/kernel/guard/hostNames';
import { HttpShell } from '../../src/server/kernel/http/httpShell';
import { LIMITS, type Limits } from '../../src/server/kernel/http/limits';
import { Journal } from '../../src/server/kernel/journal/storedJournal';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import { declaredReasons } from '../../src/server/kernel/system/declaredReasons';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Control, devServers, exchange, hitAndRun, until } from './devServers';
import { mustNotFail } from './fakeTime';
import { call } from './httpCall';

const TOKEN = (JSON.parse(SEED_SESSION) as { token: string }).token;

describe('The dev session server', () => {
  const start = devServers();
  const folder = temporaryFolder();

  const withSeed = async (limits: Partial<Limits> = {}) => {
    writeTree(folder(), { [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION });
    const server = await start({ mobileApps: folder() }, { limits });
    const { url } = server.address();
    const control = new Control(server.address());
    const entries = async (): Promise<JournalEntry[]> => (await control.get('/journal')).json.entries;
    return { server, url, control, entries, port: Number(new URL(url).port) };
  };

  it('the dev session server listens on loopback alone, on two origins', async () => {
    const { url, controlUrl, controlToken, externalPlatformUrl, pid } = (await start()).address();
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(controlUrl, `${url}/_workbench/v1`);
    assert.match(externalPlatformUrl, /^http:\/\/localhost:\d+$/);
    assert.notEqual(new URL(url).port, new URL(externalPlatformUrl).port);
    assert.match(controlToken, /^[\w-]{43}$/);
    assert.equal(pid, process.pid);
  });

  it('a server without a MobileApps folder says how to give it one', async () => {
    const { url } = (await start()).address();
    const { status, json } = await call(`${url}/mobileapp/$authenticate`, { method: 'POST', body: {} });
    assert.deepEqual([status, json.error.code], [404, 'mobile-apps-missing']);
    assert.match(json.error.message, /--mobile-apps/);
  });

  it('a server refuses a folder that is no absolute path, and a host that is no address of this machine', async () => {
    const problem = (code: string) => (error: Error) =>
      (error as { problem?: { code?: string } }).problem?.code === code;
    await assert.rejects(start({ mobileApps: 'MobileApps' }), problem('options'));
    await assert.rejects(start({ host: '203.0.113.7' }), problem('options'));
  });

  it('a server that finds its port busy names the port, and two ways out', async () => {
    const busy = Number(new URL((await start()).address().url).port);
    await assert.rejects(start({ port: busy }), (error: Error) => {
      const { problem } = error as Error & { problem: { code: string; port: number; message: string } };
      assert.deepEqual([problem.code, problem.port], ['port-busy', busy]);
      assert.match(problem.message, /another port, or port 0/);
      return true;
    });
  });

  describe('refusals', () => {
    it('a body over 1 MiB is refused with 413, whether its length is told or not', async () => {
      const { control, url } = await withSeed();
      const body = JSON.stringify({ advanceMs: 1, filling: 'x'.repeat(1024 * 1024) });
      const told = await control.post('/clock', JSON.parse(body));
      assert.deepEqual([told.status, told.json.error.code], [413, 'body-too-large']);
      const mobile = await call(`${url}/mobileapp/$authenticate`, {
        method: 'POST',
        body,
        headers: { 'transfer-encoding': 'chunked' },
      });
      assert.equal(mobile.status, 413);
      assert.equal((await call(`${url}/mobileapp/`)).status, 200);
    });

    it('malformed JSON is refused with 400 and the place', async () => {
      const { url, server } = await withSeed();
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${server.address().controlToken}`,
      };
      for (const [body, place] of [
        ['{\n  "advanceMs" 5\n}', /line 2, column 15: a colon is expected/],
        ['{"advanceMs": 5', /line 1, column 16: .*but the body ends/],
        ['{"advanceMs": 5} x', /line 1, column 18: nothing more is expected/],
      ] as const) {
        const { status, json } = await call(`${url}/_workbench/v1/clock`, { method: 'POST', headers, body });
        assert.deepEqual([status, json.error.code], [400, 'json-malformed']);
        assert.match(json.error.message, place);
      }
      const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
      assert.match((await call(`${url}/_workbench/v1/clock`, { method: 'POST', headers, body: bytes })).text, /UTF-8/);
    });

    it('a body that would change the prototypes of objects is refused', async () => {
      const { server } = await withSeed();
      const { controlUrl, controlToken } = server.address();
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${controlToken}` };
      for (const body of ['{"__proto__":{"pause":true}}', '{"constructor":{"prototype":{"pause":true}}}']) {
        const { status, json } = await call(`${controlUrl}/clock`, { method: 'POST', headers, body });
        assert.deepEqual([status, json.error.code], [400, 'json-refused']);
      }
      assert.equal(({} as { pause?: boolean }).pause, undefined);
    });

    it('an unknown route is refused with 404 and the nearest that there is', async () => {
      const { url, control } = await withSeed();
      const one = await call(`${url}/mobilapp/$authenticate`, { method: 'POST' });
      assert.deepEqual([one.status, one.json.error.code], [404, 'route-unknown']);
      assert.match(one.json.error.message, /nearest that there is: POST \/mobileapp\/\$authenticate$/);
      const other = await control.post('/mobile/refesh');
      assert.match(other.json.error.message, /POST \/_workbench\/v1\/mobile\/refresh$/);
      const root = await call(`${url}/`);
      assert.equal(root.status, 200);
      assert.doesNotMatch(root.text, /_workbench/, 'the control API is not for passers-by');
    });

    it('a known path with another method is refused with 405 and the methods that there are', async () => {
      const { control } = await withSeed();
      const { status, headers, json } = await control.call('DELETE', '/faults');
      assert.deepEqual([status, headers.allow, json.error.code], [405, 'GET, POST', 'method-unknown']);
    });

    it('a path that cannot be decoded is refused, and so is what is no HTTP', async () => {
      const { url, port, entries } = await withSeed();
      assert.deepEqual((await call(`${url}/%ff%`)).json.error.code, 'url-malformed');
      assert.equal((await call(`${url}/%ff%`, { headers: { host: 'evil.example' } })).status, 403);
      assert.match(await exchange(port, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*"http-malformed"/);
      const large = `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`;
      assert.match(await exchange(port, large), /^HTTP\/1\.1 431 [\s\S]*"headers-too-large"/);
      assert.equal((await call(`${url}/mobileapp/`)).status, 200);
      const found = await entries();
      assert.deepEqual(
        found.map(({ method, url, status, causes }) => [method, url, status, causes.map(({ rule }) => rule)]),
        [
          ['GET', '/%ff%', 400, ['server.url-malformed']],
          ['GET', '/%ff%', 403, ['server.host-unknown']],
          [NO_REQUEST, NO_REQUEST, 400, ['server.http-malformed']],
          [NO_REQUEST, NO_REQUEST, 431, ['server.headers-too-large']],
          ['GET', '/mobileapp/', 200, ['mobile.ping', 'mobile.key.created']],
        ],
      );
      assert.equal(found[2]?.actor.ip, '127.0.0.1');
    });

    it('the refusal of what is no HTTP has the address that it came from, even when the connection is gone', async () => {
      const { url, port, entries } = await withSeed();
      await hitAndRun(port, 'hello\r\n\r\n', () => call(`${url}/nowhere`));
      const found = await until(entries, (all) => all.at(-1)?.method === NO_REQUEST);
      assert.deepEqual([found.at(-1)?.causes[0]?.rule, found.at(-1)?.actor.ip], ['server.http-malformed', '127.0.0.1']);
    });
  });

  it('the server takes requests that come all at once', async () => {
    const { port } = await withSeed();
    const ping = 'GET /mobileapp/ HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const answers = await exchange(port, ping + ping + ping.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    assert.equal(answers.match(/HTTP\/1\.1 200 OK/g)?.length, 3);
  });

  it('the server takes Content-Type: application/json without a body, as Android sends it', async () => {
    const { url, control } = await withSeed();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    assert.equal((await call(`${url}/mobileapp/$licensecheck`, { headers })).status, 200);
    assert.equal((await call(`${url}/mobileapp/$logout`, { method: 'POST', headers })).status, 200);
    const { controlUrl, controlToken } = (await start()).address();
    const withToken = { ...headers, authorization: `Bearer ${controlToken}` };
    assert.equal((await call(`${controlUrl}/reset`, { method: 'POST', headers: withToken })).status, 204);
    assert.deepEqual((await control.get('/mobile/sessions')).json.sessions, []);
  });

  it('the server cuts off a client that does not come to the end of the headers, or of the body', async () => {
    const { url, port, entries } = await withSeed({ headersMs: 200, requestMs: 400 });
    const slow = await exchange(port, 'GET /mobileapp/ HTTP/1.1\r\nHost: localhost\r\nX-Slow:');
    assert.match(slow, /^HTTP\/1\.1 408 [\s\S]*"too-slow"/);
    const body = 'POST /mobileapp/$authenticate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{';
    assert.match(await exchange(port, body), /^HTTP\/1\.1 408 /);
    assert.match(await exchange(port, ''), /^HTTP\/1\.1 408 /, 'nor to the beginning');
    assert.equal((await call(`${url}/mobileapp/`)).status, 200);
    // Who sends nothing asks for nothing, as browsers do that connect in advance.
    const slowOnes = (await entries()).filter(({ causes }) => causes[0]?.rule === 'server.too-slow');
    assert.deepEqual(
      slowOnes.map(({ status }) => status),
      [408, 408],
    );
  });

  it('the server ends, whoever is connected', async () => {
    const { server, port } = await withSeed();
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET /mobileapp/ HTTP/1.1\r\nHost: localhost\r\n');
    await once(socket, 'connect');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await server.close();
    await closed;
    await assert.rejects(call(`http://127.0.0.1:${port}/`), /ECONNREFUSED/);
  });

  describe('entries of the journal', () => {
    it('the journal has who asked, what was answered and why, before the answer is there', async () => {
      const { url, entries } = await withSeed();
      await call(`${url}/mobileapp/$licensecheck?x=1`, {
        headers: { authorization: `Bearer ${TOKEN}`, 'user-agent': 'Contact/1.0' },
      });
      const [entry] = (await entries()).slice(-1);
      assert.ok(entry);
      assert.deepEqual(
        [entry.face, entry.method, entry.url, entry.route, entry.status],
        ['mobile', 'GET', '/mobileapp/$licensecheck?x=1', 'GET /mobileapp/$licensecheck', 200],
      );
      assert.equal(entry.actor.session, SEED_NAME);
      assert.equal(entry.actor.userAgent, 'Contact/1.0');
      assert.equal(entry.actor.ip, '127.0.0.1');
      assert.match(entry.response.body ?? '', /"ok":true/);
      assert.ok(entry.causes.some(({ rule }) => rule === 'mobile.session.accepted'));
      assert.doesNotMatch(JSON.stringify(entry), new RegExp(TOKEN));
    });

    it('the journal has what was refused, and by which rule', async () => {
      const { url, entries } = await withSeed();
      await call(`${url}/nowhere`);
      await call(`${url}/_workbench/v1/clock`, { method: 'POST', body: { pause: true } });
      await call(`${url}/_workbench/v1/state`, { headers: { authorization: 'Bearer nonsense' } });
      const told = (await entries()).map(({ route, status, causes }) => [
        route,
        status,
        causes.map(({ rule }) => rule),
      ]);
      assert.deepEqual(told, [
        [undefined, 404, ['server.route-unknown']],
        ['POST /_workbench/v1/clock', 401, ['server.token-missing']],
        ['GET /_workbench/v1/state', 401, ['server.token-wrong']],
      ]);
    });

    it('the journal has control calls, but not those that only look; and never their token', async () => {
      const { control, entries, server } = await withSeed();
      for (const path of ['/state', '/journal', '/outbox', '/snapshot']) await control.get(path);
      await control.post('/clock', { advanceMs: 1000 });
      await control.get('/faults');
      const told = await entries();
      assert.deepEqual(
        told.map(({ face, route }) => [face, route]),
        [
          ['control', 'POST /_workbench/v1/clock'],
          ['control', 'GET /_workbench/v1/faults'],
        ],
      );
      assert.equal(told[0]?.request.body, '{"advanceMs":1000}');
      const { controlToken } = server.address();
      assert.doesNotMatch(JSON.stringify(told), new RegExp(controlToken.slice(-4)));
    });
  });

  describe('injected faults', () => {
    it('a fault answers with another status, and nothing is done', async () => {
      const { url, control, entries } = await withSeed();
      const { id } = (await control.post('/faults', { kind: 'status', status: 401, times: 1 })).json;
      const logout = () =>
        call(`${url}/mobileapp/$logout`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } });
      const { status, json } = await logout();
      assert.deepEqual([status, json.success, json.__ERRORS[0].errCode], [401, false, 1907]);
      const entry = (await entries()).at(-1);
      assert.deepEqual(entry?.causes, [
        { rule: 'fault.status', kind: 'refused', message: `Fault ${id} answered instead; nothing was done.` },
        { rule: 'fault.ended', kind: 'changed', message: `Fault ${id} is over and was removed.` },
      ]);
      assert.equal((await control.get('/mobile/sessions')).json.sessions.length, 1);
      assert.equal((await logout()).status, 200, 'once is once');
    });

    it("a fault puts an error of 4D's into a success", async () => {
      const { url, control } = await withSeed();
      await control.post('/faults', { kind: 'status', status: 200, errCode: 1279 });
      const { status, json } = await call(`${url}/mobileapp/$licensecheck`);
      assert.deepEqual([status, json.__ERRORS[0].errCode], [200, 1279]);
    });

    it('a fault delays an answer, in virtual time', async () => {
      const { url, control } = await withSeed({ idleMs: 300 });
      await control.post('/clock', { pause: true });
      await control.post('/faults', { kind: 'delay', delayMs: 3_600_000, scope: { session: SEED_NAME } });
      assert.equal((await call(`${url}/mobileapp/`)).status, 200, 'names no session');
      const late = call(`${url}/mobileapp/$licensecheck`, { headers: { authorization: `Bearer ${TOKEN}` } });
      const hit = async () => (await control.get('/faults')).json[0].hits as number;
      await until(hit, (hits) => hits === 1);
      // Longer than a connection may be idle: who is delayed on purpose is not cut off for it.
      const begun = Date.now();
      await until(hit, () => Date.now() - begun > 700);
      await control.post('/clock', { advanceMs: 3_600_000 });
      assert.equal((await late).status, 200);
    });

    it('a client does not have to wait until a delay is over', async () => {
      const { port, control, entries } = await withSeed();
      await control.post('/clock', { pause: true });
      await control.post('/faults', { kind: 'delay', delayMs: 1000 });
      const socket = net.connect(port, '127.0.0.1');
      socket.write('GET /mobileapp/ HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await until(
        async () => (await control.get('/faults')).json[0].hits,
        (hits) => hits === 1,
      );
      socket.destroy();
      const entry = await until(async () => (await entries()).find(({ face }) => face === 'mobile'), Boolean);
      assert.equal(entry?.status, 0);
      assert.deepEqual(
        entry?.causes.map(({ rule }) => rule),
        ['fault.delay', 'server.client-gone'],
      );
    });

    it('a fault ends the connection, before or after what was asked is done', async () => {
      const { url, control, entries } = await withSeed();
      const logout = () =>
        call(`${url}/mobileapp/$logout`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } });
      const sessions = async () => (await control.get('/mobile/sessions')).json.sessions.length as number;
      await control.post('/faults', { kind: 'reset', times: 1 });
      await assert.rejects(logout(), /ECONNRESET|socket hang up/);
      assert.equal(await sessions(), 1);
      await control.post('/faults', { kind: 'replyLost', times: 1 });
      await assert.rejects(logout(), /ECONNRESET|socket hang up/);
      assert.equal(await sessions(), 0);
      const lost = (await entries()).filter(({ face }) => face === 'mobile');
      assert.deepEqual(
        lost.map(({ status, causes }) => [status, causes[0]?.rule]),
        [
          [0, 'fault.reset'],
          [0, 'fault.replyLost'],
        ],
      );
      assert.ok(lost[1]?.causes.some(({ rule }) => rule === 'mobile.logout'));
    });

    it('a fault never strikes the control API', async () => {
      const { control } = await withSeed();
      await control.post('/faults', { kind: 'status', status: 503 });
      assert.equal((await control.get('/state')).status, 200);
    });
  });
});

describe('A face that makes a mistake', () => {
  const clock = new VirtualClock(mustNotFail);
  const store = new MemoryStore(clock, mustNotFail);
  const journal = new Journal(store);
  const log: string[] = [];
  const secret = 'c2VjcmV0LXRva2VuLW9mLWEtc2Vzc2lvbg';
  const face: Face = {
    register(app) {
      app.get('/crash', { config: { face: 'web' } }, () => {
        throw new TypeError(`no such session: ${secret}`);
      });
      app.get('/fine', { config: { face: 'web' } }, () => ({ ok: true }));
    },
    dispose() {},
  };
  const names = new HostNames(new AllowedHosts([]), () => []);
  const guard = new Guard({ names, token: new BearerToken('unused'), platformOrigin: () => undefined });
  const shell = new HttpShell(
    {
      clock,
      journal,
      faults: new Faults(store),
      guard,
      reasons: declaredReasons([]),
      limits: LIMITS,
      log: (line) => log.push(line),
    },
    [face],
  );
  after(async () => {
    await shell.close();
    store.dispose();
    clock.dispose();
  });

  it('a mistake of a face costs one answer, is told to the log without secrets, and the server goes on', async () => {
    const url = `http://127.0.0.1:${await shell.listen('127.0.0.1', 0)}`;
    const { status, json } = await call(`${url}/crash`);
    assert.deepEqual([status, json.error.code], [500, 'crash']);
    assert.doesNotMatch(json.error.message, /session/);
    assert.match(log.join('\n'), /^GET \/crash failed: TypeError: no such session: …\n\s+at /);
    assert.doesNotMatch(log.join('\n'), new RegExp(secret));
    assert.deepEqual((await call(`${url}/fine`)).json, { ok: true });
    const causes = (await journal.page()).entries.map(({ causes }) => causes.map(({ rule }) => rule));
    assert.deepEqual(causes, [['server.crash'], []]);
  });
});
