import assert from 'node:assert/strict';
import { until } from '../server/devServers';
import { SWEPT_MS, withMendix, YEAR_MS } from '../systems/mendix/mendixHarness';
import { realBrowser } from './browser';
import { pageAt, press, shows, signIn, userIn } from './mendixPages';

describe('The page that signs in to Mendix, in a browser', () => {
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
              await press(page, 'Call the server');
              // The name may be the same as before; the CSRF token never is.
              await until(
                () => page.locator('#csrf').textContent(),
                (shown) => shown !== csrf,
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
        await press(page, 'Log out while offline');
        assert.equal(await userIn(page), 'jane');
        await press(page, 'Load again');
        await shows(page, /^Anonymous_/);
        assert.deepEqual((await server.user('jane'))?.tokens, []);
        assert.deepEqual(errors, []);
      }),
    ));

  it('a browser that logs out while offline is told at its next call that the server has logged it out', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page } = await pageAt(context, server);
        for (const button of ['Load again', 'Call the server']) {
          await signIn(page, false);
          await shows(page, 'jane');
          await press(page, 'Log out while offline');
          await press(page, button);
          await shows(page, /^Anonymous_/);
          assert.match(
            (await page.locator('#outcome').textContent()) ?? '',
            /The cookie OfflineLogout ended the session/,
          );
        }
      }),
    ));

  it('a browser with a wrong password is told so, and one that logs out is nobody again', () =>
    withMendix({ anonymous: true }, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        await page.getByLabel('User name').fill('jane');
        await page.getByLabel('Password').fill('no');
        await press(page, 'Sign in');
        await page.getByText('Name or password is wrong').waitFor();
        await signIn(page, true);
        await shows(page, 'jane');
        await press(page, 'Log out');
        await shows(page, /^Anonymous_/);
        assert.deepEqual(errors, []);
      }),
    ));
});
