import assert from 'node:assert/strict';
import fs from 'node:fs';
import type http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { json, UpstreamServer } from '../support/upstreamServer';
import { devServers } from './devServers';
import { call } from './httpCall';
import { perTest } from './perTest';

const EMAIL = 'jane.doe@example.com';
const LOGIN = {
  email: EMAIL,
  password: 'hunter2hunter2',
  application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
  team: { id: 'UTT7VDX8W5' },
  device: { id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3', description: 'iPhone', version: '16.4', os: 'iOS' },
  language: { id: 'en_US', code: 'en', region: 'US' },
};
const TOKEN = 'TOK-Jane/8+x=';
const COOKIE = '9F86D081884C7D659A2FEAA0C55AD015';
const SECRETS = { token: TOKEN, cookie: COOKIE, password: LOGIN.password };

/** How a secret may be written into an answer. */
const WRITINGS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  'URL-encoded': encodeURIComponent,
  'in base64': (secret) => Buffer.from(`x${secret}`).toString('base64'),
  'in hexadecimal digits': (secret) => Buffer.from(secret).toString('hex'),
  'in small letters': (secret) => secret.toLowerCase(),
};
/** Bodies with a secret in them, by type. */
const BODIES: readonly (readonly [what: string, type: string, body: (secret: string) => Buffer])[] = [
  ['a text of JSON', 'application/json', (secret) => Buffer.from(JSON.stringify({ a: [`see ${secret}.`] }))],
  ['a name of JSON', 'application/json', (secret) => Buffer.from(JSON.stringify({ [secret]: 1 }))],
  ['JSON in JSON', 'application/json', (secret) => Buffer.from(JSON.stringify({ a: JSON.stringify({ b: secret }) }))],
  ['JSON with long numbers', 'application/json', (secret) => Buffer.from(`{"n":12345678901234567890,"a":"${secret}"}`)],
  ['JSON as text', 'text/plain', (secret) => Buffer.from(JSON.stringify({ a: secret }))],
  ['bytes that are text', 'application/octet-stream', (secret) => Buffer.from(`{"a":"${secret}"}`)],
  ['a page', 'text/html', (secret) => Buffer.from(`<p title="${secret}">${secret}</p>`)],
  ['UTF-16', 'text/plain; charset=utf-16le', (secret) => Buffer.from(`é ${secret}`, 'utf16le')],
  ['Latin-1', 'text/plain; charset=iso-8859-1', (secret) => Buffer.from(`é ${secret}`, 'latin1')],
  ['a picture', 'image/png', (secret) => Buffer.concat([Buffer.from([0x89, 0, 255]), Buffer.from(secret)])],
];

