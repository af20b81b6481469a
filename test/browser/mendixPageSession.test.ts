import assert from 'node:assert/strict';
import { type MendixHarness, SWEPT_MS, USERS, withMendix, YEAR_MS } from '../systems/mendix/mendixHarness';
import { realBrowser } from './browser';
import { pageAt, press, says, shows, signIn } from './mendixPages';

const [{ name: username, password }] = USERS;

/** How a session that somebody has signed in to ends, so that the page has to say why. */
const ENDS: readonly {
  what: string;
  remember: boolean;
  happens: (server: MendixHarness) => Promise<unknown>;
  said: string;
}[] = [
  {
    what: 'the time of the token is over',
    remember: true,
    happens: (server) => server.advance(YEAR_MS),
    said: 'The time of the authentication token is over',
  },
  {
    what: 'another password has ended the token',
    remember: true,
    happens: async (server) => {
      await server.patchUser('jane', { password: 'another' });
      await server.advance(SWEPT_MS);
    },
    said: 'The authentication token was ended by a change of the password',
  },
  {
    what: 'the user who was remembered has become inactive',
    remember: true,
    happens: (server) => server.patchUser('jane', { active: false }),
    said: 'The authentication token was ended when the user became inactive',
  },
  {
    what: 'the user who was not remembered has become inactive',
    remember: false,
    happens: (server) => server.patchUser('jane', { active: false }),
    said: 'The session of the cookie ended when its user became inactive',
  },
  {
    what: 'the session of a user who was not remembered was idle for too long',
    remember: false,
    happens: (server) => server.advance(SWEPT_MS),
    said: 'The session of the cookie was idle for too long',
  },
  {
    what: 'somebody has ended the session by hand',
    remember: false,
    happens: (server) => server.endSession('jane'),
    said: 'The session of the cookie was ended by hand',
  },
];

/** How a session ends whose user the token brings back. */
const REVIVED: readonly [string, (server: MendixHarness) => Promise<unknown>, string][] = [
  ['was swept', (server) => server.advance(SWEPT_MS), 'The session of the cookie was idle for too long'],
  ['is not swept yet', (server) => server.advance(600_500), 'The session was idle for too long'],
  ['was ended by hand', (server) => server.endSession('jane'), 'The session of the cookie was ended by hand'],
];

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

  for (const { what, remember, happens, said } of ENDS) {
    for (const anonymous of [true, false]) {
      for (const button of ['Call the server', 'Load again']) {
        it(`where ${anonymous ? 'anonymous users' : 'no anonymous users'} are let in, “${button}” says that ${what}`, () =>
          withMendix({ anonymous }, (server) =>
            inBrowser(async (context) => {
              const { page, errors } = await pageAt(context, server, '/', anonymous ? 200 : 401);
              await signIn(page, remember);
              await shows(page, 'jane');
              await happens(server);
              await press(page, button);
              await says(page, new RegExp(`Nobody is signed in(?!.*Nobody is signed in).*The server says: ${said}`));
              await shows(page, anonymous ? /^Anonymous_/ : 'nobody');
              assert.deepEqual(errors, []);
            }),
          ));
      }
    }
  }

  for (const [what, happens, said] of REVIVED) {
    for (const button of ['Call the server', 'Load again']) {
      it(`“${button}” says that the token brings back a user whose session ${what}, and why it was over`, () =>
        withMendix({}, (server) =>
          inBrowser(async (context) => {
            const { page, errors } = await pageAt(context, server);
            await signIn(page, true);
            await shows(page, 'jane');
            await happens(server);
            await press(page, button);
            const anew = 'The session was made anew from the authentication token\\. The server says: ';
            await says(page, new RegExp(`Signed in as jane\\. ${anew}${said}`));
            assert.deepEqual(errors, []);
          }),
        ));
    }
  }

  it('a page of an app without anonymous users says once that nobody is signed in', () =>
    withMendix({ anonymous: false }, (server) =>
      inBrowser(async (context) => {
        const { page } = await pageAt(context, server, '/', 401);
        await says(page, /^Nobody is signed in, and the app lets no anonymous users in\.$/);
        await signIn(page, false);
        await shows(page, 'jane');
        await press(page, 'Log out');
        await says(page, /^Logged out\. Nobody is signed in, and the app lets no anonymous users in\.$/);
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
