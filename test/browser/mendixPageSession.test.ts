import assert from 'node:assert/strict';
import { USERS, withMendix, YEAR_MS } from '../systems/mendix/mendixHarness';
import { realBrowser } from './browser';
import { pageAt, press, says, shows, signIn } from './mendixPages';

const [{ name: username, password }] = USERS;

describe('what the page that signs in to Mendix knows of its session', () => {
  const inBrowser = realBrowser();

  it('the page shows the profile of its session, and has it when it is loaded anew, and when a call names none', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        const shown = (profile: string) =>
          page.locator('#session-profile').getByText(profile, { exact: true }).waitFor();
        const choice = page.getByLabel('Profile of the next calls');
        const profiles = async () => (await server.sessions()).map(({ profile }) => profile);
        await shown('Responsive');
        await choice.selectOption('ResponsiveOffline');
        await shown('ResponsiveOffline');
        assert.deepEqual(await profiles(), ['offline']);
        await page.reload();
        await page
          .getByText(/get_session_data: 200/)
          .first()
          .waitFor();
        await shown('ResponsiveOffline');
        assert.equal(await choice.inputValue(), 'ResponsiveOffline');
        await choice.selectOption('');
        await page
          .getByText(/get_session_data: 200.* the same session \(2 times\)|get_session_data: 200, the same session/)
          .first()
          .waitFor();
        await shown('ResponsiveOffline');
        assert.deepEqual(await profiles(), ['offline']);
        for (const [name, words] of [
          ['TabletOffline', 'TabletOffline'],
          ['Zq7Offline', 'another one, offline'],
        ] as const) {
          await context.addCookies([{ name: 'Profile', value: name, url: server.url }]);
          await page.reload();
          await shown(words);
          assert.equal(await choice.inputValue(), '');
        }
        await choice.selectOption('Responsive');
        await shown('Responsive');
        assert.deepEqual(await profiles(), ['online']);
        assert.deepEqual(errors, []);
      }),
    ));

  it('a page keeps its session alive by the action that the server has for it, which brings no session back', () =>
    withMendix({ settings: { SessionTimeout: 2000 }, switches: { keepAliveAction: 'ping' } }, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server);
        await signIn(page, true);
        await shows(page, 'jane');
        await page
          .getByText(/^ping: 200/)
          .first()
          .waitFor();
        await page.getByText('mendix.keepalive', { exact: false }).first().waitFor();
        await server.advance(3_600_000);
        await says(page, 'The session of jane is over.');
        assert.equal(await server.session('jane'), undefined);
        assert.deepEqual(errors, []);
      }),
    ));

  it('a page whose user was remembered for a year says why nobody is signed in any more', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page } = await pageAt(context, server);
        await signIn(page, true);
        await shows(page, 'jane');
        await server.advance(YEAR_MS);
        await press(page, 'Load again');
        await says(page, /Nobody is signed in.*The server says: The time of the authentication token is over/);
      }),
    ));

  it('a page whose user was not remembered says that the session before is over', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page } = await pageAt(context, server);
        await signIn(page, false);
        await shows(page, 'jane');
        await server.advance(3_600_000);
        await press(page, 'Load again');
        await says(page, /Nobody is signed in.*The server says: The session of the cookie was idle for too long/);
      }),
    ));

  it('a page that a sign-in at login.html leads to shows the reasons of the login, and why nobody is remembered', () =>
    withMendix({ profile: 'offline' }, (server) =>
      inBrowser(async (context) => {
        const { page, errors } = await pageAt(context, server, '/login.html');
        await signIn(page, false);
        await page.waitForURL(`${server.url}/`);
        await says(page, /You are not remembered\. The server says: .*login\.html/);
        await page.getByText('mendix.wish.login-html').waitFor();
        await page.reload();
        await says(page, 'Signed in as jane.');
        assert.equal(await page.getByText('mendix.wish.login-html').count(), 0);
        assert.deepEqual(errors, []);
      }),
    ));

  for (const [scheme, options] of [
    ['HTTP', {}],
    ['HTTPS', { https: true }],
  ] as const) {
    it(`over ${scheme} no script of a page sees session cookie, marker or token, from the login to the next session`, () =>
      withMendix(
        {},
        (server) =>
          inBrowser(async (context) => {
            const { page } = await pageAt(context, server);
            const xas = (action: string, params: object) =>
              page.evaluate(
                `fetch('/xas/', { method: 'POST', body: ${JSON.stringify(JSON.stringify({ action, params }))}, headers: {
                  'Content-Type': 'application/json', 'X-Csrf-Token': document.getElementById('csrf').textContent,
                } }).then((answer) => answer.status)`,
              );
            const seen = new Set<string>();
            const look = async () => {
              assert.equal(await page.evaluate('document.cookie'), 'originURI=/login.html');
              for (const { name, httpOnly } of await context.cookies()) {
                seen.add(name.replace('__Host-', ''));
                assert.equal(httpOnly, name !== 'originURI', name);
              }
            };
            await look();
            assert.equal(await xas('login', { username, password, useAuthToken: true }), 200);
            await look();
            assert.equal(await xas('get_session_data', {}), 200);
            await look();
            await server.advance(YEAR_MS / 2);
            assert.equal(await xas('get_session_data', {}), 200);
            await look();
            for (const name of ['XASSESSIONID', 'useAuthToken', 'authtoken']) assert.ok(seen.has(name), name);
          }),
        options,
      ));
  }
});
