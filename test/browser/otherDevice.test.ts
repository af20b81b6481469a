import assert from 'node:assert/strict';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { entryOf, realBrowser, rulesOf, signIn, textOf, withExample } from './browser';

const TOP = '/4DACTION/topCustomers';

describe('A link with a one-time passcode', () => {
  const inBrowser = realBrowser();

  it('a link with a one-time passcode shares the session with another device, once', () =>
    withExample({}, (server) =>
      inBrowser(async (computer) => {
        const here = await computer.newPage();
        await signIn(here, server);
        const [session] = await server.sessions();
        assert.ok(session);
        const { otp } = await server.control.ask(WEB_CALLS.createOtp(session.id));
        const link = `${server.url}${TOP}?$4DSID=${otp}`;

        await inBrowser(async (phone) => {
          const there = await phone.newPage();
          await there.goto(link);
          assert.match(await textOf(there), /Birch Ltd/);
          // Its own cookie from now on, without the passcode.
          await there.goto(server.url + TOP);
          assert.match(await textOf(there), /Birch Ltd/);
        });
        // The first device still has it: it was shared, not moved.
        await here.goto(server.url + TOP);
        assert.match(await textOf(here), /Birch Ltd/);
        assert.deepEqual(
          (await server.sessions()).map(({ id }) => id),
          [session.id],
        );

        await inBrowser(async (thief) => {
          const page = await thief.newPage();
          await page.goto(link);
          await page.waitForURL(`${server.url}/authenticate.shtml`);
          const entry = await entryOf(server, TOP, (each) => each.url.includes('4DSID'));
          assert.ok(rulesOf(entry).includes('web.otp.used'), rulesOf(entry).join());
        });
        assert.deepEqual((await server.sessions()).map(({ isGuest }) => isGuest).sort(), [false, true]);
      }),
    ));

  it('a link validates the e-mail address of a new user on the device where the mail is read', () =>
    withExample({}, (server) =>
      inBrowser(async (computer) => {
        const page = await computer.newPage();
        await page.goto(`${server.url}/signUp.shtml`);
        await page.getByLabel('E-mail').fill('new@example.com');
        await page.getByLabel('Password').fill('pebble');
        await page.getByRole('button', { name: 'Sign up' }).click();
        await page.getByText('A mail with a link was sent to new@example.com').waitFor();
        const [{ link = '' } = {}] = (await server.control.state()).outbox;
        for (const expected of [/Your email new@example\.com has been validated/, /^Invalid token$/]) {
          await inBrowser(async (phone) => {
            const mail = await phone.newPage();
            await mail.goto(link);
            assert.match(await textOf(mail), expected);
          });
        }
      }),
    ));
});
