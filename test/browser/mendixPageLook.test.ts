import assert from 'node:assert/strict';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { MENDIX_REASONS } from '../../src/core/systems/mendix/mendixReasons';
import { until } from '../server/devServers';
import { withMendix } from '../systems/mendix/mendixHarness';
import { realBrowser } from './browser';
import { pageAt, press, says, shows, signIn } from './mendixPages';

describe('what the page that signs in to Mendix shows', () => {
  const inBrowser = realBrowser();

  it('the page shows for each of its calls the reasons that the journal has, and loads nothing else', () =>
    withMendix({ securityLevel: 'production' }, (server) =>
      inBrowser(async (context) => {
        const asked: string[] = [];
        context.on('request', (request) => asked.push(request.url()));
        const { page, errors } = await pageAt(context, server);
        await page.getByLabel('User name').fill('jane');
        await page.getByLabel('Password').fill('no');
        await press(page, 'Sign in');
        await says(page, 'Name or password is wrong');
        await signIn(page, true);
        await shows(page, 'jane');
        await press(page, 'Call the server');
        await says(page, 'The server has answered the call.');
        await press(page, 'Log out');
        await says(page, 'Logged out.');
        const { entries } = (await server.control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
        const told = entries.filter(({ url }) => url === '/xas/').map(({ causes }) => causes.map(({ rule }) => rule));
        assert.equal(told.length, 7);
        const shown = [];
        for (const item of await page.locator('#calls > li').all()) {
          shown.unshift((await item.locator('small').allTextContents()).map((text) => text.split(' ', 1)[0] ?? ''));
        }
        assert.deepEqual(shown, told);
        const words = await page.locator('#calls').innerText();
        for (const rule of told.flat()) {
          const { sentence } = MENDIX_REASONS.codes[rule as keyof typeof MENDIX_REASONS.codes];
          assert.ok(words.includes(sentence.replace(/ \((?:since|before|inferred).*/, '')), sentence);
        }
        for (const url of asked) assert.ok(url.startsWith(`${server.url}/`), url);
        assert.deepEqual(errors, []);
      }),
    ));

  it('a user signs in with the keyboard alone, and a screen reader is told', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page } = await pageAt(context, server);
        await page.getByLabel('User name').focus();
        await page.keyboard.type('jane');
        await page.keyboard.press('Tab');
        await page.keyboard.type('example');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Space');
        await page.keyboard.press('Enter');
        await says(page, 'Signed in as jane. You are remembered');
        for (const field of await page.locator('input, select').all()) {
          assert.notEqual(await field.evaluate('(field) => field.labels.length'), 0);
        }
      }),
    ));

  it('a wish that is left to the profile leaves nothing to choose, and is sent as “default”', () =>
    withMendix({ profile: 'offline' }, (server) =>
      inBrowser(async (context) => {
        const { page } = await pageAt(context, server);
        await page.getByLabel('Leave that to the profile').check();
        assert.equal(await page.getByLabel('Remember me').isDisabled(), true);
        await signIn(page, false);
        await says(page, 'Signed in as jane. You are remembered');
        await page.getByText('mendix.wish.default-on').waitFor();
      }),
    ));

  for (const [path, options, words] of [
    ['/', {}, /cannot ask for an authentication token/],
    ['/login.html', {}, /is not remembered.* is inferred \(mendix\.switches\.loginHtmlTokens\)/],
    ['/login.html', { switches: { loginHtmlTokens: true } }, /Here the profile decides/],
    ['/', { runtimeVersion: '10.8.0' }, /Runtime 10\.8\.0 has no authentication tokens/],
    ['/login.html', { runtimeVersion: '10.8.0' }, /Runtime 10\.8\.0 has no authentication tokens/],
  ] as const) {
    it(`the page at ${path} with ${JSON.stringify(options)} says what is said of tokens, and leads to the other page`, () =>
      withMendix(options, (server) =>
        inBrowser(async (context) => {
          const { page } = await pageAt(context, server, path);
          assert.match(await page.locator('form + .hint').innerText(), words);
          const nav = page.getByRole('navigation');
          const [here, there] = path === '/' ? ['Page of the app', 'login.html'] : ['login.html', 'Page of the app'];
          assert.equal(await nav.getByRole('link', { name: here }).getAttribute('aria-current'), 'page');
          await nav.getByRole('link', { name: there }).click();
          await page.waitForURL(server.url + (path === '/' ? '/login.html' : '/'));
          await nav.locator('[aria-current]').getByText(there).waitFor();
        }),
      ));
  }

  for (const width of [320, 360, 640, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`in ${colorScheme} colours and at a width of ${width} each checkbox is beside its label, and nothing is cut off`, () =>
        withMendix({}, (server) =>
          inBrowser(async (context) => {
            const { page } = await pageAt(context, server);
            await page.setViewportSize({ width, height: 700 });
            await page.emulateMedia({ colorScheme });
            await signIn(page, true);
            await shows(page, 'jane');
            for (const name of ['Remember me', 'Leave that to the profile']) {
              const box = await page.getByLabel(name).boundingBox();
              const label = await page.getByText(name, { exact: true }).boundingBox();
              assert.ok(box && label && box.x + box.width <= label.x, 'the label is right of the checkbox');
              assert.ok(box.y < label.y + label.height && label.y < box.y + box.height, 'they are on one line');
            }
            assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
            const paper = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
            const [red = 0] = String(paper).match(/\d+/)?.map(Number) ?? [];
            assert.equal(red < 128, colorScheme === 'dark', String(paper));
          }),
        ));
    }
  }

  it('the page keeps no more than the last calls, and counts those that are alike', () =>
    withMendix({}, (server) =>
      inBrowser(async (context) => {
        const { page } = await pageAt(context, server);
        for (let time = 0; time < 30; time++)
          for (const each of ['Call the server', 'Load again']) await press(page, each);
        await until(
          () => page.locator('#calls > li').count(),
          (count) => count === 50,
        );
        await press(page, 'Load again');
        await page.getByText('get_session_data: 200, the same session (2 times)').waitFor();
      }),
    ));
});
