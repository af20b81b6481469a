import type { FastifyInstance } from 'fastify';
import { escapeHtml } from '../../../core/base/html';
import type { Mail } from '../../../core/protocol/outbox';
import type { Face } from '../../kernel/answer/face';
import { sendPage } from '../../kernel/answer/html';
import { HttpError } from '../../kernel/answer/httpError';
import type { Outbox } from '../../kernel/outbox/outbox';
import { validationsTable } from './validationPage';
import type { Validations } from './validations';

/**
 * What a person finds at the platform: the requests to validate something, and the mails that were caught, to read and to
 * click in. It is another site than the server on purpose: what a
 * browser sends along, or holds back, is what it would be with a mail in a web mailer.
 */
export class Mailbox implements Face {
  constructor(
    private readonly outbox: Outbox,
    private readonly validations: Pick<Validations, 'list'>,
  ) {}

  register(app: FastifyInstance): void {
    const config = { face: 'platform' } as const;
    app.get('/', { config }, async (_request, reply) => {
      const requests = validationsTable(await this.validations.list());
      const body = `<h2>Validations</h2>\n${requests}\n<h2>Mailbox</h2>\n${await this.list()}`;
      return sendPage(reply, 200, 'External platform', body);
    });
    app.get<{ Params: { id: string } }>('/mails/:id', { config }, async (request, reply) => {
      const mail = (await this.outbox.mails()).find(({ id }) => id === request.params.id);
      if (!mail)
        throw new HttpError(404, 'mail-unknown', 'There is no such mail any more; go to / for those there are.');
      return sendPage(reply, 200, mail.subject, pageOf(mail));
    });
  }

  dispose(): void {}

  private async list(): Promise<string> {
    const mails = (await this.outbox.mails()).toReversed();
    if (mails.length === 0)
      return '<p>No mail was caught yet. Mails that the server would send come here; reload then.</p>';
    const rows = mails.map(
      ({ id, at, to, subject }) =>
        `<tr><td><a href="/mails/${encodeURIComponent(id)}">${escapeHtml(subject || '(no subject)')}</a></td>` +
        `<td>${escapeHtml(to)}</td><td><time datetime="${escapeHtml(at)}">${escapeHtml(at)}</time></td></tr>`,
    );
    return `<table><thead><tr><th>Subject</th><th>To</th><th>Sent (virtual time)</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
  }
}

function pageOf({ at, to, link, code, expiresAt, html, text }: Mail): string {
  const facts = [
    ['To', escapeHtml(to)],
    ['Sent', escapeHtml(at)],
    link !== undefined && ['Link', anchor(link)],
    code !== undefined && ['Code', `<code>${escapeHtml(code)}</code>`],
    expiresAt !== undefined && ['Good until', escapeHtml(expiresAt)],
  ].filter((each) => each !== false);
  return [
    '<p><a href="/">All requests and mails</a></p>',
    `<dl>${facts.map(([term, value]) => `<dt>${term}</dt><dd>${value}</dd>`).join('')}</dl>`,
    '<h2>As HTML</h2>',
    // Without allow-scripts and allow-same-origin: a link may open a window of its own, and that is all.
    `<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(`<base target="_blank">${html}`)}"></iframe>`,
    '<h2>As text</h2>',
    `<pre>${escapeHtml(text)}</pre>`,
  ].join('\n');
}

/** Only what a browser opens as a page becomes a link. */
function anchor(link: string): string {
  return /^https?:\/\//i.test(link) ? `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>` : escapeHtml(link);
}
