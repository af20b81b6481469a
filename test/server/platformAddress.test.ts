import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { OptionsError } from '../../src/core/server/optionsError';
import { DevServer } from '../../src/server/devServer';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { call } from './httpCall';

/** A port that is free on all loopback addresses at this moment. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('the address of the external platform', () => {
  for (const host of ['localhost', 'pay.localhost', '127.0.0.2']) {
    it(`the external platform listens as ${host} on the port that the options say`, async () => {
      const port = await freePort();
      const server = await DevServer.start({ platform: { host, port } }, { log: () => {} });
      try {
        assert.equal(server.address().externalPlatformUrl, `http://${host}:${port}`);
        const url = new URL(`http://${host === '127.0.0.2' ? host : 'localhost'}:${port}/`);
        const { status } = await call(url, { headers: { host: `${host}:${port}` } });
        assert.equal(status, 200);
      } finally {
        await server.close();
      }
    });
  }

  for (const host of ['example.com', '10.0.0.1', '0.0.0.0', 'localhost.example.com', '']) {
    it(`the external platform does not listen as ${JSON.stringify(host)}, which other machines may reach`, () => {
      assert.throws(() => checkedOptions({ platform: { host } }), OptionsError);
    });
  }

  for (const [host, platform] of [
    ['127.0.0.1', '127.0.0.1'],
    [undefined, '127.0.0.1'],
    ['LOCALHOST', 'localhost'],
  ] as const) {
    it(`a platform as ${platform} beside a server at ${host ?? 'its usual host'} is refused with a way out`, () => {
      assert.throws(() => checkedOptions({ ...(host && { host }), platform: { host: platform } }), /give another name/);
    });
  }
});
