import assert from 'node:assert/strict';
import http from 'node:http';
import type { ServerAddress } from '../../src/core/protocol/address';
import { AllowedHosts } from '../../src/server/kernel/guard/allowedHosts';
import { hostName, isLanHost, lanAddresses, machineNames } from '../../src/server/kernel/guard/hostNames';
import { Pairing } from '../../src/server/kernel/guard/pairing';
import { isLoopback, isThisMachine, plainAddress } from '../../src/server/kernel/guard/peer';
import { temporaryFolder } from '../disk/temporaryFolder';
import { Control, devServers, exchange } from './devServers';
import { call } from './httpCall';
import { laggingStore } from './laggingStore';
import { ownStores } from './ownStore';

describe('The guard', () => {
  const start = devServers();
  const folder = temporaryFolder();
  const address = async (allowedHosts: string[] = []): Promise<ServerAddress> =>
    (await start({ mobileApps: folder(), allowedHosts })).address();

  const codeOf = async (url: string, method: string, headers: http.OutgoingHttpHeaders, body?: unknown) => {
    const { status, json, text, headers: answered } = await call(url, { method, headers, body });
    for (const name of Object.keys(answered)) assert.doesNotMatch(name, /^access-control-/, 'no page may read it');
    return `${status} ${json?.error?.code ?? json?.__ERRORS?.[0]?.message ?? (text.includes('<') ? 'page' : '')}`.trim();
  };

  it('the guard lets in a caller by a name of this machine, and nobody who was led here by another name', async () => {
    const { url } = await address(['abc-8080.euw.devtunnels.ms']);
    const { port } = new URL(url);
    for (const host of [
      '127.0.0.1',
      `127.0.0.1:${port}`,
      'LOCALHOST:1',
      'localhost.',
      '[::1]:80',
      '127.0.0.1:',
      'localhost:',
      '[::1]:',
      'ABC-8080.euw.devtunnels.ms',
    ]) {
      assert.equal((await call(`${url}/mobileapp/`, { headers: { host } })).status, 200, host);
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '192.168.1.1',
      '0.0.0.0',
      '127.0.0.1@evil.example',
      'euw.devtunnels.ms',
    ]) {
      const { status, text } = await call(`${url}/mobileapp/`, { headers: { host } });
      assert.equal(status, 403, host);
      // What is no name cannot be allowed.
      if (host.includes('@')) assert.match(text, /names no host; call it as 127\.0\.0\.1 or localhost\./);
      else assert.match(text, /allowedHosts/);
      assert.equal(await codeOf(`${url}/_workbench/v1/state`, 'GET', { host }), '403 host-unknown', host);
      assert.equal(await codeOf(`${url}/nowhere`, 'GET', { host }), '403 host-unknown', host);
    }
  });

  it('the guard refuses a caller that names no host', async () => {
    const server = await address();
    const control = new Control(server);
    const port = Number(new URL(server.url).port);
    for (const [request, status, reason] of [
      [
        'HTTP/1.1\r\nHost:\r\nConnection: close',
        403,
        /Host names no host; call it as 127\.0\.0\.1 or localhost\.(?!.*allowedHosts)/,
      ],
      ['HTTP/1.0', 403, /Host names no host; call it as 127\.0\.0\.1 or localhost\.(?!.*allowedHosts)/],
      ['HTTP/1.1\r\nConnection: close', 400, /has no Host, .* HTTP\/1\.1 .*; send/],
    ] as const) {
      const answer = await exchange(port, `GET /mobileapp/ ${request}\r\n\r\n`);
      assert.ok(answer.startsWith(`HTTP/1.1 ${status} `), answer);
      assert.match(answer, reason);
      const { causes, status: noted } = (await control.get('/journal')).json.entries.at(-1);
      assert.equal(noted, status);
      assert.match(causes[0].message, reason, 'the journal tells it too');
    }
  });

  it('the guard protects the mailbox under the same names', async () => {
    const { externalPlatformUrl } = await address();
    assert.equal((await call(externalPlatformUrl)).status, 200);
    assert.equal((await call(externalPlatformUrl, { headers: { host: 'evil.example' } })).status, 403);
  });

  it('the guard refuses a page of another origin that changes something', async () => {
    const { url, externalPlatformUrl } = await address(['abc-8080.euw.devtunnels.ms']);
    const { port } = new URL(url);
    const body = { email: '' };
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost:1',
      `https://127.0.0.1:${port}`,
      externalPlatformUrl,
      'file://',
      'nonsense',
    ]) {
      const { status, text } = await call(`${url}/mobileapp/$authenticate`, {
        method: 'POST',
        headers: { origin },
        body,
      });
      assert.equal(status, 403, origin);
      assert.match(text, /A page of another origin|hides its origin/, origin);
    }
    for (const origin of [url, `http://localhost:${port}`, 'https://abc-8080.euw.devtunnels.ms']) {
      const { status } = await call(`${url}/mobileapp/$authenticate`, { method: 'POST', headers: { origin }, body });
      assert.notEqual(status, 403, origin);
    }
    const get = await call(`${url}/mobileapp/`, { headers: { origin: 'https://evil.example' } });
    assert.equal(get.status, 200, 'it could not read the answer');
    assert.equal(get.headers['access-control-allow-origin'], undefined);
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'PUT' };
    assert.equal(await codeOf(`${url}/_workbench/v1/snapshot`, 'OPTIONS', preflight), '403 origin-foreign');
  });

  it('the guard lets in a form of its own page with the origin null, and no other request like that', async () => {
    const { url, controlUrl, controlToken, externalPlatformUrl } = await address();
    const form = (site: string | undefined, origin = 'null') => ({
      origin,
      ...(site !== undefined && { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
    });
    const post = async (target: string, headers: http.OutgoingHttpHeaders) =>
      (await call(target, { method: 'POST', headers, body: { email: '' } })).status;
    const login = `${url}/mobileapp/$authenticate`;
    assert.notEqual(await post(login, form('same-origin')), 403);
    assert.notEqual(await post(`${externalPlatformUrl}/validate`, form('same-origin')), 403);
    for (const site of [undefined, 'same-site', 'cross-site', 'none', 'same-origin, cross-site', 'Same-Origin']) {
      assert.equal(await post(login, form(site)), 403, site);
    }
    // The browser says where it comes from: that counts.
    assert.equal(await post(login, form('same-origin', 'https://evil.example')), 403);
    const authorization = `Bearer ${controlToken}`;
    const control = { ...form('same-origin'), authorization, 'content-type': 'application/json' };
    assert.equal(await codeOf(`${controlUrl}/clock`, 'POST', control, '{"pause":true}'), '403 origin-foreign');
    assert.equal(await codeOf(`${controlUrl}/state`, 'GET', control), '403 origin-foreign');
  });

  it('the guard lets in a link that a person follows, but no picture, frame or script of another site', async () => {
    const { url } = await address();
    const fetched = (mode: string, site: string) => ({ 'sec-fetch-site': site, 'sec-fetch-mode': mode });
    const activation = `${url}/activation?token=unknown`;
    assert.equal((await call(activation, { headers: fetched('no-cors', 'cross-site') })).status, 403);
    assert.equal((await call(activation, { headers: fetched('navigate', 'cross-site') })).status, 404);
    assert.equal((await call(activation, { headers: fetched('no-cors', 'same-origin') })).status, 404);
    const form = { ...fetched('navigate', 'cross-site'), origin: 'https://evil.example' };
    assert.equal((await call(`${url}/mobileapp/$logout`, { method: 'POST', headers: form })).status, 403);
  });

  it('the control API lets in a caller with the token, and no page at all', async () => {
    const { controlUrl, controlToken, url } = await address();
    const state = `${controlUrl}/state`;
    const authorization = `Bearer ${controlToken}`;
    assert.equal(await codeOf(state, 'GET', {}), '401 token-missing');
    assert.equal(await codeOf(state, 'GET', { authorization: 'Basic eDp5' }), '401 token-missing');
    for (const wrong of ['x', controlToken.slice(0, -1), `${controlToken}x`, controlToken.toUpperCase()]) {
      assert.equal(await codeOf(state, 'GET', { authorization: `Bearer ${wrong}` }), '401 token-wrong');
    }
    assert.equal(await codeOf(state, 'GET', { authorization }), '200');
    assert.equal(await codeOf(state, 'GET', { authorization: `bearer  ${controlToken}` }), '200');
    const refused = await call(state);
    assert.match(refused.headers['www-authenticate'] ?? '', /^Bearer/);
    assert.doesNotMatch(refused.text, new RegExp(controlToken));
    assert.equal(await codeOf(`${state}?token=${controlToken}`, 'GET', {}), '401 token-missing');
    assert.equal(await codeOf(state, 'GET', { authorization, origin: 'https://evil.example' }), '403 origin-foreign');
    assert.equal(await codeOf(state, 'GET', { authorization, origin: url }), '200');
    for (const site of ['cross-site', 'same-site']) {
      const headers = { authorization, 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
      assert.equal(await codeOf(state, 'GET', headers), '403 site-foreign');
    }
  });

  it('the control API takes nothing that a form of a page could send', async () => {
    const { controlUrl, controlToken } = await address();
    const headers = { authorization: `Bearer ${controlToken}`, 'content-type': 'text/plain' };
    assert.equal(await codeOf(`${controlUrl}/clock`, 'POST', headers, '{"pause":true}'), '415 media-type');
  });

  it('the server never reads a file outside the MobileApps folder, whatever the path says', async () => {
    const { url } = await address();
    const { port } = new URL(url);
    for (const path of [
      '/../../etc/passwd',
      '/mobileapp/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '//etc/passwd',
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        const request = http.request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
          response.setEncoding('utf8').on('data', (text: string) => resolve(`${response.statusCode} ${text}`));
        });
        request.on('error', reject).end();
      });
      assert.match(answer, /^40[134] /, path);
      assert.doesNotMatch(answer, /root:/);
    }
  });

  describe('LAN switched on', () => {
    const [lan] = lanAddresses();

    /** A call that comes from an address of the network to another address, as that of a phone does. */
    const fromPhone = (url: string, method = 'GET', headers: http.OutgoingHttpHeaders = {}) =>
      call(url, { method, headers, from: lan as string });

    before(function () {
      // Without a network there is nobody to keep out.
      if (!lan) this.skip();
    });

    it('a device of the network is let in after it has said the pairing code', async () => {
      const server = await start({ mobileApps: folder(), host: '0.0.0.0' });
      const { url } = server.address();
      const control = new Control(server.address());
      const state = async () => (await control.get('/state')).json.lan;
      const { urls, pairingCode, paired } = await state();
      assert.ok(urls.includes(`http://${lan}:${new URL(url).port}`));
      assert.deepEqual(paired, []);
      assert.match(pairingCode, /^[A-HJ-NP-Z2-9]{3}-[A-HJ-NP-Z2-9]{3}$/);

      const before = await fromPhone(`${url}/mobileapp/`);
      assert.equal(before.status, 403);
      assert.match(before.text, /open \/pair on it/);
      assert.equal((await fromPhone(`${url}/nowhere`)).status, 403);
      const form = await fromPhone(`${url}/pair`);
      assert.deepEqual([form.status, /<form action="\/pair">/.test(form.text)], [200, true]);
      const wrong = await fromPhone(`${url}/pair?code=AAA-AAA`);
      assert.deepEqual([wrong.status, /not the pairing code/.test(wrong.text)], [403, true]);

      const right = await fromPhone(`${url}/pair?code=${pairingCode.toLowerCase().replace('-', '')}`);
      assert.deepEqual([right.status, /<h1>Paired<\/h1>/.test(right.text)], [200, true]);
      assert.match(String(right.headers['content-security-policy']), /default-src 'none'/);
      assert.equal((await fromPhone(`${url}/mobileapp/`)).status, 200);
      assert.equal((await fromPhone(`${url}/mobileapp/`, 'GET', { host: `${lan}:80` })).status, 200);
      assert.deepEqual((await state()).paired, [lan]);
      const entries = (await control.get('/journal')).json.entries as { url: string; causes: { rule: string }[] }[];
      assert.ok(entries.some(({ causes }) => causes.some(({ rule }) => rule === 'server.paired')));
      assert.doesNotMatch(JSON.stringify(entries), new RegExp(pairingCode.replace('-', '-?'), 'i'));
    });

    it('nobody of the network is let in to the control API, with the token or not', async () => {
      const server = await start({ mobileApps: folder(), host: '0.0.0.0' });
      const { url, controlUrl, controlToken } = server.address();
      const { pairingCode } = (await new Control(server.address()).get('/state')).json.lan;
      const headers = { authorization: `Bearer ${controlToken}` };
      assert.equal((await fromPhone(`${controlUrl}/state`, 'GET', headers)).json.error.code, 'not-paired');
      assert.equal((await fromPhone(`${url}/pair?code=${pairingCode}`)).status, 200);
      const { status, json } = await fromPhone(`${controlUrl}/state`, 'GET', headers);
      assert.deepEqual([status, json.error.code], [403, 'not-loopback']);
    });

    it('nobody can guess the pairing code: after five wrong ones an address has to wait, and moving the clock is no help', async () => {
      const server = await start({ mobileApps: folder(), host: '0.0.0.0' });
      const { url } = server.address();
      const control = new Control(server.address());
      const { pairingCode } = (await control.get('/state')).json.lan;
      for (let i = 0; i < 4; i++) assert.equal((await fromPhone(`${url}/pair?code=AAAAA${i}`)).status, 403);
      const fifth = await fromPhone(`${url}/pair?code=AAAAAA`);
      assert.deepEqual([fifth.status, fifth.headers['retry-after']], [429, '60']);
      await control.post('/clock', { advanceMs: 60_000 });
      assert.equal((await fromPhone(`${url}/pair?code=${pairingCode}`)).status, 429, 'not even the right one');
    });

    it('two servers with one seed have different pairing codes', async () => {
      const codes: string[] = [];
      for (let time = 0; time < 2; time++) {
        const server = await start({ mobileApps: folder(), host: '0.0.0.0', seed: 'a' });
        codes.push((await new Control(server.address()).get('/state')).json.lan.pairingCode);
      }
      assert.notEqual(codes[0], codes[1]);
    });

    it('under LAN the machine is called by its own name and NAME.local too, but not its control API, and no other name', async () => {
      const [whole = '', ...others] = machineNames();
      const server = await start({ mobileApps: folder(), host: '0.0.0.0' });
      const { url, controlUrl, controlToken } = server.address();
      const { port } = new URL(url);
      for (const name of [whole, ...others, whole.toUpperCase()]) {
        const host = `${name}:${port}`;
        assert.equal((await call(`${url}/mobileapp/`, { headers: { host } })).status, 200, name);
        const post = await call(`${url}/mobileapp/$authenticate`, {
          method: 'POST',
          headers: { host, origin: `http://${host}` },
          body: { email: '' },
        });
        assert.notEqual(post.status, 403, name);
        const control = await call(`${controlUrl}/state`, {
          headers: { host, authorization: `Bearer ${controlToken}` },
        });
        assert.equal(control.json.error.code, 'host-unknown', name);
      }
      for (const name of ['x.local', `a.${whole}`, 'local']) {
        assert.equal((await call(`${url}/mobileapp/`, { headers: { host: name } })).status, 403, name);
      }
      if (whole === 'localhost') return;
      const alone = await address();
      assert.equal(
        (await call(`${alone.url}/mobileapp/`, { headers: { host: `${whole}` } })).status,
        403,
        'without LAN',
      );
    });

    it('a server lets in its own machine without pairing, over an address of the network too', async () => {
      const server = await start({ mobileApps: folder(), host: lan as string });
      const { url } = server.address();
      assert.equal(new URL(url).hostname, lan);
      assert.equal((await new Control(server.address()).get('/state')).status, 200);
      assert.match((await call(`${url}/pair`)).text, /needs no pairing/);
    });
  });
});

