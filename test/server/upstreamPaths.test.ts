import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { otherSpelling, repeatable } from '../support/pathSpellings';
import { json, UpstreamServer } from '../support/upstreamServer';
import { devServers } from './devServers';
import { call } from './httpCall';
import { MOBILE_LOGIN } from './mobileLogin';
import { perTest } from './perTest';

describe('the paths that an upstream does not get', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-upstream-')));
    upstream().answers = { answer: (_request, response) => json(response, 200, { token: 'there', success: true }) };
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  async function served(except: readonly string[]) {
    fs.mkdirSync(path.join(root, 'Project'), { recursive: true });
    fs.writeFileSync(path.join(root, 'Project/App.4DProject'), '{}');
    const mobileApps = path.join(root, 'MobileApps');
    const server = await start({ mobileApps, web: { project: root }, upstream: { url: upstream().url, except } });
    const { url } = server.address();
    const login = await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: MOBILE_LOGIN });
    const headers = { authorization: `Bearer ${login.json.token}` };
    upstream().seen.length = 0;
    return (method: string, target: string) => call(url, { method, path: target, headers });
  }

  const EXCEPTED = [
    ['/mobileapp/$action/**', '/mobileapp/$action/deleteAll'],
    ['/mobileapp/Emp(1)', '/mobileapp/Emp(1)'],
    ['/mobileapp/Emp(1)', '/mobileapp/Emp(1)/Name,Photo'],
    ['/mobileapp/Emp(*)', '/mobileapp/Emp(12)/chief/Name'],
    ['/mobileapp/Dept/**', '/mobileapp/Dept(7)'],
    ['/rest/Société/**', '/rest/Societe(7)/photo'],
    ['/mobileapp/Private/**', '/mobileapp/Private/a/b'],
    ['/mobileapp/%24action/**', '/mobileapp/$action/x'],
    ['/mobileapp/*/photo', '/mobileapp/Emp(1)/photo'],
    ['/rest/Employé/**', '/rest/employe/x'],
    ['/x/**/y', '/x/y'],
    ['/4DACTION/**', '/4DACTION/purge/all'],
  ] as const;
  for (const [glob, excepted] of EXCEPTED) {
    it(`the upstream never gets ${excepted} where ${glob} is excepted, however it is spelled`, async () => {
      const ask = await served([glob]);
      const random = repeatable(glob.length);
      for (let count = 0; count < 150; count++) {
        const target = otherSpelling(excepted, random);
        const { status } = await ask(count % 2 ? 'POST' : 'GET', target);
        assert.ok(status >= 400, `${target}: ${status}`);
        assert.deepEqual(
          upstream().seen.map(({ url }) => url),
          [],
          target,
        );
      }
    });
  }

  const OWN = [
    '/mobileapp/$authenticate',
    '/mobileapp/$logout',
    '/mobileapp/$info/sessionInfo',
    '/_workbench/v1/state',
  ];
  for (const own of OWN) {
    it(`the upstream never gets ${own}, which this server answers, however it is spelled`, async () => {
      const ask = await served([]);
      const random = repeatable(own.length);
      for (let count = 0; count < 100; count++) {
        const target = otherSpelling(own, random);
        await ask('GET', target);
        assert.deepEqual(
          upstream().seen.map(({ url }) => url),
          [],
          target,
        );
      }
    });
  }

  for (const target of [
    '//mobileapp/$action/x',
    '/%6dobileapp/$action/x',
    '/MobileApp/$action/x',
    '/x/%2e%2e/mobileapp/x',
  ]) {
    it(`the web server does not pass on ${target}, which is the path of another part`, async () => {
      const ask = await served([]);
      await ask('GET', target);
      assert.deepEqual(upstream().seen, []);
    });
  }

  const SAME_KEYS = [
    ...['Emp(01)', 'Emp%20(1)', 'Emp(+1)', 'Emp(%2B1)', 'Emp("1")', 'Emp(%221%22)', "Emp('1')", 'Emp(1.0)', 'Emp(1.)'],
    ...['Emp(%201%20)', 'Emp(1e0)', 'Emp(10e-1)', 'Emp(0.1e1)', 'Emp(0x1)', 'Emp(%EF%BC%91)', 'Emp("01")', 'Emp((1))'],
    ...['Emp:ID(1)', 'Emp(%E2%80%9C1%E2%80%9D)', 'Emp(1%C2%AD)', 'Emp(1);v=1', 'Emp;v=1(1)/../Emp(001)', 'Emp(1'],
  ].map((name) => ['/mobileapp/Emp(1)', `/mobileapp/${name}`] as const);
  const SAME_NAMES = [
    ...['$acti%C2%ADon/x', '$acti%E2%80%8Bon/x', '$action%E2%81%A0/x', '$act%01ion/x', '$acti%F3%A0%80%81on/x'],
    ...['$action;v=1/x', '$action%3Bv=1/x', ';a/$action/x', 'x/..;/$action/x', '$acti%C2%ADon;a=b;c/x'],
  ].map((name) => ['/mobileapp/$action/**', `/mobileapp/${name}`] as const);
  const OTHERS = [
    ['/mobileapp;a/$action/**', '/mobileapp;a/$action/x'],
    ['/mobileapp/$action/**', '/mobileapp;a/$action/x'],
    ['/mobileapp/Emp("01")', '/mobileapp/Emp(1)'],
    ['/mobileapp/Emp(9007199254740993)', '/mobileapp/Emp(09007199254740993.0)'],
    ['/mobileapp/Dept("sales team")', "/mobileapp/Dept('Sales%20Team')"],
    ['/mobileapp/Emp(0*)', '/mobileapp/Emp(01)'],
    ['/mobileapp/Emp(*)', '/mobileapp/Emp("7")'],
  ] as const;
  for (const [glob, target] of [...SAME_KEYS, ...SAME_NAMES, ...OTHERS]) {
    it(`a path such as ${target} is kept back where ${glob} is excepted, as it may mean the same`, async () => {
      const ask = await served([glob]);
      const { status } = await ask('GET', target);
      assert.ok(status >= 400, String(status));
      assert.deepEqual(upstream().seen, []);
    });
  }

  it('keys that name other records are passed on', async () => {
    const ask = await served(['/mobileapp/Emp(1)', '/mobileapp/Emp(9007199254740993)']);
    const keys = ['10', '11', '-1', '%221a%22', '1.5', '0', '0.1', '1e1', '9007199254740992', '%221%201%22', '100'];
    const passed = [...keys.map((key) => `/mobileapp/Emp(${key})`), '/mobileapp/Emps(1)', '/mobileapp/Emp(2);v=1'];
    for (const target of passed) await ask('GET', target);
    assert.deepEqual(
      upstream().seen.map(({ url }) => url),
      passed,
    );
  });

  it('paths that only look like an excepted one are passed on', async () => {
    const ask = await served(['/mobileapp/$action/**', '/mobileapp/Emp(1)']);
    const passed = [
      '/mobileapp/$actions/x',
      '/mobileapp/Emp(10)',
      '/mobileapp/Emp%2811%29',
      '/mobileapp/Emp(-1)',
      '/mobileapp/Emp(1.5)',
      '/mobileapp/Emp(%22a%22)',
      '/mobileapp/Emp(10)/name',
      '/mobileapp/$action2(1)/name',
      '/mobileapp/x/$action/y',
    ];
    for (const target of passed) await ask('GET', target);
    assert.deepEqual(
      upstream().seen.map(({ url }) => url),
      passed,
    );
  });

  it('a text that is a key, and keys of several fields, are kept back in each spelling', async () => {
    const ask = await served(['/mobileapp/Emp("a b")', '/mobileapp/Line(01,x)', '/rest/Emp(0)']);
    for (const target of [
      '/mobileapp/Emp(a%20b)',
      "/mobileapp/emp('A%20b')",
      '/mobileapp/Line(1,%22X%22)',
      '/rest/Emp(-0)',
    ]) {
      await ask('GET', target);
    }
    assert.deepEqual(upstream().seen, []);
  });
});
