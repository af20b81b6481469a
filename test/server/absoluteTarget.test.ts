import assert from 'node:assert/strict';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { Control, devServers } from './devServers';
import { call } from './httpCall';

const TOKENS = { users: [{ name: 'ada', password: 'example' }] };

describe('a request whose target is a whole address, as clients of a proxy send it', () => {
  const start = devServers();

  it('the page, a route and an unknown one are found as by their path', async () => {
    const server = await start({ tokens: TOKENS });
    const { url } = server.address();
    for (const [path, status] of [
      ['/', 200],
      ['', 200],
      ['?from=proxy', 200],
      ['/api/me', 401],
      ['/nowhere?x=/a', 404],
    ] as const) {
      const headers = { accept: 'text/html' };
      const answer = await call(url, { path: `${url.replace('http', 'HTTP')}${path}`, headers });
      const { date: _, ...wanted } = (await call(`${url}${path}`, { headers })).headers;
      const { date: __, ...had } = answer.headers;
      assert.deepEqual([answer.status, had], [status, wanted], path);
    }
    const { json } = await call(url, { path: `${url}/nowhere?x=1` });
    assert.equal(json.error.message.startsWith('There is no route GET /nowhere.'), true);
    const { entries } = (await new Control(server.address()).get('/journal')).json;
    assert.ok(entries.every((entry: { url: string }) => entry.url.startsWith('/')));
  });

  it('the host of the address counts instead of the header, so a foreign one is refused', async () => {
    const { url } = (await start({ tokens: TOKENS })).address();
    const codeOf = async (path: string, host: string) => {
      const { status, json } = await call(url, { path, headers: { host } });
      return [status, json.error.code ?? json.error];
    };
    const own = new URL(url).host;
    assert.deepEqual(await codeOf(`http://evil.example/nowhere`, own), [403, 'host-unknown']);
    assert.deepEqual(await codeOf(`${url}/nowhere`, 'evil.example'), [404, 'route-unknown']);
    assert.deepEqual(await codeOf(`http://ada:example@${own}/nowhere`, own), [404, 'route-unknown']);
    assert.deepEqual(await codeOf('http:///nowhere', own), [403, 'host-unknown']);
  });
});

describe('a request with more than one Host', () => {
  const start = devServers();

  it('a request with a second Host is refused with its reason, whatever both say and wherever it goes', async () => {
    const server = await start({ tokens: TOKENS });
    const { url, controlUrl, controlToken } = server.address();
    const { host, port } = new URL(url);
    const targets = ['/', '/api/me', '/nowhere', '/%zz', `${url}/api/me`, `${new URL(controlUrl).pathname}/state`];
    const pairs = [
      [host, 'evil.example'],
      ['evil.example', host],
      [host, host],
      ['', host],
    ];
    for (const target of targets) {
      for (const [one, other] of pairs) {
        const socket = net.connect(Number(port), '127.0.0.1');
        socket.end(
          `GET ${target} HTTP/1.1\r\nHost: ${one}\r\nAuthorization: Bearer ${controlToken}\r\nhOST: ${other}\r\nConnection: close\r\n\r\n`,
        );
        const answer = await text(socket);
        assert.match(answer, /^HTTP\/1\.1 400 /, target);
        assert.match(answer, /more than one Host; send one, and call it as 127\.0\.0\.1 or localhost/, target);
      }
    }
    const { entries } = (await new Control(server.address()).get('/journal')).json;
    const told = entries.filter(({ status }: { status?: number }) => status === 400);
    assert.equal(told.length, targets.length * pairs.length);
  });
});
