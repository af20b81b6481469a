import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { type MendixHarness, SWEPT_MS, USERS, withMendix } from '../systems/mendix/mendixHarness';
import { realBrowser } from './browser';
import { pageAt, press, says, shows, signIn } from './mendixPages';

/** The page keeps the session alive each second, and the server's time stands still. */
const EACH_SECOND = { settings: { SessionTimeout: 2000 } };
const OTHER_TAB = /CSRF token of this page is of another session than the cookie/;

/** The calls that the page tells of, the last one first. */
async function actionsIn(page: Page): Promise<string[]> {
  const told = await page.locator('#calls > li > p').allTextContents();
  return told.map((text) => text.replace(/:.*/, ''));
}

/** The call that follows an action of the page meets a fault. */
async function failAfter(action: 'login' | 'logout', context: BrowserContext, server: MendixHarness): Promise<void> {
  let isDone = false;
  await context.route('**/xas/', async (route) => {
    if (isDone) await server.control.post('/faults', { kind: 'status', status: 503, scope: {}, times: 1 });
    isDone = route.request().postDataJSON().action === action;
    await route.continue();
  });
}

describe('the page that signs in to Mendix when something goes wrong', () => {
  const inBrowser = realBrowser();

  // Half of it is more than a timer of a browser can wait, from the second one on.
  for (const timeout of ['49 days', '50 days', '58 days', '36500 days']) {
    it(`a page with a SessionTimeout of ${timeout} sends no keep-alive before its time`, () =>
      withMendix({ settings: { SessionTimeout: timeout } }, (server) =>
        inBrowser(async (context) => {
          const { page, errors } = await pageAt(context, server);
          for (let times = 1; times <= 10; times++) {
            await press(page, 'Call the server');
            if (times > 1) await page.getByText(`retrieve_by_xpath: 200 (${times} times)`).waitFor();
          }
          assert.deepEqual(await actionsIn(page), ['retrieve_by_xpath', 'get_session_data']);
          assert.deepEqual(errors, []);
        }),
      ));
  }

  it('a page whose interval is longer than a timer can wait keeps its session alive when the timer is over', () =>
    withMendix({ settings: { SessionTimeout: '58 days' } }, (server) =>
      inBrowser(async (context) => {
        const page = await context.newPage();
        await page.clock.install();
        await page.goto(server.url);
        await shows(page, /^Anonymous_/);
        await page.clock.fastForward(2 ** 31 - 60_000);
        assert.deepEqual(await actionsIn(page), ['get_session_data']);
        await page.clock.fastForward(60_000);
        await page.getByText('keepalive: 200').waitFor();
      }),
    ));

  for (const [button, refused, again] of [
    ['Sign in', 'Nobody was signed in.', /Signed in as jane\. You are remembered/],
    ['Log out', 'Nobody was logged out.', /^Logged out\. Nobody is signed in/],
    ['Call the server', 'The call was refused.', 'The server has answered the call.'],
  ] as const) {
    for (const csrfStatus of [401, 403] as const) {
      it(`a tab whose CSRF token is old says so when it is refused with ${csrfStatus}, and “${button}” works the second time`, () =>
        withMendix({ switches: { csrfStatus } }, (server) =>
          inBrowser(async (context) => {
            const { page, errors } = await pageAt(context, server);
            const { page: other } = await pageAt(context, server);
            await signIn(other, false);
            await shows(other, 'jane');
            await shows(page, /^Anonymous_/);
            await page.bringToFront();
            if (button === 'Sign in') await signIn(page, true);
            else await press(page, button);
            await says(page, refused);
            await says(page, OTHER_TAB);
            await says(page, 'has the session of jane now');
            await says(page, `Press “${button}” again.`);
            assert.equal(await page.getByText('Name or password is wrong').count(), 0);
            await shows(page, 'jane');
            // The password is still there.
            await press(page, button);
            await says(page, again);
            assert.deepEqual(errors, []);
          }),
        ));
    }
  }

  it('a tab whose keep-alive has an old CSRF token says so, and goes on with the session that the browser has', () =>
    withMendix(EACH_SECOND, (server) =>
      inBrowser(async (context) => {
        // No keep-alive comes while the other tab signs in: then it would find that session over.
        await context.clock.install({ time: 0 });
        await context.clock.pauseAt(1_000);
        const { page, errors } = await pageAt(context, server);
        const { page: other } = await pageAt(context, server);
        await signIn(other, false);
        await shows(other, 'jane');
        await page.clock.runFor(1_000);
        await says(page, OTHER_TAB);
        await shows(page, 'jane');
        await page.clock.runFor(1_000);
        await page.getByText(/^keepalive: 200/).waitFor();
        assert.deepEqual(errors, []);
      }),
    ));

  for (const remember of [true, false]) {
    it(`a page whose keep-alive is refused shows nobody any more, and a user ${remember ? 'with' : 'without'} a token is ${remember ? 'back' : 'gone'} when it loads again`, () =>
      withMendix(EACH_SECOND, (server) =>
        inBrowser(async (context) => {
          const { page, errors } = await pageAt(context, server);
          await signIn(page, remember);
          await shows(page, 'jane');
          await server.advance(SWEPT_MS);
          await says(
            page,
            /^The session of jane is over\. The server says: The session of the cookie was idle .* A keep-alive needs a live session/,
          );
          await shows(page, 'nobody');
          assert.equal(await page.locator('#csrf').textContent(), 'none');
          assert.match((await page.locator('#state').textContent()) ?? '', /^over/);
          await press(page, 'Load again');
          if (remember) await says(page, 'Signed in as jane. The session was made anew from the authentication token.');
          else await says(page, 'Nobody is signed in');
          await shows(page, remember ? 'jane' : /^Anonymous_/);
          assert.deepEqual(errors, []);
        }),
      ));
  }

  it('a page whose server is gone says that there is no answer, for what is pressed and for the keep-alive', () =>
    withMendix(EACH_SECOND, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        await signIn(page, true);
        await shows(page, 'jane');
        await server.stop();
        for (const [button, action] of [
          ['Load again', 'get_session_data'],
          ['Call the server', 'retrieve_by_xpath'],
          ['Log out', 'logout'],
        ] as const) {
          await press(page, button);
          await page.getByText(`${action}: no answer`).first().waitFor();
        }
        await page.getByText('keepalive: no answer').first().waitFor();
        await says(page, /The server gave no answer .* start it again/);
        assert.match((await page.locator('#state').textContent()) ?? '', /^not known/);
        assert.deepEqual(errors, []);
      }),
    ));

  it('a page that had no answer for a while says so when the server answers again', () =>
    withMendix(EACH_SECOND, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        await context.setOffline(true);
        await says(page, 'The server gave no answer');
        await context.setOffline(false);
        await says(page, 'The server answers again');
        await page.locator('#state').getByText('live', { exact: true }).waitFor();
        assert.deepEqual(errors, []);
      }),
    ));

  for (const button of ['Call the server', 'Log out', 'Load again']) {
    it(`a page whose “${button}” meets a fault says so, and does not take its session for over`, () =>
      withMendix({}, (server) =>
        inBrowser(async (context) => {
          const { page, errors } = await pageAt(context, server);
          await signIn(page, true);
          await shows(page, 'jane');
          await server.control.post('/faults', { kind: 'status', status: 503, scope: {}, times: 1 });
          await press(page, button);
          await says(page, 'The server says: A fault gave the answer');
          await shows(page, 'jane');
          assert.match((await page.locator('#csrf').textContent()) ?? '', /^[\w-]{20,}$/);
          const isKnown = button !== 'Load again';
          assert.match((await page.locator('#state').textContent()) ?? '', isKnown ? /^live$/ : /^not known/);
          await press(page, 'Load again');
          await says(page, 'Signed in as jane.');
          assert.equal(await page.locator('#state').textContent(), 'live');
          assert.deepEqual(errors, []);
        }),
      ));
  }

  for (const status of [503, 401, 500]) {
    it(`a page whose “Sign in” meets a fault with ${status} blames no password and keeps it, and a wrong one is told after that`, () =>
      withMendix({}, (server) =>
        inBrowser(async (context) => {
          const { page, errors } = await pageAt(context, server);
          const typed = () => page.getByLabel('Password').inputValue();
          await server.control.post('/faults', { kind: 'status', status, scope: { route: '/xas/' }, times: 1 });
          await signIn(page, true);
          await says(page, /^Nobody was signed in\. The server says: A fault gave the answer/);
          assert.equal(await typed(), USERS[0].password);
          await page.getByLabel('Password').fill('wrong');
          await press(page, 'Sign in');
          await says(page, /^Name or password is wrong.* The server says: The password is wrong\.$/);
          assert.equal(await typed(), '');
          assert.deepEqual(errors, []);
        }),
      ));
  }

  it('a page that could not load after its login does not blame another tab for its old CSRF token', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        await failAfter('login', context, server);
        await signIn(page, true);
        await says(page, 'The server has signed somebody in. The page could not load');
        await press(page, 'Call the server');
        await says(page, 'The page had not loaded since the login, so its CSRF token was of the session before.');
        await says(page, 'has the session of jane now');
        await press(page, 'Call the server');
        await says(page, 'The server has answered the call.');
        assert.deepEqual(errors, []);
      }),
    ));

  for (const [button, first, said] of [
    ['Sign in', 'login', 'The server has signed somebody in. The page could not load'],
    ['Log out', 'logout', 'Logged out. The page could not load'],
  ] as const) {
    it(`a page whose load after “${button}” meets a fault says that its session is not known`, () =>
      withMendix({}, (server) =>
        inBrowser(async (context) => {
          const { page, errors } = await pageAt(context, server);
          await failAfter(first, context, server);
          if (button === 'Sign in') await signIn(page, true);
          else await press(page, button);
          await says(page, said);
          assert.match((await page.locator('#state').textContent()) ?? '', /^not known/);
          await press(page, 'Load again');
          await shows(page, button === 'Sign in' ? 'jane' : /^Anonymous_/);
          assert.deepEqual(errors, []);
        }),
      ));
  }

  for (const [button, calls] of [
    ['Sign in', ['get_session_data', 'login']],
    ['Load again', ['get_session_data']],
    ['Call the server', ['retrieve_by_xpath']],
    ['Log out', ['get_session_data', 'logout']],
  ] as const) {
    it(`a double click on “${button}” counts once, and the fields as they were at the click`, () =>
      withMendix({ securityLevel: 'production' }, (server) =>
        inBrowser(async (context) => {
          const { page, errors } = await pageAt(context, server);
          const sent: string[] = [];
          // The answers are slow, so that the second click comes before them.
          await context.route('**/xas/', async (route) => {
            sent.unshift(route.request().postDataJSON().action);
            await new Promise((resolve) => setTimeout(resolve, 200));
            await route.continue();
          });
          await page.getByLabel('User name').fill('jane');
          await page.getByLabel('Password').fill('example');
          await page.getByRole('button', { name: button, exact: true }).dblclick();
          await page.getByLabel('Password').fill('typed later');
          // Waits until the button can be pressed again, and what was pressed before is done.
          await page.getByRole('button', { name: button, exact: true }).click({ trial: true });
          await page.getByRole('button', { name: 'Log out while offline' }).click();
          await says(page, 'The cookie OfflineLogout is set');
          assert.deepEqual(sent, calls);
          await shows(page, button === 'Sign in' ? 'jane' : /^Anonymous_/);
          assert.equal((await server.user('jane'))?.failedLogins, 0);
          assert.equal(await page.getByLabel('Password').inputValue(), 'typed later');
          assert.deepEqual(errors, []);
        }),
      ));
  }

  for (const path of ['/', '/login.html']) {
    it(`a browser that drops the cookies of the page at ${path} is told so before and after it signs in`, () =>
      withMendix({ settings: { 'com.mendix.core.SameSiteCookies': 'None' } }, (server) =>
        inBrowser(async (context) => {
          const { page, errors } = await pageAt(context, server, path);
          await page.getByText('A browser will not stay signed in here').waitFor();
          await signIn(page, false);
          await says(page, 'The server has signed somebody in, and this browser did not keep the session cookie.');
          await shows(page, /^Anonymous_/);
          assert.deepEqual(errors, []);
        }),
      ));
  }

  for (const [what, sameSite, options] of [
    ['None over HTTPS', 'None', { https: true }],
    ['Lax over HTTP', 'Lax', {}],
  ] as const) {
    it(`a page with SameSiteCookies ${what} warns of nothing, and its user is signed in`, () =>
      withMendix(
        { settings: { 'com.mendix.core.SameSiteCookies': sameSite } },
        (server) =>
          inBrowser(async (context) => {
            const { page, errors } = await pageAt(context, server);
            await signIn(page, true);
            await says(page, 'Signed in as jane. You are remembered');
            assert.equal(await page.locator('#same-site').count(), 0);
            assert.deepEqual(errors, []);
          }),
        options,
      ));
  }
});
