import assert from 'node:assert/strict';
import { call } from '../../server/httpCall';
import { type MendixHarness, withMendix } from './mendixHarness';

describe('a proxy in front of the Mendix runtime', () => {
  for (const [headers, host] of [
    [{ host: 'myapp.example.com' }, 'myapp.example.com'],
    [{ origin: 'https://myapp.example.com' }, 'myapp.example.com'],
  ] as const) {
    it(`a proxy that sends ${JSON.stringify(headers)} is refused with the option that lets it in, and let in by that`, async () => {
      const settings = { ApplicationRootUrl: 'https://myapp.example.com' };
      const ask = (server: MendixHarness) =>
        call(`${server.url}/xas/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ action: 'get_session_data' }),
        });
      await withMendix({ settings }, async (server) => {
        assert.equal((await ask(server)).status, 403);
        const [cause] = (await server.lastEntry()).causes;
        assert.match(cause?.message ?? '', /option allowedHosts/);
        assert.ok(cause?.message?.includes(`“${host}”`), cause?.message);
      });
      await withMendix({ settings }, async (server) => assert.equal((await ask(server)).status, 200), {
        allowedHosts: [host],
      });
    });
  }

  it('a proxy on this machine is let in by what the browser says of its page, and no other page on a port of it', async () => {
    await withMendix({}, async (server) => {
      const ask = (headers: Record<string, string>) =>
        call(`${server.url}/xas/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: 'http://localhost:9999', ...headers },
          body: JSON.stringify({ action: 'get_session_data' }),
        });
      assert.equal((await ask({ 'sec-fetch-site': 'same-origin' })).status, 200);
      for (const headers of [{}, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'cross-site' }]) {
        assert.equal((await ask(headers)).status, 403, JSON.stringify(headers));
      }
    });
  });
});
