import assert from 'node:assert/strict';
import { Control, devServers } from './devServers';
import { call } from './httpCall';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const TOKENS = { users: [{ name: 'ada', password: 'kept-from-everybody-41' }] };

describe('GET / of a server without a page there', () => {
  const start = devServers();

  it('a person gets a page with addresses, who can sign in, the documents and the routes, and no password', async () => {
    const server = await start({ tokens: TOKENS });
    const { url } = server.address();
    const { status, headers, text } = await call(`${url}/?from=terminal`, { headers: { accept: BROWSER } });
    assert.deepEqual([status, headers['content-type']], [200, 'text/html; charset=utf-8']);
    for (const told of [
      `href="${url}/.well-known/oauth-authorization-server"`,
      `POST ${url}/api/login`,
      'ada, with the password in the option tokens.users',
      'docs/tokens.md',
      'GET, POST /oauth/authorize',
      'GET /api/me',
    ]) {
      assert.ok(text.includes(told), told);
    }
    assert.doesNotMatch(text, /kept-from-everybody|_workbench|mobileapp/);
    const { entries } = (await new Control(server.address()).get('/journal')).json;
    assert.deepEqual(
      entries.map(({ causes }: { causes: { rule: string }[] }) => causes.map(({ rule }) => rule)),
      [['server.start-page']],
    );
  });

  for (const [accept, isPage] of [
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['application/json, text/html', false],
    ['text/html;q=0.5, application/json', false],
    ['application/json;q=0.9, text/html', true],
    ['text/html', true],
    ['text/html;q=0', false],
    ['TEXT/HTML, */*;q=0.1', true],
    ['text/*', true],
    ['nonsense;;q=x', false],
  ] as const) {
    it(`a client that accepts ${accept ?? 'what it does not say'} gets ${isPage ? 'the page' : 'JSON as before'}`, async () => {
      const { url } = (await start({ tokens: TOKENS })).address();
      const { status, text, json } = await call(url, { headers: accept === undefined ? {} : { accept } });
      assert.deepEqual([status, json?.error.code], isPage ? [200, undefined] : [404, 'route-unknown']);
      assert.equal(text.startsWith('<!doctype html>'), isPage);
    });
  }

  it('HEAD is answered like GET without the body, and each answer says that it depends on Accept and is not kept', async () => {
    const { url } = (await start({ tokens: TOKENS })).address();
    for (const [accept, status] of [
      [BROWSER, 200],
      ['application/json', 404],
    ] as const) {
      const [page, head] = [
        await call(url, { headers: { accept } }),
        await call(url, { method: 'HEAD', headers: { accept } }),
      ];
      const { date: _, ...headers } = page.headers;
      assert.deepEqual([page.status, headers.vary, headers['cache-control']], [status, 'Accept', 'no-store']);
      const { date: __, ...same } = head.headers;
      if (status === 200) assert.deepEqual(same, headers);
      assert.deepEqual([head.status, head.text, same.vary, same['cache-control']], [status, '', 'Accept', 'no-store']);
    }
    assert.equal((await call(`${url}/nowhere`, { headers: { accept: BROWSER } })).headers.vary, undefined);
  });

  it('HEAD of what is not there says the length that GET has', async () => {
    const { url } = (await start({ tokens: {} })).address();
    const { url: mendix } = (await start({ mendix: {} })).address();
    const paths = ['/', '/nowhere', '/api/login', '/api/nowhere', '/oauth/nowhere', '/_workbench/nowhere'];
    for (const path of [...paths.map((each) => url + each), `${mendix}/xas/`, `${mendix}/xas/nowhere`]) {
      const [got, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) => call(path, { method, headers: { accept: 'application/json' } })),
      );
      assert.deepEqual(
        [head?.status, head?.headers['content-length'], head?.text],
        [got?.status, got?.headers['content-length'], ''],
        path,
      );
      assert.ok((got?.status ?? 0) >= 400, path);
    }
  });

  it('a system that has a page there keeps it, and other paths and methods are refused as before', async () => {
    const mendix = (await start({ tokens: TOKENS, mendix: {} })).address().url;
    assert.doesNotMatch((await call(mendix, { headers: { accept: BROWSER } })).text, /<h1>Dev session server/);
    const { url } = (await start({ tokens: TOKENS })).address();
    assert.equal((await call(`${url}/index.html`, { headers: { accept: BROWSER } })).status, 404);
    assert.equal((await call(url, { method: 'POST', headers: { accept: BROWSER } })).status, 404);
  });
});
