import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { NO_REQUEST } from '../../src/core/protocol/journal';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { DevServer } from '../../src/server/devServer';
import { certificateOf } from '../../src/server/kernel/http/certificate';
import { ServerStartError } from '../../src/server/kernel/start/startErrors';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { devServers, hitAndRun, until } from './devServers';
import { curl, webServer } from './webHarness';

/** The certificate that a server shows. */
function shownBy(url: string): Promise<X509Certificate> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false }, () => {
      const shown = socket.getPeerX509Certificate();
      socket.destroy();
      if (shown) resolve(shown);
      else reject(new Error('no certificate was shown'));
    });
    socket.on('error', reject);
  });
}

describe('A server over HTTPS', () => {
  const server = webServer({}, {}, { https: true, allowedHosts: ['tunnel.test', '*.devtunnels.test'] });
  const folder = temporaryFolder();

  it('a server over HTTPS shows a certificate of its own for loopback, and says https in its address', async () => {
    assert.match(server().url, /^https:\/\/127\.0\.0\.1:\d+$/);
    const shown = await shownBy(server().url);
    assert.equal(shown.checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(shown.checkHost('localhost'), 'localhost');
    assert.ok(Date.parse(shown.validTo) > Date.now());
  });

  it('the certificate is for the names by which emulators and containers call the server, and for those that are allowed', async () => {
    const shown = await shownBy(server().url);
    for (const ip of ['127.0.0.1', '::1', '10.0.2.2', '10.0.3.2']) assert.equal(shown.checkIP(ip), ip);
    for (const name of ['localhost', 'host.docker.internal', 'tunnel.test', 'a.devtunnels.test']) {
      assert.ok(shown.checkHost(name), name);
    }
    assert.equal(shown.checkHost('evil.test'), undefined);
  });

  it('a server over HTTPS is trusted by a client that is given the certificate, and by no other', async () => {
    writeTree(folder(), { 'cert.pem': (await shownBy(server().url)).toString() });
    const page = await curl('--cacert', path.join(folder(), 'cert.pem'), `${server().url}/`);
    assert.equal(page, '<h1>Home</h1>');
    await assert.rejects(curl(`${server().url}/`), /certificate/i);
  });

  it('a server over HTTPS tells which client did not get as far as a request, and why', async () => {
    await assert.rejects(curl(`${server().url}/`), /certificate/i);
    await assert.rejects(curl(server().url.replace('https:', 'http:')));
    await assert.rejects(curl('--insecure', '--tls-max', '1.1', `${server().url}/`));
    const entries = await until(
      async () => (await server().control.journal(0, 1000)).entries,
      ({ length }) => length === 3,
    );
    assert.deepEqual(
      entries.map(({ status, method, causes }) => [status, method, causes[0]?.rule]),
      entries.map(() => [0, NO_REQUEST, 'server.tls-failed']),
    );
    assert.ok(
      entries.every(({ actor }) => actor.ip === '127.0.0.1'),
      JSON.stringify(entries),
    );
    const [trust, plain, old] = entries.map(({ causes }) => causes[0]?.message ?? '');
    assert.match(trust ?? '', /does not trust the certificate/);
    assert.match(plain ?? '', /plain HTTP/);
    assert.match(old ?? '', /handshake failed \(ERR_SSL_UNSUPPORTED_PROTOCOL\)/);
  });

  it('a server over HTTPS knows who was there, although the connection is gone when it is told', async () => {
    const { port } = new URL(server().url);
    await hitAndRun(Number(port), 'GET / HTTP/1.1\r\n\r\n', () => server().client().call('/nowhere'));
    const entries = await until(
      async () => (await server().control.journal()).entries,
      (all) => all.at(-1)?.method === NO_REQUEST,
    );
    const last = entries.at(-1);
    assert.deepEqual([last?.causes[0]?.rule, last?.actor.ip], ['server.tls-failed', '127.0.0.1']);
  });

  it('a server over HTTPS has a Secure cookie, whatever SameSite', async () => {
    const client = server().client();
    const { headers } = await client.call('/tools/session');
    assert.match(headers['set-cookie']?.[0] ?? '', /; SameSite=Strict; Secure$/);
    const jar = path.join(folder(), 'jar');
    const twice = async () =>
      JSON.parse(await curl('--insecure', '--cookie', jar, '--cookie-jar', jar, `${server().url}/tools/session`));
    const { id } = await twice();
    assert.equal((await twice()).id, id);
  });

  it('a server over HTTPS is driven without the certificate, on loopback', async () => {
    assert.equal((await server().control.state()).url, server().url);
    assert.equal((await server().sessions()).length, 0);
  });

  it('a fault can cut the connection of a server over HTTPS', async () => {
    const client = server().client();
    await server().control.addFault({ kind: 'reset', times: 1 });
    await assert.rejects(client.call('/tools/session'));
    await server().control.addFault({ kind: 'replyLost', times: 1 });
    await assert.rejects(client.call('/tools/session'));
    assert.equal((await client.call('/tools/session')).status, 200);
    assert.equal((await server().sessions()).length, 2);
  });
});

describe('The certificate of a server', () => {
  const start = devServers();
  const folder = temporaryFolder();

  const at = (name: string) => path.join(folder(), name);

  it('the certificate of a server is read from files', async () => {
    const made = await certificateOf(true, ['127.0.0.1']);
    writeTree(folder(), { 'a.pem': made.cert, 'b.pem': made.key });
    const server = await start({ https: { cert: at('a.pem'), key: at('b.pem') } });
    const shown = await shownBy(server.address().url);
    assert.equal(shown.fingerprint256, new X509Certificate(made.cert).fingerprint256);
    assert.equal((await new HttpControlClient(server.address()).state()).url, server.address().url);
  });

  it('a certificate that is missing, none, or of another key is told before anything runs', async () => {
    const [one, other] = await Promise.all([certificateOf(true, ['127.0.0.1']), certificateOf(true, ['127.0.0.1'])]);
    writeTree(folder(), { 'a.pem': one.cert, 'b.pem': other.key, 'c.pem': 'no certificate' });
    for (const [cert, key] of [
      ['nothing.pem', 'b.pem'],
      ['c.pem', 'b.pem'],
      ['a.pem', 'b.pem'],
    ] as const) {
      await assert.rejects(
        DevServer.start({ https: { cert: at(cert), key: at(key) } }, { log: () => {} }),
        (error) => error instanceof ServerStartError && error.problem.code === 'options',
      );
    }
  });

  it('a certificate that is no file of a fair size is told with the option that names it', async () => {
    const made = await certificateOf(true, ['127.0.0.1']);
    writeTree(folder(), { 'a.pem': made.cert, 'b.pem': made.key, 'large.pem': '-'.repeat(1_000_001) });
    const wrong = [folder(), at('nothing.pem'), at('large.pem')];
    if (process.platform !== 'win32') {
      await promisify(execFile)('mkfifo', [at('pipe')]);
      fs.symlinkSync('/dev/zero', at('zero'));
      wrong.push(at('pipe'), at('zero'));
    }
    for (const file of wrong) {
      for (const [option, https] of [
        ['cert', { cert: file, key: at('b.pem') }],
        ['key', { cert: at('a.pem'), key: file }],
      ] as const) {
        await assert.rejects(certificateOf(https, []), ({ message }: Error) => {
          assert.ok(message.startsWith(`“https.${option}” names ${file}, which `), message);
          assert.match(message, /which (?:is a (?:folder|pipe \(FIFO\)|device)|is not there|has 1001 kB).*; /);
          return true;
        });
      }
    }
  });

  it('a certificate is made for every name that is allowed, also one of digits that is no address', async () => {
    const allowedHosts = ['1.2.3', '1.2.3.4', 'a.test', '[2001:DB8:0::1]'];
    const shown = await shownBy((await start({ https: true, allowedHosts })).address().url);
    for (const name of ['DNS:1.2.3,', 'IP Address:1.2.3.4', 'DNS:a.test', 'IP Address:2001:DB8:0:0:0:0:0:1']) {
      assert.ok(`${shown.subjectAltName},`.includes(name), `${name} in ${shown.subjectAltName}`);
    }
  });

  it('a certificate is made anew for each run', async () => {
    const servers = await Promise.all([start({ https: true }), start({ https: true })]);
    const shown = await Promise.all(servers.map((server) => shownBy(server.address().url)));
    assert.notEqual(shown[0]?.fingerprint256, shown[1]?.fingerprint256);
  });

  it('curl, which the tests over HTTPS need, is installed', async () => {
    const { stdout } = await promisify(execFile)('curl', ['--version']);
    assert.match(stdout, /^curl \d/);
  });
});
