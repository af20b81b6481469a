import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SERVER_REASONS } from '../../src/core/server/serverReasons';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { writeTree } from '../disk/temporaryFolder';
import { call } from '../server/httpCall';
import { PROJECT } from '../server/webHarness';
import type { PlainHarness } from './plainHarness';
import { type RemedyRow, refusalsWithout, walkRows } from './remedyRows';

const MEBIBYTE = 1024 * 1024;

/** Whether there is something for a request, whatever it then says. */
const found =
  (path: string, method = 'GET') =>
  async (server: PlainHarness) =>
    (await call(`${server.url}${path}`, { method })).json?.error?.code !== 'route-unknown';

/** Answers `/rest/large` with 2 MiB, `/rest/slow` after some time, and all else at once. */
const other = http.createServer((request, response) => {
  request.resume();
  const answer = () => response.end(request.url === '/rest/large' ? Buffer.alloc(2 * MEBIBYTE) : '{}');
  if (request.url === '/rest/slow') setTimeout(answer, 1500);
  else request.on('end', answer);
});
const otherUrl = () => `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
const withProject = (more: ServerOptions | (() => ServerOptions)) => (folder: string) => {
  writeTree(folder, PROJECT);
  return { web: { project: folder }, ...(typeof more === 'function' ? more() : more) };
};
const passes = (path: string) => async (server: PlainHarness) => (await call(`${server.url}${path}`)).status === 200;

const UPSTREAM: readonly RemedyRow[] = [
  {
    rule: 'server.upstream-answer',
    options: withProject(() => ({ upstream: { url: otherUrl(), answerMb: 1 } })),
    remedy: { option: 'upstream.answerMb' },
    chosen: 8,
    ask: passes('/rest/large'),
  },
  {
    rule: 'server.upstream-timeout',
    options: withProject(() => ({ upstream: { url: otherUrl(), timeoutMs: 1000 } })),
    remedy: { option: 'upstream.timeoutMs' },
    chosen: 30_000,
    ask: passes('/rest/slow'),
  },
  {
    rule: 'server.upstream-body',
    options: (folder) => ({ mobileApps: folder, upstream: { url: otherUrl(), bodyMb: 1 } }),
    remedy: { option: 'upstream.bodyMb', value: 2 },
    ask: async (server) => {
      const body = Buffer.alloc(2 * MEBIBYTE);
      const headers = { 'content-length': body.length };
      return (await call(`${server.url}/mobileapp/Product`, { method: 'POST', body, headers })).status !== 413;
    },
  },
  {
    rule: 'server.upstream-down',
    // Nothing can listen on this port.
    options: withProject({ upstream: { url: 'http://127.0.0.1:1' } }),
    remedy: { option: 'upstream' },
    chosen: () => ({ url: otherUrl() }),
    ask: passes('/rest/any'),
  },
  {
    rule: 'server.upstream-certificate',
    when: 'as it speaks no TLS',
    options: withProject(() => ({ upstream: { url: otherUrl().replace('http:', 'https:') } })),
    remedy: { option: 'upstream' },
    chosen: () => ({ url: otherUrl() }),
    ask: passes('/rest/any'),
  },
];

const fromPage = (headers: Readonly<Record<string, string>>) => async (server: PlainHarness) =>
  (await call(`${server.url}/api/login`, { method: 'POST', headers, body: {} })).status !== 403;

const OFF: readonly RemedyRow[] = (
  [
    ['web', 'GET', '/rest/$catalog'],
    ['web', 'GET', '/4DACTION/foo'],
    ['web', 'GET', '/4daction/foo'],
    ['mendix', 'POST', '/xas/'],
    ['tokens', 'POST', '/api/login'],
    ['tokens', 'POST', '/oauth/token'],
    ['tokens', 'GET', '/.well-known/oauth-authorization-server'],
  ] as const
).map(([option, method, path]) => ({
  rule: 'server.route-unknown',
  when: `at ${path}`,
  options: () => ({}),
  remedy: { option, value: true },
  ask: found(path, method),
}));

const ROWS: readonly RemedyRow[] = [
  ...OFF,
  ...UPSTREAM,
  ...['/restaurant', '/api', '/none'].map((path) => ({
    rule: 'server.route-unknown',
    when: `at ${path}`,
    options: () => ({}),
    remedy: undefined,
    ask: found(path),
  })),
  {
    rule: 'server.host-unknown',
    options: () => ({ tokens: {} }),
    remedy: { option: 'allowedHosts', value: 'app.example' },
    ask: async (server) => (await call(`${server.url}/`, { headers: { host: 'app.example' } })).status !== 403,
  },
  {
    rule: 'server.origin-foreign',
    options: () => ({ tokens: {} }),
    remedy: { option: 'allowedHosts', value: 'app.example' },
    ask: fromPage({ origin: 'http://app.example', host: 'localhost', 'sec-fetch-site': 'same-origin' }),
  },
  {
    rule: 'server.site-foreign',
    options: withProject({}),
    remedy: { option: 'web.cors', value: 'app.example:80' },
    ask: async (server) => {
      const headers = { origin: 'http://app.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'script' };
      return (await call(`${server.url}/rest/$catalog`, { headers })).status === 200;
    },
  },
  {
    rule: 'server.body-too-large',
    options: () => ({ tokens: {} }),
    remedy: { option: 'bodyMb', value: 2 },
    ask: async (server) => {
      const body = JSON.stringify({ username: 'ada', password: 'x'.repeat(1024 * 1024) });
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      return (await call(`${server.url}/api/login`, { method: 'POST', body, headers })).status !== 413;
    },
  },
];

/**
 * The pages that may ask the upstream are those of web.cors; with another name than those of this machine, only the browser
 * can say whose page asks.
 * What else no option changes: what a client sends wrongly, what a person or a fault did, what a device must do, and what ends with its server.
 */
const WITHOUT = `
  fault.replyLost fault.reset fault.status
  server.body-invalid server.client-gone server.clock-move server.content-length server.crash server.expectation
  server.fault-invalid server.fault-unknown server.headers-invalid server.headers-too-large server.host-many
  server.host-missing server.http-malformed server.json-malformed server.json-refused server.json-too-deep
  server.media-type server.method-unknown server.not-loopback server.not-paired server.pairing-closed
  server.pairing-wrong server.params-invalid server.query-invalid server.refused server.session-unknown server.snapshot-invalid
  server.tls-failed server.token-missing server.token-wrong server.too-slow server.tunnel
  server.upstream-broken server.upstream-login server.upstream-loop server.upstream-page server.url-malformed`;

describe('Remedies of refusals of the server itself', () => {
  before((done) => {
    other.listen(0, '127.0.0.1', done);
  });
  after((done) => {
    other.close(done);
    other.closeAllConnections();
  });

  walkRows(ROWS);

  it('each refusal of the server itself has a row, or is one that no option changes', () => {
    assert.deepEqual(refusalsWithout(ROWS, SERVER_REASONS), WITHOUT.trim().split(/\s+/).sort());
  });
});
