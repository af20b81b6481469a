import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { until } from '../server/devServers';
import { type MendixHarness, SWEPT_MS, USERS, withMendix, YEAR_MS } from '../systems/mendix/mendixHarness';
import { PATIENCE_MS, realBrowser } from './browser';

/** A page at a path of the server, once it has its session. What its policy refuses, or what fails in it, is a failure. */
async function pageAt(
  context: BrowserContext,
  server: MendixHarness,
  path = '/',
): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    // An answer such as 401 is told there, too, and is what is wanted.
    if (message.type() === 'error' && !/status of 401/.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(server.url + path);
  await page
    .getByText(/get_session_data: 200/)
    .first()
    .waitFor();
  return { page, errors };
}

async function signIn(page: Page, remember: boolean): Promise<void> {
  const [{ name, password }] = USERS;
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(password);
  if (remember) await page.getByLabel(/Remember me/).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const userIn = (page: Page) => page.locator('#user').textContent();
const shows = (page: Page, user: string | RegExp) => page.locator('#user').getByText(user).waitFor();

describe('The page that signs in to Mendix, in a browser', function () {
  this.timeout(3 * PATIENCE_MS);
  const inBrowser = realBrowser();

  for (const [scheme, options] of [
    ['HTTP', {}],
    ['HTTPS', { https: true }],
  ] as const) {
    for (const remember of [true, false]) {
      it(`over ${scheme} a browser ${remember ? 'with' : 'without'} remember me is ${remember ? '' : 'not '}signed in after its session is over`, () =>
        withMendix(
          {},
          (server) =>
            inBrowser(async (context) => {
              const { page, errors } = await pageAt(context, server);
              await shows(page, /^Anonymous_/);
              await signIn(page, remember);
              await shows(page, 'jane');
              const csrf = await page.locator('#csrf').textContent();
              const seen = (await page.locator('#cookies').textContent()) ?? '';
              assert.match(seen, /^originURI=\/login\.html$/, 'all other cookies are hidden from pages');
              const has = async (name: string) =>
                (await context.cookies()).find((cookie) => cookie.name.replace('__Host-', '') === name);
              assert.equal((await has('authtoken'))?.httpOnly, remember ? true : undefined);
              assert.equal(await has('useAuthToken'), undefined);
              await server.advance(SWEPT_MS);
              await page.getByRole('button', { name: 'Call the server' }).click();
              // The name may be the same as before; the CSRF token never is.
              await until(
                () => page.locator('#csrf').textContent(),
                (shown) => shown !== csrf,
                PATIENCE_MS,
              );
              await shows(page, remember ? 'jane' : /^Anonymous_/);
              await server.advance(YEAR_MS);
              await page.reload();
              await shows(page, /^Anonymous_/);
              assert.deepEqual(errors, []);
            }),
          options,
        ));
    }
  }

  it('a browser that signs in at login.html is led to the app, and is not remembered', () =>
    withMendix({ profile: 'offline' }, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server, '/login.html');
        assert.equal(await page.getByLabel(/Remember me/).isVisible(), false);
        await signIn(page, false);
        await page.waitForURL(`${server.url}/`);
        await shows(page, 'jane');
        assert.equal(
          (await context.cookies()).find(({ name }) => name === 'authtoken'),
          undefined,
        );
        assert.deepEqual(errors, []);
      }),
    ));

  it('a browser that logs out while offline is logged out by its next call, and loses its token', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        await signIn(page, true);
        await shows(page, 'jane');
        await page.getByRole('button', { name: 'Log out while offline' }).click();
        assert.equal(await userIn(page), 'jane');
        await page.getByRole('button', { name: 'Load again' }).click();
        await shows(page, /^Anonymous_/);
        assert.deepEqual((await server.user('jane'))?.tokens, []);
        assert.deepEqual(errors, []);
      }),
    ));

  it('a browser with a wrong password is told so, and one that logs out is nobody again', () =>
    withMendix({ anonymous: true }, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        await page.getByLabel('User name').fill('jane');
        await page.getByLabel('Password').fill('no');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('Name or password is wrong').waitFor();
        await signIn(page, true);
        await shows(page, 'jane');
        await page.getByRole('button', { name: 'Log out', exact: true }).click();
        await shows(page, /^Anonymous_/);
        assert.deepEqual(errors, []);
      }),
    ));
});
