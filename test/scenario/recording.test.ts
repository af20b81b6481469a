import assert from 'node:assert/strict';
import path from 'node:path';
import { CookieJar } from 'tough-cookie';
import { NO_REQUEST } from '../../src/core/protocol/journal';
import type { RecordedExchange } from '../../src/core/protocol/recordedExchange';
import { recordedScenario } from '../../src/core/scenario/record';
import { SYSTEM_PARTS, secretNames } from '../../src/core/systems';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { devServers, exchange } from '../server/devServers';
import { type Answer, call } from '../server/httpCall';
import { runAll, ScenarioBench, SHIPPED, told } from './scenarioServers';

const PROJECT = path.join(SHIPPED, '../examples/otp');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const BROWSER = { 'user-agent': 'Mozilla/5.0 (test)', 'sec-fetch-mode': 'navigate' };
const APP = { 'user-agent': 'Contact/1 CFNetwork', 'x-qmobile': '1' };

describe('Recording', () => {
  const start = devServers();
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const cookieOf = ({ headers }: Answer) => String(headers['set-cookie']?.[0]).split(';')[0] ?? '';

  it('a recording of a browser that uses a passcode becomes a scenario that passes', async () => {
    const server = await start({ web: { project: PROJECT } });
    const { url, externalPlatformUrl } = server.address();
    const control = new HttpControlClient(server.address());
    await call(`${url}/index.shtml`, { headers: BROWSER });
    assert.equal((await control.record(true)).on, true);
    const asked = await call(`${url}/4DACTION/validateOperation`, {
      method: 'POST',
      headers: { ...BROWSER, ...FORM, referer: `${url}/operation.shtml` },
      body: 'operation=Transfer+of+100&way=%244DSID',
    });
    const page = await call(String(asked.headers.location), {
      headers: { ...BROWSER, referer: `${url}/operation.shtml` },
    });
    const form = /action="([^"]+)"/.exec(page.text)?.[1];
    const approved = await call(`${externalPlatformUrl}${form}`, {
      method: 'POST',
      headers: { ...BROWSER, ...FORM, referer: `${externalPlatformUrl}/validate`, origin: externalPlatformUrl },
      body: 'answer=approve',
    });
    assert.equal(approved.status, 303, approved.text);
    const done = await call(String(approved.headers.location), {
      headers: { ...BROWSER, referer: `${externalPlatformUrl}/` },
    });
    assert.equal(done.status, 200, done.text);
    await call(`${url}/favicon.ico`, { headers: BROWSER });
    const again = await call(String(approved.headers.location), { headers: { ...BROWSER, cookie: cookieOf(done) } });
    assert.equal(again.status, 403);
    assert.equal((await control.record(false)).on, false);
    await call(`${url}/index.shtml`, { headers: BROWSER });

    const { exchanges } = await control.recording();
    assert.deepEqual(
      exchanges.map(({ method, face, status }) => `${method} ${face} ${status}`),
      ['POST web 302', 'GET platform 200', 'POST platform 303', 'GET web 200', 'GET web 404', 'GET web 403'],
    );
    const scenario = recordedScenario(exchanges, {
      name: 'Recorded',
      url,
      externalPlatformUrl,
      systems: SYSTEM_PARTS,
      server: { web: { project: PROJECT } },
    });
    assert.equal(scenario.steps.length, 5);
    assert.deepEqual(Object.keys(scenario.actors), ['Browser', '4D Server', 'External platform']);
    const otp = /4DSID=([0-9A-F]{32})/.exec(String(approved.headers.location))?.[1];
    const text = JSON.stringify(scenario);
    for (const secret of [String(otp), cookieOf(done).split('=')[1] as string, url, externalPlatformUrl]) {
      assert.ok(!text.includes(secret), `${secret} is in ${text}`);
    }
    const { results, verdict } = await runAll(bench.runner(bench.write('recorded.scenario.json', scenario)));
    assert.deepEqual(told(results), []);
    assert.equal(verdict, 'passed');
  });

  it('a recording of an app with a link from a mail becomes a scenario that passes', async () => {
    const mobile = { policy: { otherwise: { outcome: 'pending', mail: true } } } as const;
    const folder = path.dirname(bench.write('MobileApps/none.txt', ''));
    const server = await start({ mobileApps: folder, mobile });
    const { url, externalPlatformUrl } = server.address();
    const control = new HttpControlClient(server.address());
    await control.record(true);
    const login = () =>
      call(`${url}/mobileapp/$authenticate`, {
        method: 'POST',
        headers: APP,
        body: {
          email: 'jane.doe@example.com',
          password: 'correct horse battery',
          application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
          device: { id: 'D1', description: 'iPhone' },
          language: { id: 'en_US', code: 'en', region: 'US' },
        },
      });
    await login();
    const [mail] = await control.outbox();
    await call(String(mail?.link), { headers: BROWSER });
    const { json } = await login();
    await call(`${url}/mobileapp/$catalog`, { headers: { ...APP, authorization: `Bearer ${json.token}` } });
    const { exchanges } = await control.record(false);
    const mails = await control.outbox();
    const scenario = recordedScenario(exchanges, {
      name: 'Recorded',
      url,
      externalPlatformUrl,
      systems: SYSTEM_PARTS,
      mails,
      server: { mobile },
    });
    const text = JSON.stringify(scenario);
    const linkToken = /token=(.+)$/.exec(String(mail?.link))?.[1] as string;
    for (const secret of [json.token, linkToken, 'correct horse battery']) assert.ok(!text.includes(secret), secret);
    assert.deepEqual(scenario.variables, { password: { env: 'SESSION_WORKBENCH_PASSWORD', secret: true } });
    assert.deepEqual(
      Object.entries(scenario.actors).map(([name, { role }]) => [name, role]),
      [
        ['App', 'app'],
        ['Browser', 'browser'],
        ['4D Server', 'server'],
      ],
    );
    const env = { SESSION_WORKBENCH_PASSWORD: 'another one' };
    const { results } = await runAll(bench.runner(bench.write('recorded.scenario.json', scenario), { env }));
    assert.deepEqual(told(results), []);
  });

  it('a recording of a Mendix client that is remembered becomes a scenario that passes, with its CSRF tokens as variables', async () => {
    const mendix = { users: [{ name: 'ada', password: 'correct horse battery' }] };
    const server = await start({ mendix });
    const { url, externalPlatformUrl } = server.address();
    const control = new HttpControlClient(server.address());
    await control.record(true);
    const jar = new CookieJar();
    const xas = async (action: string, params: object = {}, csrf?: string) => {
      const cookie = await jar.getCookieString(url);
      const answer = await call(`${url}/xas/`, {
        method: 'POST',
        headers: {
          ...BROWSER,
          'sec-fetch-mode': 'cors',
          referer: `${url}/`,
          ...(cookie !== '' && { cookie }),
          ...(csrf !== undefined && { 'x-csrf-token': csrf }),
        },
        body: { action, params },
      });
      for (const line of answer.headers['set-cookie'] ?? []) await jar.setCookie(line, url);
      return answer;
    };
    const first = await xas('get_session_data', { useAuthToken: 'default' });
    const login = { username: 'ada', password: 'correct horse battery', useAuthToken: true };
    const signedIn = await xas('login', login, first.json.csrftoken);
    assert.equal(signedIn.status, 200);
    const loaded = await xas('get_session_data');
    assert.equal((await xas('retrieve', {}, loaded.json.csrftoken)).status, 200);
    assert.equal((await xas('retrieve', {}, first.json.csrftoken)).status, 401);
    const { exchanges } = await control.record(false);
    const scenario = recordedScenario(exchanges, {
      name: 'Recorded',
      url,
      externalPlatformUrl,
      systems: SYSTEM_PARTS,
      server: { mendix },
    });
    assert.deepEqual(Object.keys(scenario.actors), ['Browser', 'Mendix Runtime']);
    assert.deepEqual(Object.keys(scenario.variables ?? {}), ['password']);
    const steps = JSON.stringify(scenario.steps);
    for (const secret of [login.password, first.json.csrftoken, loaded.json.csrftoken]) {
      assert.ok(!steps.includes(secret), `${secret} is in ${steps}`);
    }
    const file = bench.write('mendix-recorded.scenario.json', scenario);
    const env = { SESSION_WORKBENCH_PASSWORD: login.password };
    const { results, verdict } = await runAll(bench.runner(file, { env }));
    assert.deepEqual(told(results), []);
    assert.equal(verdict, 'passed');
  });

  it('a recording is in no journal and no snapshot, and for nobody without the token', async () => {
    const server = await start({ web: { project: PROJECT } });
    const { url, controlUrl } = server.address();
    const control = new HttpControlClient(server.address());
    assert.deepEqual(await control.recording(), { on: false, exchanges: [], dropped: 0 });
    await control.record(true);
    await call(`${url}/rest/$directory/login`, { method: 'POST', headers: { 'password-4d': 'opensesame-8' } });
    const { exchanges } = await control.recording();
    assert.ok(JSON.stringify(exchanges).includes('opensesame-8'));
    assert.ok(!JSON.stringify([await control.journal(), await control.snapshot()]).includes('opensesame-8'));
    assert.equal((await call(`${controlUrl}/recording`)).status, 401);
    await control.record(false);
    assert.equal(
      (await control.recording()).exchanges.length,
      exchanges.length,
      'it stays until recording begins anew',
    );
    await control.record(true);
    assert.deepEqual((await control.recording()).exchanges, []);
  });

  it('a recording leaves out what was no request, as nobody could send it again', async () => {
    const server = await start();
    const { url } = server.address();
    const control = new HttpControlClient(server.address());
    await control.record(true);
    assert.match(await exchange(Number(new URL(url).port), 'hello\r\n\r\n'), /400/);
    assert.deepEqual(
      (await control.journal()).entries.map(({ method }) => method),
      ['POST', NO_REQUEST],
    );
    assert.deepEqual((await control.recording()).exchanges, []);
  });

  it('a recording keeps braces that were sent as they are', () => {
    const exchange: RecordedExchange = {
      at: '2026-01-01T00:00:00.000Z',
      face: 'web',
      method: 'POST',
      url: '/x',
      request: { headers: [['content-type', 'text/plain']], body: 'a {{template}} b' },
      status: 200,
      response: { headers: [] },
    };
    const scenario = recordedScenario([exchange], {
      name: 'Braces',
      url: 'http://127.0.0.1:1',
      externalPlatformUrl: 'http://localhost:2',
      systems: SYSTEM_PARTS,
    });
    assert.equal(scenario.steps[0]?.request?.text, 'a {{braces}}template}} b');
    assert.deepEqual(scenario.variables, { braces: '{{' });
  });

  it('a recording of an app that signs in, refreshes, changes its password and is revoked becomes a scenario that passes', async () => {
    const options = { tokens: { fields: { new: 'neu' } } };
    const server = await start(options);
    const { url, externalPlatformUrl } = server.address();
    const control = new HttpControlClient(server.address());
    await control.record(true);
    const json = { 'user-agent': 'Bank/1 CFNetwork' };
    const login = (password: string) =>
      call(`${url}/api/login`, {
        method: 'POST',
        headers: json,
        body: { username: 'ada', password, device: { name: 'P' } },
      });
    const refresh = (token: string) =>
      call(`${url}/oauth/token`, {
        method: 'POST',
        headers: { ...json, ...FORM },
        body: `grant_type=refresh_token&client_id=app&refresh_token=${encodeURIComponent(token)}`,
      });
    const first = (await login('old-Typed-1')).json as { access_token: string; refresh_token: string };
    const me = (token: string) => call(`${url}/api/me`, { headers: { ...json, authorization: `Bearer ${token}` } });
    await me(first.access_token);
    const second = (await refresh(first.refresh_token)).json as typeof first;
    await me(second.access_token);
    const changed = await call(`${url}/api/password`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${second.access_token}` },
      body: { current: 'old-Typed-1', neu: 'new-Typed-2' },
    });
    const third = (await login('new-Typed-2')).json as typeof first;
    const sessions = await call(`${url}/api/sessions`, {
      headers: { ...json, authorization: `Bearer ${third.access_token}` },
    });
    const revoked = await call(`${url}/oauth/revoke`, {
      method: 'POST',
      headers: { ...json, ...FORM },
      body: `client_id=app&token=${encodeURIComponent(third.refresh_token)}`,
    });
    // Nothing but what was sent before says that this is a secret.
    await call(`${url}/api/me?note=old-Typed-1`, { headers: json });
    await me(third.access_token);
    await refresh(third.refresh_token);
    const { exchanges } = await control.record(false);
    assert.deepEqual([changed.status, sessions.status, revoked.status], [204, 200, 200]);
    assert.deepEqual(
      exchanges.slice(-2).map(({ status }) => status),
      [401, 400],
    );
    const scenario = recordedScenario(exchanges, {
      name: 'Recorded',
      url,
      externalPlatformUrl,
      systems: SYSTEM_PARTS,
      secretNames: secretNames(options),
      server: options,
    });
    assert.doesNotMatch(JSON.stringify(scenario), /Typed|eyJ|[ar]t_[\w-]{10}/);
    const env = Object.fromEntries(
      Object.values(scenario.variables ?? {}).flatMap((each) =>
        typeof each === 'object' && each.env !== undefined ? [[each.env, each.env]] : [],
      ),
    );
    const { results, verdict } = await runAll(bench.runner(bench.write('recorded.scenario.json', scenario), { env }));
    assert.deepEqual(told(results), []);
    assert.equal(verdict, 'passed');
  });
});
