import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { parseJson } from '../../src/core/json/parseJson';
import { MOBILE_CALLS } from '../../src/core/systems/mobile/mobileCalls';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { json, type UpstreamRequest, UpstreamServer } from '../support/upstreamServer';
import { devServers, until } from './devServers';
import { type Answer, type Call, call } from './httpCall';
import { perTest } from './perTest';

const LOGIN = {
  email: 'jane.doe@example.com',
  password: 'hunter2hunter2hunter2',
  application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
  team: { id: 'UTT7VDX8W5' },
  device: { id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3', description: 'iPhone', version: '16.4', os: 'iOS' },
  language: { id: 'en_US', code: 'en', region: 'US' },
};
const TOKEN = 'dXBzdHJlYW0tdG9rZW4tb2Ytb25lLXNlc3Npb24';
const COOKIE = 'FEDCBA9876543210FEDCBA9876543210';

describe('an upstream behind the mobile routes', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-upstream-')));
    upstream().answers = { answer: (request, response) => answerAs4D(request, response) };
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  /** Gives a token and a cookie to a login, and what it got to all others. */
  function answerAs4D(request: UpstreamRequest, response: http.ServerResponse, others?: () => void): void {
    if (request.url.endsWith('/mobileapp/$authenticate')) {
      json(response, 200, { id: 'x', token: TOKEN, success: true }, { 'set-cookie': `4DSID_Real=${COOKIE}; Path=/` });
    } else if (others) others();
    else json(response, 200, { url: request.url, sent: request.body.toString() });
  }

  async function served(options: ServerOptions['upstream'] = upstream().url) {
    const logged: string[] = [];
    const given = { mobileApps: path.join(root, 'MobileApps'), upstream: options };
    const server = await start(given, { log: (message) => logged.push(message) });
    const { url } = server.address();
    const control = new HttpControlClient(server.address());
    const ask = (method: string, target: string, more: Call = {}) => call(url, { method, path: target, ...more });
    const login = () => ask('POST', '/mobileapp/$authenticate', { body: LOGIN });
    const journal = async () => (await control.journal()).entries.filter(({ face }) => face === 'mobile');
    const last = async () => (await journal()).at(-1) as Awaited<ReturnType<typeof journal>>[number];
    const rules = async () => (await last()).causes.map(({ rule }) => rule);
    return { server, url, control, ask, login, journal, last, rules, logged };
  }

  /** Logs in, and asks as the session. */
  async function loggedIn(options?: ServerOptions['upstream']) {
    const one = await served(options);
    const answer = await one.login();
    const token = answer.json.token as string;
    const as = (method: string, target: string, more: Call = {}): Promise<Answer> =>
      one.ask(method, target, { ...more, headers: { authorization: `Bearer ${token}`, ...more.headers } });
    return { ...one, answer, token, as };
  }

  it('the login of an app is a login to the upstream, whose token and cookie go there and nowhere else', async () => {
    const { answer, token, as, journal, control, server } = await loggedIn();
    assert.equal(answer.status, 200);
    assert.notEqual(token, TOKEN);
    const headers = {
      cookie: '4DSID_Workbench=OWNCOOKIEOWNCOOKIE',
      'set-cookie': '4DSID_Workbench=OWNCOOKIEOWNCOOKIE',
    };
    const data = await as('GET', '/mobileapp/Product?$4DSID=OWNPASSCODE&$limit=2&%244dsid=OWNPASSCODE', { headers });
    assert.deepEqual(data.json, { url: '/mobileapp/Product?$limit=2', sent: '' });
    const [login, asked] = upstream().seen;
    assert.deepEqual(JSON.parse(String(login?.body)), LOGIN);
    assert.equal(asked?.headers.authorization, `Bearer ${TOKEN}`);
    assert.equal(asked?.headers.cookie, `4DSID_Real=${COOKIE}`);
    const sent = JSON.stringify(upstream().seen.map((each) => [each.url, each.rawHeaders]));
    for (const own of [token, 'OWNCOOKIE', 'OWNPASSCODE', server.address().controlToken]) {
      assert.ok(!sent.includes(own), `${own} went to the upstream`);
    }
    const got = JSON.stringify([answer.text, answer.headers, data.text, data.headers]);
    const kept = JSON.stringify([await journal(), await control.snapshot()]);
    for (const secret of [TOKEN, COOKIE]) {
      assert.ok(!got.includes(secret), 'the app got a secret of the upstream');
      assert.ok(!kept.includes(secret), 'journal or snapshot has a secret of the upstream');
    }
    for (const file of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) assert.ok(!fs.readFileSync(path.join(file.parentPath, file.name), 'utf8').includes(TOKEN));
    }
  });

  it('the journal says where a request went, and what came back', async () => {
    const { as, last, journal } = await loggedIn();
    const [login] = await journal();
    assert.ok(login?.causes.some(({ rule }) => rule === 'mobile.upstream.login'));
    assert.ok(login?.causes.some(({ rule }) => rule === 'server.upstream.cookies'));
    await as('POST', '/mobileapp/Product?$limit=1', { body: { Name: true } });
    const entry = await last();
    const told = entry.causes.find(({ rule }) => rule === 'server.upstream');
    assert.match(
      told?.message ?? '',
      /^The request went to http:\/\/127\.0\.0\.1:\d+, which answered 200 after \d+ ms\.$/,
    );
    assert.equal(entry.request.body, '{"Name":true}');
    assert.match(entry.response.body ?? '', /Product/);
    assert.equal(entry.actor.email, LOGIN.email);
  });

  const OWN = [
    ['GET', '/mobileapp/$info', 200],
    ['GET', '/mobileapp/$info/sessionInfo', 200],
    ['GET', '/mobileapp/$info/ProgressInfo', 200],
    ['GET', '/mobileapp/$licensecheck', 200],
    ['GET', '/mobileapp/$authenticate', 405],
    ['GET', '/mobileapp/', 200],
    ['GET', '/4dwebtest', 200],
  ] as const;
  for (const [method, target, status] of OWN) {
    it(`this server answers ${method} ${target} itself`, async () => {
      const { as } = await loggedIn();
      assert.equal((await as(method, target)).status, status);
      assert.equal(upstream().seen.length, 1);
    });
  }

  const PASSED = [
    ['GET', '/mobileapp/$catalog/$all'],
    ['GET', '/mobileapp/$catalog'],
    ['GET', '/mobileapp/Product?$filter=%22__GlobalStamp%20%3E%3D%203%22'],
    ['POST', '/mobileapp/Product?%24limit=100000'],
    ['GET', '/mobileapp/Product(1)/photo?$imageformat=best&$expand=photo'],
    ['POST', '/mobileapp/$action/add%20one'],
    ['POST', '/mobileapp/$upload?$rawPict=true'],
    ['DELETE', '/mobileapp/Product(1)'],
    ['PUT', '/mobileapp/Product(1)'],
    ['GET', '/mobileapp/Product%0A(1)'],
    ['GET', "/mobileapp/Product('a%2Fb')/%E2%9C%93"],
    ['GET', '/mobileapp/a..b/c...'],
  ] as const;
  for (const [method, target] of PASSED) {
    it(`${method} ${target} is passed on as it is`, async () => {
      const { as } = await loggedIn();
      const answer = await as(method, target);
      assert.equal(answer.status, 200);
      const asked = upstream().seen.at(-1);
      assert.deepEqual([asked?.method, asked?.url], [method, target]);
    });
  }

  it('nobody without an accepted session is passed on', async () => {
    const { ask, rules } = await served();
    assert.equal((await ask('GET', '/mobileapp/Product')).status, 401);
    assert.equal((await ask('POST', '/mobileapp/Product', { body: { x: 'y'.repeat(300_000) } })).status, 401);
    assert.deepEqual(upstream().seen, []);
    assert.ok((await rules()).includes('mobile.token.missing'));
  });

  it('paths that lead out of the upstream are refused', async () => {
    const { as } = await loggedIn();
    for (const target of ['/mobileapp/../admin', '/mobileapp/%2e%2e/admin', '/mobileapp/x/..%2f..%2fadmin']) {
      const { status } = await as('GET', target);
      assert.ok(status === 400 || status === 404, `${target}: ${status}`);
    }
    assert.equal(upstream().seen.length, 1);
  });

  it('what the options except, and TRACE, stays here', async () => {
    const { as } = await loggedIn({ url: upstream().url, except: ['/mobileapp/$action/**', '/mobileapp/Product(1)'] });
    assert.equal((await as('POST', '/mobileapp/$action/x')).status, 404);
    assert.equal((await as('GET', '/mobileapp/Product(1)')).status, 404);
    assert.notEqual((await as('TRACE', '/mobileapp/Product')).status, 200);
    assert.equal((await as('GET', '/mobileapp/Product(2)')).status, 200);
    assert.equal(upstream().seen.length, 2);
  });

  it('hop-by-hop headers, and what is about this server alone, go neither way', async () => {
    const { as } = await loggedIn();
    upstream().answers = {
      answer: (request, response) =>
        answerAs4D(request, response, () =>
          json(
            response,
            200,
            {},
            {
              connection: 'x-own',
              'x-own': '1',
              'x-kept': '2',
              'strict-transport-security': 'max-age=1',
              'access-control-allow-origin': '*',
              'www-authenticate': 'Basic',
              server: 'Apache',
              location: `${upstream().url}/mobileapp/next`,
            },
          ),
        ),
    };
    const { headers } = await as('GET', '/mobileapp/Product', {
      headers: { connection: 'keep-alive, x-hop', 'x-hop': '1', te: 'trailers', origin: 'null', 'x-plain': '3' },
    });
    const asked = upstream().seen.at(-1)?.headers ?? {};
    assert.equal(asked['x-plain'], '3');
    for (const name of ['x-hop', 'te', 'origin']) assert.equal(asked[name], undefined, name);
    assert.equal(asked.host, `127.0.0.1:${upstream().port}`);
    assert.equal(headers['x-kept'], '2');
    assert.equal(headers.location, '/mobileapp/next');
    assert.notEqual(headers.server, 'Apache');
    for (const name of ['x-own', 'strict-transport-security', 'access-control-allow-origin', 'www-authenticate']) {
      assert.equal(headers[name], undefined, name);
    }
  });

  it('absolute links to the upstream lead here, also where an answer comes in pieces or compressed', async () => {
    const { as, url } = await loggedIn();
    const links = (origin: string) => ({
      a: `${origin}/mobileapp/Product(1)/photo`,
      b: `${origin}1/other`,
      c: `x${encodeURIComponent(origin)}%2F`,
      d: `${'é✓'.repeat(30_000)}${origin}`,
    });
    const text = (origin: string) => JSON.stringify(links(origin)).replace('/mobileapp', '\\/mobileapp');
    const encoders = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync };
    for (const encoding of ['identity', 'gzip', 'deflate', 'br'] as const) {
      upstream().answers = {
        answer: (_request, response) => {
          const bytes = Buffer.from(text(upstream().url));
          const sent = encoding === 'identity' ? bytes : encoders[encoding](bytes);
          response.writeHead(200, {
            'content-type': 'application/json',
            ...(encoding !== 'identity' && { 'content-encoding': encoding }),
          });
          for (let at = 0; at < sent.length; at += 777) response.write(sent.subarray(at, at + 777));
          response.end();
        },
      };
      const { json: got, headers } = await as('GET', '/mobileapp/Product');
      const { a, c, d } = links(url);
      assert.deepEqual(got, { a, b: links(upstream().url).b, c, d }, encoding);
      assert.equal(headers['content-encoding'], undefined);
    }
  });

  it('a picture is passed on byte by byte, with its length and its compression', async () => {
    const { url, token } = await loggedIn();
    const picture = randomBytes(3_000_000);
    upstream().answers = {
      answer: (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': picture.length, etag: '"1"' });
        response.end(picture);
      },
    };
    const [response] = (await once(
      http.get(`${url}/mobileapp/Product(1)/photo`, { headers: { authorization: `Bearer ${token}` } }),
      'response',
    )) as [http.IncomingMessage];
    const hash = createHash('sha256');
    for await (const piece of response) hash.update(piece);
    assert.equal(hash.digest('hex'), createHash('sha256').update(picture).digest('hex'));
    assert.equal(response.headers['content-length'], String(picture.length));
    assert.equal(response.headers.etag, '"1"');
  });

  it('a HEAD request gets the headers alone', async () => {
    const { as } = await loggedIn();
    upstream().answers = {
      answer: (_request, response) => {
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': 12 });
        response.end();
      },
    };
    const { status, headers, text } = await as('HEAD', '/mobileapp/Product(1)/photo');
    assert.deepEqual([status, headers['content-length'], text], [200, '12', '']);
    assert.equal(upstream().seen.at(-1)?.method, 'HEAD');
  });

  for (const status of [204, 304, 302, 404, 500]) {
    it(`an answer with status ${status} is passed on with its status`, async () => {
      const { as } = await loggedIn();
      upstream().answers = {
        answer: (_request, response) => {
          response.writeHead(status, { location: 'https://elsewhere.test/x' });
          response.end();
        },
      };
      const answer = await as('GET', '/mobileapp/Product');
      assert.equal(answer.status, status);
      assert.equal(answer.headers.location, 'https://elsewhere.test/x');
      assert.equal(upstream().seen.length, 2);
    });
  }

  it('a large body goes on while it arrives', async () => {
    const { url, token } = await loggedIn();
    const seen = createHash('sha256');
    let arrived = (_bytes: number) => {};
    upstream().answers = {
      begin: (request, response) => {
        let bytes = 0;
        request.on('data', (piece: Buffer) => {
          seen.update(piece);
          bytes += piece.length;
          arrived(bytes);
        });
        request.on('end', () => json(response, 200, { ID: '1' }));
        return true;
      },
    };
    const first = new Promise<void>((resolve) => {
      arrived = (bytes) => bytes > 0 && resolve();
    });
    const sent = http.request(`${url}/mobileapp/$upload?$rawPict=true`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
    });
    const answered = once(sent, 'response') as Promise<[http.IncomingMessage]>;
    const pieces = Array.from({ length: 30 }, () => randomBytes(100_000));
    for (const piece of pieces.slice(0, 10)) sent.write(piece);
    // The upstream has something of it before the end was sent.
    await first;
    for (const piece of pieces.slice(10)) sent.write(piece);
    sent.end();
    const [response] = await answered;
    response.resume();
    assert.equal(response.statusCode, 200);
    assert.equal(seen.digest('hex'), createHash('sha256').update(Buffer.concat(pieces)).digest('hex'));
  });

  it('bodies and answers beyond their limits are refused, and say which option is theirs', async () => {
    const { as, rules } = await loggedIn({ url: upstream().url, bodyMb: 1, answerMb: 1 });
    const large = { x: 'y'.repeat(2_000_000) };
    const told = await as('POST', '/mobileapp/Product', { body: large });
    assert.equal(told.status, 413);
    assert.match(told.text, /upstream\.bodyMb/);
    assert.ok((await rules()).includes('server.upstream-body'));
    const chunked = await as('POST', '/mobileapp/Product', {
      body: JSON.stringify(large),
      headers: { 'transfer-encoding': 'chunked' },
    });
    assert.equal(chunked.status, 413);
    upstream().answers = {
      answer: (_request, response) => json(response, 200, large, { 'content-length': 2_000_008 }),
    };
    const answer = await as('GET', '/mobileapp/Product');
    assert.equal(answer.status, 502);
    assert.match(answer.text, /upstream\.answerMb/);
  });

  it('connections to the upstream are used again', async () => {
    const { as } = await loggedIn();
    for (let count = 0; count < 5; count++) await as('GET', '/mobileapp/Product');
    assert.equal(upstream().connections, 1);
  });

  it('a request whose client leaves is ended at the upstream too', async () => {
    const { url, token, journal } = await loggedIn();
    let left = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    let came = () => {};
    const there = new Promise<void>((resolve) => {
      came = resolve;
    });
    upstream().answers = {
      begin: (request) => {
        request.socket.on('close', left);
        came();
        return true;
      },
    };
    const sent = http.get(`${url}/mobileapp/Product`, { headers: { authorization: `Bearer ${token}` } });
    sent.on('error', () => {});
    await there;
    sent.destroy();
    await gone;
    const entry = await until(journal, (entries) => entries.length === 2);
    assert.equal(entry[1]?.status, 0);
    assert.ok(entry[1]?.causes.some(({ rule }) => rule === 'server.client-gone'));
  });

  it('a session that the upstream has ended logs in there again, and the request succeeds', async () => {
    const { as, rules } = await loggedIn();
    let logins = 0;
    upstream().answers = {
      answer: (request, response) => {
        if (request.url === '/mobileapp/$authenticate') {
          logins += 1;
          json(response, 200, { token: `${TOKEN}${logins}`, success: true });
        } else json(response, request.headers.authorization === `Bearer ${TOKEN}1` ? 200 : 401, { ok: 1 });
      },
    };
    const answer = await as('POST', '/mobileapp/$action/x', { body: { a: 1 } });
    assert.equal(answer.status, 200);
    assert.equal(logins, 1);
    assert.equal(String(upstream().seen.at(-1)?.body), '{"a":1}');
    const told = await rules();
    assert.ok(told.includes('server.upstream.again'));
    assert.ok(told.includes('mobile.upstream.login'));
    // What the session file has is enough: all but the password.
    const again = JSON.parse(String(upstream().seen.at(-2)?.body));
    const { password: _password, ...withoutPassword } = LOGIN;
    assert.deepEqual(again, withoutPassword);
  });

  it('the session of another user after a refresh logs in to the upstream as that user', async () => {
    let count = 0;
    upstream().answers = {
      answer: (request, response) => {
        if (request.url !== '/mobileapp/$authenticate')
          return json(response, 200, { who: request.headers.authorization });
        const { email } = JSON.parse(String(request.body)) as { email: string };
        json(response, 200, { token: `of-${email}-${++count}`, success: true }, { 'set-cookie': `c=${email}` });
      },
    };
    const { as, control } = await loggedIn();
    const [folder = ''] = fs.readdirSync(path.join(root, 'MobileApps'));
    const [name = ''] = fs.readdirSync(path.join(root, 'MobileApps', folder));
    const file = path.join(root, 'MobileApps', folder, name);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('jane.doe@', 'eva@'));
    await control.ask(MOBILE_CALLS.refresh());
    const answers = await Promise.all(Array.from({ length: 5 }, () => as('GET', '/mobileapp/Product')));
    for (const { json: got } of answers) assert.equal(got.who, 'Bearer of-eva@example.com-2');
    const cookies = upstream()
      .seen.slice(-5)
      .map(({ headers }) => headers.cookie);
    assert.deepEqual(cookies, Array(5).fill('c=eva@example.com'));
    assert.equal(count, 2);
  });

  it('after another user came in by a refresh, the session has what the upstream says of that one, and keeps its own', async () => {
    upstream().answers = {
      answer: (request, response) => {
        if (request.url !== '/mobileapp/$authenticate') return json(response, 200, {});
        const { email } = JSON.parse(String(request.body)) as { email: string };
        const userInfo = email.startsWith('eva') ? { who: 'eva', same: 1 } : { who: 'jane', same: 1, region: 'north' };
        json(response, 200, { token: `of-${email}`, success: true, userInfo });
      },
    };
    const { as, control } = await loggedIn();
    const [folder = ''] = fs.readdirSync(path.join(root, 'MobileApps'));
    const [name = ''] = fs.readdirSync(path.join(root, 'MobileApps', folder));
    const file = path.join(root, 'MobileApps', folder, name);
    const told = () => JSON.parse(fs.readFileSync(file, 'utf8')).userInfo;
    assert.deepEqual(told(), { who: 'jane', same: 1, region: 'north' });
    await as('POST', '/mobileapp/$userInfo', { body: { userInfo: { theme: 'dark' } } });
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('jane.doe@', 'eva@'));
    await control.ask(MOBILE_CALLS.refresh());
    const first = await as('POST', '/mobileapp/$userInfo', { body: { device: { token: 'of-eva' } } });
    assert.deepEqual(first.json.userInfo, { who: 'eva', same: 1, theme: 'dark' });
    assert.deepEqual(told(), { who: 'eva', same: 1, theme: 'dark' });
  });

  it('many requests whose session the upstream has ended log in once', async () => {
    const { as } = await loggedIn();
    let valid = 0;
    upstream().answers = {
      answer: (request, response) => {
        if (request.url === '/mobileapp/$authenticate') json(response, 200, { token: `new-${++valid}`, success: true });
        else json(response, request.headers.authorization === `Bearer new-${valid}` ? 200 : 401, {});
      },
    };
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => as('GET', `/mobileapp/Product(${at})`)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(12).fill(200),
    );
    assert.equal(valid, 1);
  });

  it('the upstream gets the push token that a device tells, as the session that it knows', async () => {
    const { as, rules } = await loggedIn();
    const body = { device: { token: 'push-token-of-the-device' }, userInfo: {} };
    assert.equal((await as('POST', '/mobileapp/$userInfo', { body })).status, 200);
    const told = upstream().seen.at(-1);
    assert.deepEqual([told?.url, JSON.parse(String(told?.body))], ['/mobileapp/$userInfo', body]);
    assert.equal(told?.headers.authorization, `Bearer ${TOKEN}`);
    assert.ok((await rules()).includes('mobile.upstream.userInfo'));
    await upstream().stop();
    assert.equal((await as('POST', '/mobileapp/$userInfo', { body })).status, 200);
    assert.ok((await rules()).includes('mobile.upstream.userInfo-failed'));
  });

  it('many requests at once log in once', async () => {
    const { ask, login, control } = await served();
    upstream().answers = { answer: (_request, response) => json(response, 503, {}) };
    const { token } = (await login()).json;
    upstream().answers = { answer: (request, response) => answerAs4D(request, response) };
    await control.moveClock({ advanceMs: 10_000 });
    const before = upstream().seen.length;
    const headers = { authorization: `Bearer ${token}` };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('GET', '/mobileapp/Product', { headers })));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(8).fill(200),
    );
    const logins = upstream()
      .seen.slice(before)
      .filter(({ url }) => url === '/mobileapp/$authenticate');
    assert.equal(logins.length, 1);
  });

  const REFUSALS = [
    ['refuses it', 401, { success: false, statusText: 'You are not known' }, /refuses the login with 401.*not known/],
    [
      'leaves it pending',
      200,
      { success: true, statusText: 'Look into your mail' },
      /pending there.*Look into your mail/,
    ],
    ['gives a token that is no text', 200, { success: true, token: 7 }, /pending/],
    ['answers with something else', 200, [1], /refuses the login with 200/],
  ] as const;
  for (const [what, status, body, told] of REFUSALS) {
    it(`a login succeeds here though the upstream ${what}; its data does not come`, async () => {
      upstream().answers = { answer: (_request, response) => json(response, status, body) };
      const { answer, as, rules, journal } = await loggedIn();
      assert.equal(answer.status, 200);
      const [login] = await journal();
      const cause = login?.causes.find(({ rule }) => rule === 'mobile.upstream.login-failed');
      assert.match(cause?.message ?? '', told);
      const data = await as('GET', '/mobileapp/Product');
      assert.equal(data.status, 502);
      assert.match(data.json.__ERROR[0].message, told);
      assert.ok((await rules()).includes('server.upstream-login'));
      assert.equal(upstream().seen.length, 1);
    });
  }

  it('what the upstream says of the user is what the app gets, and the file has', async () => {
    upstream().answers = {
      answer: (_request, response) => json(response, 200, { token: TOKEN, success: true, userInfo: { country: 'FR' } }),
    };
    const { answer } = await loggedIn();
    assert.deepEqual(answer.json.userInfo, { country: 'FR' });
    const [file = ''] = fs.readdirSync(path.join(root, 'MobileApps', 'UTT7VDX8W5.com.contactApp.Contact'));
    const text = fs.readFileSync(path.join(root, 'MobileApps', 'UTT7VDX8W5.com.contactApp.Contact', file), 'utf8');
    assert.deepEqual((parseJson(text) as { userInfo: unknown }).userInfo, { country: 'FR' });
  });

  it('a logout here is a logout there', async () => {
    const { as, rules } = await loggedIn();
    assert.equal((await as('POST', '/mobileapp/$logout')).status, 200);
    const asked = upstream().seen.at(-1);
    assert.deepEqual([asked?.method, asked?.url], ['POST', '/mobileapp/$logout']);
    assert.equal(asked?.headers.authorization, `Bearer ${TOKEN}`);
    assert.ok((await rules()).includes('mobile.upstream.logout'));
  });

  it('a logout succeeds here though the upstream is gone', async () => {
    const { as, rules } = await loggedIn();
    await upstream().stop();
    assert.equal((await as('POST', '/mobileapp/$logout')).status, 200);
    assert.ok((await rules()).includes('mobile.upstream.logout-failed'));
  });

  it('faults act on what would be passed on', async () => {
    const { as, control, journal, url, token } = await loggedIn();
    const before = upstream().seen.length;
    await control.addFault({ kind: 'status', status: 401, times: 1, scope: { route: 'GET /mobileapp/*' } });
    assert.equal((await as('GET', '/mobileapp/Product')).status, 401);
    assert.equal(upstream().seen.length, before);
    const session = (await journal())[0]?.actor.session;
    await control.addFault({ kind: 'status', status: 503, times: 1, scope: { session: session ?? '' } });
    assert.equal((await as('GET', '/mobileapp/Product')).status, 503);
    await control.addFault({ kind: 'replyLost', times: 1 });
    await assert.rejects(as('POST', '/mobileapp/$action/x', { body: {} }));
    assert.equal(upstream().seen.length, before + 1);
    assert.equal(
      (await call(`${url}/mobileapp/Product`, { headers: { authorization: `Bearer ${token}` } })).status,
      200,
    );
  });

  it('an environment variable has the identity of all requests, and then nobody logs in', async () => {
    process.env.SESSION_WORKBENCH_TEST_UPSTREAM = 'a-token-of-one-word';
    try {
      const { as, journal } = await loggedIn({
        url: upstream().url,
        authorizationVariable: 'SESSION_WORKBENCH_TEST_UPSTREAM',
      });
      assert.equal((await as('GET', '/mobileapp/Product')).status, 200);
      assert.deepEqual(
        upstream().seen.map(({ url, headers }) => [url, headers.authorization]),
        [['/mobileapp/Product', 'Bearer a-token-of-one-word']],
      );
      assert.ok(!JSON.stringify(await journal()).includes('a-token-of-one-word'));
    } finally {
      delete process.env.SESSION_WORKBENCH_TEST_UPSTREAM;
    }
  });

  it('without an authorization, requests have none', async () => {
    const { as } = await loggedIn({ url: upstream().url, authorization: 'none' });
    assert.equal((await as('GET', '/mobileapp/Product')).status, 200);
    assert.deepEqual(
      upstream().seen.map(({ url, headers }) => [url, headers.authorization]),
      [['/mobileapp/Product', undefined]],
    );
  });

  it('an address with a path is the base of all paths', async () => {
    const { as } = await loggedIn(`${upstream().url}/behind/`);
    upstream().answers = {
      answer: (request, response) =>
        answerAs4D(request, response, () =>
          json(response, 200, { a: `${upstream().url}/behind/mobileapp/x` }, { location: '/behind/mobileapp/x' }),
        ),
    };
    const { json: got, headers } = await as('GET', '/mobileapp/Product');
    assert.match(got.a, /^http:\/\/127\.0\.0\.1:\d+\/mobileapp\/x$/);
    assert.equal(headers.location, '/mobileapp/x');
    assert.deepEqual(
      upstream().seen.map(({ url }) => url),
      ['/behind/mobileapp/$authenticate', '/behind/mobileapp/Product'],
    );
  });

  describe('that fails', () => {
    it('a server that does not listen is a 502 that says so', async () => {
      const { as, rules } = await loggedIn();
      await upstream().stop();
      const answer = await as('GET', '/mobileapp/Product');
      assert.equal(answer.status, 502);
      assert.match(answer.json.__ERRORS[0].message, /cannot be reached: nothing listens there/);
      assert.ok((await rules()).includes('server.upstream-down'));
    });

    it('a server that does not answer is a 504', async () => {
      const { as, rules } = await loggedIn({ url: upstream().url, timeoutMs: 50 });
      upstream().answers = { begin: () => true };
      const answer = await as('GET', '/mobileapp/Product');
      assert.equal(answer.status, 504);
      assert.match(answer.text, /upstream\.timeoutMs/);
      assert.ok((await rules()).includes('server.upstream-timeout'));
    });

    it('a server that ends the connection, or speaks no HTTP, is a 502', async () => {
      const { as, rules } = await loggedIn();
      for (const begin of [
        (request: http.IncomingMessage) => request.socket.destroy(),
        (request: http.IncomingMessage) => request.socket.end('nonsense\r\n\r\n'),
      ]) {
        upstream().answers = { begin: (request) => begin(request) !== undefined };
        assert.equal((await as('GET', '/mobileapp/Product')).status, 502);
        assert.ok((await rules()).includes('server.upstream-broken'));
      }
    });

    it('an answer that breaks off in its middle breaks off here too', async () => {
      const { as, rules } = await loggedIn();
      upstream().answers = {
        answer: (_request, response) => {
          response.writeHead(200, { 'content-type': 'image/png', 'content-length': 1_000_000 });
          response.write(randomBytes(500_000), () => response.destroy());
        },
      };
      await assert.rejects(as('GET', '/mobileapp/Product(1)/photo'));
      await until(rules, (all) => all.includes('server.upstream-broken'));
      upstream().answers = { answer: (request, response) => answerAs4D(request, response) };
      assert.equal((await as('GET', '/mobileapp/Product')).status, 200);
    });

    const LARGE = JSON.stringify({ x: 'y'.repeat(3_000_000) });
    const GROWING: Record<string, [http.OutgoingHttpHeaders, Buffer]> = {
      'in pieces': [{}, Buffer.from(LARGE)],
      compressed: [{ 'content-encoding': 'gzip' }, zlib.gzipSync(LARGE)],
    };
    for (const [how, [headers, bytes]] of Object.entries(GROWING)) {
      it(`an answer that comes ${how} and grows beyond its limit breaks off, and journal and log say why`, async () => {
        const { as, rules, last, logged } = await loggedIn({ url: upstream().url, answerMb: 1 });
        upstream().answers = {
          answer: (_request, response) => {
            response.writeHead(200, { 'content-type': 'application/json', ...headers });
            for (let at = 0; at < bytes.length; at += 100_000) response.write(bytes.subarray(at, at + 100_000));
            response.end();
          },
        };
        await assert.rejects(as('GET', '/mobileapp/Product'));
        await until(rules, (all) => all.includes('server.upstream-answer'));
        assert.equal((await last()).status, 0);
        assert.match(logged.join('\n'), /broke off after it had begun: .*upstream\.answerMb/);
      });
    }

    const DAMAGED: Record<string, readonly [(response: http.ServerResponse) => void, RegExp]> = {
      'a damaged gzip': [
        (response) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
          response.end('this is no gzip');
        },
        /sent a compressed answer that is damaged/,
      ],
      'no HTTP': [(response) => response.socket?.end('nonsense\r\n\r\n'), /answered with something that is no HTTP/],
      'the end of the connection': [(response) => response.socket?.destroy(), /ended the connection before/],
      ...Object.fromEntries(
        [{ 'content-length': 100_000 }, { 'content-length': 100 }, {}].map((headers) => [
          `an answer that ends after its first bytes, with ${JSON.stringify(headers)},`,
          [
            (response: http.ServerResponse) => {
              response.writeHead(200, { 'content-type': 'application/json', ...headers });
              response.write('{"a":', () => response.destroy());
            },
            /ended the connection before/,
          ] as const,
        ]),
      ),
    };
    for (const [what, [answer, words]] of Object.entries(DAMAGED)) {
      it(`${what} in place of an answer is told in words of ours, and in one line of the log`, async () => {
        const { as, logged } = await loggedIn();
        logged.length = 0;
        upstream().answers = { answer: (_request, response) => answer(response) };
        const { status, json: told } = await as('GET', '/mobileapp/Product');
        assert.equal(status, 502);
        assert.match(told.__ERROR[0].message, words);
        assert.doesNotMatch(told.__ERROR[0].message, /[A-Z]+_[A-Z]+/);
        assert.equal(logged.length, 1, logged.join('\n'));
        assert.match(logged[0] ?? '', words);
        assert.doesNotMatch(logged[0] ?? '', /\n/);
      });
    }

    it('a server that sends the request back here is refused as a loop', async () => {
      const proxy = http.createServer((request, response) => {
        const { method, url, headers } = request;
        if (url === '/mobileapp/$authenticate') return json(response, 200, { token: TOKEN, success: true });
        const own = { ...headers, host: new URL(back.url).host, authorization: `Bearer ${back.token}` };
        http
          .request(back.url, { method, path: url, headers: own }, (answer) => {
            response.writeHead(answer.statusCode ?? 0, answer.headers);
            answer.pipe(response);
          })
          .end();
      });
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const { port } = proxy.address() as { port: number };
      const back = await loggedIn(`http://127.0.0.1:${port}`);
      try {
        const answer = await back.as('GET', '/mobileapp/Product');
        assert.equal(answer.status, 508);
      } finally {
        proxy.closeAllConnections();
        proxy.close();
      }
    });
  });
});

