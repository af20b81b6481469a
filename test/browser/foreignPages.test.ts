import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { CONTROL_PATH } from '../../src/core/protocol/address';
import type { WebHarness } from '../server/webHarness';
import { EVIL_HOST, entryOf, realBrowser, signIn, submitForm, withExample } from './browser';

/** Somebody else's web server: an empty page that forbids nothing. */
async function foreignSite(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Elsewhere</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${EVIL_HOST}:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

describe('A page of another site', () => {
  const inBrowser = realBrowser();
  let site: Awaited<ReturnType<typeof foreignSite>>;

  beforeEach(async () => {
    site = await foreignSite();
  });
  afterEach(() => site.close());

  /** A browser in which Ada is signed in, with a page of the other site open. */
  const onForeignPage = (run: (page: Page, server: WebHarness, context: BrowserContext) => Promise<void>) =>
    withExample({ cookie: { sameSite: 'Lax' } }, (server) =>
      inBrowser(async (context) => {
        await signIn(await context.newPage(), server);
        const page = await context.newPage();
        await page.goto(site.url);
        await run(page, server, context);
      }),
    );

  /** Whether `fetch` gave the page anything to read. */
  const fetches = (page: Page, url: string, init: RequestInit = {}): Promise<string> =>
    page.evaluate(
      async ([target, options]) => {
        try {
          const response = await fetch(target, options);
          return response.type === 'opaque' ? 'opaque' : `read ${response.status}`;
        } catch {
          return 'failed';
        }
      },
      [url, init] as const,
    );

  const submits = async (page: Page, url: string, fields: Record<string, string>): Promise<void> => {
    const answered = page.waitForResponse((response) => response.url().startsWith(url));
    await submitForm(page, url, fields);
    assert.equal((await answered).status(), 403);
    // Shown to its end, or it would get in the way of where the page goes next.
    await page.waitForURL(url);
  };

  it('a page of another site reads nothing of the control API, whatever it sends along', () =>
    onForeignPage(async (page, server) => {
      const state = `${server.url}${CONTROL_PATH}/state`;
      assert.equal(await fetches(page, state, { credentials: 'include' }), 'failed');
      assert.equal(await fetches(page, state, { headers: { authorization: 'Bearer guess' } }), 'failed');
      assert.equal(await fetches(page, state, { mode: 'no-cors' }), 'opaque');
      const { status } = await entryOf(server, `${CONTROL_PATH}/state`);
      assert.equal(status, 403);
    }));

  it('a page of another site moves neither clock nor sessions, also not with requests that need no leave', () =>
    onForeignPage(async (page, server) => {
      const before = await server.control.state();
      const calls = {
        clock: JSON.stringify({ advanceMs: 3_600_000 }),
        reset: '',
        'web/sessions': '',
        faults: JSON.stringify({ kind: 'reset' }),
      };
      for (const [path, body] of Object.entries(calls)) {
        const url = `${server.url}${CONTROL_PATH}/${path}`;
        const answer = await fetches(page, url, { method: 'POST', mode: 'no-cors', credentials: 'include', body });
        assert.equal(answer, 'opaque');
        assert.equal((await entryOf(server, `${CONTROL_PATH}/${path}`)).status, 403);
        await submits(page, url, { advanceMs: '3600000' });
        await page.goto(site.url);
      }
      const after = await server.control.state();
      assert.equal(after.clock.offsetMs, before.clock.offsetMs);
      assert.deepEqual(
        after.systems.web?.sessions.map(({ id }) => id),
        before.systems.web?.sessions.map(({ id }) => id),
      );
      assert.deepEqual(after.faults, []);
    }));

  it('a page of another site changes nothing on the web face, with fetch, form or picture', () =>
    onForeignPage(async (page, server) => {
      const action = `${server.url}/4DACTION/validateOperation`;
      const init = { method: 'POST', mode: 'no-cors', credentials: 'include' } as const;
      assert.equal(await fetches(page, action, { ...init, body: new URLSearchParams('a=1').toString() }), 'opaque');
      assert.equal((await entryOf(server, '/4DACTION/validateOperation')).status, 403);
      await page.evaluate(
        `document.body.append(Object.assign(new Image(), { src: '${server.url}/4DACTION/topCustomers' }))`,
      );
      assert.equal((await entryOf(server, '/4DACTION/topCustomers')).status, 403);
      await submits(page, action, { operation: 'Theft' });
      const [session, ...others] = await server.sessions();
      assert.deepEqual(others, []);
      assert.equal(session?.storage.operation, undefined);
    }));

  it('a page of another site answers no validation on the platform', () =>
    onForeignPage(async (page, server) => {
      const asked = await fetch(`${server.platformUrl}/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ callback: `${server.url}/` }),
      });
      const { id } = (await asked.json()) as { id: string };
      await submits(page, `${server.platformUrl}/validations/${id}`, { answer: 'approve', by: 'platform' });
      const text = await (await fetch(server.platformUrl)).text();
      assert.match(text, /<td>waits<\/td>/);
    }));

  it('a page of another site gets nowhere by making its own name point to this machine', () =>
    onForeignPage(async (page, server) => {
      const main = `http://${EVIL_HOST}:${new URL(server.url).port}`;
      const platform = `http://${EVIL_HOST}:${new URL(server.platformUrl).port}`;
      // The platform listens on what localhost is; where that is ::1 alone, the name leads nowhere, which is as good.
      for (const target of [`${main}/authenticate.shtml`, `${main}${CONTROL_PATH}/state`, platform]) {
        const status = await page.goto(target).then(
          (response) => response?.status(),
          () => 'unreachable',
        );
        if (target.startsWith(main)) assert.equal(status, 403, target);
        else assert.ok(status === 403 || status === 'unreachable', `${status}`);
      }
      // Same origin for the browser now: nothing but the server itself stands in the way.
      await page.goto(`${main}/`);
      for (const init of [{ method: 'GET' }, { method: 'POST', body: 'userId=1&password=jade' }]) {
        assert.equal(await fetches(page, `${main}/4DACTION/authenticate`, init), 'read 403');
      }
      assert.equal((await server.sessions()).length, 1);
    }));

  it('a page on another port is told in the journal why it reads nothing, and what web.cors lists reads it and sends forms', () =>
    inBrowser(async (context) => {
      const { port } = new URL(site.url);
      const path = '/4DACTION/topCustomers';
      const run = async (cors: { host: string }[]) => {
        await withExample({ cors }, async (server) => {
          const page = await context.newPage();
          await page.goto(`http://localhost:${port}`);
          const target = `http://localhost:${new URL(server.url).port}${path}`;
          const isListed = cors.length > 0;
          const read = await fetches(page, target);
          assert.match(read, isListed ? /^read / : /^failed$/);
          const { causes } = await entryOf(server, path);
          const unread = causes.find(({ rule }) => rule === 'web.cors.unread');
          assert.deepEqual(unread?.remedy, isListed ? undefined : { option: 'web.cors', value: `localhost:${port}` });
          await submitForm(page, target, { a: '1' });
          // The server says it, as a response of a navigation can pass before the page is asked for it.
          const { status } = await entryOf(server, path, ({ method }) => method === 'POST');
          assert.equal(status === 403, !isListed);
          // Shown to its end: Chromium forgets a close that comes between an answer and its page. A stranger is led to the login.
          await page.waitForURL(isListed ? new URL('/authenticate.shtml', target).href : target);
          await page.close();
        });
      };
      await run([]);
      await run([{ host: `localhost:${port}` }]);
    }));
});
