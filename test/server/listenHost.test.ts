import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import os from 'node:os';
import tls from 'node:tls';
import { OptionsError } from '../../src/core/server/optionsError';
import { isLanHost, machineAddresses } from '../../src/server/kernel/guard/hostNames';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { temporaryFolder } from '../disk/temporaryFolder';
import { Control, devServers } from './devServers';
import { call } from './httpCall';

const hasIPv6 = Object.values(os.networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));

describe('The address that a server listens on', () => {
  const start = devServers();
  const folder = temporaryFolder();
  const serverAt = async (host: string, more = {}) => (await start({ mobileApps: folder(), host, ...more })).address();

  const hosts = [
    ...['127.0.0.1', '127.0.0.2', '127.255.255.254', '127.1', '0x7f.0.0.3', 'localhost', 'LocalHost', 'localhost.'],
    ...['0.0.0.0', '0', ...machineAddresses().filter((address) => !/^fe80:/.test(address))],
    ...(hasIPv6 ? ['::1', '[::1]', '0:0:0:0:0:0:0:1', '::1%lo', '::ffff:127.0.0.1', '::', '[::0]'] : []),
  ];
  for (const host of hosts) {
    it(`a server that listens on ${host} is called by that address, for every face`, async () => {
      const address = await serverAt(host);
      const { url, controlUrl } = address;
      assert.equal(new URL(url).href, `${url}/`, 'an address that a browser takes as it is');
      assert.equal((await call(`${url}/mobileapp/`)).status, 200);
      assert.equal((await new Control(address).get('/state')).status, 200);
      assert.equal(new URL(controlUrl).origin, url);
      const own = await call(`${url}/mobileapp/$authenticate`, { method: 'POST', headers: { origin: url }, body: {} });
      assert.notEqual(own.status, 403);
      const strange = await call(`${url}/mobileapp/`, { headers: { host: 'evil.example' } });
      const [, name = ''] = /call it as (\S+?)(?: or|,)/.exec(strange.text) ?? [];
      assert.deepEqual([strange.status, name], [403, new URL(url).hostname.replace('localhost', '127.0.0.1')]);
      assert.equal((await call(`${url}/mobileapp/`, { headers: { host: name } })).status, 200);
    });
  }

  it('a server that listens on one address of loopback may be called by all of them', async () => {
    const { url } = await serverAt('127.0.0.1');
    for (const host of ['127.0.0.2', '127.1', '127.0.1:80', '2130706433', '[0:0::1]', '[::ffff:127.0.0.9]']) {
      assert.equal((await call(`${url}/mobileapp/`, { headers: { host } })).status, 200, host);
    }
    for (const host of ['128.0.0.1', '126.1', '127.0.0.1.example', '127.0.0.256', '0', '::2', '[::2]']) {
      assert.equal((await call(`${url}/mobileapp/`, { headers: { host } })).status, 403, host);
    }
  });

  it('the certificate of a server is for the address that it listens on', async () => {
    const { port } = new URL((await serverAt('127.0.0.2', { https: true })).url);
    const shown = await new Promise<X509Certificate | undefined>((resolve, reject) => {
      const socket = tls.connect({ port: Number(port), host: '127.0.0.2', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate());
        socket.destroy();
      });
      socket.on('error', reject);
    });
    assert.ok(shown instanceof X509Certificate);
    assert.equal(shown.checkIP('127.0.0.2'), '127.0.0.2');
  });

  it('a server lets the network in only when it is reached from there', () => {
    for (const host of ['127.1', '127.0.0.2', '[::1]', '::1%lo', '::ffff:127.0.0.1', 'LOCALHOST.', 'a.localhost'])
      assert.ok(!isLanHost(host), host);
    for (const host of ['0', '::', '[::]', '10.0.0.1', 'myhost', '2001:db8::1', '::ffff:10.0.0.1'])
      assert.ok(isLanHost(host), host);
  });

  const wrong: [host: string, words: RegExp][] = [
    ['127.0.0.1:8080', /^“host” is “127\.0\.0\.1:8080”, which is no address to listen on; give 127\.0\.0\.1, .*“port”/],
    ['http://127.0.0.1', /which is no address to listen on/],
    ['256.1.1.1', /which is no address to listen on/],
    ['a b', /which is no address to listen on/],
    ['[127.0.0.1', /which is no address to listen on/],
    ['::12345', /which is no address to listen on/],
    [
      'fe80::1%eth0',
      /^“host” is “fe80::1%eth0”, which holds for one network card only.* no address of a page .*; give/,
    ],
    ['[FE80::1%25eth0]', /which holds for one network card only/],
  ];
  for (const [host, words] of wrong) {
    it(`the address ${host}, which nobody could call, is refused with a way out`, async () => {
      assert.throws(
        () => checkedOptions({ host }),
        (error) => error instanceof OptionsError && words.test(error.message),
      );
      await assert.rejects(start({ host }));
    });
  }
});
