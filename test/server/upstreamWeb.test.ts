import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { json, UpstreamServer } from '../support/upstreamServer';
import { devServers } from './devServers';
import { type Call, call } from './httpCall';
import { perTest } from './perTest';

const COOKIE = 'FEDCBA9876543210FEDCBA9876543210';
const FILES = {
  'Project/App.4DProject': '{}',
  'Project/Sources/HTTPHandlers.json': JSON.stringify([
    { class: 'Own', method: 'here', regexPattern: '/own', verbs: 'GET' },
    { class: 'Elsewhere', method: 'there', regexPattern: '/elsewhere', verbs: 'GET,POST' },
  ]),
  'WebCode/Own.cjs': `exports.Own = class Own {
    static exposed = ['fn'];
    here() { return 'of this server'; }
    fn() { return 1; }
  };`,
  'WebFolder/page.html': '<p>own</p>',
};

describe('an upstream behind the web server', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-upstream-web-')));
    for (const [name, text] of Object.entries(FILES)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), text);
    }
    upstream().answers = {
      answer: ({ url, body }, response) =>
        json(response, 200, { there: url, sent: body.toString() }, { 'set-cookie': `4DSID_Real=${COOKIE}; HttpOnly` }),
    };
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  async function served(more: { readonly except?: readonly string[] } = {}) {
    const server = await start({ web: { project: root }, upstream: { url: upstream().url, ...more } });
    const { url } = server.address();
    const control = new HttpControlClient(server.address());
    const ask = (method: string, target: string, given: Call = {}) => call(url, { method, path: target, ...given });
    const rules = async () => (await control.journal()).entries.at(-1)?.causes.map(({ rule }) => rule) ?? [];
    return { url, control, ask, rules };
  }

  const OWN = [
    ['GET', '/own'],
    ['GET', '/page.html'],
    ['GET', '/rest/$info'],
    ['POST', '/rest/$singleton/Own/fn'],
    ['GET', '/_workbench/nothing'],
    ['GET', '/mobileapp/Product'],
    ['GET', '/.hidden'],
  ] as const;
  for (const [method, target] of OWN) {
    it(`the web server answers ${method} ${target} itself`, async () => {
      const { ask } = await served();
      await ask(method, target);
      assert.deepEqual(upstream().seen, []);
    });
  }

  const PASSED = [
    ['GET', '/elsewhere'],
    ['POST', '/elsewhere?a=b%20c'],
    ['GET', '/other.html'],
    ['GET', '/'],
    ['POST', '/form'],
    ['GET', '/4DACTION/there/1'],
    ['GET', '/rest/$catalog/$all'],
    ['GET', '/rest/Users?$filter=%22ID%3D1%22'],
    ['POST', '/rest/$singleton/There/fn'],
    ['POST', '/rest/Users/create'],
  ] as const;
  for (const [method, target] of PASSED) {
    it(`the web server passes on ${method} ${target}`, async () => {
      const { ask, rules } = await served();
      const answer = await ask(method, target, method === 'POST' ? { body: '[1]' } : {});
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.json, { there: target, sent: method === 'POST' ? '[1]' : '' });
      assert.ok((await rules()).includes('server.upstream'));
    });
  }

  it('each web session has a session of its own there, whose cookie stays here', async () => {
    const { ask, control, rules } = await served();
    const first = await ask('GET', '/rest/Users');
    const own = String(first.headers['set-cookie']);
    assert.match(own, /^4DSID_App=/);
    assert.ok(!own.includes(COOKIE));
    const cookie = own.split(';')[0] ?? '';
    await ask('GET', '/rest/Users', { headers: { cookie, authorization: 'Basic b3duOnBhc3N3b3Jk' } });
    assert.ok((await rules()).includes('server.upstream.authorization'));
    await ask('GET', '/rest/Users');
    const cookies = upstream().seen.map(({ headers }) => [headers.cookie, headers.authorization]);
    assert.deepEqual(cookies, [
      [undefined, undefined],
      [`4DSID_Real=${COOKIE}`, undefined],
      [undefined, undefined],
    ]);
    assert.ok(!JSON.stringify([await control.journal(), await control.snapshot()]).includes(COOKIE));
    await control.reset();
    await ask('GET', '/rest/Users', { headers: { cookie } });
    assert.equal(upstream().seen.at(-1)?.headers.cookie, undefined);
  });

  it('a page opens a session, and a style sheet does not', async () => {
    const { ask } = await served();
    const page = await ask('GET', '/other', { headers: { accept: 'text/html,*/*' } });
    assert.ok(page.headers['set-cookie']);
    const sheet = await ask('GET', '/other.css', { headers: { accept: 'text/css' } });
    assert.equal(sheet.headers['set-cookie'], undefined);
  });

  it('a passcode of this server is used here and not sent on', async () => {
    const { ask } = await served();
    await ask('GET', '/other.html?$4DSID=AAAABBBBCCCCDDDD&x=1');
    assert.equal(upstream().seen.at(-1)?.url, '/other.html?x=1');
  });

  it('an upstream that is gone is told as REST tells errors, and else as the server does', async () => {
    const { ask, rules } = await served();
    await upstream().stop();
    const rest = await ask('GET', '/rest/Users');
    assert.equal(rest.status, 502);
    assert.match(rest.json.__ERROR[0].message, /cannot be reached/);
    assert.ok((await rules()).includes('server.upstream-down'));
    const page = await ask('GET', '/other.html');
    assert.equal(page.status, 502);
    assert.equal(page.json.error.code, 'upstream-down');
  });

  it('what the options except is missing as it was before', async () => {
    const { ask } = await served({ except: ['/rest/**'] });
    assert.equal((await ask('GET', '/rest/Users')).status, 404);
    assert.equal((await ask('GET', '/rest/$catalog')).status, 200);
    assert.deepEqual(upstream().seen, []);
  });
});