describe('an upstream over HTTPS', () => {
  const upstream = perTest(() => UpstreamServer.start({ tls: true }));
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-upstream-')));
    upstream().answers = { answer: (_request, response) => json(response, 200, { token: TOKEN, success: true }) };
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  async function asked(more: Record<string, unknown>): Promise<Answer> {
    const mobileApps = path.join(root, 'MobileApps');
    const server = await start({ mobileApps, upstream: { url: upstream().url, ...more } });
    const { url } = server.address();
    const { token } = (await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: LOGIN })).json;
    return call(url, { path: '/mobileapp/Product', headers: { authorization: `Bearer ${token}` } });
  }

  it('a certificate that nobody knows is refused, with both ways out', async () => {
    const answer = await asked({ authorization: 'none' });
    assert.equal(answer.status, 502);
    assert.match(answer.text, /upstream\.ca.*upstream\.insecure/);
    assert.equal(upstream().seen.length, 0);
  });

  it('a certificate of the authority that is named is accepted', async () => {
    const ca = path.join(root, 'ca.pem');
    fs.writeFileSync(ca, upstream().certificate ?? '');
    assert.equal((await asked({ ca })).status, 200);
  });

  it('any certificate is accepted where that is said', async () => {
    assert.equal((await asked({ insecure: true })).status, 200);
  });
});
