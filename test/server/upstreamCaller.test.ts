import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { json, UpstreamServer } from '../support/upstreamServer';
import { devServers } from './devServers';
import { call } from './httpCall';
import { MOBILE_LOGIN } from './mobileLogin';
import { perTest } from './perTest';

const VARIABLE = 'SESSION_WORKBENCH_TEST_CALLER';
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11)' };
const LISTED = 'https://listed.example.test';

function page(site: string, mode: string, more: Record<string, string> = {}): Record<string, string> {
  return { ...BROWSER, 'sec-fetch-site': site, 'sec-fetch-mode': mode, ...more };
}

describe('who asks an upstream as the developer', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-upstream-')));
    fs.mkdirSync(path.join(root, 'Project'));
    fs.writeFileSync(path.join(root, 'Project/App.4DProject'), '{}');
    process.env[VARIABLE] = 'Basic ZGV2ZWxvcGVyOnNlY3JldC1vZi10aGUtZGV2ZWxvcGVy';
    upstream().answers = { answer: (_request, response) => json(response, 200, { ok: true }) };
  });
  afterEach(() => {
    delete process.env[VARIABLE];
    fs.rmSync(root, { recursive: true, force: true });
  });

  async function served(more: Record<string, unknown> = { authorizationVariable: VARIABLE }) {
    const server = await start({
      mobileApps: path.join(root, 'MobileApps'),
      web: { project: root, cors: [{ host: 'listed.example.test', methods: 'get;post' }] },
      upstream: { url: upstream().url, ...more },
      allowedHosts: ['dev.example.test'],
    });
    const { url } = server.address();
    const control = new HttpControlClient(server.address());
    return { url, control };
  }

  const REFUSED = [
    ['a frame of another site', page('cross-site', 'navigate', { 'sec-fetch-dest': 'iframe' })],
    ['a link of another site', page('cross-site', 'navigate', { 'sec-fetch-dest': 'document' })],
    ['a link of another port', page('same-site', 'navigate')],
    ['a picture of another port', page('same-site', 'no-cors')],
    ['a link that tells another page', page('cross-site', 'navigate', { referer: 'https://other.example.test/' })],
    ['a link to plain HTTP by name', { ...BROWSER, host: 'dev.example.test', referer: 'https://other.example.test/' }],
    ['a link to plain HTTP by name that hides its page', { ...BROWSER, host: 'dev.example.test' }],
    ['a browser of an emulator that tells nothing', { ...BROWSER, host: '10.0.2.2' }],
    ['an old browser that tells nothing', BROWSER],
  ] as const;
  for (const target of ['/rest/Emp?$method=delete', '/4DACTION/x', '/other.html']) {
    for (const [what, headers] of REFUSED) {
      it(`${what} that asks for ${target} is not passed on as the developer`, async () => {
        const { url, control } = await served();
        const answer = await call(url, { path: target, headers });
        assert.equal(answer.status, 403);
        assert.match(answer.text, /from a program|use HTTPS/);
        assert.deepEqual(upstream().seen, []);
        const entry = (await control.journal()).entries.at(-1);
        assert.ok(entry?.causes.some(({ rule }) => rule === 'server.upstream-page'));
      });
    }
  }

  const TAKEN = [
    ['a program', {}],
    ['an app on Android', { 'user-agent': 'okhttp/4.12.0', host: '10.0.2.2' }],
    ['an app on iOS', { 'user-agent': 'Contact/1 CFNetwork/1490.0.4 Darwin/23.2.0' }],
    [
      'Windows PowerShell',
      { 'user-agent': 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1' },
    ],
    ['the system of Android', { 'user-agent': 'Dalvik/2.1.0 (Linux; U; Android 14)', host: '10.0.2.2' }],
    ['a typed address', page('none', 'navigate')],
    ['a page of this server', page('same-origin', 'cors')],
    ['a link of a listed page', page('cross-site', 'navigate', { referer: `${LISTED}/x` })],
    ['a script of a listed page', page('cross-site', 'cors', { origin: LISTED })],
  ] as const;
  for (const [what, headers] of TAKEN) {
    it(`the request of ${what} is passed on as the developer`, async () => {
      const { url } = await served();
      assert.equal((await call(url, { path: '/rest/Emp', headers })).status, 200);
      assert.equal(upstream().seen[0]?.headers.authorization, process.env[VARIABLE]);
    });
  }

  it('a link of another site is passed on where requests go without the credential', async () => {
    const { url } = await served({ authorization: 'none' });
    const headers = page('cross-site', 'navigate');
    assert.equal((await call(url, { path: '/rest/Emp', headers })).status, 200);
    assert.equal(upstream().seen[0]?.headers.authorization, undefined);
  });

  it('an app with its token is passed on as the developer by any name of this server', async () => {
    const { url } = await served();
    const login = await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: MOBILE_LOGIN });
    const headers = { ...BROWSER, host: 'dev.example.test', authorization: `Bearer ${login.json.token}` };
    assert.equal((await call(url, { path: '/mobileapp/Emp', headers })).status, 200);
    assert.equal(upstream().seen[0]?.headers.authorization, process.env[VARIABLE]);
  });
});
