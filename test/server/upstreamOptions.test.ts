import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { OriginRewriter } from '../../src/server/kernel/upstream/originRewriter';
import { withoutPasscode } from '../../src/server/kernel/upstream/upstreamHeaders';
import { upstreamTarget } from '../../src/server/kernel/upstream/upstreamTarget';
import { devServers } from './devServers';

const root = path.resolve(__dirname, '../../..');

describe('the option upstream', () => {
  const start = devServers();

  const WRONG: readonly [value: unknown, words: RegExp][] = [
    ['', /“upstream” is no address of a server; give one such as https:/],
    ['4d.example.test', /“upstream” is no address/],
    ['file:///etc/passwd', /“upstream” is no address/],
    [{ url: 'ws://x' }, /“upstream\.url” is no address/],
    ['https://jane:secret@4d.example.test', /name or password.*upstream\.authorizationVariable/],
    ['https://4d.example.test/?a=b', /has a query or fragment; end it before the “\?”/],
    ['https://4d.example.test/#a', /end it before the “#”/],
    [{ url: 'https://x', except: [`/${'('.repeat(25)}x${')'.repeat(25)}${'*'.repeat(1000)}`] }, /upstream\.except/],
    [{}, /“upstream” must have “url”/],
    [{ url: 'https://x', timeoutMs: 0 }, /upstream\.timeoutMs/],
    [{ url: 'https://x', authorizationVariable: 'a b' }, /must be a text that is the name of an environment variable/],
  ];
  for (const [value, words] of WRONG) {
    it(`an upstream that cannot be one is refused with a way out: ${JSON.stringify(value).slice(0, 60)}`, () => {
      assert.throws(
        () => checkedOptions({ upstream: value }),
        ({ message }: Error) => {
          assert.match(message, words);
          assert.doesNotMatch(message, /secret/);
          return true;
        },
      );
    });
  }

  it('what is allowed and most likely not meant is told in the log', () => {
    const warnings = (upstream: NonNullable<ServerOptions['upstream']>) => upstreamTarget(upstream).warnings.join(' ');
    assert.match(warnings('http://4d.example.test'), /can be read on its way/);
    assert.equal(warnings('http://localhost:8080'), '');
    assert.equal(warnings('https://4d.example.test'), '');
    assert.match(
      warnings({ url: 'https://x', insecure: true, ca: '/ca.pem' }),
      /“upstream\.ca” has no effect.*nothing proves/,
    );
    assert.match(
      warnings({ url: 'https://x', authorization: 'login', authorizationVariable: 'A' }),
      /“login” has no effect/,
    );
  });

  it('a certificate authority that is missing, or is none, stops the start', async () => {
    const ca = path.join(root, 'package.json');
    await assert.rejects(start({ upstream: { url: 'https://x.test', ca } }), /has no certificate in PEM form/);
    await assert.rejects(start({ upstream: { url: 'https://x.test', ca: `${ca}.none` } }), /upstream\.ca/);
  });

  it('a server that is its own upstream does not start', async () => {
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as net.AddressInfo;
    probe.close();
    await once(probe, 'close');
    await assert.rejects(start({ port, upstream: `http://localhost:${port}` }), /which is this server itself/);
  });

  it('a scenario cannot name an upstream', () => {
    const schema = JSON.parse(fs.readFileSync(path.join(root, 'schemas/scenario.schema.json'), 'utf8'));
    const { properties, additionalProperties } = schema.properties.server;
    assert.equal(additionalProperties, false);
    assert.ok('web' in properties);
    assert.ok(!('upstream' in properties));
  });

  it('globs of paths mean what 4D writes in paths', () => {
    const { excepts } = upstreamTarget({ url: 'https://x', except: ['/mobileapp/$action/**', '/mobileapp/A(1)/*'] });
    assert.ok(excepts('/mobileapp/$action/add'));
    assert.ok(excepts('/MobileApp/$ACTION/add'));
    assert.ok(excepts('/mobileapp/A(1)/photo'));
    assert.ok(!excepts('/mobileapp/A1/photo'));
    assert.ok(!excepts('/mobileapp/A(1)/photo/more'));
  });

  const TARGETS = [
    ['/a?$4DSID=x', '/a'],
    ['/a?$4DSID=x&b=1', '/a?b=1'],
    ['/a?b=1&%244dSid=x&c=%20', '/a?b=1&c=%20'],
    ['/a?b=$4DSID', '/a?b=$4DSID'],
    ['/a?%24%34DSID=x#$4DSID=y', '/a'],
    ['/a?b=1#c', '/a?b=1'],
    ['/a?', '/a?'],
    ['/a?%E0%A4%A=1&$4DSID', '/a?%E0%A4%A=1'],
  ] as const;
  for (const [target, kept] of TARGETS) {
    it(`of ${target} the upstream gets ${kept}`, () => assert.equal(withoutPasscode(target), kept));
  }

  it('an address is replaced wherever a text is cut', () => {
    const [from, to] = ['https://4d.test:8443', 'http://127.0.0.1:9'] as const;
    const text = `${from}/a ${from}0/b x${from} é✓ https:\\/\\/4d.test:8443\\/c ${from}.evil/d https%3A%2F%2F4d.test%3A8443%2F ${from}`;
    const wanted = `${to}/a ${from}0/b x${to} é✓ http:\\/\\/127.0.0.1:9\\/c ${from}.evil/d http%3A%2F%2F127.0.0.1%3A9%2F ${to}`;
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size++) {
      const rewriter = new OriginRewriter(from, to);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(rewriter.write(bytes.subarray(at, at + size)));
      assert.equal(Buffer.concat([...pieces, rewriter.end()]).toString(), wanted, `in pieces of ${size}`);
    }
  });
});
