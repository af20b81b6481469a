import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Ajv } from 'ajv';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { terminalHarm } from '../support/terminalHarm';
import { run, Scratch } from './commandLine';
import { startedCommands } from './startedCommand';

const FILE = `${SEED_APPLICATION}/${SEED_NAME}`;
const URL_NAME = 'SESSION_WORKBENCH_CONTROL_URL';
const TOKEN_NAME = 'SESSION_WORKBENCH_CONTROL_TOKEN';
const NEEDLE = 'n33dle-of-a-token';

describe('refresh', () => {
  let scratch: Scratch;
  const servers: http.Server[] = [];
  beforeEach(() => {
    scratch = new Scratch();
    scratch.seed('Data/MobileApps');
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
    scratch.remove();
  });
  const start = startedCommands(() => scratch.root);
  const refresh = (args: readonly string[] = [], env: Record<string, string> = {}) =>
    run(['refresh', ...args], { cwd: scratch.root, env });
  const edit = (text: string) => fs.writeFileSync(scratch.path('Data/MobileApps', FILE), text);
  const validate = new Ajv().compile(
    JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../../schemas/refresh.schema.json'), 'utf8')),
  );

  /** A server that answers each request so. */
  const answering = async (status: number, text: string, headers: http.OutgoingHttpHeaders = {}) => {
    const asked: http.IncomingMessage[] = [];
    const server = http.createServer((request, response) => {
      asked.push(request);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    });
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };

  const refused = async (args: readonly string[], env: Record<string, string>, words: RegExp) => {
    const { code, stdout, stderr } = await refresh(args, env);
    assert.match(stderr, words);
    assert.match(stderr, /^session-workbench: [^\n]+\n$/, 'one line');
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.ok(!stderr.includes(NEEDLE), stderr);
  };

  it('refresh refreshes the dev server that serves the folder here, and says what came of it', async () => {
    const serve = start(['serve', '--json', '--quiet']);
    const { url } = await serve.address();
    edit(SEED_SESSION.replace('accepted', 'pending'));
    const first = await refresh();
    assert.deepEqual(
      [first.code, first.stdout, first.stderr],
      [0, `${url}: 1 checked, 1 refreshed, 0 removed, 0 errors\nrefreshed  ${FILE}\n`, ''],
    );
    edit('{');
    const second = await refresh(['--mobile-apps', 'Data/MobileApps', '--format', 'json']);
    const outcome = JSON.parse(second.stdout) as { checked: number; removed: string[]; errors: { code: number }[] };
    const isValid: boolean = validate(outcome);
    assert.ok(isValid, JSON.stringify(validate.errors));
    assert.deepEqual([second.code, outcome.checked, outcome.removed, outcome.errors[0]?.code], [1, 1, [FILE], 2]);
    const third = await refresh();
    assert.equal(third.code, 1);
    assert.match(third.stdout, new RegExp(`^error {6}${FILE}: mobi/2: `, 'm'));
    assert.ok(!(third.stdout + third.stderr).includes((await serve.address()).controlToken));
  });

  it('refresh refreshes the dev server that exec tells of', async () => {
    const cli = path.resolve(__dirname, '../../../dist/cli.js');
    const args = [
      'exec',
      '--mobile-apps',
      'Data/MobileApps',
      '--',
      process.execPath,
      cli,
      'refresh',
      '--format',
      'json',
    ];
    const { code, stdout, stderr } = await run(args, { cwd: scratch.root });
    assert.deepEqual([code, JSON.parse(stdout).checked], [0, 1], stderr);
  });

  it('refresh says what to do when nobody serves the folder, or there is none', async () => {
    await refused([], {}, /no dev session server serves .*MobileApps; start one with session-workbench serve, or name/);
    scratch.file('server.json', '{"web":{}}');
    fs.rmSync(scratch.path('Data'), { recursive: true });
    await refused([], {}, /no MobileApps folder at or under/);
    await refused(['--config', 'server.json'], {}, /no MobileApps folder is here; start one/);
  });

  it('refresh says what of the configuration is at fault, and where', async () => {
    const faulty: [mobileApps: unknown, words: RegExp][] = [
      [5, /“mobileApps” must be a text that is not empty, not a number/],
      ['', /“mobileApps” must be a text/],
      [{}, /“mobileApps” must be a text/],
      [['Data/MobileApps'], /“mobileApps” must be a text/],
      ['https://example.com/x', /“mobileApps” is an address and no path/],
    ];
    for (const [mobileApps, words] of faulty) {
      const file = scratch.file('session-workbench.json', JSON.stringify({ mobileApps }));
      for (const args of [[], ['--mobile-apps', 'Data/MobileApps']])
        await refused(args, {}, new RegExp(`${file}:1:\\d+: ${words.source}`));
    }
  });

  for (const [what, env, words] of [
    ['a token alone', { [TOKEN_NAME]: NEEDLE }, /CONTROL_TOKEN is set, but SESSION_WORKBENCH_CONTROL_URL is not/],
    [
      'an address alone',
      { [URL_NAME]: 'http://127.0.0.1:9' },
      /CONTROL_URL is set, but SESSION_WORKBENCH_CONTROL_TOKEN/,
    ],
    ['an empty address', { [URL_NAME]: '', [TOKEN_NAME]: NEEDLE }, /CONTROL_URL is empty/],
    ['an empty token', { [URL_NAME]: 'http://127.0.0.1:9', [TOKEN_NAME]: ' ' }, /CONTROL_TOKEN is empty/],
    ['no address', { [URL_NAME]: NEEDLE, [TOKEN_NAME]: NEEDLE }, /CONTROL_URL is no address of a control API/],
    ['another scheme', { [URL_NAME]: `file:///${NEEDLE}`, [TOKEN_NAME]: NEEDLE }, /CONTROL_URL is no address/],
    ['a password', { [URL_NAME]: `http://a:${NEEDLE}@127.0.0.1:9`, [TOKEN_NAME]: NEEDLE }, /CONTROL_URL is no address/],
    ['a line end', { [URL_NAME]: 'http://127.0.0.1:9\n/a', [TOKEN_NAME]: NEEDLE }, /CONTROL_URL is no address/],
    [
      'another machine',
      { [URL_NAME]: 'http://203.0.113.7/a', [TOKEN_NAME]: NEEDLE },
      /CONTROL_URL is not on this machine/,
    ],
    [
      'a name of another machine',
      { [URL_NAME]: 'http://127.0.0.1.example.com/a', [TOKEN_NAME]: NEEDLE },
      /CONTROL_URL is not on this machine/,
    ],
    [
      'a token with a line end',
      { [URL_NAME]: 'http://127.0.0.1:9', [TOKEN_NAME]: `${NEEDLE}\nx` },
      /CONTROL_TOKEN holds what no token has/,
    ],
    [
      'a server that is gone',
      { [URL_NAME]: 'http://127.0.0.1:2/_workbench/v1', [TOKEN_NAME]: NEEDLE },
      /CONTROL_URL names http:\/\/127\.0\.0\.1:2, which cannot be reached: .*ECONNREFUSED/,
    ],
  ] as const) {
    it(`refresh names the environment variable with ${what}, and tells no token`, () => refused([], { ...env }, words));
  }

  it('refresh names the environment variable with the token of another server', async () => {
    const { controlUrl } = await start(['serve', '--json', '--quiet']).address();
    await refused(
      [],
      { [URL_NAME]: controlUrl, [TOKEN_NAME]: NEEDLE },
      /refuses SESSION_WORKBENCH_CONTROL_TOKEN; take both/,
    );
  });

  for (const [what, status, text] of [
    ['a page', 200, '<html>'],
    ['another JSON', 200, '{"a":1}'],
    ['null', 200, 'null'],
    ['a list', 200, '[]'],
  ] as const) {
    it(`refresh says that no dev server answers where it gets ${what}`, async () => {
      const { url } = await answering(status, text);
      await refused([], { [URL_NAME]: url, [TOKEN_NAME]: NEEDLE }, /where no dev session server answers/);
    });
  }

  it('refresh follows no redirect with its token', async () => {
    const other = await answering(200, '{}');
    const { url } = await answering(307, '', { location: other.url });
    await refused([], { [URL_NAME]: url, [TOKEN_NAME]: NEEDLE }, /cannot be reached/);
    assert.equal(other.asked.length, 0);
  });

  it('refresh asks a push target with its secret, and shows what it answers', async () => {
    const { url, asked } = await answering(
      200,
      '{"refreshed":["a/b"],"removed":[],"errors":[{"errCode":3,"componentSignature":"mobi","message":"\\u001b[2Jno"}]}',
    );
    const { code, stdout, stderr } = await refresh(['--target', `${url}/push?key=${NEEDLE}`], {
      SESSION_WORKBENCH_PUSH_SECRET: NEEDLE,
      [URL_NAME]: 'not heeded',
    });
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /\/push: 1 refreshed, 0 removed, 1 error\nrefreshed {2}a\/b\nerror {6}mobi\/3: /);
    assert.deepEqual(terminalHarm(stdout), []);
    assert.ok(!stdout.includes(NEEDLE));
    assert.deepEqual(
      asked.map(({ method, headers }) => [method, headers.authorization]),
      [['POST', `Bearer ${NEEDLE}`]],
    );
    const json = await refresh(['--target', url, '--format', 'json']);
    assert.ok(validate(JSON.parse(json.stdout)), json.stdout);
  });

  it('refresh says it when a push target tells no details', async () => {
    const { url } = await answering(204, '');
    const { code, stdout } = await refresh(['--target', url]);
    assert.deepEqual([code, stdout], [0, `${url}: refreshed, without details\n`]);
  });

  for (const [what, target, env, words] of [
    ['no address', NEEDLE, {}, /--target is no address: The url of a push target begins with https/],
    ['a password', `http://a:${NEEDLE}@127.0.0.1/`, {}, /--target is no address: .*holds no user and no password/],
    [
      'a server that is gone',
      'http://127.0.0.1:1/a',
      {},
      /Not pushed: http:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'a secret that others could read',
      'http://203.0.113.7/a',
      { SESSION_WORKBENCH_PUSH_SECRET: NEEDLE },
      /could read SESSION_WORKBENCH_PUSH_SECRET; give an address that begins with https/,
    ],
    [
      'a secret that cannot be sent',
      'http://127.0.0.1:1/a',
      { SESSION_WORKBENCH_PUSH_SECRET: `${NEEDLE}\n` },
      /The environment variable SESSION_WORKBENCH_PUSH_SECRET has the secret/,
    ],
  ] as const) {
    it(`refresh says what to do for a target with ${what}`, () => refused(['--target', target], { ...env }, words));
  }

  it('refresh says that a push target wants a secret, and where that is given', async () => {
    const { url } = await answering(401, '{}');
    await refused(['--target', url], {}, /wants a secret.* The environment variable SESSION_WORKBENCH_PUSH_SECRET has/);
  });
});
