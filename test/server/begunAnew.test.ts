import assert from 'node:assert/strict';
import path from 'node:path';
import type { JournalEntry } from '../../src/core/protocol/journal';
import type { DevServer } from '../../src/server/devServer';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { Control, devServers, until } from './devServers';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { PROJECT } from './webHarness';

/** Code that begins, says so, and never ends by itself. */
const ENDLESS = {
  'a loop': 'console.log("begun"); for (;;);',
  'a promise that nobody keeps': 'console.log("begun"); return new Promise(() => {});',
  'a loop that holds Storage': 'Use(Storage, () => { Storage.old = 1; console.log("begun"); for (;;); });',
};
const counter = (name: string, more: string) => `let count = 0; exports.${name} = () => webSendText(String(${more}));`;
const FILES = {
  ...PROJECT,
  'WebCode/methods/variable.js': counter('variable', '++count'),
  'WebCode/methods/global.js': counter('global', '(globalThis.all = (globalThis.all ?? 0) + 1)'),
  'WebCode/methods/shared.js': `exports.shared = () => {
    let count = 0;
    Use(Storage, () => { count = Storage.count = (Storage.count ?? 0) + 1; });
    webSendText(String(count));
  };`,
  'WebCode/Counter.js':
    'exports.Counter = class Counter { static exposed = ["next"]; static onHTTPGet = ["next"]; count = 0; next() { return ++this.count; } };',
  ...Object.fromEntries(
    Object.values(ENDLESS).map((body, at) => [
      `WebCode/methods/endless${at}.js`,
      `exports.endless${at} = () => { ${body} };`,
    ]),
  ),
};
const MODULE = `let count = 0;
module.exports = ({ email }) => {
  if (email.startsWith('loop')) { console.log('begun'); for (;;); }
  if (email.startsWith('wait')) { console.log('begun'); return new Promise(() => {}); }
  return { success: false, statusText: String(++count) };
};`;
const REPLACED = /The state of the server was replaced while the (?:code|module) ran\./;

describe('The code of a developer when the state is replaced', () => {
  const start = devServers();
  const folder = temporaryFolder();
  let server: DevServer;
  let logs: string[];

  beforeEach(async () => {
    const project = path.join(folder(), 'project');
    const module = path.join(folder(), 'module.cjs');
    writeTree(project, FILES);
    writeTree(folder(), { 'module.cjs': MODULE, 'MobileApps/x': '' });
    logs = [];
    server = await start(
      {
        mobileApps: path.join(folder(), 'MobileApps'),
        // Much longer than the test, so that no limit ends what only a new state may end.
        // One process, so that a second login waits for the first.
        mobile: {
          authenticationModule: module,
          authenticationTimeoutMs: 600_000,
          authenticationLimits: { processes: 1 },
        },
        web: { project, codeTimeoutMs: 600_000 },
      },
      { log: (line) => logs.push(line) },
    );
  });

  const control = async (method: string, target: string, body?: unknown) => {
    const answer = await new Control(server.address()).call(method, target, body);
    assert.ok(answer.status < 300, answer.text);
    return answer.json;
  };
  const get = async (target: string) => (await call(server.address().url, { path: target })).text;
  const login = async (email: string) => {
    const body = iosBody({ email, device: { id: email, description: 'Phone' } });
    const headers = { 'x-qmobile': '1' };
    return call(server.address().url, { method: 'POST', path: '/mobileapp/$authenticate', headers, body });
  };
  const causes = async () => {
    const { entries }: { entries: JournalEntry[] } = await control('GET', '/journal?limit=1000');
    return entries.flatMap(({ status, causes: all }) => all.map((cause) => ({ status, ...cause })));
  };
  const begun = (times = 1) =>
    until(
      () => logs.filter((line) => line.includes('begun')).length,
      (count) => count >= times,
    );

  const counters: Readonly<Record<string, () => Promise<string>>> = {
    'a variable of a method': () => get('/4DACTION/variable'),
    'a global variable': () => get('/4DACTION/global'),
    Storage: () => get('/4DACTION/shared'),
    'a singleton': async () => String(JSON.parse(await get('/rest/$singleton/Counter/next')).result),
    'a variable of the authentication module': async () => (await login('jane@example.com')).json.statusText,
  };
  const assertAnew = async () => {
    for (const [what, next] of Object.entries(counters)) assert.equal(await next(), '1', what);
  };
  const ways: Readonly<Record<string, (snapshot: unknown) => Promise<unknown>>> = {
    'a reset': () => control('POST', '/reset'),
    'a snapshot': (snapshot) => control('PUT', '/snapshot', snapshot),
  };

  for (const [way, replace] of Object.entries(ways)) {
    it(`what the code of a developer counts begins anew with ${way}, in each of its processes`, async () => {
      const snapshot = await control('GET', '/snapshot');
      for (const [what, next] of Object.entries(counters)) {
        for (const count of ['1', '2', '3']) assert.equal(await next(), count, what);
      }
      await Promise.all(Array.from({ length: 40 }, () => get('/4DACTION/variable')));
      await replace(snapshot);
      await assertAnew();
      const many = await Promise.all(Array.from({ length: 4 }, () => get('/4DACTION/variable')));
      assert.ok(
        many.every((count) => Number(count) <= 5),
        many.join(),
      );
    });

    for (const [at, what] of Object.keys(ENDLESS).entries()) {
      it(`a request whose code is in ${what} is answered with the reason when ${way} replaces the state`, async () => {
        const snapshot = await control('GET', '/snapshot');
        const endless = get(`/4DACTION/endless${at}`);
        await begun();
        await replace(snapshot);
        assert.match(await endless, REPLACED);
        const last = (await causes()).findLast(({ rule }) => rule === 'web.code.threw');
        assert.equal(last?.status, 500);
        assert.match(String(last?.message), REPLACED);
        await assertAnew();
        assert.ok(!JSON.stringify((await control('GET', '/snapshot')).entries).includes('"old"'));
      });
    }

    for (const does of ['loop', 'wait']) {
      it(`a login that the authentication module never answers (${does}) is refused with the reason when ${way} replaces the state`, async () => {
        const snapshot = await control('GET', '/snapshot');
        const endless = login(`${does}@example.com`);
        await begun();
        const next = login('jane@example.com');
        await replace(snapshot);
        const { status, json } = await endless;
        assert.notEqual(status, 200, JSON.stringify(json));
        assert.equal((await next).json.statusText, '1');
        const rules = (await causes()).map(({ rule }) => rule);
        assert.equal(rules.filter((rule) => rule === 'mobile.module.failed').length, 1, rules.join());
        assert.equal(logs.filter((line) => REPLACED.test(line)).length, 1);
        assert.deepEqual((await control('GET', '/mobile/sessions')).sessions, []);
      });
    }
  }

  it('requests that wait for a process when the state is replaced run with the new state', async () => {
    await get('/4DACTION/shared');
    const endless = Array.from({ length: 4 }, () => get('/4DACTION/endless0'));
    await begun(4);
    const waiting = Array.from({ length: 3 }, () => get('/4DACTION/shared'));
    await control('POST', '/reset');
    for (const text of await Promise.all(endless)) assert.match(text, REPLACED);
    assert.deepEqual((await Promise.all(waiting)).sort(), ['1', '2', '3']);
  });
});
