import assert from 'node:assert/strict';
import type http from 'node:http';
import fc from 'fast-check';
import { OptionsError } from '../../src/core/server/optionsError';
import { AllowedHosts } from '../../src/server/kernel/guard/allowedHosts';
import { isCallersName, lanAddresses } from '../../src/server/kernel/guard/hostNames';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { temporaryFolder } from '../disk/temporaryFolder';
import { Control, devServers } from './devServers';
import { call } from './httpCall';

const LOGIN = {
  email: 'ada@example.com',
  application: { id: 'com.example.Contacts', name: 'Contacts', version: '1.0' },
  team: { id: 'FAKETEAMID' },
  device: { id: 'D1', description: 'Pixel of Ada', os: 'Android', version: '14' },
  language: { id: 'en_US', code: 'en', region: 'US' },
};

/** By which an emulator, a container or a browser calls this machine. */
const NAMES = ['10.0.2.2', '10.0.3.2', 'host.docker.internal', 'app.localhost', 'foo.bar.localhost', 'a-b_c.localhost'];
/** Those that only look like it. */
const LOOKALIKES = [
  '10.0.2.2.evil.example',
  'host.docker.internal.evil.example',
  'localhost.evil.example',
  'app.localhost.evil.example',
  'evil-localhost',
  'notlocalhost',
  '.localhost',
  'a..localhost',
  '10.0.2.20',
  '110.0.2.2',
  '10.0.2.2@evil.example',
  'evil.example@10.0.2.2',
  '10.0.2.2/evil.example',
  'evil.host.docker.internal',
  'docker.internal',
  '[::ffff:10.0.2.2]x',
  '167772674',
  '0xa000202',
];
const spellings = (name: string, port: string) => [
  name,
  `${name}:${port}`,
  name.toUpperCase(),
  `${name}.`,
  `${name}.:1`,
];

