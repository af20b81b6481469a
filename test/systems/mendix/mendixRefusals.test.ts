import assert from 'node:assert/strict';
import type http from 'node:http';
import { call } from '../../server/httpCall';
import { mendixServer, setCookie } from './mendixHarness';

const JSON_TYPE = { 'content-type': 'application/json' };
const DATA = '{"action":"retrieve"}';

interface Row {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly status: number;
  readonly rule: string;
}

const ROWS: readonly Row[] = [
  {
    what: 'of plain text',
    headers: { 'content-type': 'text/plain' },
    body: DATA,
    status: 415,
    rule: 'server.media-type',
  },
  {
    what: 'that is a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'action=logout',
    status: 415,
    rule: 'server.media-type',
  },
  {
    what: 'of more than a mebibyte',
    headers: JSON_TYPE,
    body: JSON.stringify({ action: 'x'.repeat(2 ** 20) }),
    status: 413,
    rule: 'server.body-too-large',
  },
  {
    what: 'in UTF-16',
    headers: { 'content-type': 'application/json; charset=utf-16' },
    body: Buffer.from(DATA, 'utf16le'),
    status: 560,
    rule: 'mendix.body.malformed',
  },
  {
    what: 'in UTF-16 with a byte order mark',
    headers: JSON_TYPE,
    body: Buffer.from(`\uFEFF${DATA}`, 'utf16le'),
    status: 560,
    rule: 'mendix.body.malformed',
  },
  {
    what: 'in ISO 8859-1',
    headers: { 'content-type': 'application/json; charset=iso-8859-1' },
    body: Buffer.from('{"action":"é"}', 'latin1'),
    status: 560,
    rule: 'mendix.body.malformed',
  },
  {
    what: 'from a page of another site',
    headers: { ...JSON_TYPE, origin: 'http://evil.example' },
    body: DATA,
    status: 403,
    rule: 'server.origin-foreign',
  },
  {
    what: 'to a host that is not the server',
    headers: { ...JSON_TYPE, host: 'evil.example' },
    body: DATA,
    status: 403,
    rule: 'server.host-unknown',
  },
  ...['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].map(
    (method): Row => ({ what: `by ${method}`, method, status: 405, rule: 'server.method-unknown' }),
  ),
  {
    what: 'to a path below',
    path: '/xas/more',
    headers: JSON_TYPE,
    body: DATA,
    status: 404,
    rule: 'server.route-unknown',
  },
];

describe('Refusals of /xas/', () => {
  const server = mendixServer();

  for (const { what, method = 'POST', path, headers = {}, body, status, rule } of ROWS) {
    it(`a request to /xas/ ${what} is answered ${status} with the body that an exception of the runtime has`, async () => {
      for (const each of path === undefined ? ['/xas/', '/xas', '/xas/?a=1'] : [path]) {
        const answer = await call(server().url, { method, path: each, headers, body });
        assert.deepEqual([answer.status, answer.json], [status, { type: 'exception', result: status }], each);
        assert.equal(answer.headers['content-type'], 'application/json;charset=utf-8');
        assert.equal(answer.headers['cache-control'], 'no-store');
        assert.equal(setCookie(answer, 'XASSESSIONID'), undefined);
        if (status === 405) assert.equal(answer.headers.allow, 'POST');
        const { entries } = (await server().control.get('/journal?limit=1000')).json;
        const rules = entries.at(-1).causes.map((cause: { rule: string }) => cause.rule);
        // Of a malformed body the answer was seen; that of the others is made after it.
        assert.deepEqual(rules, status === 560 ? [rule] : [rule, 'mendix.body.exception'], each);
      }
    });
  }

  it('a body that is UTF-8 is read whatever its charset says', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-16' };
    const answer = await call(server().url, {
      method: 'POST',
      path: '/xas/',
      headers,
      body: '{"action":"get_session_data"}',
    });
    assert.equal(answer.status, 200);
  });
});
