import assert from 'node:assert/strict';
import type { Mail } from '../../../src/core/protocol/mail';
import { SEED_APPLICATION, SEED_NAME } from '../../support/seedSession';
import { type MobileHarness, mobileServer, withServer } from '../mobileHarness';
import { AndroidDevice, IosDevice, iosBody } from './devices';

const USER = 'jane.doe@example.com';
const FILE = `${SEED_APPLICATION}/${SEED_NAME}`;
const MINUTE = 60_000;
const byMail = { policy: { otherwise: { outcome: 'pending', mail: true } } } as const;

async function onlyMail(server: MobileHarness): Promise<Mail> {
  const mails = await server.outbox();
  assert.equal(mails.length, 1);
  return mails[0] as Mail;
}

describe('a verification', () => {
  it('a verification may be good for as long as the longest of its times says', async () => {
    const timeoutMs = 36_525 * 86_400_000;
    await withServer({ ...byMail, verification: { timeoutMs } }, async (server) => {
      const device = new IosDevice(server);
      await device.login(USER);
      assert.equal(device.statusText, 'Verify your email address');
      const mail = await onlyMail(server);
      assert.ok(Math.abs(Date.parse(mail.expiresAt ?? '') - Date.parse(mail.at) - timeoutMs) < MINUTE);
      await server.advance(timeoutMs - MINUTE);
      assert.equal((await server.get(mail.link ?? '')).status, 200);
    });
  });
});

