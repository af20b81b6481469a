import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import selfsigned from 'selfsigned';
import type { PushFailure } from '../../src/core/push/pushFailure';
import { readTarget } from '../../src/core/push/pushTarget';
import { PushFailedError, type PushOptions, pushToTarget } from '../../src/server/client/pushToTarget';

const SECRET = 'correct-horse-battery-staple';
const REPORT = { checked: 2, refreshed: ['a/b'], removed: [], errors: [] };

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

describe('A push to a target', () => {
  const servers: http.Server[] = [];
  let seen: http.IncomingMessage[] = [];

  const listen = async (server: http.Server): Promise<number> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const serve = async (handler: Handler): Promise<string> => {
    const server = http.createServer((request, response) => {
      seen.push(request);
      handler(request, response);
    });
    return `http://127.0.0.1:${await listen(server)}/push`;
  };
  const json =
    (value: unknown, status = 200): Handler =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
  const push = (url: string, options: PushOptions = {}, more: object = {}) => {
    const read = readTarget({ name: 'test', url, timeout: 10, ...more });
    assert.ok(read.ok);
    return pushToTarget(read.target, options);
  };
  /** The failure; the text of the error has neither the secret nor the query. */
  const failure = async (pushing: Promise<unknown>): Promise<PushFailure> => {
    const error = await pushing.then(
      () => assert.fail('it was pushed'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof PushFailedError, String(error));
    assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, new RegExp(`${SECRET}|hidden`));
    return error.failure;
  };

  beforeEach(() => {
    seen = [];
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('a push asks once, with method, headers and the secret, and reads the report', async () => {
    const url = await serve(json(REPORT));
    const outcome = await push(`${url}?a=1`, { secret: SECRET }, { headers: { 'X-Room': 'blue' } });
    assert.deepEqual(outcome, { detailed: true, ...REPORT });
    const [request, ...more] = seen;
    assert.equal(more.length, 0);
    assert.deepEqual([request?.method, request?.url], ['POST', '/push?a=1']);
    const { authorization, accept, 'x-room': room } = request?.headers ?? {};
    assert.deepEqual([authorization, accept, room], [`Bearer ${SECRET}`, 'application/json', 'blue']);
  });

  it('a push sends the secret in the header that is named, and none without one', async () => {
    const url = await serve(json({ success: true }));
    await push(url, { secret: SECRET }, { secretHeader: 'X-Push-Secret', method: 'GET' });
    await push(url);
    assert.deepEqual(
      seen.map(({ method, headers }) => [method, headers['x-push-secret'], headers.authorization]),
      [
        ['GET', SECRET, undefined],
        ['POST', undefined, undefined],
      ],
    );
  });

  it('a push is content with an empty answer', async () => {
    const url = await serve((_, response) => response.writeHead(204).end());
    assert.deepEqual(await push(url), { detailed: false, refreshed: [], removed: [], errors: [] });
  });

  it('a push follows no redirect and says where it points', async () => {
    const elsewhere = await serve(json(REPORT));
    for (const status of [301, 302, 303, 307, 308]) {
      seen = [];
      const url = await serve((_, response) => response.writeHead(status, { location: `${elsewhere}?hidden` }).end());
      const failed = await failure(push(url, { secret: SECRET }));
      assert.deepEqual(failed, { kind: 'redirect', address: url, status, to: elsewhere });
      assert.equal(seen.length, 1);
    }
  });

  it('a push tells a secret that is refused from one that is missing', async () => {
    const url = await serve((request, response) => response.writeHead(401).end(request.headers.authorization));
    assert.deepEqual(await failure(push(url, { secret: SECRET })), {
      kind: 'unauthorized',
      address: url,
      status: 401,
      hasSecret: true,
    });
    assert.deepEqual(await failure(push(url)), { kind: 'unauthorized', address: url, status: 401, hasSecret: false });
  });

  it('a push says which status came, with the words of the server, never with the secret in them', async () => {
    const echo = await serve((request, response) => {
      const statusText = `no ${request.headers.authorization}`;
      response.writeHead(500).end(JSON.stringify({ success: false, statusText }));
    });
    const failed = await failure(push(`${echo}?hidden`, { secret: SECRET }));
    assert.deepEqual(failed, { kind: 'status', address: echo, status: 500, message: 'no Bearer •••' });
    assert.equal((await failure(push(await serve(json({}, 404))))).kind, 'notFound');
    assert.equal((await failure(push(await serve(json({ success: false }))))).kind, 'refused');
  });

  it('a push does not take a page for an answer', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<html>Sign in, ${request.headers.authorization}</html>`);
    });
    assert.deepEqual(await failure(push(url, { secret: SECRET })), {
      kind: 'notJson',
      address: url,
      contentType: 'text/html',
    });
  });

  it('a push stops reading an answer that is too large', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent++;
      };
      response.on('drain', more);
      more();
    });
    assert.deepEqual(await failure(push(url)), { kind: 'tooLarge', address: url, megabytes: 4 });
    assert.ok(sent < 100);
  });

  it('a push ends at its time limit, also while an answer drips', async () => {
    const silent = await serve(() => undefined);
    const { origin } = new URL(silent);
    const limit = { timeout: 0.2 };
    assert.deepEqual(await failure(push(silent, {}, limit)), { kind: 'timeout', address: origin, seconds: 0.2 });
    const dripping = await serve((_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    assert.equal((await failure(push(dripping, {}, limit))).kind, 'timeout');
  });

  it('a push can be cancelled', async () => {
    const cancel = new AbortController();
    const url = await serve(() => cancel.abort());
    assert.deepEqual(await failure(push(url, { signal: cancel.signal })), { kind: 'cancelled' });
  });

  it('a push says that a server is not there, or went away in the middle', async () => {
    const url = await serve((_, response) => response.socket?.destroy());
    const { origin } = new URL(url);
    assert.deepEqual(await failure(push(url)), { kind: 'lost', address: origin, reason: 'ECONNRESET' });
    const half = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.socket?.destroy());
    });
    assert.equal((await failure(push(half))).kind, 'lost');
    const [server] = servers;
    await new Promise((resolve) => server?.close(resolve));
    assert.deepEqual(await failure(push(url, { secret: SECRET })), {
      kind: 'unreachable',
      address: origin,
      reason: 'ECONNREFUSED',
    });
  });

  it('a push sends no secret that would become another header', async () => {
    const url = await serve(json(REPORT));
    assert.deepEqual(await failure(push(url, { secret: `${SECRET}\r\nX-Other: 1` })), { kind: 'secret' });
    assert.equal(seen.length, 0);
  });

  it('a push trusts no certificate but a known one, or the one that the target names', async () => {
    const pems = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    const server = https.createServer({ key: pems.private, cert: pems.cert }, json(REPORT));
    const url = `https://127.0.0.1:${await listen(server)}/push`;
    const failed = await failure(push(url, { secret: SECRET }));
    assert.deepEqual(
      [failed.kind, failed.kind === 'certificate' && failed.reason],
      ['certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    );
    assert.deepEqual(await push(url, { secret: SECRET, certificates: pems.cert }), { detailed: true, ...REPORT });
  });
});
