import assert from 'node:assert/strict';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { call } from './httpCall';
import { curl, type WebClient, webServer, withWebServer } from './webHarness';

const NEVER_MADE = '2E5D0D57751D471DB29FD110D2DCE253';

/**
 * As in 4D's chapter (docs/facts/4d-web.md#one-time-passcodes): "handleOperation() function of the OperationsHandler
 * singleton".
 */
const OPERATIONS = `
exports.OperationsHandler = class OperationsHandler {
  handleOperation(request) {
    if (request.urlQuery.state !== undefined) Session.restore(request.urlQuery.state);
    const message = new OutgoingMessage();
    message.setBody({ id: Session.id, storage: Session.storage, privileges: Session.getPrivileges() });
    return message;
  }
};`;

/** As there: "Example of email validation with $4DSID". */
const USERS = `
const created = [];
exports.Users = class Users {
  static exposed = ['create'];
  create(info) {
    const user = { ...info, ID: created.push(info) };
    Use(Session.storage, () => {
      Session.storage.status = { step: 'Waiting for validation email', email: user.email, ID: user.ID };
    });
    return 'https://my.server.com/tools/validateEmail?$4DSID=' + Session.createOTP();
  }
};`;
const REQUEST_HANDLER = `
exports.RequestHandler = class RequestHandler {
  validateEmail() {
    const result = new OutgoingMessage();
    const { status } = Session.storage;
    if (status && status.step === 'Waiting for validation email') {
      result.setBody('Congratulations <br>Your email ' + status.email + ' has been validated');
      result.setHeader('Content-Type', 'text/html');
      Use(Session.storage, () => { Session.storage.status.step = 'Email validated'; });
    } else {
      result.setBody('Invalid token');
    }
    return result;
  }
};`;

/** As there: "The authenticate project method". */
const AUTHENTICATE = `
exports.authenticate = () => {
  const { userId, password } = webGetVariables();
  if (userId !== '7') return webSendText('This userId is unknown');
  if (password !== 'example') return webSendText('This password is wrong');
  Session.setPrivileges({ userName: 'Jane Doe' });
  Use(Session.storage, () => { Session.storage.myTop3 ??= ['one', 'two', 'three']; });
  webSendHttpRedirect('/authenticationOK.shtml');
};`;

const FILES = {
  'Project/Sources/HTTPHandlers.json': [
    { class: 'OperationsHandler', method: 'handleOperation', regexPattern: '/my4DApp/completeOperation', verbs: 'get' },
    { class: 'RequestHandler', method: 'validateEmail', regexPattern: '/validateEmail', verbs: 'get' },
    { class: 'Tools', method: 'session', pattern: 'session' },
    { class: 'Tools', method: 'set', pattern: 'set' },
    { class: 'Tools', method: 'restoreState', pattern: 'restoreState' },
  ],
  'WebCode/OperationsHandler.js': OPERATIONS,
  'WebCode/Users.js': USERS,
  'WebCode/RequestHandler.js': REQUEST_HANDLER,
  'WebCode/methods/authenticate.js': AUTHENTICATE,
  'WebFolder/authenticate.shtml': '<form action="/4DACTION/authenticate" method="POST">',
  'WebFolder/authenticationOK.shtml': 'OK',
};

