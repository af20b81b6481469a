import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createParser } from 'eventsource-parser';
import type { LiveLine } from '../../src/core/server/startPageParts';
import { lanAddresses } from '../../src/server/kernel/guard/hostNames';
import { temporaryFolder } from '../disk/temporaryFolder';
import { Control, devServers } from './devServers';
import { call } from './httpCall';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const MEDIA = path.resolve(__dirname, '../../../media');
const TOKENS = { users: [{ name: 'ada', password: 'kept-from-everybody-41' }] };

describe('GET / of a server without a page there', () => {
  const start = devServers();
  const folder = temporaryFolder();

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
    assert.doesNotMatch(text, /kept-from-everybody|_workbench\/v1|mobileapp/);
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
    it(`a client that accepts ${accept ?? 'what it does not say'} gets ${isPage ? 'the page' : 'the same facts as JSON'}`, async () => {
      const { url } = (await start({ tokens: TOKENS })).address();
      const { status, text, json } = await call(url, { headers: accept === undefined ? {} : { accept } });
      assert.equal(status, 200);
      assert.equal(text.startsWith('<!doctype html>'), isPage);
      if (isPage) return;
      assert.equal(json.url, url);
      assert.ok(json.routes.tokens.includes('GET, POST /oauth/authorize'));
      assert.ok(json.facts.some(({ text: fact }: { text: string }) => fact === `POST ${url}/api/login`));
    });
  }

  for (const [language, shown, title, button] of [
    [undefined, 'en', 'Dev session server', 'Sign in for tokens'],
    ['fr-CA,fr;q=0.9,en;q=0.8', 'fr', 'Serveur de dev', 'Se connecter pour des jetons'],
    ['de, ja;q=0.5, fr;q=0.4', 'ja', '開発サーバー', 'ログインしてトークンを取得'],
    ['en-GB, fr', 'en', 'Dev session server', 'Sign in for tokens'],
    ['fr;q=0, ja;q=0.1', 'ja', '開発サーバー', 'ログインしてトークンを取得'],
    ['de, *', 'en', 'Dev session server', 'Sign in for tokens'],
    [';;, q=x', 'en', 'Dev session server', 'Sign in for tokens'],
  ] as const) {
    it(`a browser that wants ${language ?? 'no language'} gets the page in ${shown}, and programs get English`, async () => {
      const { url } = (await start({ tokens: TOKENS }, { media: MEDIA })).address();
      const wanted: Record<string, string> = language === undefined ? {} : { 'accept-language': language };
      const { text, headers } = await call(url, { headers: { accept: BROWSER, ...wanted } });
      assert.equal(headers['content-language'], shown);
      for (const part of [`<html lang="${shown}">`, `<h1>${title}</h1>`, `<button>${button}</button>`])
        assert.ok(text.includes(part), part);
      const { json } = await call(url, { headers: wanted });
      assert.ok(json.facts.some(({ label }: { label: string }) => label === 'Token sessions'));
    });
  }

  it('a server without translations speaks English', async () => {
    for (const media of [undefined, folder()]) {
      const { url } = (await start({ tokens: TOKENS }, media === undefined ? {} : { media })).address();
      const { text } = await call(url, { headers: { accept: BROWSER, 'accept-language': 'fr' } });
      assert.match(text, /<html lang="en">/);
    }
  });

  it('HEAD is answered like GET without the body, and each answer says that it depends on Accept and is not kept', async () => {
    const { url } = (await start({ tokens: TOKENS })).address();
    for (const accept of [BROWSER, 'application/json']) {
      const [page, head] = [
        await call(url, { headers: { accept } }),
        await call(url, { method: 'HEAD', headers: { accept } }),
      ];
      const { date: _, ...headers } = page.headers;
      assert.deepEqual(
        [page.status, headers.vary, headers['cache-control']],
        [200, 'Accept, Accept-Language', 'no-store'],
      );
      const { date: __, ...same } = head.headers;
      assert.deepEqual(same, headers);
      assert.deepEqual(
        [head.status, head.text, same.vary, same['cache-control']],
        [200, '', 'Accept, Accept-Language', 'no-store'],
      );
    }
    assert.equal((await call(`${url}/nowhere`, { headers: { accept: BROWSER } })).headers.vary, undefined);
  });

  it('HEAD of what is not there says the length that GET has', async () => {
    const { url } = (await start({ tokens: {} })).address();
    const { url: mendix } = (await start({ mendix: {} })).address();
    const paths = ['/nowhere', '/api/login', '/api/nowhere', '/oauth/nowhere', '/_workbench/nowhere'];
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

  it('a system that has nothing at / has not refused who gets the page', async () => {
    const server = await start({ web: {} });
    await call(server.address().url, { headers: { accept: BROWSER } });
    const { entries } = (await new Control(server.address()).get('/journal')).json;
    const causes = entries.flatMap((entry: { causes: { rule: string; kind: string }[] }) => entry.causes);
    assert.ok(causes.some(({ rule }: { rule: string }) => rule === 'server.start-page'));
    assert.deepEqual(
      causes.filter(({ kind }: { kind: string }) => kind === 'refused'),
      [],
    );
  });

  it('a folder of pages with an index keeps its own page', async () => {
    fs.writeFileSync(path.join(folder(), 'index.html'), '<title>mine</title>');
    const { url } = (await start({ web: { pages: folder() } })).address();
    assert.match((await call(url, { headers: { accept: BROWSER } })).text, /<title>mine/);
  });

  it('the page has a login for each system that can be logged in to, no secret, and a script that runs by its hash alone', async () => {
    const server = await start({ tokens: TOKENS, web: {}, mobileApps: path.join(folder(), 'MobileApps') });
    const { url, controlToken } = server.address();
    const { text, headers } = await call(url, { headers: { accept: BROWSER } });
    const logins = [...text.matchAll(/<legend>([^<]+)/g)].map(([, title]) => title);
    assert.deepEqual(logins.sort(), ['Log in as a mobile app', 'Open a web session', 'Sign in for tokens']);
    assert.ok(!text.includes(controlToken));
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(text) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    const policy = String(headers['content-security-policy']);
    assert.ok(policy.includes(`script-src 'sha256-${hash}'; connect-src 'self'`), policy);
    assert.doesNotMatch(text, /(?:src|href)="(?!http:\/\/127\.0\.0\.1)/);
  });

  it('the network gets a code for phones, without the pairing code for who is not here', async () => {
    const [from] = lanAddresses();
    if (from === undefined) return;
    const server = await start({ tokens: TOKENS, host: '0.0.0.0' });
    const { port } = new URL(server.address().url);
    const here = await call(server.address().url, { headers: { accept: BROWSER } });
    assert.match(here.text, /<svg[^>]+aria-label="QR code of http:/);
    const there = `http://${from}:${port}/`;
    assert.ok(here.text.includes(`href="${there.slice(0, -1)}"`));
    const { json } = await call(server.address().url);
    assert.ok(json.lanUrls.includes(there.slice(0, -1)));
    const { lan } = (await new Control(server.address()).get('/state')).json;
    assert.ok(!JSON.stringify(json).includes(lan.pairingCode) && !here.text.includes(lan.pairingCode));
  });
});

describe('the live journal of the start page', () => {
  const start = devServers();
  const codeIn = (text: string) => /<svg.*<\/svg>/s.exec(text)?.[0];

  /** The lines that are sent until one has this text. */
  async function linesUntil(
    url: string,
    last: RegExp,
    act: () => Promise<unknown>,
    language = 'en',
  ): Promise<LiveLine[]> {
    const end = new AbortController();
    const answer = await fetch(`${url}/_workbench/events`, {
      signal: end.signal,
      headers: { 'accept-language': language },
    });
    const lines: LiveLine[] = [];
    const parser = createParser({ onEvent: ({ data }) => lines.push(JSON.parse(data)) });
    const reader = answer.body?.getReader();
    await act();
    while (!lines.some(({ text }) => last.test(text))) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) break;
      parser.feed(new TextDecoder().decode(value));
    }
    end.abort();
    return lines;
  }

  it('a page of this machine is told without a token what happens, before and after it asked, and neither own actions nor looks at the page', async () => {
    const server = await start({ tokens: TOKENS });
    const { url } = server.address();
    await call(`${url}/before`);
    await call(url, { headers: { accept: BROWSER } });
    const lines = await linesUntil(url, /after/, async () => {
      await call(url, { headers: { accept: BROWSER } });
      await new Control(server.address()).post('/clock', { advanceMs: 1 });
      await call(`${url}/after?token=kept-from-everybody-41`);
    });
    assert.deepEqual(
      lines.map(({ text, answer, isRefused }) => [text, answer, isRefused]),
      ['/before', '/after'].map((path) => [`No such route: ${path}`, 'GET 404', true]),
    );
  });

  it('the live journal says what happened in the language of the page', async () => {
    const { url } = (await start({ tokens: TOKENS }, { media: MEDIA })).address();
    const lines = await linesUntil(url, /after/, () => call(`${url}/after`), 'fr');
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['Route inexistante\u00a0: /after'],
    );
  });

  it('a page of another site, and who is not on this machine, gets no live journal', async () => {
    const { url } = (await start({ tokens: TOKENS })).address();
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
    assert.equal((await call(`${url}/_workbench/events`, { headers: foreign })).status, 403);
    assert.equal((await call(`${url}/_workbench/events`, { headers: { host: 'evil.example' } })).status, 403);
    const [from] = lanAddresses();
    if (from === undefined) return;
    const open = new URL((await start({ tokens: TOKENS, host: '0.0.0.0' })).address().url);
    const { status } = await call(`http://127.0.0.1:${open.port}/_workbench/events`, { from }).catch(() => ({
      status: 403,
    }));
    assert.equal(status, 403);
  });
  it('a caller through a tunnel or from a container gets neither the live journal nor the pairing code', async () => {
    const server = await start({ tokens: TOKENS, host: '0.0.0.0', allowedHosts: ['box.tunnel.example'] });
    const { port } = new URL(server.address().url);
    const url = `http://127.0.0.1:${port}`;
    const here = await call(url, { headers: { accept: BROWSER } });
    assert.match(here.text, /id="journal"/);
    for (const host of ['box.tunnel.example', `host.docker.internal:${port}`, `10.0.2.2:${port}`]) {
      const { status, text } = await call(url, { headers: { accept: BROWSER, host } });
      assert.deepEqual([status, /id="journal"/.test(text)], [200, false], host);
      if (lanAddresses().length > 0) assert.notEqual(codeIn(text), codeIn(here.text), host);
      assert.equal((await call(`${url}/_workbench/events`, { headers: { host } })).status, 403, host);
    }
  });
});