describe('Names and addresses', () => {
  it('a name is read from the Host header, or not at all', () => {
    assert.equal(hostName('localhost:8080'), 'localhost');
    assert.equal(hostName('[::1]:8080'), '::1');
    assert.equal(hostName('::1'), undefined);
    assert.equal(hostName('a b'), undefined);
    assert.equal(hostName('user@localhost'), undefined);
    assert.equal(hostName('localhost:x'), undefined);
  });

  it('the names of a machine are its host name, the first part of it, and that with .local', () => {
    const table: [string, string[]][] = [
      ['Studio', ['studio', 'studio.local']],
      ['studio.local', ['studio.local', 'studio']],
      ['dev1.corp.example', ['dev1.corp.example', 'dev1', 'dev1.local']],
      ['192.168.1.5', ['192.local']],
      ['a b', []],
      ['', []],
    ];
    for (const [name, names] of table)
      assert.deepEqual(
        machineNames(() => name),
        names,
        name,
      );
  });

  it('a pattern of allowedHosts takes all names beneath, at any depth, and not the name itself', () => {
    const table: [string, string[], string[]][] = [
      [
        '*.example.test',
        ['a.example.test', 'a.b.c.example.test', 'A.EXAMPLE.TEST.'],
        ['example.test', 'xexample.test', 'example.test.evil', 'a.example.tes'],
      ],
      ['https://*.example.test:8443/path', ['a.example.test'], ['example.test']],
      ['*.Exämple.test', ['a.xn--exmple-cua.test'], ['xn--exmple-cua.test']],
      ['example.test', ['example.test'], ['a.example.test']],
    ];
    for (const [pattern, inside, outside] of table) {
      const allowed = new AllowedHosts([pattern]);
      for (const name of inside) assert.ok(allowed.allows(name), `${pattern} takes ${name}`);
      for (const name of outside) assert.ok(!allowed.allows(name), `${pattern} does not take ${name}`);
    }
    for (const wrong of [
      '*',
      '*.test',
      'a.*.test',
      '*example.test',
      '**.example.test',
      '*.127.0.0.1',
      '.example.test',
      'a b',
      '',
    ]) {
      assert.throws(() => new AllowedHosts([wrong]), /“allowedHosts” has “.*”, which /, wrong);
    }
  });

  it('addresses of loopback are told from the rest', () => {
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
      assert.ok(isLoopback(address), address);
    for (const address of ['192.168.0.1', '::ffff:10.0.0.1', '127.0.0.1.example', 'fe80::1']) {
      assert.ok(!isLoopback(address), address);
    }
    assert.ok(isThisMachine({ remoteAddress: '10.0.0.5', localAddress: '10.0.0.5' }));
    assert.ok(!isThisMachine({ remoteAddress: '10.0.0.6', localAddress: '10.0.0.5' }));
    assert.ok(!isThisMachine({ remoteAddress: undefined, localAddress: undefined } as never));
    assert.equal(plainAddress('::ffff:10.0.0.1'), '10.0.0.1');
    assert.ok(isLanHost('0.0.0.0') && isLanHost('192.168.0.1') && !isLanHost('Localhost') && !isLanHost('::1'));
  });
});

