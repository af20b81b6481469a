import type { FastifyInstance } from 'fastify';
import { type Html, type HtmlValue, html, raw } from '../../../core/base/html';
import { urlEncoded } from '../../../core/base/urlText';
import type { Mail } from '../../../core/protocol/mail';
import type { Face } from '../../kernel/answer/face';
import { sendPage } from '../../kernel/answer/sendPage';
import type { Outbox } from '../../kernel/outbox/outbox';
import { note } from './note';
import { factList, HOME, table, time } from './platformHtml';
import { PlatformRefusal } from './platformRefusal';
import { validationsTable } from './validationPage';
import type { Validations } from './validations';

/**
 * The start page of the platform. It shows the validation requests and the caught mails, and their links can be opened.
 * It has another site than the server on purpose: the browser then sends or withholds cookies as it does for a mail in
 * a webmail client.
 */
export class Mailbox implements Face {
  constructor(
    private readonly outbox: Outbox,
    private readonly validations: Pick<Validations, 'list'>,
  ) {}

  register(app: FastifyInstance): void {
    const config = { face: 'platform' } as const;
    app.get('/', { config }, async ({ trace }, reply) => {
      note(trace, 'platform.home');
      const requests = validationsTable(await this.validations.list());
      const body = html`<h2>Validations</h2>\n${requests}\n<h2>Mailbox</h2>\n${await this.list()}`;
      return sendPage(reply, 200, 'External platform', body);
    });
    app.get<{ Params: { id: string } }>('/mails/:id', { config }, async (request, reply) => {
      const mail = (await this.outbox.mails()).find(({ id }) => id === request.params.id);
      if (!mail)
        throw new PlatformRefusal(404, 'mail-unknown', 'There is no such mail any more; go to / for those there are.');
      note(request.trace, 'platform.mail');
      return sendPage(reply, 200, mail.subject, idPageOf(mail));
    });
  }

  dispose(): void {}

  private async list(): Promise<Html> {
    const mails = (await this.outbox.mails()).toReversed();
    if (mails.length === 0)
      return html`<p>No mail was caught yet. Mails that the server would send come here; reload then.</p>`;
    const rows = mails.map(
      ({ id, at, to, subject }) =>
        html`<tr><td><a href="/mails/${urlEncoded(id)}">${subject || '(no subject)'}</a></td><td>${to}</td><td>${time(at)}</td></tr>`,
    );
    return table(['Subject', 'To', 'Sent (virtual time)'], rows);
  }
}

function idPageOf(mail: Mail): Html {
  const { at, to, link, code, expiresAt, html: asHtml, text, attachments = [], headers = {} } = mail;
  return html`${HOME}
${factList([
  mail.from !== undefined && ['From', mail.from],
  ['To', to],
  mail.cc !== undefined && ['Cc', mail.cc],
  mail.bcc !== undefined && ['Bcc', mail.bcc],
  mail.replyTo !== undefined && ['Answers go to', mail.replyTo],
  ['Sent', at],
  link !== undefined && ['Link', anchor(link)],
  code !== undefined && ['Code', html`<code>${code}</code>`],
  expiresAt !== undefined && ['Good until', expiresAt],
  attachments.length > 0 && ['Attached', attachments.join(', ')],
  ...Object.entries(headers).map(([name, value]) => [name, value] as const),
])}
<h2>As HTML</h2>
${mailFrame(asHtml)}
<h2>As text</h2>
<pre>${text}</pre>`;
}

/** The sandbox lacks allow-scripts and allow-same-origin, so a link in the mail can only open a new window. */
function mailFrame(mail: string): Html {
  const content = String(html`<base target="_blank">${raw(mail)}`);
  return html`<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${content}"></iframe>`;
}

/** Makes a link of an address that a browser opens as a page. Other addresses stay text. */
function anchor(link: string): HtmlValue {
  return /^https?:\/\//i.test(link) ? html`<a href="${link}">${link}</a>` : link;
}
