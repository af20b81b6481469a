import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readHandlers } from '../../src/core/handlers/readHandlers';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { type WebClient, webServer } from './webHarness';

const root = path.resolve(__dirname, '../../..');
const EXAMPLE = path.join(root, 'media/examples/otp');

const TYPES = path.join(root, 'media/types/4d-web-code.d.ts');
const read = (file: string) => fs.readFileSync(file, 'utf8');

/** Names of the modules that the compiler finds an error in. */
async function typeErrors(project: string): Promise<string[]> {
  // An editor finds the types of Node by itself.
  const given = ['--project', project, '--noEmit', '--types', 'node'];
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  try {
    await promisify(execFile)(process.execPath, [compiler, ...given]);
    return [];
  } catch (error) {
    const { stdout } = error as { stdout: string };
    const lines = stdout.split('\n').filter((line) => line.includes('error'));
    return lines.map((line) => /([A-Za-z]+\.js)\(/.exec(line)?.[1] ?? line).sort();
  }
}

/** Where the example sends the browser when it has an operation validated, and the callback address that the platform makes. */
function askedOf(location: string | undefined): {
  readonly platform: string;
  readonly callback: URL;
  readonly state: string | null;
} {
  const asked = new URL(location ?? '');
  const callback = new URL(asked.searchParams.get('redirect_uri') ?? '');
  const state = asked.searchParams.get('state');
  // The platform sends its own parameter back.
  if (state !== null) callback.searchParams.set('state', state);
  return { platform: asked.origin + asked.pathname, callback, state };
}

describe('The example of sessions and one-time passcodes', () => {
  const server = webServer({ project: EXAMPLE });

  /** Where the link of the last mail leads, and whom the mail is for. */
  async function lastMail() {
    const { link, to, from } = (await server().control.state()).outbox.at(-1) ?? assert.fail('there is no mail');
    const { origin, pathname, search } = new URL(link ?? '');
    return { origin, target: pathname + search, to, from };
  }

  async function authenticate(client: WebClient, userId: string, password: string) {
    return client.form('/4DACTION/authenticate', { userId, password });
  }

  it('the files of the example have no finding', () => {
    const { entries, findings } = readHandlers(read(path.join(EXAMPLE, 'Project/Sources/HTTPHandlers.json')));
    assert.deepEqual(findings, []);
    assert.equal(entries.length, 2);
  });

  it('the example fits the types that are shipped', async () => {
    assert.deepEqual(await typeErrors(path.join(EXAMPLE, 'WebCode/jsconfig.json')), []);
  });

  it('the example would not fit types that lack a member', async () => {
    const folder = fs.mkdtempSync(path.join(root, 'out/types-'));
    try {
      fs.writeFileSync(path.join(folder, 'types.d.ts'), read(TYPES).replace('createOTP(', 'createOTPs('));
      fs.cpSync(path.join(EXAMPLE, 'WebCode'), path.join(folder, 'WebCode'), { recursive: true });
      const config = path.join(folder, 'WebCode/jsconfig.json');
      fs.writeFileSync(config, read(config).replace('../../../types/4d-web-code.d.ts', '../types.d.ts'));
      assert.deepEqual(await typeErrors(config), ['Users.js', 'validateOperation.js']);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  it('the example lets a salesperson log in, with the three best customers in the storage', async () => {
    const client = server().client();
    assert.match((await client.call('/authenticate.shtml')).text, /action="\/4DACTION\/authenticate" method="post"/);
    assert.equal((await authenticate(client, '9', 'jade')).text, 'This userId is unknown');
    assert.equal((await authenticate(client, '1', 'onyx')).text, 'This password is wrong');
    const denied = await client.call('/4DACTION/topCustomers');
    assert.deepEqual([denied.status, denied.headers.location], [302, '/authenticate.shtml']);

    const { status, headers } = await authenticate(client, '1', 'jade');
    assert.deepEqual([status, headers.location], [302, '/authenticationOK.shtml']);
    assert.equal((await client.call('/authenticationOK.shtml')).status, 200);
    const { json } = await client.call('/4DACTION/topCustomers');
    assert.deepEqual(json, [
      { name: 'Birch Ltd', totalPurchase: 12_000 },
      { name: 'Dogwood Works', totalPurchase: 7_250 },
      { name: 'Cedar House', totalPurchase: 4_500 },
    ]);
    const [session] = await server().sessions();
    assert.ok(session);
    assert.deepEqual(
      [session.userName, session.isGuest, session.privileges],
      ['Ada Quill', false, ['viewCustomers', 'sell']],
    );
    assert.deepEqual(session.storage, { myTop3: json });
  });

  it('the example logs in through REST as well', async () => {
    const client = server().client();
    assert.equal((await client.post('/rest/$catalog/authentify', ['2', 'jade'])).json.result, false);
    assert.equal((await client.post('/rest/$catalog/authentify', ['2', 'onyx'])).json.result, true);
    assert.equal((await server().sessions())[0]?.userName, 'Ben Oru');
  });

  it('the example validates the e-mail address of a new user by a link, in another browser, once', async () => {
    const client = server().client();
    const { text } = await client.form('/4DACTION/signUp', { email: 'new@example.com', password: 'opal' });
    assert.equal(text, 'A mail with a link was sent to new@example.com');
    const { origin, target: link, to, from } = await lastMail();
    assert.deepEqual([origin, to, from], [server().url, 'new@example.com', 'The shop <shop@example.com>']);
    assert.match(link, /^\/tools\/validateEmail\?\$4DSID=[0-9A-F]{32}$/);
    assert.equal((await server().client().call('/tools/validateEmail')).text, 'Invalid token');

    const phone = server().client();
    const { text: done, headers } = await phone.call(link);
    assert.equal(done, 'Congratulations <br>Your email new@example.com has been validated');
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(await phone.cookie(), await client.cookie());
    const steps = (await server().sessions()).map(
      ({ storage }) => (storage.status as { step: string } | undefined)?.step,
    );
    assert.ok(steps.includes('Email validated'));

    assert.equal((await server().client().call(link)).text, 'Invalid token');
  });

  it('the example says what a mail server says of an address that is none, and creates no user', async () => {
    const client = server().client();
    const { text } = await client.form('/4DACTION/signUp', { email: 'nobody', password: 'opal' });
    assert.equal(text, 'No mail could be sent: 5.1.3 “nobody” in “to” is no e-mail address.');
    assert.deepEqual((await server().control.state()).outbox, []);
    assert.equal((await server().sessions())[0]?.storage.status, undefined);
  });

  it('the example creates a user through REST, and gives the link to the reader of the mail alone', async () => {
    const client = server().client();
    const user = { email: 'new@example.com', password: 'opal' };
    const { text, json } = await client.post('/rest/Users/create', [user]);
    assert.equal(json.result.success, true, text);
    const { target } = await lastMail();
    const passcode = target.split('=').at(-1) ?? assert.fail(target);
    assert.ok(passcode.length === 32 && !text.includes(passcode), text);
    assert.match((await server().client().call(target)).text, /^Congratulations/);
  });

  for (const way of ['$4DSID', 'state']) {
    it(`the example completes an operation that the external platform has validated, with ${way}`, async () => {
      const client = server().client();
      await authenticate(client, '2', 'onyx');
      const fields = { operation: 'Transfer of 7', way };
      const { status, headers } = await client.form('/4DACTION/validateOperation', fields);
      assert.equal(status, 302);
      const { platform, callback, state } = askedOf(headers.location);
      assert.equal(platform, `${server().platformUrl}/validate`);
      assert.equal(callback.origin, server().url);
      assert.equal(state === null, way === '$4DSID');

      const browser = server().client();
      const { text } = await browser.call(callback.pathname + callback.search);
      assert.equal(text, 'The operation “Transfer of 7” of Ben Oru has been validated');
      assert.equal(await browser.cookie(), await client.cookie());
      assert.equal((await browser.call('/4DACTION/topCustomers')).status, 200);

      const again = await server()
        .client()
        .call(callback.pathname + callback.search);
      assert.deepEqual([again.status, again.text], [403, 'Invalid token']);
    });

    it(`the example keeps an operation that the external platform has refused, with ${way}, as refused`, async () => {
      const client = server().client();
      const { headers } = await client.form('/4DACTION/validateOperation', { operation: 'a', way });
      const { pathname, search } = askedOf(headers.location).callback;
      const { text: said } = await server().client().call(`${pathname}${search}&error=access_denied`);
      assert.match(said, /of guest has been refused$/);
      const [session] = (await server().control.ask(WEB_CALLS.list())).filter(({ storage }) => 'operation' in storage);
      assert.deepEqual(session?.storage.operation, { name: 'a', step: 'Refused' });
    });
  }
});

describe('The example over HTTPS', () => {
  const server = webServer({ project: EXAMPLE }, {}, { https: true });

  it('the example is called back over HTTPS', async () => {
    const { headers } = await server().client().form('/4DACTION/validateOperation', { operation: 'a' });
    const { href } = askedOf(headers.location).callback;
    assert.ok(href.startsWith(`${server().url}/my4DApp/completeOperation?$4DSID=`), href);
  });
});

describe('The example of activation by mail', () => {
  const ACTIVATION = path.join(root, 'media/examples/activation');

  it('the example of activation fits the types that are shipped', async () => {
    assert.deepEqual(await typeErrors(path.join(ACTIVATION, 'WebCode/jsconfig.json')), []);
  });

  it('the walk through the example of activation names options that the server takes', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(read(path.join(ACTIVATION, 'README.md'))) ?? [];
    const { web, mobile, mobileApps } = JSON.parse(text);
    assert.equal(web.project, 'example:activation');
    assert.equal(mobile.authenticationModule, 'example:activation');
    assert.equal(typeof mobileApps, 'string');
  });
});