// Each over both: "Both HTTP and HTTPS schemas are supported."
for (const scheme of ['http', 'https'] as const) {
  describe(`One-time passcodes over ${scheme}`, () => {
    const server = webServer({}, FILES, scheme === 'https' ? { https: true } : {});

    /** Somebody whose session has something to be recognised by, and a passcode of it. */
    async function creator(lifespan?: number): Promise<{ client: WebClient; id: string; otp: string }> {
      const client = server().client();
      const { json } = await client.post('/set/', { storage: { mark: 'original' }, privileges: 'medium' });
      const { otp } = await server().control.ask(WEB_CALLS.createOtp(json.id, lifespan));
      return { client, id: json.id, otp };
    }

    it('a passcode in $4DSID restores the session by itself, with its storage and privileges, in any web process', async () => {
      const targets = [
        '/session/?',
        '/my4DApp/completeOperation?a=1&',
        '/4DACTION/whoAmI?',
        '/index.html?',
        '/style.css?',
      ];
      for (const target of targets) {
        const { id, otp } = await creator();
        const browser = server().client();
        assert.equal((await browser.call(`${target}$4DSID=${otp}`)).status, 200, target);
        const { entries } = await server().control.journal(0, 1000);
        const restored = entries.at(-1)?.causes.find(({ rule }) => rule === 'web.otp.restored');
        assert.ok(restored, target);
        assert.ok(restored.message.endsWith(`the session ${id}.`), restored.message);
        const { json } = await browser.call('/session/');
        assert.deepEqual([json.id, json.storage, json.privileges], [id, { mark: 'original' }, ['simple', 'medium']]);
      }
    });

    it('a passcode in $4DSID of a REST request restores nothing and stays good, and the journal says why', async () => {
      const { id, otp } = await creator();
      const targets = ['$info/sessionInfo', '$singleton/Tools/whoAmI', '$catalog', 'Users/create', 'nothing'];
      for (const target of targets) {
        const browser = server().client();
        await browser.call(`/rest/${target}?$4DSID=${otp}`);
        const rules = await server().rules();
        assert.ok(rules.includes('web.otp.rest'), target);
        assert.ok(!rules.some((rule) => rule === 'web.otp.restored'), target);
        assert.notEqual((await browser.call('/session/')).json.id, id, target);
      }
      const { entries } = await server().control.journal(0, 1000);
      assert.ok(!JSON.stringify(entries).includes(otp));
      const browser = server().client();
      assert.equal((await browser.call(`/session/?$4DSID=${otp}`)).json.id, id);
    });

    it('a passcode replaces the current session, on several devices at the same time, and never shows the cookie', async () => {
      const { client, id, otp } = await creator();
      const other = server().client();
      const { json: before } = await other.call('/session/');
      const { json, headers } = await other.call(`/my4DApp/completeOperation?$4DSID=${otp}`);
      assert.notEqual(before.id, id);
      assert.equal(json.id, id);
      assert.equal(headers['set-cookie']?.length, 1);
      assert.equal(await other.cookie(), await client.cookie());
      await other.post('/set/', { storage: { from: 'another device' } });
      assert.equal((await client.call('/session/')).json.storage.from, 'another device');
      const { entries } = await server().control.journal(0, 1000);
      const journal = JSON.stringify(entries);
      assert.ok(!journal.includes((await client.cookie()) ?? 'none'));
      assert.ok(!journal.includes(otp));
    });

    it('a passcode can be used once, also when its session is the current one already', async () => {
      const { client, id, otp } = await creator();
      assert.equal((await client.call(`/session/?$4DSID=${otp}`)).json.id, id);
      const other = server().client();
      const { json } = await other.call(`/session/?$4DSID=${otp}`);
      assert.notEqual(json.id, id);
      assert.equal(json.isGuest, true);
      assert.ok((await server().rules()).includes('web.otp.used'));
    });

    it('one of many requests at once wins the passcode', async () => {
      const { id } = await creator();
      const codes = await Promise.all(Array.from({ length: 5 }, () => server().control.ask(WEB_CALLS.createOtp(id))));
      for (const { otp } of codes) {
        const url = new URL(`/session/?$4DSID=${otp}`, server().url);
        const answers = await Promise.all(Array.from({ length: 30 }, () => call(url)));
        assert.equal(answers.filter(({ json }) => json.id === id).length, 1);
      }
    });

    const invalid: [name: string, rule: string, make: () => Promise<string>][] = [
      [
        'used',
        'web.otp.used',
        async () => {
          const { client, otp } = await creator();
          await client.call(`/session/?$4DSID=${otp}`);
          return otp;
        },
      ],
      [
        'expired',
        'web.otp.expired',
        async () => {
          const { otp } = await creator(30);
          await server().advance(30_000);
          return otp;
        },
      ],
      ['unknown', 'web.otp.unknown', async () => NEVER_MADE],
      [
        'orphaned',
        'web.otp.session-gone',
        async () => {
          const { id, otp } = await creator();
          await server().control.ask(WEB_CALLS.close(id));
          return otp;
        },
      ],
    ];
    for (const [name, rule, make] of invalid) {
      it(`a passcode that is ${name} restores nothing: the current session is left unchanged, or there is a guest`, async () => {
        const otp = await make();
        for (const target of [`/session/?$4DSID=${otp}`, `/restoreState/?state=${otp}`]) {
          const client = server().client();
          const { json: before } = await client.post('/set/', { storage: { mark: 'current' }, privileges: 'simple' });
          const cookie = await client.cookie();
          const { json: after } = await client.call(target);
          assert.ok((await server().rules()).includes(rule));
          assert.deepEqual([after.id, after.storage, after.privileges], [before.id, before.storage, before.privileges]);
          assert.equal(await client.cookie(), cookie);

          const stranger = server().client();
          const { json: guest } = await stranger.call(target);
          assert.deepEqual([guest.isGuest, guest.storage, guest.privileges], [true, {}, []]);
          assert.notEqual(guest.id, before.id);
          assert.ok(await stranger.cookie());
        }
      });
    }

    it('a passcode is over with a session that was not used for its idle timeout, whatever its own lifespan', async () => {
      const { otp } = await creator(24 * 3600);
      await server().idle();
      const { json } = await server().client().call(`/session/?$4DSID=${otp}`);
      assert.equal(json.isGuest, true);
      assert.ok((await server().rules()).includes('web.otp.session-gone'));
    });

    it('a passcode in a parameter of another name is restored by restore(), which says whether it did', async () => {
      const { id, otp } = await creator();
      const client = server().client();
      const { json: before } = await client.call('/session/');
      assert.notEqual(before.id, id);
      const { json } = await client.call(`/restoreState/?state=${otp}`);
      assert.deepEqual([json.done, json.id, json.storage], [true, id, { mark: 'original' }]);
      assert.equal((await client.call('/session/')).json.id, id);
      assert.equal((await client.call(`/restoreState/?state=${otp}`)).json.done, false);
      assert.equal((await client.call('/restoreState/')).json.done, false);
      assert.equal((await client.call('/session/')).json.id, id);
    });

    it('a passcode comes to an ORDA function through REST as $params, in the URL and in the body', async () => {
      for (const viaUrl of [true, false]) {
        const { id, otp } = await creator();
        const client = server().client();
        const path = '/rest/$singleton/Tools/restore';
        const parameters = JSON.stringify([otp]);
        const { json } = viaUrl
          ? await client.call(`${path}?$params=${encodeURIComponent(`'${parameters}'`)}`)
          : await client.call(path, { method: 'POST', body: parameters });
        assert.deepEqual(json, { result: true });
        assert.equal((await client.call('/session/')).json.id, id);
        assert.ok(!JSON.stringify((await server().control.journal(0, 1000)).entries).includes(otp));
      }
    });

    it('a passcode restores the session of the whole scenario with $4DSID', async () => {
      const { id, otp } = await creator();
      const url = `${server().url}/my4DApp/completeOperation?$4DSID=${otp}`;
      const answer = JSON.parse(await curl('--insecure', url));
      assert.deepEqual(answer, { id, storage: { mark: 'original' }, privileges: ['simple', 'medium'] });
      assert.notEqual(JSON.parse(await curl('--insecure', url)).id, id);
    });

    it('a passcode restores the session of the whole scenario with restore()', async () => {
      const { id, otp } = await creator();
      const url = `${server().url}/my4DApp/completeOperation?state=${otp}`;
      assert.equal(JSON.parse(await curl('--insecure', url)).id, id);
      assert.notEqual(JSON.parse(await curl('--insecure', url)).id, id);
    });

    it('a passcode validates the e-mail address of a new user, once, by a link in a mail', async () => {
      const client = server().client();
      const { json } = await client.call('/rest/$singleton/Users/create', {
        method: 'POST',
        body: [{ email: 'jane.doe@example.com', password: 'example' }],
      });
      const link = new URL(json.result);
      assert.equal(link.pathname, '/tools/validateEmail');
      const reader = server().client();
      const first = await reader.call(link.pathname + link.search);
      assert.equal(first.text, 'Congratulations <br>Your email jane.doe@example.com has been validated');
      assert.equal(first.headers['content-type'], 'text/html');
      assert.equal(
        (
          await server()
            .client()
            .call(link.pathname + link.search)
        ).text,
        'Invalid token',
      );
      const [session] = (await server().sessions()).filter(({ storage }) => storage.status);
      assert.deepEqual(session?.storage.status, { step: 'Email validated', email: 'jane.doe@example.com', ID: 1 });
    });

    it('a passcode is for the session that made it: what others do does not count', async () => {
      const one = await creator();
      const other = await creator();
      assert.equal((await server().client().call(`/session/?$4DSID=${other.otp}`)).json.id, other.id);
      assert.equal((await server().client().call(`/session/?$4DSID=${one.otp}`)).json.id, one.id);
    });

    it('a passcode restores a salesperson who signed in: page, 4DACTION, user name and three customers in the storage', async () => {
      const client = server().client();
      const page = await client.call('/authenticate.shtml');
      assert.match(page.text, /\/4DACTION\/authenticate/);
      const id = (await client.call('/session/')).json.id;
      const sent = (userId: string, password: string) => client.form('/4DACTION/authenticate', { userId, password });
      assert.equal((await sent('8', 'example')).text, 'This userId is unknown');
      assert.equal((await sent('7', 'wrong')).text, 'This password is wrong');
      const { status, headers } = await sent('7', 'example');
      assert.deepEqual([status, headers.location], [302, '/authenticationOK.shtml']);
      assert.equal((await client.call('/authenticationOK.shtml')).text, 'OK');
      const { json } = await client.call('/session/');
      assert.deepEqual([json.id, json.userName, json.storage.myTop3], [id, 'Jane Doe', ['one', 'two', 'three']]);
    });
  });
}

