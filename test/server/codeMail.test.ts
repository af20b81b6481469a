import assert from 'node:assert/strict';
import type { Mail } from '../../src/core/protocol/mail';
import { readHtml } from '../../src/server/kernel/outbox/htmlText';
import { mailProof } from '../../src/server/kernel/outbox/mailProof';
import { webServer } from './webHarness';

const SIGN_UP = `
exports.Sender = class Sender {
  check() { return smtpNewTransporter({}).checkConnection(); }
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
        { class: 'Sender', method: 'check', regexPattern: '^/check$' },
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

  const ORIGIN = 'shop@example.com';
  const GOOD = { from: ORIGIN, to: 'a@example.com', subject: 'Hello', textBody: 'Hello' };
  for (const [what, mail, code, words, to] of [
    ['without a recipient', { from: ORIGIN, subject: 'Hello' }, 0, /no recipient: give “to”, “cc” or “bcc”/],
    ['without an origin', { to: 'a@example.com', subject: 'Hello' }, 0, /no origin: give “from” or “sender”/],
    ['whose origin is empty', { ...GOOD, from: '', sender: { email: ' ' } }, 0, /no origin/],
    ['to what is no address', { ...GOOD, to: 'nomail' }, 553, /“nomail” in “to” is no e-mail address/],
    ['from what is no address', { ...GOOD, from: 'me' }, 553, /“me” in “from” is no e-mail address/],
    ['whose sender is no address', { ...GOOD, sender: 'me' }, 553, /“me” in “sender” is no e-mail address/],
    ['that is no object', 'Hello', 0, /no object/],
    ['that is too long', { ...GOOD, textBody: 'x'.repeat(300_000) }, 552, /longer than 262144 characters/],
    ['of a transporter without a host', GOOD, 0, /transporter has no host/, {}],
    ['of a transporter that is nothing', GOOD, 0, /transporter has no host/, null],
    ['with a line feed in its subject', { ...GOOD, subject: 'a\r\nBcc: q@q.q' }, 554, /line ends in “subject”/],
    ['with a lone carriage return in its subject', { ...GOOD, subject: 'a\rBcc: q@q.q' }, 554, /“subject”/],
    ['with a line feed at the end of its subject', { ...GOOD, subject: 'a\n' }, 554, /“subject”/],
    ['with a line feed in an address', { ...GOOD, to: 'a@example.com\r\nBcc: q@q.q' }, 554, /line ends in “to”/],
    [
      'with a line feed in a name',
      { ...GOOD, cc: { name: 'A\nBcc: q', email: 'c@example.com' } },
      554,
      /line ends in “cc”/,
    ],
    [
      'with a line feed in a name of its origin',
      { ...GOOD, from: 'A\nB: c <a@example.com>' },
      554,
      /line ends in “from”/,
    ],
    ['with a line feed in its sender', { ...GOOD, sender: 'a\nb@example.com' }, 554, /line ends in “sender”/],
    ['with a line feed in what it is copied to', { ...GOOD, bcc: ['a@b.cd', 'a\nb'] }, 554, /line ends in “bcc”/],
    ['with a line feed where answers go', { ...GOOD, replyTo: 'a\nb@example.com' }, 554, /line ends in “replyTo”/],
    ['that is copied to what is no address', { ...GOOD, bcc: ['a@b.cd', 'him'] }, 553, /“him” in “bcc” is no/],
    ['with a line feed in a header', { ...GOOD, headers: { 'X-A': 'b\nX-C: d' } }, 554, /“headers”/],
    ['with a line feed in the name of a header', { ...GOOD, headers: [{ name: 'X\nY', value: '' }] }, 554, /“headers”/],
    ['with a colon in the name of a header', { ...GOOD, headers: { 'X: Y': 'b' } }, 554, /“X: Y” is no name/],
    ['with a line feed in the name of a file', { ...GOOD, attachments: { name: 'a\nb' } }, 554, /“attachments”/],
  ] as const) {
    it(`a mail ${what} is refused with 4D’s status object and words in the journal, and is not in the outbox`, async () => {
      const before = (await server().control.state()).outbox.length;
      const { status, outbox } = await send(mail, to === undefined ? SERVER : to);
      assert.equal(status.success, false);
      assert.equal(status.status, code);
      assert.equal(status.statusText, code === 0 ? 'Failed to send email' : status.errors[0].message);
      assert.match(status.errors[0].message, words);
      assert.equal(outbox.length, before);
      const { causes } = await server().lastEntry();
      assert.match(causes.find(({ rule }) => rule === 'web.mail.refused')?.message ?? '', words);
    });
  }

  for (const [what, origin, from] of [
    ['sender alone', { sender: 'post@example.com' }, 'post@example.com'],
    ['sender beside an empty from', { from: '', sender: 'post@example.com' }, 'post@example.com'],
    ['from beside a sender', { from: 'Shop <shop@example.com>', sender: 'p@example.com' }, 'Shop <shop@example.com>'],
  ] as const) {
    it(`a mail with ${what} has an origin`, async () => {
      const { status, mail } = await send({ ...GOOD, from: undefined, ...origin });
      assert.equal(status.success, true, JSON.stringify(status));
      assert.equal(mail?.from, from);
    });
  }

  it('folded lines of a header are one line, as in RFC 5322', async () => {
    const { mail } = await send({
      ...GOOD,
      subject: 'Your\r\n order',
      to: 'Jane\r\n\tDoe <jane@example.com>,\r\n a@example.com',
      headers: [{ name: 'X-Long', value: 'one\r\n two' }, { value: 'without a name' }],
    });
    assert.equal(mail?.subject, 'Your order');
    assert.equal(mail?.to, 'Jane\tDoe <jane@example.com>, a@example.com');
    assert.deepEqual(mail?.headers, { 'X-Long': 'one two' });
  });

  for (const [members, words] of [
    [{ subjet: 'x' }, '4D does not know these members of a mail: “subjet” (perhaps “subject”).'],
    [{ From: 'x' }, '4D does not know these members of a mail: “From” (perhaps “from”).'],
    [{ html: 'x' }, '4D does not know these members of a mail: “html” (perhaps “htmlBody”).'],
    [{ body: 'x' }, '4D does not know these members of a mail: “body” (perhaps “textBody” or “htmlBody”).'],
    [
      { xyz: 1, attachment: [] },
      '4D does not know these members of a mail: “xyz”, “attachment” (perhaps “attachments”).',
    ],
    [
      { a1: 1, a2: 1, a3: 1, a4: 1, a5: 1, a6: 1, a7: 1 },
      '4D does not know these members of a mail: “a1”, “a2”, “a3”, “a4”, “a5”, and 2 more.',
    ],
    [{ bodyValues: {}, sendAt: 'x' }, 'The outbox does not keep these members of a mail: “bodyValues”, “sendAt”.'],
    [{ headers: { FROM: 'q@q.q' } }, '4D ignores the header “FROM”, as the mail has a member for it.'],
  ] as const) {
    it(`the journal names members of a mail that nobody reads: ${JSON.stringify(members)}`, async () => {
      const { status, mail } = await send({ ...GOOD, ...members });
      assert.equal(status.success, true);
      assert.equal(mail?.headers, undefined);
      const { causes } = await server().lastEntry();
      assert.equal(causes.find(({ rule }) => rule === 'web.mail.ignored')?.message, words);
    });
  }

  it('the journal says nothing of members that a mail has in 4D', async () => {
    await send({ ...GOOD, replyTo: 'b@example.com', headers: { 'X-A': 'b' }, cc: undefined });
    assert.ok(!(await server().rules()).includes('web.mail.ignored'));
  });

  it('the code of a mail and its subject are in no entry of the journal', async () => {
    const { mail } = await send({ ...GOOD, subject: 'Your code is 836201', textBody: '' });
    assert.equal(mail?.code, '836201');
    const entry = await server().lastEntry();
    assert.ok(!JSON.stringify(entry.causes).includes('836201'), JSON.stringify(entry.causes));
    assert.ok(!JSON.stringify(entry.changes).includes('836201'), JSON.stringify(entry.changes));
  });

  it('the journal tells that a connection was checked without a host', async () => {
    const status = JSON.parse((await server().client().call('/check')).text);
    assert.deepEqual([status.success, status.status], [false, 0]);
    const { causes } = await server().lastEntry();
    assert.match(causes.find(({ rule }) => rule === 'web.mail.refused')?.message ?? '', /no host/);
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