describe('activation by link', () => {
  const server = mobileServer(byMail);

  it('an activation link lets the second login in, and changes nothing in the file but the status', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    assert.ok(!device.isSignedIn);
    assert.equal(device.statusText, 'Verify your email address');
    const mail = await onlyMail(server());
    assert.equal(mail.to, USER);
    assert.equal(mail.session, SEED_NAME);
    assert.ok(mail.html.includes(mail.link ?? '-') && mail.text.includes(mail.link ?? '-'));
    assert.equal(mail.code, undefined);
    assert.ok(mail.link?.startsWith(`${server().url}/activation?token=`));
    assert.ok(!mail.link?.includes(SEED_NAME), 'a link that anybody can compute proves nothing');

    const pretty = JSON.stringify(JSON.parse(server().read(FILE) ?? ''), null, '\t');
    server().write(FILE, pretty);
    await server().refresh();
    const page = await server().get(mail.link ?? '');
    assert.equal(page.status, 200);
    assert.match(page.headers['content-type'] ?? '', /^text\/html/);
    assert.match(page.text, /You are successfully authenticated/);
    assert.equal(server().read(FILE), pretty.replace('"pending"', '"accepted"'));
    const entry = await server().lastEntry();
    assert.deepEqual(
      entry.causes.map(({ rule }) => rule),
      ['mobile.verification.accepted'],
    );
    assert.deepEqual(
      entry.changes.map(({ kind, detail }) => [kind, detail]),
      [
        ['mobileSession', 'status: pending → accepted'],
        ['sessionFile', 'status: pending → accepted'],
      ],
    );
    assert.ok(
      !JSON.stringify(await server().journal()).includes(new URL(mail.link ?? '').searchParams.get('token') ?? '-'),
    );
    await device.login(USER);
    assert.ok(device.isSignedIn);
    assert.equal((await server().outbox()).length, 1);
  });

  it('an activation link works without a team, which the component 4D Mobile App Server cannot', async () => {
    const device = new AndroidDevice(server(), false);
    await device.login(USER);
    assert.equal((await server().get((await onlyMail(server())).link ?? '')).status, 200);
    await device.login(USER);
    assert.ok(device.isSignedIn);
  });

  it('an activation link works once, however many ask at once', async () => {
    await new IosDevice(server()).login(USER);
    const { link = '' } = await onlyMail(server());
    const pages = await Promise.all(Array.from({ length: 8 }, () => server().get(link)));
    assert.deepEqual(pages.map(({ status }) => status).sort(), [200, ...Array(7).fill(410)]);
    const again = await server().get(link);
    assert.match(again.text, /This email confirmation link has expired!/);
    assert.deepEqual(await server().rules(), ['mobile.verification.used']);
  });

  it('an activation link is not used up by a HEAD, as mail scanners send it', async () => {
    await new IosDevice(server()).login(USER);
    const { link = '' } = await onlyMail(server());
    assert.notEqual((await server().request('HEAD', link)).status, 200);
    assert.equal((await server().get(link)).status, 200);
  });

  it('an activation link is over after five minutes of virtual time, and then a login sends a new mail', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    const { link = '', expiresAt, at } = await onlyMail(server());
    const goodFor = Date.parse(expiresAt ?? '') - Date.parse(at);
    assert.ok(goodFor > 4.9 * MINUTE && goodFor <= 5 * MINUTE, `good for ${goodFor} ms`);
    await server().advance(5 * MINUTE);
    const page = await server().get(link);
    assert.equal(page.status, 410);
    assert.match(page.text, /This email confirmation link has expired!/);
    assert.deepEqual(await server().rules(), ['mobile.verification.expired']);
    assert.match(server().read(FILE) ?? '', /"status":"pending"/);
    await device.login(USER);
    assert.equal(device.statusText, 'Verify your email address');
    const mails = await server().outbox();
    assert.equal(mails.length, 2);
    assert.equal((await server().get(mails[1]?.link ?? '')).status, 200);
  });

  it('no second activation mail is sent while the first is good', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    await server().advance(4 * MINUTE);
    const { json } = await device.login(USER);
    assert.equal(json.success, true);
    assert.match(json.statusText, /already sent/);
    assert.ok((await server().rules()).includes('mobile.verification.repeated'));
    assert.equal((await server().outbox()).length, 1);
    // The guard is not put off by asking: a minute later its time is over.
    await server().advance(MINUTE);
    await device.login(USER);
    assert.equal((await server().outbox()).length, 2);
  });

  it('a device that asks for activation several times at once is sent one mail', async () => {
    await Promise.all(
      Array.from({ length: 6 }, () => server().post('/mobileapp/$authenticate', { body: iosBody({ email: USER }) })),
    );
    assert.equal((await server().outbox()).length, 1);
  });

  it('an activation link with a token that was never sent shows the same page', async () => {
    for (const query of ['?token=nonsense', `?token=${SEED_NAME}`, '', '?token=a&token=b']) {
      const page = await server().get(`/activation${query}`);
      assert.equal(page.status, 404);
      assert.match(page.text, /This email confirmation link has expired!/);
      assert.deepEqual(await server().rules(), ['mobile.verification.unknown']);
    }
  });

  it('an activation link of a session that is gone asks for the administrator', async () => {
    await new IosDevice(server()).login(USER);
    const { link = '' } = await onlyMail(server());
    server().remove(FILE);
    await server().refresh();
    const page = await server().get(link);
    assert.equal(page.status, 409);
    assert.match(page.text, /Please contact administrator to unlock your session/);
    assert.deepEqual(await server().rules(), ['mobile.verification.spent', 'mobile.verification.gone']);
  });

  it('an activation link does not accept another user who has logged in on the device since', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    const { link = '' } = await onlyMail(server());
    await device.login('mallory@example.com');
    assert.equal((await server().get(link)).status, 409);
    assert.match(server().read(FILE) ?? '', /"status":"pending"/);
  });

  it('no activation link is sent to a guest, who has no address', async () => {
    const device = new AndroidDevice(server(), true);
    await device.login('');
    assert.ok(!device.isSignedIn);
    assert.deepEqual(await server().outbox(), []);
    assert.ok((await server().rules()).includes('mobile.verification.no-address'));
  });

  it('an activation mail takes path, time and texts from the options, and escapes what goes into HTML', async () => {
    const verification = {
      path: '/mobile/confirm',
      timeoutMs: 10 * MINUTE,
      subject: 'Hello, {{expirationminutes}} minutes',
      html: '<a href="{{url}}">{{message}}</a>{{unknown}}',
      text: '{{ url }} {{code}}.',
    };
    await withServer({ ...byMail, verification }, async (server) => {
      await new IosDevice(server).login(USER);
      const mail = await onlyMail(server);
      assert.equal(mail.subject, 'Hello, 10 minutes');
      assert.ok(mail.link?.startsWith(`${server.url}/mobile/confirm?token=`));
      assert.equal(mail.text, `${mail.link} .`);
      assert.match(mail.html, /^<a href="http[^"]+">Please confirm .*<\/a>\{\{unknown\}\}$/);
      await server.advance(9 * MINUTE);
      assert.equal((await server.get(mail.link ?? '')).status, 200);
    });
    await assert.rejects(
      withServer({ verification: { path: 'a b' } }, async () => {}),
      /verification\.path/,
    );
  });
});

