import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { authorization, newProof } from '../systems/tokens/oauthBrowser';
import { TokensHarness } from '../systems/tokens/tokensHarness';
import { realBrowser } from './browser';

const SITE = 'https://app.example.com/callback';
const CLIENTS = [
  { clientId: 'local', redirectUris: ['http://127.0.0.1/callback'] },
  { clientId: 'site', redirectUris: [SITE] },
  { clientId: 'phone', redirectUris: ['com.example.app:/callback'] },
];

/** An app that waits on this machine, on another port than the server. */
async function listener(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Back in the app</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/callback`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

describe('the page that signs in for an OAuth client', () => {
  const inBrowser = realBrowser();
  let server: TokensHarness;
  let app: Awaited<ReturnType<typeof listener>>;
  before(async () => {
    server = await TokensHarness.start({ clients: CLIENTS });
    app = await listener();
  });
  after(async () => {
    await app.close();
    await server.stop();
  });

  const address = (client: string, redirect: string, more: Readonly<Record<string, string>> = {}) =>
    `${server.url}/oauth/authorize?${new URLSearchParams(authorization(newProof(), { client_id: client, redirect_uri: redirect, ...more }))}`;

  /** The page, and what its policy refuses. */
  async function open(context: BrowserContext, url: string): Promise<{ page: Page; errors: string[] }> {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) errors.push(message.text());
    });
    await page.goto(url);
    return { page, errors };
  }

  async function signIn(page: Page, password = 'example'): Promise<void> {
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  for (const target of ['another port of this machine', 'a site over TLS']) {
    it(`a browser that signs in comes back to ${target}`, () =>
      inBrowser(async (context) => {
        const isSite = target === 'a site over TLS';
        await context.route(`${SITE}**`, (route) =>
          route.fulfill({ contentType: 'text/html', body: '<title>Back</title>' }),
        );
        const { page, errors } = await open(context, address(isSite ? 'site' : 'local', isSite ? SITE : app.url));
        await signIn(page);
        await page.waitForURL((url) => url.searchParams.has('code'));
        assert.ok(page.url().startsWith(isSite ? SITE : app.url), page.url());
        assert.deepEqual(errors, []);
      }));
  }
  it('a browser that signs in tries the private scheme of an app, which no policy refuses', () =>
    inBrowser(async (context) => {
      const { page, errors } = await open(context, address('phone', 'com.example.app:/callback'));
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await signIn(page);
      const answer = await answered;
      assert.equal(answer.status(), 303);
      assert.match(answer.headers().location ?? '', /^com\.example\.app:\/callback\?code=/);
      assert.deepEqual(errors, []);
    }));
  it('a browser that is sent with prompt none comes back without a page', () =>
    inBrowser(async (context) => {
      const { page } = await open(context, address('local', app.url, { prompt: 'none', login_hint: 'ada' }));
      assert.ok(page.url().startsWith(`${app.url}?code=`), page.url());
    }));
  it('a person signs in with the keyboard alone, after a wrong password that is told', () =>
    inBrowser(async (context) => {
      const { page, errors } = await open(context, address('local', app.url));
      // A browser gives the focus a moment after the page is there.
      const hasFocus = (label: string) => page.getByLabel(label).and(page.locator(':focus')).waitFor();
      await hasFocus('User name');
      await page.keyboard.type('ada');
      await page.keyboard.press('Tab');
      await page.keyboard.type('wrong-one');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('Not signed in.').waitFor();
      assert.equal(await page.getByLabel('User name').inputValue(), 'ada');
      await hasFocus('Password');
      await page.keyboard.type('example');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.searchParams.has('code'));
      assert.deepEqual(errors, []);
    }));
  for (const [look, media, size] of [
    ['in light colours', { colorScheme: 'light' }, 16],
    ['in dark colours', { colorScheme: 'dark' }, 16],
    ['in forced colours', { forcedColors: 'active' }, 16],
    ['in letters of one and a half times the size', { colorScheme: 'light' }, 24],
  ] as const) {
    it(`the page ${look} is no wider than 320 pixels, and its buttons are whole`, () =>
      inBrowser(async (context) => {
        const { page } = await open(context, address('local', app.url, { scope: 'read write' }));
        await page.setViewportSize({ width: 320, height: 700 });
        await page.emulateMedia(media);
        await page.evaluate(`document.documentElement.style.fontSize = '${size}px'`);
        await signIn(page, 'wrong-one');
        await page.getByRole('alert').waitFor();
        await page.evaluate(`document.documentElement.style.fontSize = '${size}px'`);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
        for (const name of ['Sign in', 'Cancel']) {
          const box = await page.getByRole('button', { name }).boundingBox();
          assert.ok(box && box.x >= 0 && box.x + box.width <= 320 && box.height >= 44, name);
        }
      }));
  }
});