describe('The names by which emulators and containers call this machine', () => {
  const start = devServers();
  const folder = temporaryFolder();

  const statusOf = async (url: string, headers: http.OutgoingHttpHeaders, method = 'GET', body?: unknown) =>
    (await call(url, { method, headers, body })).status;

  it('the names of emulators and containers are let in from this machine, by every face but the control API', async () => {
    const server = await start({ mobileApps: folder(), web: { project: folder() } });
    const { url, controlUrl, controlToken, externalPlatformUrl } = server.address();
    const authorization = `Bearer ${controlToken}`;
    for (const name of NAMES) {
      for (const host of spellings(name, new URL(url).port)) {
        assert.equal(await statusOf(`${url}/mobileapp/`, { host }), 200, host);
        assert.equal(await statusOf(`${url}/rest/$catalog`, { host }), 200, host);
        assert.equal(await statusOf(externalPlatformUrl, { host }), 200, host);
        const control = await call(`${controlUrl}/state`, { headers: { host, authorization } });
        assert.deepEqual([control.status, control.json.error.code], [403, 'host-unknown'], host);
      }
    }
  });

  it('an allowed name of an emulator stays without the control API, and nobody is told to allow it for that', async () => {
    const allowedHosts = [...NAMES, 'tunnel.test'];
    const server = await start({ mobileApps: folder(), allowedHosts });
    const { url, controlUrl, controlToken } = server.address();
    const state = (host: string) =>
      call(`${controlUrl}/state`, { headers: { host, authorization: `Bearer ${controlToken}` } });
    for (const name of NAMES) {
      for (const host of spellings(name, new URL(url).port)) {
        const { status, json } = await state(host);
        assert.deepEqual([status, json.error.code], [403, 'host-unknown'], host);
        assert.match(
          json.error.message,
          /control API does not answer to .*; call it from this machine as 127\.0\.0\.1 or localhost\.$/,
        );
        assert.doesNotMatch(json.error.message, /allowedHosts/);
        assert.equal(await statusOf(`${url}/mobileapp/`, { host }), 200, host);
      }
    }
    assert.equal((await state('tunnel.test')).status, 200, 'a name that was allowed opens it to who has the token');
  });

  it('a name that is refused comes with advice that works: the name that it tells to allow can be allowed, and lets in', async () => {
    const bare = await start({ mobileApps: folder() });
    for (const host of [
      'my.tunnel.test',
      '192.168.1.1',
      'single',
      'a..b',
      '-',
      '.',
      'a.',
      '[2001:db8::1]',
      'a_b.test',
    ]) {
      for (const path of ['/mobileapp/', '/_workbench/v1/state']) {
        const headers = { host, authorization: `Bearer ${bare.address().controlToken}` };
        const { text } = await call(`${bare.address().url}${path}`, { headers });
        if (!/allowedHosts/.test(text)) continue;
        const server = await start({ mobileApps: folder(), allowedHosts: [host] });
        const again = { host, authorization: `Bearer ${server.address().controlToken}` };
        assert.equal(await statusOf(`${server.address().url}${path}`, again), 200, `${host}${path}`);
      }
    }
  });

  it('names of emulators are told from names that only look like them', async () => {
    const { url } = (await start({ mobileApps: folder() })).address();
    for (const host of LOOKALIKES) assert.equal(await statusOf(`${url}/mobileapp/`, { host }), 403, host);
    const label = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const foreign = fc.tuple(fc.constantFrom(...NAMES, 'localhost'), fc.array(label, { minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(foreign, ([name, labels]) => {
        const end = labels.at(-1) === 'localhost' ? 'x' : labels.at(-1);
        return !isCallersName([name, ...labels.slice(0, -1), end].join('.'));
      }),
    );
  });

  it('a refusal tells the option that lets a name in, as it is called here and in VS Code; the journal tells it too', async () => {
    const server = await start({ mobileApps: folder() });
    const { url } = server.address();
    const answer = await call(`${url}/nowhere`, { headers: { host: 'my.tunnel.test:80' } });
    const { message } = answer.json.error as { message: string };
    assert.match(
      message,
      /“my\.tunnel\.test:80”.* option allowedHosts .*setting sessionWorkbench\.server\.allowedHosts/,
    );
    const { entries } = (await new Control(server.address()).get('/journal')).json;
    const remedy = { option: 'allowedHosts', value: 'my.tunnel.test' };
    assert.deepEqual(entries.at(-1).causes, [{ rule: 'server.host-unknown', kind: 'refused', message, remedy }]);
  });

  it('a page under the name of an emulator may do what a page of this server may', async () => {
    const { url, externalPlatformUrl, controlUrl, controlToken } = (await start({ mobileApps: folder() })).address();
    const { port } = new URL(url);
    const login = (host: string, origin: string) =>
      statusOf(`${url}/mobileapp/$authenticate`, { host, origin }, 'POST', LOGIN);
    for (const name of NAMES) {
      const host = `${name}:${port}`;
      assert.equal(await login(host, `http://${host}`), 200, host);
      for (const origin of [
        `http://${name}:1`,
        `https://${host}`,
        `http://${name}`,
        externalPlatformUrl,
        `http://${name}:${new URL(externalPlatformUrl).port}`,
        'http://evil.example',
      ]) {
        assert.equal(await login(host, origin), 403, `${origin} to ${host}`);
      }
      // A page of another machine that has such a name in its network is another site here.
      for (const other of [`127.0.0.1:${port}`, `localhost:${port}`]) {
        assert.equal(await login(other, `http://${host}`), 403, `http://${host} to ${other}`);
        const headers = { origin: `http://${host}`, authorization: `Bearer ${controlToken}` };
        assert.equal(await statusOf(`${controlUrl}/state`, headers), 403);
      }
    }
  });

  it('the link in an activation mail has the name by which the login came', async () => {
    const server = await start({
      mobileApps: folder(),
      mobile: { policy: { otherwise: { outcome: 'pending', mail: true } } },
    });
    const { url } = server.address();
    for (const name of NAMES) {
      const host = `${name}:${new URL(url).port}`;
      const login = { ...LOGIN, device: { ...LOGIN.device, id: name } };
      assert.equal(await statusOf(`${url}/mobileapp/$authenticate`, { host }, 'POST', login), 200);
      const { link } = (await new Control(server.address()).get('/outbox')).json.at(-1);
      assert.ok(link.startsWith(`http://${host}/activation?token=`), link);
      const { pathname, search } = new URL(link);
      assert.equal(await statusOf(`${url}${pathname}${search}`, { host }), 200);
    }
  });

  it('the names of emulators lead from the server to the external platform and back', async () => {
    const server = await start({ mobileApps: folder() });
    const { url, externalPlatformUrl } = server.address();
    const [{ port }, platform] = [new URL(url), new URL(externalPlatformUrl)];
    for (const name of NAMES) {
      const host = `${name}:${platform.port}`;
      const callback = `http://${name}:${port}/mobileapp/`;
      const ask = (fields: Record<string, string>, headers: http.OutgoingHttpHeaders = {}) =>
        call(`${externalPlatformUrl}/validate`, {
          method: 'POST',
          headers: { host, 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: new URLSearchParams(fields).toString(),
        });
      assert.equal((await ask({ callback }, { origin: `http://${name}:${port}` })).status, 200, name);
      assert.equal((await ask({ callback }, { origin: `http://${name}:1` })).status, 403, name);
      assert.equal((await ask({ callback }, { origin: 'http://evil.example' })).status, 403, name);
      if (!name.endsWith('localhost')) assert.equal((await ask({ callback: `http://${name}:1/` })).status, 400, name);
      const json = { callback, answer: 'approve' };
      const answered = await call(`${externalPlatformUrl}/validate`, { method: 'POST', headers: { host }, body: json });
      assert.deepEqual(
        answered.json.calls.map(({ status }: { status: number }) => status),
        [200],
        `${name}: ${answered.text}`,
      );
    }
  });

  describe('LAN switched on', () => {
    const [lan = ''] = lanAddresses();

    before(function () {
      // Without a network there is nobody to keep out.
      if (!lan) this.skip();
    });

    it('with LAN switched on, another machine cannot use the names of emulators unless they are allowed', async () => {
      for (const [allowedHosts, status] of [
        [[], 403],
        [NAMES, 200],
      ] as const) {
        const server = await start({ mobileApps: folder(), host: '0.0.0.0', allowedHosts });
        const { url } = server.address();
        const { pairingCode } = (await new Control(server.address()).get('/state')).json.lan;
        assert.equal((await call(`${url}/pair?code=${pairingCode}`, { from: lan })).status, 200);
        for (const host of NAMES) {
          assert.equal((await call(`${url}/mobileapp/`, { headers: { host }, from: lan })).status, status, host);
        }
      }
    });
  });
});

describe('allowedHosts', () => {
  const start = devServers();
  const folder = temporaryFolder();

  it('in allowedHosts, *.name stands for all that is beneath a name, and not for the name itself', async () => {
    const { url } = (
      await start({ mobileApps: folder(), allowedHosts: ['*.Devtunnels.test', 'plain.test'] })
    ).address();
    const asked = async (host: string) => (await call(`${url}/mobileapp/`, { headers: { host } })).status;
    for (const host of ['a.devtunnels.test', 'A.B.DEVTUNNELS.TEST:8080', 'a.devtunnels.test.', 'plain.test']) {
      assert.equal(await asked(host), 200, host);
    }
    for (const host of [
      'devtunnels.test',
      '.devtunnels.test',
      'adevtunnels.test',
      'a.devtunnels.test.evil',
      'x.plain.test',
    ]) {
      assert.equal(await asked(host), 403, host);
    }
    const origin = 'https://a.devtunnels.test';
    const login = async (headers: Record<string, string>) =>
      (await call(`${url}/mobileapp/$authenticate`, { method: 'POST', headers, body: LOGIN })).status;
    // A tunnel that sends its own Host: the browser says whose page it is. Others have names there too.
    assert.equal(await login({ origin, 'sec-fetch-site': 'same-origin' }), 200);
    assert.equal(await login({ origin }), 403);
    assert.equal(await login({ origin, host: 'a.devtunnels.test' }), 200);
    assert.equal(await login({ origin: 'https://plain.test' }), 200);
  });

  it('allowedHosts forgives what people copy with a name', () => {
    for (const text of ['https://abc.test', 'http://ABC.test:8080/x?y#z', 'abc.test:443', ' abc.test. ']) {
      assert.deepEqual(new AllowedHosts([text]).names, ['abc.test'], text);
    }
    for (const text of ['[fe80::1]:80', 'fe80::1', 'http://[FE80::1]/']) {
      assert.deepEqual(new AllowedHosts([text]).names, ['fe80::1'], text);
    }
  });

  it('allowedHosts compares names and addresses in one spelling, whichever they were given or called in', async () => {
    const allowedHosts = [
      '*.Tünnel.example',
      'https://bücher.example:8080/x',
      '2001:DB8:0:0:0:0:0:1',
      '[::ffff:c0a8:0909]',
    ];
    const { url } = (await start({ mobileApps: folder(), allowedHosts })).address();
    const asked = async (host: string) => (await call(`${url}/mobileapp/`, { headers: { host } })).status;
    for (const host of [
      'a.xn--tnnel-kva.example',
      'A.XN--TNNEL-KVA.example.:1',
      'xn--bcher-kva.example',
      '[2001:db8::1]:80',
      '[2001:0db8:0000::0001]',
      '192.168.9.9',
      '[::ffff:192.168.9.9]',
      '[0:0:0:0:0:0:0:1]',
      '[::ffff:7f00:1]:1',
      '[::FFFF:127.0.0.1]',
    ]) {
      assert.equal(await asked(host), 200, host);
    }
    for (const host of ['[2001:db8::2]', '[::ffff:7e00:2]', '[::2]', 'xn--tnnel-kva.example']) {
      assert.equal(await asked(host), 403, host);
    }
  });

  it('every way to write an address has one spelling in allowedHosts', () => {
    const address = fc.ipV6();
    fc.assert(
      fc.property(address, (text) => {
        const [once] = new AllowedHosts([text]).names;
        assert.deepEqual(new AllowedHosts([`[${text.toUpperCase()}]`, String(once)]).names, [once, once]);
      }),
    );
  });

  it('a Host that is no name is not let in by allowedHosts', async () => {
    const { url } = (await start({ mobileApps: folder(), allowedHosts: ['*.up.test'] })).address();
    const asked = async (host: string) => (await call(`${url}/mobileapp/`, { headers: { host } })).status;
    assert.equal(await asked('a.up.test'), 200);
    for (const sign of '*,;!"#$%&\'()+<=>?\\^`{|}~') assert.equal(await asked(`a${sign}.up.test`), 403, sign);
    assert.equal(await asked('a.*.up.test'), 403);
  });

  const ADVICE: [text: string, advice: RegExp][] = [
    ['.x.test', /give \*\.x\.test for all beneath x\.test, and x\.test for that name/],
    ['1.2.3.4/24', /a range of addresses; give each address by itself/],
    ['http://[2001:db8::]/32', /a range of addresses/],
    ['*.com', /give at least two parts after \*/],
    ['*.com.', /give at least two parts after \*/],
    ['https://*.dev:443/', /give at least two parts after \*/],
    ['*.1', /before an address/],
    ['*.2.3.4', /before an address/],
    ['*.1.2.3.4', /before an address/],
    ['*.[::1]', /before an address/],
    ['a..test', /names no host/],
    ['*.a..test', /names no host/],
  ];
  for (const [text, advice] of ADVICE) {
    it(`allowedHosts refuses with advice a name that never matches or lets in too many: ${text}`, () => {
      assert.throws(
        () => checkedOptions({ allowedHosts: ['fine.test', text] }),
        (error) => error instanceof OptionsError && error.message.includes(`“${text}”`) && advice.test(error.message),
      );
    });
  }

  it('allowedHosts refuses a text that names no host, or every one', () => {
    for (const text of ['*', '*.', '*.*', 'a.*', '*.a.*.b', 'a b', 'http://', 'user@host', ':80', 'a,b']) {
      assert.throws(
        () => checkedOptions({ allowedHosts: ['fine.test', text] }),
        (error) => error instanceof OptionsError && error.message.includes(`“${text}”`),
        text,
      );
    }
  });
});
