import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import type { WebHarness } from '../server/webHarness';
import { entryOf, realBrowser, rulesOf, signIn, submitForm, textOf, withExample } from './browser';

const CALLBACK = '/my4DApp/completeOperation';
const HTTPS = { https: true } as const;

describe('A browser that an external platform sends back', () => {
  const inBrowser = realBrowser();

  /** Signs in and has an operation validated, up to the page of the platform. */
  const toPlatform = async (context: BrowserContext, server: WebHarness, way: '$4DSID' | 'state'): Promise<Page> => {
    const page = await context.newPage();
    await signIn(page, server);
    await page.goto(`${server.url}/operation.shtml`);
    await page.getByLabel(way === 'state' ? 'to the platform, as state' : 'in the callback address').check();
    await page.getByRole('button', { name: 'Validate' }).click();
    await page.waitForURL(`${server.platformUrl}/validate?**`);
    return page;
  };

  /** As above, but the platform is given no passcode: only the cookie can tell who comes back. */
  const toPlatformWithoutPasscode = async (context: BrowserContext, server: WebHarness): Promise<Page> => {
    const page = await context.newPage();
    await signIn(page, server);
    await page.goto(`${server.url}/operation.shtml`);
    await page.getByRole('button', { name: 'Validate' }).click();
    // The operation waits now. The platform is asked again, without what the example has given to it.
    await page.waitForURL(`${server.platformUrl}/validate?**`);
    const callback = encodeURIComponent(server.url + CALLBACK);
    await page.goto(`${server.platformUrl}/validate?redirect_uri=${callback}`);
    return page;
  };

  const answer = async (page: Page, server: WebHarness, name: 'Approve' | 'Refuse') => {
    await page.getByRole('button', { name }).click();
    await page.waitForURL((url) => url.origin === new URL(server.url).origin);
    return textOf(page);
  };

  /** The platform's page posts to the callback address, as some platforms do. */
  const post = async (page: Page, server: WebHarness) => {
    await submitForm(page, server.url + CALLBACK, {});
    await page.waitForURL(server.url + CALLBACK);
    return entryOf(server, CALLBACK, ({ method }) => method === 'POST');
  };

  for (const way of ['$4DSID', 'state'] as const) {
    it(`a browser comes back without its Strict cookie, and the passcode as ${way} restores the session`, () =>
      withExample({ cookie: { sameSite: 'Strict' } }, (server) =>
        inBrowser(async (context) => {
          const page = await toPlatform(context, server, way);
          const cookies = await context.cookies(server.url);
          assert.equal(cookies.find(({ name }) => name === '4DSID_Otp')?.sameSite, 'Strict');
          assert.match(await answer(page, server, 'Approve'), /of Ada Quill has been validated$/);
          const entry = await entryOf(server, CALLBACK);
          assert.equal(entry.request.headers.cookie, undefined);
          assert.ok(rulesOf(entry).includes('web.session.no-cookie'), rulesOf(entry).join());
          assert.ok(rulesOf(entry).includes('web.otp.restored'), rulesOf(entry).join());
          // The answer has set it: from here on the cookie comes along again.
          await page.goto(`${server.url}/4DACTION/topCustomers`);
          assert.match(await textOf(page), /Birch Ltd/);
          assert.equal((await server.sessions()).filter(({ userName }) => userName === 'Ada Quill').length, 1);
        }),
      ));
  }

  it('a browser is a stranger when its cookie is Strict and there is no passcode', () =>
    withExample({ cookie: { sameSite: 'Strict' } }, (server) =>
      inBrowser(async (context) => {
        const page = await toPlatformWithoutPasscode(context, server);
        assert.equal(await answer(page, server, 'Approve'), 'Invalid token');
        const entry = await entryOf(server, CALLBACK);
        assert.equal(entry.request.headers.cookie, undefined);
        assert.ok(rulesOf(entry).includes('web.session.guest'), rulesOf(entry).join());
        assert.deepEqual((await server.sessions()).map(({ isGuest }) => isGuest).sort(), [false, true]);
      }),
    ));

  it('a browser brings a cookie that is None, over HTTPS, and needs no passcode', () =>
    withExample(
      { cookie: { sameSite: 'None' } },
      (server) =>
        inBrowser(async (context) => {
          const page = await toPlatformWithoutPasscode(context, server);
          const cookie = (await context.cookies(server.url)).find(({ name }) => name === '4DSID_Otp');
          assert.deepEqual([cookie?.sameSite, cookie?.secure], ['None', true]);
          assert.match(await answer(page, server, 'Approve'), /of Ada Quill has been validated$/);
          const entry = await entryOf(server, CALLBACK);
          assert.match(entry.request.headers.cookie ?? '', /^4DSID_Otp=/);
          assert.ok(rulesOf(entry).includes('web.session.reused'), rulesOf(entry).join());
          assert.equal((await server.sessions()).length, 1);
        }),
      HTTPS,
    ));

  it('a browser brings a cookie that is None with a form that the platform posts, too', () =>
    withExample(
      { cookie: { sameSite: 'None' } },
      (server) =>
        inBrowser(async (context) => {
          const page = await toPlatformWithoutPasscode(context, server);
          assert.match((await post(page, server)).request.headers.cookie ?? '', /^4DSID_Otp=/);
        }),
      HTTPS,
    ));

  it('a browser keeps no cookie at all that is None without HTTPS', () =>
    withExample({ cookie: { sameSite: 'None' } }, (server) =>
      inBrowser(async (context) => {
        const page = await context.newPage();
        await page.goto(`${server.url}/index.shtml`);
        await page.reload();
        assert.deepEqual(await context.cookies(server.url), []);
        assert.equal((await server.sessions()).length, 2);
      }),
    ));

  it('a browser brings a Lax cookie when it is sent back by address, and not with a form that the platform posts', () =>
    withExample({ cookie: { sameSite: 'Lax' } }, (server) =>
      inBrowser(async (context) => {
        const posting = await toPlatformWithoutPasscode(context, server);
        const posted = await post(posting, server);
        assert.equal(posted.request.headers.cookie, undefined);

        const page = await toPlatformWithoutPasscode(context, server);
        assert.match(await answer(page, server, 'Approve'), /of Ada Quill has been validated$/);
        const entry = await entryOf(server, CALLBACK, ({ method }) => method === 'GET');
        assert.ok(rulesOf(entry).includes('web.session.reused'), rulesOf(entry).join());
      }),
    ));

  it('a browser that was refused comes back with error=access_denied', () =>
    withExample({}, (server) =>
      inBrowser(async (context) => {
        const page = await toPlatform(context, server, 'state');
        await answer(page, server, 'Refuse');
        assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');
      }),
    ));

  it('a browser is refused when the platform has called before, as the passcode is used', () =>
    withExample({}, (server) =>
      inBrowser(async (context) => {
        const page = await toPlatform(context, server, '$4DSID');
        await page.getByLabel('Times').fill('2');
        assert.equal(await answer(page, server, 'Approve'), 'Invalid token');
        const entry = await entryOf(server, CALLBACK);
        assert.ok(rulesOf(entry).includes('web.otp.used'), rulesOf(entry).join());
      }),
    ));

  it('the platform can be answered by keyboard alone', () =>
    withExample({}, (server) =>
      inBrowser(async (context) => {
        const page = await toPlatform(context, server, '$4DSID');
        const approve = page.getByRole('button', { name: 'Approve' });
        for (let presses = 0; presses < 20 && !(await approve.evaluate((each) => each.matches(':focus'))); presses++) {
          await page.keyboard.press('Tab');
        }
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.pathname === CALLBACK);
        assert.match(await textOf(page), /has been validated$/);
      }),
    ));
});
