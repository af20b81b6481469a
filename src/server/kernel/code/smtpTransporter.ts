import { parseJson } from '../../../core/json/parseJson';
import type { MailStatus } from '../outbox/codeMail';
import { isObject } from './isObject';

const PORT = 587;

/** Sends a mail of the current request: to the outbox of the server. */
export type MailSender = (mail: unknown) => MailStatus;

/**
 * Stands for 4D.SMTPTransporter. Its mails come to the outbox and nowhere else. It keeps nothing of a password, and
 * reaches no server. Source: docs/web-code.md#mail.
 */
export class SmtpTransporter {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly #send: MailSender;

  /** @param server 4D's object with `host`, `port`, `user`, `password` and others */
  constructor(server: unknown, send: MailSender) {
    const { host, port, user } = isObject(server) ? server : {};
    this.host = typeof host === 'string' ? host : '';
    this.port = typeof port === 'number' ? port : PORT;
    this.user = typeof user === 'string' ? user : '';
    this.#send = send;
  }

  send(mail: unknown): MailStatus {
    return this.host === '' ? { ...NO_HOST } : this.#send(sendable(mail));
  }

  checkConnection(): MailStatus {
    return this.host === '' ? { ...NO_HOST } : { success: true, status: 220, statusText: 'The outbox is ready' };
  }
}

const NO_HOST: MailStatus = {
  success: false,
  status: 0,
  statusText: 'The transporter has no host.',
  errors: [{ errCode: 0, message: 'The transporter has no host.', componentSignature: 'SMTP' }],
};

/** The members of a mail that the outbox keeps. The contents of attached files do not travel. */
function sendable(mail: unknown): unknown {
  if (!isObject(mail)) return mail;
  const { to, cc, bcc, from, sender, replyTo, subject, textBody, htmlBody, headers, attachments } = mail;
  const list = attachments === undefined || attachments === null ? [] : [attachments].flat();
  const named = list.map((each) => ({ name: isObject(each) && typeof each.name === 'string' ? each.name : '' }));
  const kept = { to, cc, bcc, from: from ?? sender, replyTo, subject, textBody, htmlBody, headers, attachments: named };
  return parseJson(JSON.stringify(kept));
}