describe('activation by code', () => {
  const server = mobileServer(byMail);

  async function codeOf(device: IosDevice): Promise<string> {
    await device.login(USER);
    const mail = await onlyMail(server());
    assert.match(mail.code ?? '', /^\d{6}$/);
    assert.ok(mail.html.includes(mail.code ?? '-') && mail.text.includes(mail.code ?? '-'));
    assert.equal(mail.link, undefined);
    return mail.code ?? '';
  }

  const device = () => new IosDevice(server(), iosBody({ send: 'code' }));

  it('an activation code lets the device in at once', async () => {
    const phone = device();
    const code = await codeOf(phone);
    const { status, json } = await phone.verify(code);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json), ['id', 'token', 'success', 'statusText']);
    assert.ok(phone.isSignedIn);
    assert.ok((await server().rules()).includes('mobile.verification.accepted'));
    assert.match(server().read(FILE) ?? '', /"status":"accepted"/);
    assert.equal((await phone.get('/mobileapp/$info')).status, 200);
  });

  it('an activation code works once; only the journal tells used from unknown and expired', async () => {
    const phone = device();
    const code = await codeOf(phone);
    const wrong = code === '000000' ? '000001' : '000000';
    assert.equal((await phone.verify(wrong)).status, 401);
    assert.deepEqual(await server().rules(), ['mobile.verification.unknown']);
    assert.equal((await phone.verify(` ${code} `)).status, 200);
    const used = await phone.verify(code);
    assert.equal(used.json.__ERROR[0].errCode, 1907);
    assert.deepEqual(await server().rules(), ['mobile.verification.used']);
  });

  it('an activation code is over after five minutes', async () => {
    const phone = device();
    const code = await codeOf(phone);
    await server().advance(5 * MINUTE);
    assert.equal((await phone.verify(code)).status, 401);
    assert.deepEqual(await server().rules(), ['mobile.verification.expired']);
  });

  it('an activation code cannot be guessed: after five wrong ones the right one is refused too, until time has passed', async () => {
    const phone = device();
    const code = await codeOf(phone);
    const wrong = Array.from({ length: 5 }, (_, n) => String((Number(code) + n + 1) % 1_000_000).padStart(6, '0'));
    const answers = await Promise.all(wrong.map((each) => phone.verify(each)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(5).fill(401),
    );
    const refused = await phone.verify(code);
    assert.equal(refused.status, 403);
    assert.equal(refused.json.__ERROR[0].errCode, 1906);
    assert.deepEqual(await server().rules(), ['mobile.verification.attempts']);
    await server().advance(5 * MINUTE);
    await phone.login(USER);
    const fresh = (await server().outbox()).at(-1)?.code ?? '';
    assert.equal((await phone.verify(fresh)).status, 200);
  });

  it('an activation code of a session that is gone is refused', async () => {
    const phone = device();
    const code = await codeOf(phone);
    server().remove(FILE);
    await server().refresh();
    assert.equal((await phone.verify(code)).status, 401);
    assert.deepEqual(await server().rules(), ['mobile.verification.spent', 'mobile.verification.gone']);
  });

  it('no entry of the journal has the activation code', async () => {
    const phone = device();
    const code = await codeOf(phone);
    await phone.verify(code);
    assert.ok(!JSON.stringify(await server().journal()).includes(code));
  });
});