describe('Pairing', () => {
  const ownStore = ownStores();

  /** The time of a machine that stands still until a test moves it. */
  const standing = () => {
    const time = { ms: 1_000_000, now: () => time.ms };
    return time;
  };
  const WAIT = { waitMs: 60_000, isNewCode: false };

  it('pairing goes on after a crash with the code and the devices that it had', async () => {
    const { store } = ownStore();
    const before = await Pairing.open(store);
    assert.equal(await before.pair('::ffff:192.168.0.7', before.code), 'paired');
    const after = await Pairing.open(store);
    assert.equal(after.code, before.code);
    assert.ok(after.isPaired('192.168.0.7'));
  });

  it('pairing counts wrong codes on after a crash, and lets nobody guess sooner', async () => {
    const { store } = ownStore();
    const time = standing();
    const open = () => Pairing.open(store, undefined, time);
    for (let i = 0; i < 4; i++) assert.equal(await (await open()).pair('10.0.0.1', 'wrong'), 'wrong');
    assert.deepEqual(await (await open()).pair('10.0.0.1', 'wrong'), WAIT);
    const { code } = await open();
    assert.deepEqual(await (await open()).pair('10.0.0.1', code), WAIT);
    time.ms += 60_000;
    assert.equal(await (await open()).pair('10.0.0.1', code), 'paired');
  });

  it('of any number of guesses at once, five are looked at', async () => {
    const { store } = ownStore();
    const pairing = await Pairing.open(laggingStore(store), undefined, standing());
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => pairing.pair('10.0.0.1', 'wrong')));
    assert.equal(outcomes.filter((outcome) => outcome === 'wrong').length, 4);
    assert.deepEqual(await pairing.pair('10.0.0.1', pairing.code), WAIT);
  });

  it('nobody has to wait longer for pairing because the clock of the machine was set back', async () => {
    const { store } = ownStore();
    const time = standing();
    const pairing = await Pairing.open(store, undefined, time);
    for (let i = 0; i < 5; i++) await pairing.pair('10.0.0.1', 'wrong');
    time.ms -= 86_400_000;
    assert.equal(await pairing.pair('10.0.0.1', pairing.code), 'paired');
  });

  const SAME: readonly (readonly [stranger: string, alias: string])[] = [
    ['10.0.0.1', '::ffff:10.0.0.1'],
    ['10.0.0.1', '::FFFF:a00:1'],
    ['10.0.0.1', '0:0:0:0:0:ffff:10.0.0.1'],
    ['2001:db8::1', '2001:0db8:0:0::0001'],
    ['fd00:AB::1', 'fd00:ab:0:0:0:0:0:1'],
    ['fe80::1%eth0', 'FE80:0::1%eth0'],
  ];
  for (const [stranger, alias] of SAME) {
    it(`a stranger at ${stranger} guesses no sooner as ${alias}`, async () => {
      const { store } = ownStore();
      const pairing = await Pairing.open(store, undefined, standing());
      for (let i = 0; i < 2; i++) await pairing.pair(alias, 'wrong');
      for (let i = 0; i < 2; i++) await pairing.pair(stranger, 'wrong');
      assert.deepEqual(await pairing.pair(stranger, 'wrong'), WAIT);
      assert.deepEqual(await pairing.pair(alias, pairing.code), WAIT);
    });
  }

  const BESIDE: readonly (readonly [network: string, stranger: string, others: readonly string[]])[] = [
    ['of IPv4', '10.0.0.1', ['10.0.0.2', '::ffff:10.0.0.3']],
    [
      'with global addresses',
      '2001:db8:1:2::1',
      ['2001:db8:1:2::2', '2001:db8:1:2:3d1c:77ff:fe00:1', '2001:db8:1:3::1'],
    ],
    ['with unique local addresses', 'fd99:7::2', ['fd99:7::3', 'fd99:7::4', 'fd99:8::2']],
    ['with link-local addresses', 'fe80::1%eth0', ['fe80::2%eth0', 'fe80::1%eth1', 'fe80::1%12']],
  ];
  for (const [network, stranger, others] of BESIDE) {
    it(`a stranger keeps no device beside it out of a network ${network}, and a paired one is not affected`, async () => {
      const { store } = ownStore();
      const pairing = await Pairing.open(store, undefined, standing());
      assert.equal(await pairing.pair('10.9.9.9', pairing.code), 'paired');
      for (let i = 0; i < 50; i++) await pairing.pair(stranger, 'wrong');
      assert.deepEqual(await pairing.pair(stranger, pairing.code), WAIT);
      for (const other of others) {
        assert.ok(!pairing.isPaired(other), other);
        assert.equal(await pairing.pair(other, pairing.code), 'paired', other);
        assert.ok(pairing.isPaired(other), other);
      }
      assert.ok(!pairing.isPaired(stranger));
      assert.ok(pairing.isPaired('10.9.9.9'));
    });
  }

  it('a stranger with a new address for each guess fills no memory, changes the code once, and then finds a long one', async () => {
    const { store } = ownStore();
    const pairing = await Pairing.open(store, undefined, standing());
    assert.equal(await pairing.pair('fd99:7::1', pairing.code), 'paired');
    const { code } = pairing;
    let codes = 0;
    for (let i = 0; i < 1500; i++) {
      const outcome = await pairing.pair(`fd99:7::${i.toString(16)}:1`, 'wrong');
      if (outcome !== 'wrong') assert.deepEqual([outcome, ++codes, i], [{ waitMs: 0, isNewCode: true }, 1, 999]);
    }
    assert.equal(codes, 1);
    assert.notEqual(pairing.code.slice(0, 7), code);
    // 31 letters in 12 places: with a million guesses a second, a hit takes about twelve thousand years.
    assert.match(pairing.code, /^(?:[A-HJ-NP-Z2-9]{3}-){3}[A-HJ-NP-Z2-9]{3}$/);
    const kept = JSON.stringify(await store.get({ name: 'pairing', isLocal: true }, 'state'));
    assert.ok(kept.length < 100_000, `${kept.length} characters`);
    assert.equal(await pairing.pair('fd99:7::2', code), 'wrong');
    assert.equal(await pairing.pair('fd99:7::2', pairing.code), 'paired');
    assert.ok(pairing.isPaired('fd99:7::1'));
  });

  it('the long pairing code stays after a crash, and the count before it goes on', async () => {
    const { store } = ownStore();
    const first = await Pairing.open(store, undefined, standing());
    for (let i = 0; i < 999; i++) await first.pair(`fe80::${i.toString(16)}%eth0`, 'wrong');
    const second = await Pairing.open(store, undefined, standing());
    assert.equal(second.code, first.code);
    await second.pair('10.0.0.1', 'wrong');
    assert.equal(second.code.length, 15);
    const third = await Pairing.open(store, undefined, standing());
    for (let i = 0; i < 5; i++) await third.pair('10.0.0.2', 'wrong');
    assert.equal(third.code, second.code);
  });
});
