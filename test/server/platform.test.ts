import assert from 'node:assert/strict';
import { MailOutbox } from '../../src/server/kernel/outbox/mailOutbox';
import { Control, devServers } from './devServers';
import { call } from './httpCall';
import { ownStores } from './ownStore';

describe('The mailbox', () => {
  const start = devServers();
  const ownStore = ownStores();

  const withMails = async (...mails: Parameters<MailOutbox['send']>[0][]) => {
    const server = await start();
    const control = new Control(server.address());
    const { clock, store } = ownStore();
    const outbox = new MailOutbox(store, clock);
    for (const mail of mails) await outbox.send(mail);
    const { logs } = await store.snapshot();
    const { json } = await control.get('/snapshot');
    assert.equal((await control.call('PUT', '/snapshot', { ...json, logs: [...json.logs, ...logs] })).status, 204);
    return server.address().externalPlatformUrl;
  };

  it('the mailbox is another site than the server', async () => {
    const { url, externalPlatformUrl } = (await start()).address();
    assert.notEqual(new URL(url).hostname, new URL(externalPlatformUrl).hostname);
  });

  it('an empty mailbox says that it is empty', async () => {
    const { text } = await call(await withMails());
    assert.match(text, /No mail was caught yet/);
  });

  it('the mailbox lists the mails, the youngest first, and shows each with its link and code', async () => {
    const url = await withMails(
      { to: 'a@example.com', subject: 'First', html: '<p>1</p>', text: '1' },
      {
        to: 'b@example.com',
        subject: 'Second',
        html: '<p>Click <a href="http://127.0.0.1:1/activation?token=1">here</a></p>',
        text: 'Click http://127.0.0.1:1/activation?token=1&x=2',
        link: 'http://127.0.0.1:1/activation?token=1&x=2',
        code: '123456',
        expiresAt: '2026-01-01T00:05:00.000Z',
      },
    );
    const { text: list } = await call(url);
    assert.deepEqual(
      [...list.matchAll(/<a href="\/mails\/(mail-\d)">(\w+)</g)].map(([, id, subject]) => [id, subject]),
      [
        ['mail-2', 'Second'],
        ['mail-1', 'First'],
      ],
    );
    const { status, text, headers } = await call(`${url}/mails/mail-2`);
    assert.equal(status, 200);
    assert.match(text, /<a href="http:\/\/127\.0\.0\.1:1\/activation\?token=1&amp;x=2">/);
    assert.match(text, /<code>123456<\/code>/);
    assert.match(text, /2026-01-01T00:05:00\.000Z/);
    assert.match(text, /<pre>Click http/);
    assert.match(
      text,
      /<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="[^"]*&lt;p&gt;Click/,
    );
    assert.match(String(headers['content-security-policy']), /^default-src 'none';/);
    assert.doesNotMatch(text, /<script/i);
  });

  it('the mailbox shows a mail that means harm as what it is', async () => {
    const harm = `"'><script>alert(1)</script>`;
    const url = await withMails({
      to: harm,
      subject: harm,
      html: harm,
      text: harm,
      link: `javascript:alert(1)//${harm}`,
      code: harm,
    });
    for (const page of ['/', '/mails/mail-1']) {
      const { text, headers } = await call(`${url}${page}`);
      assert.doesNotMatch(text, /<script|"'>|href="javascript/i);
      assert.match(String(headers['content-security-policy']), /default-src 'none'/);
      assert.doesNotMatch(String(headers['content-security-policy']), /script-src/);
    }
  });

  it('the mailbox says so when a mail is gone', async () => {
    const { status, json } = await call(`${await withMails()}/mails/mail-7`);
    assert.deepEqual([status, json.error.code], [404, 'mail-unknown']);
  });
});