describe('secrets in a recording', () => {
  const upstream = perTest(() => UpstreamServer.start());
  const start = devServers();
  let root: string;
  beforeEach(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-recording-')));
  });
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  const record = () => path.join(root, 'record');
  const serve = (options: ServerOptions, logs: string[] = []) =>
    start(checkedOptions({ mobileApps: path.join(root, 'MobileApps'), ...options }), {
      log: (line) => logs.push(line),
    });

  async function loggedIn(options: ServerOptions, login: object = LOGIN) {
    const server = await serve(options);
    const { url } = server.address();
    const { json: answer } = await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: login });
    const headers = { authorization: `Bearer ${answer.token}` };
    return {
      server,
      url,
      headers,
      ask: (target: string, method = target.includes('$action') ? 'POST' : 'GET') =>
        call(url, { method, path: target, headers }),
    };
  }

  /** Asks for all targets while it is recorded, and gives what was recorded, as bytes of all files. */
  async function recorded(targets: readonly string[], answer: (url: string, response: http.ServerResponse) => void) {
    upstream().answers = {
      answer: (request, response) => {
        if (!request.url.endsWith('$authenticate')) return answer(request.url, response);
        const cookie = { 'set-cookie': `4DSID_Real=${COOKIE}; Path=/` };
        return json(response, 200, { id: 'x', token: TOKEN, success: true }, cookie);
      },
    };
    const { server, ask, url } = await loggedIn({ upstream: { url: upstream().url, record: record() } });
    for (const target of targets) await ask(target);
    await server.close();
    const names = fs.readdirSync(record(), { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const text = names.map((each) => fs.readFileSync(path.join(each.parentPath, each.name), 'latin1')).join('\n');
    return { text, url, files: names.map(({ name }) => name) };
  }

  async function played(targets: readonly string[], email = 'else@example.org') {
    const { ask } = await loggedIn({ mobile: { data: record() } }, { ...LOGIN, email });
    return Promise.all(targets.map((target) => ask(target)));
  }

  for (const [what, type, body] of BODIES) {
    it(`no secret is left in a recording, however it is written, in ${what}`, async () => {
      const cases = Object.values(WRITINGS).flatMap((write) => Object.values(SECRETS).map(write));
      const targets = cases.map((_each, at) => `/mobileapp/T${at}`);
      const { text } = await recorded(targets, (url, response) => {
        response.setHeader('content-type', type);
        if (url.length % 2 === 0) response.setHeader('content-encoding', 'gzip');
        const whole = body(cases[Number(url.replace(/\D/g, ''))] ?? '');
        response.end(url.length % 2 === 0 ? zlib.gzipSync(whole) : whole);
      });
      const narrow = text.replaceAll('\0', '');
      for (const secret of Object.values(SECRETS)) {
        for (const write of [...Object.values(WRITINGS).filter((each) => each !== WRITINGS['in base64'])]) {
          assert.ok(!narrow.includes(write(secret)), write(secret));
        }
        assert.ok(!narrow.includes(Buffer.from(`x${secret}`).toString('base64').slice(2, 12)), secret);
      }
      for (const answer of await played(targets)) assert.equal(answer.status, 200);
    });
  }

  it('secrets are covered by the words of their names, and harmless data stays as it is', async () => {
    const secret = {
      token: 'abc',
      userPassword: 'pw-1',
      access_token: 'a b',
      'api-key': 'k',
      clientSecret: 's',
      pin: 48_213,
    };
    const harmless = {
      componentSignature: 'dbmg',
      Secretary: 'Eve',
      secretSanta: 'Bob',
      PasswordHint: 'pet',
      Signature: 'E. V.',
      Cookie: 'choc',
      Tokens: ['gold'],
      Key: 'K1',
      passwordChanged: '2026-01-01',
      Authorization: 'none',
      otp: 'yes',
      text: 'Basic training begins; bearer instruments are traded; token=12 coins',
    };
    await recorded(['/mobileapp/A'], (_url, response) => json(response, 200, { ...harmless, ...secret }));
    const [answer] = await played(['/mobileapp/A']);
    const covered = Object.fromEntries(Object.keys(secret).map((name) => [name, name === 'pin' ? 0 : '•••']));
    assert.deepEqual(answer?.json, { ...harmless, ...covered });
    const [name = ''] = fs.readdirSync(record());
    const [kept] = JSON.parse(fs.readFileSync(path.join(record(), name), 'utf8')).answers;
    for (const each of Object.keys(secret)) assert.ok(kept.note.includes(`“${each}”`), each);
  });

  it('what an app sends as a secret is covered where an answer repeats it, as the journal covers it', async () => {
    const table: Readonly<Record<string, (value: string) => [target: string, headers?: Record<string, string>]>> = {
      'a parameter': (value) => [`?token=${value}`],
      'a filter': (value) => [`?$filter=${encodeURIComponent(`token = '${value}'`)}`],
      'a login as parameters': (value) => [`?$params=${encodeURIComponent(JSON.stringify({ password: value }))}`],
      'an address in a parameter': (value) => [`?next=${encodeURIComponent(`/x?token=${value}`)}`],
      'the password of an address': (value) => [`?url=${encodeURIComponent(`http://u:${value}@h/`)}`],
      'a part of the path': (value) => [`/token/${value}`],
      'a header': (value) => ['', { 'x-api-key': value }],
    };
    const places = Object.values(table);
    // Long ones are hidden from the journal wherever they stand, short ones where they were sent.
    const values = places.map((_place, at) => `VALUE-${at}h7k${at % 2 === 0 ? '-0123456789' : ''}`);
    upstream().answers = {
      answer: (request, response) => {
        if (request.url.endsWith('$authenticate')) return json(response, 200, { id: 'x', token: TOKEN, success: true });
        const { url, headers } = request;
        json(response, 200, {
          url,
          name: 'Jane',
          seen: values.filter((value) => (url + headers['x-api-key']).includes(value)),
        });
      },
    };
    const { server, url, headers } = await loggedIn({ upstream: { url: upstream().url, record: record() } });
    for (const [at, place] of places.entries()) {
      const [target, more] = place(values[at] ?? '');
      await call(url, { path: `/mobileapp/T${at}${target}`, headers: { ...headers, ...more } });
    }
    const journal = JSON.stringify(await new HttpControlClient(server.address()).journal());
    await server.close();
    for (const [at, what] of Object.keys(table).entries()) {
      const [file = ''] = fs.readdirSync(record()).filter((name) => name.includes(`T${at}`));
      const text = fs.readFileSync(path.join(record(), file), 'utf8');
      assert.ok(!text.includes(`VALUE-${at}`) && !file.includes(`VALUE-${at}`), `${what}: ${text}`);
      assert.ok(text.includes('Jane'), what);
      if (at % 2 === 0) assert.ok(!journal.includes(`VALUE-${at}`), `${what} in the journal`);
    }
  });

  it('what a request names as a secret is in no recording and no answer in the journal, also where it is a word', async () => {
    const encoded = (text: string) => encodeURIComponent(text);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const parts = { 'content-type': 'multipart/form-data; boundary=xx' };
    const places: readonly ((value: string) => { query?: string; more?: Record<string, string>; body?: string })[] = [
      (value) => ({ query: `id_token=${value}` }),
      (value) => ({ query: `x=1&token[0][v]=${value}` }),
      (value) => ({ query: `$filter=${encoded(`user.token == ${value}`)}` }),
      (value) => ({ query: `$filter=${encoded(`(token = {${value}})`)}` }),
      (value) => ({
        query: `$filter=${encoded('Name = :1 and Password = :2')}&$params=${encoded(`["Rome","${value}"]`)}`,
      }),
      (value) => ({ query: `j=${encoded(`{"a":{"pwd":"${value}"}}`)}` }),
      (value) => ({ query: `q=${encoded(encoded(`/x?token=${value}`))}` }),
      (value) => ({ more: { 'x-api-key': value } }),
      (value) => ({ more: { password: value } }),
      (value) => ({ body: `<a><password>${value}</password></a>`, more: { 'content-type': 'application/xml' } }),
      (value) => ({
        body: `--xx\r\nContent-Disposition: form-data; name="password"\r\n\r\n${value}\r\n--xx--\r\n`,
        more: parts,
      }),
      (value) => ({ body: `q=${encoded(`{"token":"${value}"}`)}`, more: form }),
    ];
    const values = places.map((_place, at) => `Heron-${String.fromCharCode(65 + at)}m`);
    upstream().answers = {
      answer: (request, response) => {
        if (request.url.endsWith('$authenticate')) return json(response, 200, { id: 'x', token: TOKEN, success: true });
        const sent =
          decodeURIComponent(decodeURIComponent(request.url)) + JSON.stringify(request.headers) + request.body;
        json(response, 200, { url: request.url, seen: values.filter((value) => sent.includes(value)), city: 'Rome' });
      },
    };
    const { server, url, headers } = await loggedIn({ upstream: { url: upstream().url, record: record() } });
    for (const [at, place] of places.entries()) {
      const { query = '', more = {}, body } = place(values[at] ?? '');
      const sent = body === undefined ? { method: 'GET' } : { method: 'POST', body };
      await call(url, { ...sent, path: `/mobileapp/W${at}?${query}`, headers: { ...headers, ...more } });
    }
    const { entries } = await new HttpControlClient(server.address()).journal(0, 100);
    await server.close();
    for (const [at, value] of values.entries()) {
      const [file = ''] = fs
        .readdirSync(record())
        .filter((name) => name.includes(`W${at}.`) || name.includes(`W${at} `));
      const text = fs.readFileSync(path.join(record(), file), 'utf8');
      assert.ok(!text.includes(value), `${value}: ${text}`);
      assert.ok(text.includes('"city": "Rome"'), text);
      const entry = entries.find((each) => each.url.startsWith(`/mobileapp/W${at}?`));
      const told = entry?.response.body ?? '';
      // The journal has no parts of forms: they are mostly files.
      const isPart = JSON.stringify(entry?.request.headers).includes('multipart');
      assert.ok(told.includes('Rome') && (isPart || !told.includes(value)), `${value}: ${told}`);
      assert.ok(!entry?.url.includes(value), entry?.url);
    }
  });

  it('what a form or a header of credentials has is covered where an answer repeats it, and a word such as true is not', async () => {
    const form = 'application/x-www-form-urlencoded';
    const table: Readonly<Record<string, { more: Record<string, string>; body?: string }>> = {
      'AMBERWORD-form': { more: { 'content-type': form }, body: 'password=AMBERWORD-form&a=1' },
      'AMBERWORD-header': { more: { 'x-password': 'AMBERWORD-header' } },
      'AMBERWORD-proxy': { more: { 'proxy-authorization': 'Basic AMBERWORD-proxy' } },
      // No secret: it says only that there is one.
      true: { more: { 'x-csrf-token': 'true' } },
    };
    const values = Object.keys(table);
    upstream().answers = {
      answer: (request, response) => {
        if (request.url.endsWith('$authenticate')) return json(response, 200, { id: 'x', token: TOKEN, success: true });
        json(response, 200, { seen: `x ${values[Number(/F(\d)/.exec(request.url)?.[1])]} y`, name: 'Jane' });
      },
    };
    const { server, url, headers } = await loggedIn({ upstream: { url: upstream().url, record: record() } });
    for (const [at, { more, body }] of Object.values(table).entries()) {
      const sent = body === undefined ? { method: 'GET' } : { method: 'POST', body };
      await call(url, { ...sent, path: `/mobileapp/F${at}`, headers: { ...headers, ...more } });
    }
    await server.close();
    for (const [at, value] of values.entries()) {
      const [file = ''] = fs.readdirSync(record()).filter((name) => name.includes(`F${at}`));
      const text = fs.readFileSync(path.join(record(), file), 'utf8');
      assert.ok(text.includes('Jane'), value);
      assert.equal(text.includes(`x ${value} y`), value === 'true', text);
    }
  });

  it('the secrets of each earlier login on a device are covered, also of one that was ended, and a password of digits', async () => {
    let count = 0;
    const token = (login: number) => `amber-delta-heron-${login}`;
    const cookie = (login: number) => `9F86D081884C7D659A2FEAA0C55AD01${login}`;
    upstream().answers = {
      answer: (request, response) => {
        if (!request.url.endsWith('$authenticate')) {
          const cookies = [1, 2, 3, 4].map(cookie);
          json(response, 200, { history: [token(1), token(2), token(3), 'x 7418529 y', ...cookies] });
          return;
        }
        count++;
        json(
          response,
          200,
          { token: token(count), success: true },
          { 'set-cookie': `4DSID_Real=${cookie(count)}; Path=/` },
        );
      },
    };
    const options = { upstream: { url: upstream().url, record: record() } };
    const { server, url, headers } = await loggedIn(options, { ...LOGIN, password: 7_418_529 });
    await call(url, { method: 'POST', path: '/mobileapp/$logout', headers, body: {} });
    for (let i = 0; i < 2; i++) await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: LOGIN });
    const { json: last } = await call(url, { method: 'POST', path: '/mobileapp/$authenticate', body: LOGIN });
    await call(url, { path: '/mobileapp/history', headers: { authorization: `Bearer ${last.token}` } });
    await server.close();
    const [name = ''] = fs.readdirSync(record()).filter((each) => each.includes('history'));
    assert.doesNotMatch(fs.readFileSync(path.join(record(), name), 'utf8'), /heron|7418529|9F86/);
  });

  it('the password and the cookies of a session are covered when the upstream has set another cookie with each of many answers', async () => {
    let count = 0;
    const cookie = (at: number) => `9F86D081884C7D659A2FEAA0C55A${1000 + at}`;
    upstream().answers = {
      answer: (request, response) => {
        if (request.url.endsWith('$authenticate')) return json(response, 200, { id: 'x', token: TOKEN, success: true });
        const set = { 'set-cookie': `4DSID_Real=${cookie(++count)}; Path=/` };
        json(response, 200, { seen: [cookie(count - 2), 'x Amberheron y', `x ${TOKEN} y`], city: 'Rome' }, set);
      },
    };
    const options = { upstream: { url: upstream().url, record: record() } };
    const { server, url, headers } = await loggedIn(options, { ...LOGIN, password: 'Amberheron' });
    for (let at = 0; at < 60; at += 1) await call(url, { path: '/mobileapp/history', headers });
    await server.close();
    const [name = ''] = fs.readdirSync(record()).filter((each) => each.includes('history'));
    const text = fs.readFileSync(path.join(record(), name), 'utf8');
    assert.ok(text.includes('Rome'));
    assert.doesNotMatch(text, /9F86|heron|TOK-Jane/);
  });

  it('a secret parameter of a query fits any value, and no link has it', async () => {
    const target = '/mobileapp/Emp(2)?token=abc&a=1&a=2';
    const { text } = await recorded([target], (url, response) => json(response, 200, { url }));
    assert.ok(!text.includes('abc'));
    const [other, second] = await played([target.replace('abc', 'xyz'), '/mobileapp/Emp(2)?token=abc&a=2']);
    assert.equal(other?.json.url, '/mobileapp/Emp(2)?token=•••&a=1&a=2');
    assert.equal(second?.status, 404);
  });

  it('numbers that JavaScript cannot hold, and members that come twice, are played as they came', async () => {
    const body = '{"big":12345678901234567890,"e":1e400,"f":1.0,"z":-0,"2":1,"1":1,"a":1,"a":2}';
    await recorded(['/mobileapp/N'], (_url, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(body);
    });
    const [answer] = await played(['/mobileapp/N']);
    assert.equal(answer?.text, body);
    assert.match(String(answer?.headers['content-type']), /^application\/json/);
  });

  it('the e-mail becomes a variable where it is a whole address, and is covered where none can stand', async () => {
    const longer = [`an${EMAIL}`, `${EMAIL}.org`, `x.${EMAIL}`];
    const body = { plain: EMAIL, text: `to <${EMAIL}>, ${EMAIL}.`, capital: EMAIL.toUpperCase(), longer };
    const { text } = await recorded(['/mobileapp/E', '/mobileapp/L'], (url, response) =>
      json(response, 200, url.endsWith('L') ? { template: '{{email}}', mail: EMAIL } : body),
    );
    assert.equal(text.split(EMAIL).length - 1, longer.length);
    const [filled, literal] = await played(['/mobileapp/E', '/mobileapp/L']);
    const mail = 'else@example.org';
    assert.deepEqual(filled?.json, { plain: mail, text: `to <${mail}>, ${mail}.`, capital: mail, longer });
    assert.deepEqual(literal?.json, { template: '{{email}}', mail: '•••' });
  });

  it('headers that say what an answer is are kept, and links to the recording server become paths', async () => {
    const { url } = await recorded(['/mobileapp/H'], (_url, response) => {
      const headers = { location: '/mobileapp/Next', etag: '"1"', '4drest-info': 'x', 'x-other': 'y' };
      json(response, 302, { self: `${upstream().url}/mobileapp/H`, mine: COOKIE }, headers);
    });
    const [answer] = await played(['/mobileapp/H']);
    const { location, etag, '4drest-info': info, 'x-other': other } = answer?.headers ?? {};
    assert.deepEqual([answer?.status, location, etag, info, other], [302, '/mobileapp/Next', '"1"', 'x', undefined]);
    assert.deepEqual(answer?.json, { self: '/mobileapp/H', mine: '•••' }, url);
  });

  it('large pages of one route are all played', async () => {
    const targets = Array.from({ length: 10 }, (_each, at) => `/mobileapp/Emp?$skip=${at}`);
    const { files } = await recorded(targets, (url, response) =>
      json(response, 200, { url, text: 'x'.repeat(1_900_000) }),
    );
    assert.equal(files.length, 11);
    const answers = await played(targets);
    assert.deepEqual(
      answers.map((each) => each.json.url),
      targets,
    );
  });

  /** Answers of an action, by the way in which they are recorded: as JSON, as text, in a file. */
  const ACTIONS: Readonly<Record<string, { more?: string; type?: string }>> = {
    'as JSON': {},
    'as text, for a number that JavaScript cannot hold': { more: '"ID":9007199254740993,' },
    'as text, for its type': { type: 'text/plain' },
    'as text, for a member that comes twice': { more: '"success":false,' },
    'in a file, for its size': { more: `"long":"${'x'.repeat(300_000)}",` },
    'in a file, for its size, and without a known type': { more: `"long":"${'x'.repeat(300_000)}",`, type: 'a/b' },
  };
  for (const [how, { more = '', type = 'application/json' }] of Object.entries(ACTIONS)) {
    it(`an action that was recorded twice gives its first answer before the second, kept ${how}`, async () => {
      let times = 0;
      const target = '/mobileapp/$action/act';
      await recorded([target, target, target], (_url, response) => {
        response.setHeader('content-type', type);
        response.end(`{${more}"success":true,"times":${++times}}`);
      });
      const { ask } = await loggedIn({ mobile: { data: record() } });
      const played: unknown[] = [];
      for (let at = 0; at < 3; at += 1) played.push(JSON.parse((await ask(target)).text).times);
      assert.deepEqual(played, [1, 3, 3]);
    });
  }

  it('an action whose answers say no success is recorded without an order', async () => {
    let times = 0;
    const target = '/mobileapp/$action/act';
    await recorded([target, target], (_url, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(`{"success":true,"success":false,"times":${++times}}`);
    });
    const { ask } = await loggedIn({ mobile: { data: record() } });
    assert.deepEqual([JSON.parse((await ask(target)).text).times, JSON.parse((await ask(target)).text).times], [2, 2]);
  });
});
