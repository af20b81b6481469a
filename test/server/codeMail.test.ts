import assert from 'node:assert/strict';
import type { Mail } from '../../src/core/protocol/mail';
import { readHtml } from '../../src/server/kernel/outbox/htmlText';
import { mailProof } from '../../src/server/kernel/outbox/mailProof';
import { webServer } from './webHarness';

const SIGN_UP = `
exports.Sender = class Sender {
  send(request) {
    const { server, mail } = request.getJSON();
    const transporter = smtpNewTransporter(server);
    return { status: transporter.send(mail), shown: JSON.stringify(transporter) };
  }
  where() { return { url: Workbench.url, platformUrl: Workbench.platformUrl }; }
};
`;
const SERVER = { host: 'smtp.example.com', port: 465, user: 'shop@example.com', password: 'correct horse battery' };

describe('mails of code', () => {
  const server = webServer(
    {},
    {
      'Project/Sources/HTTPHandlers.json': [
        { class: 'Sender', method: 'send', regexPattern: '^/send$' },
        { class: 'Sender', method: 'where', regexPattern: '^/where$' },
      ],
      'WebCode/Sender.js': SIGN_UP,
    },
  );

  async function send(mail: unknown, to: unknown = SERVER) {
    const { text } = await server().client().post('/send', { server: to, mail });
    const { status, shown } = JSON.parse(text);
    const outbox = (await server().control.state()).outbox as readonly Mail[];
    return { status, shown, outbox, mail: outbox.at(-1) };
  }

  it('a mail of code is in the outbox with all that its reader would see, and 4D’s status says so', async () => {
    const { status, mail, shown } = await send({
      from: { name: 'The shop', email: 'shop@example.com' },
      to: ['jane@example.com', { name: 'John', email: 'john@example.com' }],
      cc: 'anna@example.com; "Doe, Bob" <bob@example.com>',
      bcc: 'hidden@example.com',
      replyTo: 'answers@example.com',
      subject: 'Welcome',
      textBody: 'See https://shop.example.com/welcome?id=7).',
      htmlBody: '<p>Welcome</p>',
      attachments: [{ name: 'terms.pdf', content: 'JVBERi0=' }],
      headers: [{ name: 'X-Campaign', value: 'spring' }],
    });
    assert.deepEqual(status, { success: true, status: 250, statusText: '2.0.0 Ok: the mail is in the outbox' });
    const { id, at, ...members } = mail ?? assert.fail('there is no mail');
    assert.deepEqual(members, {
      from: 'The shop <shop@example.com>',
      to: 'jane@example.com, John <john@example.com>',
      cc: 'anna@example.com, Doe, Bob <bob@example.com>',
      bcc: 'hidden@example.com',
      replyTo: 'answers@example.com',
      subject: 'Welcome',
      text: 'See https://shop.example.com/welcome?id=7).',
      html: '<p>Welcome</p>',
      link: 'https://shop.example.com/welcome?id=7',
      attachments: ['terms.pdf'],
      headers: { 'X-Campaign': 'spring' },
    });
    assert.ok(!shown.includes('horse'), shown);
    assert.ok(!JSON.stringify(await server().control.snapshot()).includes('horse'), 'the password is kept');
    const page = await server().client().call(`${server().platformUrl}/mails/${id}`);
    for (const told of ['anna@example.com', 'terms.pdf', 'X-Campaign', 'The shop &lt;shop@example.com&gt;']) {
      assert.ok(page.text.includes(told), told);
    }
    assert.ok((await server().rules()).includes('web.mail.sent'));
  });

  for (const [what, mail, code, to] of [
    ['without a recipient', { subject: 'Hello', textBody: 'Hello' }, 503, SERVER],
    ['to what is no address', { to: 'nomail', textBody: 'Hello' }, 553, SERVER],
    ['from what is no address', { to: 'a@example.com', from: 'me' }, 553, SERVER],
    ['that is no object', 'Hello', 0, SERVER],
    ['that is too long', { to: 'a@example.com', textBody: 'x'.repeat(300_000) }, 552, SERVER],
    ['of a transporter without a host', { to: 'a@example.com' }, 0, {}],
  ] as const) {
    it(`a mail ${what} is refused with 4D’s status object, and is not in the outbox`, async () => {
      const before = (await server().control.state()).outbox.length;
      const { status, outbox } = await send(mail, to);
      assert.equal(status.success, false);
      assert.equal(status.status, code);
      assert.equal(status.errors[0].message, status.statusText);
      assert.equal(outbox.length, before);
    });
  }

  it('the code of a mail and its subject are in no entry of the journal', async () => {
    const { mail } = await send({ to: 'jane@example.com', subject: 'Your code is 836201', textBody: '' });
    assert.equal(mail?.code, '836201');
    const entry = await server().lastEntry();
    assert.ok(!JSON.stringify(entry.causes).includes('836201'), JSON.stringify(entry.causes));
    assert.ok(!JSON.stringify(entry.changes).includes('836201'), JSON.stringify(entry.changes));
  });

  it('code is told where the server and the external platform are', async () => {
    const { text } = await server().client().call('/where');
    assert.deepEqual(JSON.parse(text), { url: server().url, platformUrl: server().platformUrl });
  });
});

describe('what a mail has for its reader', () => {
  for (const [subject, text, html, expected] of [
    ['', 'See https://x.example/y?z).', '', { link: 'https://x.example/y?z' }],
    ['', 'See (https://x.example/a_(b)), please', '', { link: 'https://x.example/a_(b)' }],
    ['', '<https://x.example/y>', '', { link: 'https://x.example/y' }],
    ['', 'https://x.example/y。', '', { link: 'https://x.example/y' }],
    ['', '', '<a class="b" href=\'https://x.example/?a=1&amp;b=2\'>go</a>', { link: 'https://x.example/?a=1&b=2' }],
    ['', '', '<a href="mailto:a@example.com">write</a> https://x.example/z!', { link: 'https://x.example/z' }],
    ['Your code', 'Hello 2026-05-01, it is 12:30. Your code: 004711', '', { code: '004711' }],
    ['', 'Votre code est 123 456.', '', { code: '123456' }],
    ['認証番号', '', '<b>928374</b>', { code: '928374' }],
    ['Order 12345', 'Thank you for order 12345', '', {}],
    ['code', 'https://x.example/1234567/', '', { link: 'https://x.example/1234567/' }],
    ['', 'https://', '', {}],
  ] as const) {
    it(`link and code of a mail are found: ${JSON.stringify([subject, text, html])}`, () => {
      const { link, code } = mailProof(subject, text, html);
      assert.deepEqual({ ...(link !== undefined && { link }), ...(code !== undefined && { code }) }, expected);
    });
  }

  for (const [html, text] of [
    ['<p>One</p><p>Two &amp; three</p>', 'One\n\nTwo & three'],
    ['<script>alert("<p>no</p>")</script><style>p{}</style>Yes', 'Yes'],
    ['<SCRIPT src="a>b">no</SCRIPT >Yes<!-- no <b> -->!', 'Yes!'],
    ['<p title="a > b">In</p>', 'In'],
    ['1 < 2 &#x41;&#66;&nbsp;&unknown;', '1 < 2 AB\u00a0&unknown;'],
    ['<script>never closed', ''],
    ['<!-- never closed', ''],
    ['<p', ''],
  ] as const) {
    it(`the text of a mail without one is that of its HTML: ${html}`, () => {
      assert.equal(readHtml(html).text, text);
    });
  }
});