describe('One-time passcodes', () => {
  const server = webServer({}, FILES);

  it('a passcode has the lifespan that createOTP is given, or that of the idle timeout', async () => {
    await server().control.moveClock({ pause: true });
    const client = server().client();
    const call = (parameters: unknown[]) =>
      client.call('/rest/$singleton/Tools/createOTP', { method: 'POST', body: parameters });
    const made = [await call([]), await call([45])].map(({ json }) => String(json.result));
    for (const otp of made) assert.match(otp, /^[0-9A-F]{32}$/);
    const [session] = await server().sessions();
    assert.ok(session);
    const lives = session.otps.map(({ expiresAt }) => Date.parse(expiresAt) - Date.parse(session.lastRequestAt));
    assert.deepEqual(
      session.otps.map(({ otp }) => otp),
      made,
    );
    assert.deepEqual(lives, [3_600_000, 45_000]);
  });

  it('a passcode is not looked at without scalable sessions', async () => {
    await withWebServer(
      { scalableSessions: false },
      async (other) => {
        const { id } = await other.control.ask(WEB_CALLS.make());
        const { otp } = await other.control.ask(WEB_CALLS.createOtp(id));
        assert.deepEqual((await other.client().call(`/session/?$4DSID=${otp}`)).json, { session: null });
        assert.deepEqual(
          (await other.sessions())[0]?.otps.map((live) => live.otp),
          [otp],
        );
      },
      FILES,
    );
  });

  it('a passcode stays out of the journal, wherever code puts it', async () => {
    const client = server().client();
    const made = await client.call('/rest/$singleton/Tools/createOTP', { method: 'POST', body: [] });
    const otp = String(made.json.result);
    await client.call('/rest/$singleton/Tools/restore', { method: 'POST', body: [otp] });
    const { entries } = await server().control.journal(0, 1000);
    assert.equal(entries.length, 2);
    assert.ok(!JSON.stringify(entries).includes(otp));
    assert.equal(entries[1]?.request.body, '["•••"]');
  });
});
