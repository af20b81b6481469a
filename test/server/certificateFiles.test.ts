import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { generate } from 'selfsigned';
import { ServerStartError } from '../../src/server/kernel/start/startErrors';
import { temporaryFolder } from '../disk/temporaryFolder';
import { devServers } from './devServers';
import { call } from './httpCall';

const DAY_MS = 86_400_000;

/** An EC key on a curve that TLS has not: each part is good, and they belong together. */
const ODD_CURVE = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBejCCASKgAwIBAgIUClxr6xCSNjTy/BzadnydDFF/TVgwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjE3MjI1M1oYDzIxMjYxMTAy
MTcyMjUzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwVjAQBgcqhkjOPQIBBgUrgQQA
CgNCAAT5JWfPEfxU5K486cwsP6XFVrQPlI+dy+7T04KJGEkzn7OqYRlFHkKtT7vE
Lqc3zi3FbMhue/qmtZ6gg33pdNF6o1MwUTAdBgNVHQ4EFgQUiep8U8PZ6Jnjered
PFMratJUcW4wHwYDVR0jBBgwFoAUiep8U8PZ6JnjeredPFMratJUcW4wDwYDVR0T
AQH/BAUwAwEB/zAKBggqhkjOPQQDAgNGADBDAiBG+vkynBZeQeqc53RDV9X6s5r1
u1GuxKB+vl7LzcaTgwIfcdxpkmzrJKOrhs1LA1tSJDHYNKsv21OMmOlxI3FHJg==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgqIUzisZaj++RujWUWX2F
UPivY/nLMJa6/IUU2LNS0fKhRANCAAT5JWfPEfxU5K486cwsP6XFVrQPlI+dy+7T
04KJGEkzn7OqYRlFHkKtT7vELqc3zi3FbMhue/qmtZ6gg33pdNF6
-----END PRIVATE KEY-----
`,
};

type Made = Readonly<Record<'cert' | 'key', string>>;
type Content = string | Buffer;

async function made(options: Parameters<typeof generate>[1] = {}): Promise<Made> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keySize: 2048,
    ...options,
  });
  return { cert, key };
}

describe('The files of a certificate', () => {
  const start = devServers();
  const folder = temporaryFolder();
  let rsa: Made;
  let ec: Made;

  before(async () => {
    rsa = await made();
    ec = await made({ keyType: 'ec', curve: 'P-256' });
  });

  function write(name: string, content: string | Buffer): string {
    const file = path.join(folder(), name);
    fs.writeFileSync(file, content);
    return file;
  }

  function written(cert: string | Buffer, key: string | Buffer): Made {
    return { cert: write('cert.pem', cert), key: write('key.pem', key) };
  }

  const logOf = async (https: Made): Promise<string[]> => {
    const log: string[] = [];
    const server = await start({ https }, { log: (line) => log.push(line) });
    const { status } = await call(server.address().url);
    assert.equal(status, 200, 'the handshake succeeds');
    return log;
  };

  const key = (text: string) => createPrivateKey(text);
  const exported = (text: string, type: 'pkcs1' | 'pkcs8' | 'sec1', format: 'pem' | 'der'): string | Buffer =>
    key(text).export({ type, format } as never);

  const good: [name: string, files: () => [cert: Content, key: Content]][] = [
    ['of RSA', () => [rsa.cert, rsa.key]],
    ['of EC', () => [ec.cert, ec.key]],
    ['of RSA, as OpenSSL wrote keys once', () => [rsa.cert, String(exported(rsa.key, 'pkcs1', 'pem'))]],
    ['of EC, as OpenSSL wrote keys once', () => [ec.cert, String(exported(ec.key, 'sec1', 'pem'))]],
    ['with lines of Windows', () => [rsa.cert.replaceAll('\n', '\r\n'), rsa.key.replaceAll('\n', '\r\n')]],
    ['behind a byte order mark', () => [`\ufeff${rsa.cert}`, `\ufeff${rsa.key}`]],
    ['with words around it', () => [`subject=x\n${rsa.cert}\nend\n`, `Bag Attributes\n${rsa.key}`]],
    ['with more certificates behind', () => [`${rsa.cert}\n${ec.cert}`, rsa.key]],
    ['of one file for both', () => [`${rsa.key}\n${rsa.cert}`, `${rsa.cert}\n${rsa.key}`]],
  ];
  for (const [name, files] of good) {
    it(`a server starts with a certificate ${name}, and clients connect`, async () => {
      assert.deepEqual(await logOf(written(...files())), []);
    });
  }

  const bad: [name: string, files: () => [Content, Content] | Promise<[Content, Content]>, words: RegExp][] = [
    ['an empty certificate', () => ['', rsa.key], /^“https\.cert” names CERT, which is empty; give/],
    ['an empty key', () => [rsa.cert, ' \n'], /^“https\.key” names KEY, which is empty; give/],
    ['no certificate', () => ['junk', rsa.key], /^“https\.cert” names CERT, which holds no certificate .*; give/],
    ['no key', () => [rsa.cert, 'junk'], /^“https\.key” names KEY, which holds no private key .*; give/],
    [
      'both the wrong way round',
      () => [rsa.key, rsa.cert],
      /^“https\.cert” names CERT, which holds a private key .*wrong way round/,
    ],
    [
      'twice the certificate',
      () => [rsa.cert, rsa.cert],
      /^“https\.key” names KEY, which holds a certificate .*wrong way round/,
    ],
    [
      'a public key',
      () => [rsa.cert, createPublicKey(rsa.key).export({ type: 'spki', format: 'pem' })],
      /^“https\.key” names KEY, which holds a public key; give the private key/,
    ],
    [
      'a binary certificate',
      () => [new X509Certificate(rsa.cert).raw, rsa.key],
      /^“https\.cert” names CERT, .* convert it, .*“openssl x509 -inform der -in CERT/,
    ],
    [
      'a binary key',
      () => [rsa.cert, exported(rsa.key, 'pkcs8', 'der')],
      /^“https\.key” names KEY, .* convert it, .*“openssl pkey -inform der -in KEY/,
    ],
    [
      'another binary file',
      () => [Buffer.from('308201', 'hex'), rsa.key],
      /^“https\.cert” .* convert it, .*“openssl pkcs12 -in CERT/,
    ],
    [
      'half a certificate',
      () => [rsa.cert.slice(0, 400), rsa.key],
      /^“https\.cert” names CERT, which breaks off .*; copy/,
    ],
    ['half a key', () => [rsa.cert, rsa.key.slice(0, 400)], /^“https\.key” names KEY, which breaks off .*; copy/],
    [
      'half a certificate in a chain',
      () => [`${rsa.cert.slice(0, 400)}\n${ec.cert}`, rsa.key],
      /^“https\.cert” names CERT, which breaks off/,
    ],
    [
      'a damaged certificate',
      () => [rsa.cert.replace(/\n.{64}/, ''), rsa.key],
      /^“https\.cert” names CERT, which holds a certificate that cannot be read; it is damaged/,
    ],
    [
      'a damaged second certificate',
      () => [`${rsa.cert}\n${ec.cert.replace(/\n.{64}/, '')}`, rsa.key],
      /^“https\.cert” .* 2 certificates, of which number 2 cannot be read/,
    ],
    [
      'a damaged key',
      () => [rsa.cert, rsa.key.replace(/\n.{64}/, '')],
      /^“https\.key” names KEY, which holds a private key that cannot be read/,
    ],
    [
      'a key of another certificate',
      async () => [rsa.cert, (await made()).key],
      /^“https\.key” names KEY, which is not the key of the certificate in CERT .*; give/,
    ],
    [
      'a key of another kind',
      () => [rsa.cert, ec.key],
      /^“https\.key” names KEY, which is not the key of the certificate in CERT/,
    ],
    [
      'a chain that begins with another',
      () => [`${ec.cert}\n${rsa.cert}`, rsa.key],
      /^“https\.cert” names CERT, which begins with another certificate .*KEY; put/,
    ],
    [
      'a key with a passphrase',
      () => [rsa.cert, key(rsa.key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })],
      /^“https\.key” names KEY, which is protected by a passphrase, .*“openssl pkey -in KEY/,
    ],
    [
      'a key with a passphrase, as OpenSSL wrote it once',
      () => [rsa.cert, key(rsa.key).export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })],
      /^“https\.key” names KEY, which is protected by a passphrase/,
    ],
    [
      'a key of few bits',
      async () => {
        const pair = generateKeyPairSync('rsa', { modulusLength: 512 });
        const keyPair = {
          privateKey: String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
          publicKey: String(pair.publicKey.export({ type: 'spki', format: 'pem' })),
        };
        const { cert, key } = await made({ keyPair });
        return [cert, key];
      },
      /^“https\.cert” names CERT, which has a key of 512 bits only, .*; make one/,
    ],
    [
      'a curve that TLS has not',
      () => [ODD_CURVE.cert, ODD_CURVE.key],
      /^“https\.cert” names CERT, which cannot be used for TLS .*; make one/,
    ],
  ];
  for (const [name, files, words] of bad) {
    it(`the files of a certificate are refused with the option, the file and what to do: ${name}`, async () => {
      const https = written(...(await files()));
      await assert.rejects(start({ https }), (error) => {
        assert.ok(error instanceof ServerStartError, String(error));
        assert.equal(error.problem.code, 'options');
        const [, reason = ''] = /^The certificate cannot be used: (.*)\.$/s.exec(error.problem.message) ?? [];
        assert.match(reason.replaceAll(https.cert, 'CERT').replaceAll(https.key, 'KEY'), words);
        assert.doesNotMatch(reason, /\n|:[0-9A-F]{8}:/, 'OpenSSL’s own words are for nobody');
        return true;
      });
    });
  }

  const times: [name: string, from: number, to: number, words: RegExp][] = [
    [
      'is over',
      -20,
      -10,
      /^“https\.cert” names .*cert\.pem, which has a certificate that is over since \d{4}-.*clients refuse it/,
    ],
    ['is still to come', 10, 20, /which has a certificate that is not good before \d{4}-/],
  ];
  for (const [name, from, to, words] of times) {
    it(`a certificate that ${name} is taken, and the log says so`, async () => {
      const now = Date.now();
      const { cert, key } = await made({
        notBeforeDate: new Date(now + from * DAY_MS),
        notAfterDate: new Date(now + to * DAY_MS),
      });
      const log = await logOf(written(cert, key));
      assert.equal(log.length, 1, log.join('\n'));
      assert.match(log[0] ?? '', words);
    });
  }
});
