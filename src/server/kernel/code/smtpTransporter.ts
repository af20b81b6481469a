import { parseJson } from '../../../core/json/parseJson';
import type { CodeMail, MailStatus } from '../outbox/codeMail';
import { isObject } from './isObject';

const PORT = 587;
/** So many names of members travel with a mail. */
const MOST_MEMBERS = 50;
const LONGEST_MEMBER = 100;

/** Sends a mail of the current request: to the outbox of the server. */
export type MailSender = (mail: CodeMail) => MailStatus;

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
    return this.#send({ host: this.host, members: membersOf(mail), mail: sendable(mail) });
  }

  checkConnection(): MailStatus {
    if (this.host === '') return this.#send({ host: '', members: [] });
    return { success: true, status: 220, statusText: 'The outbox is ready' };
  }
}

function membersOf(mail: unknown): readonly string[] {
  if (!isObject(mail)) return [];
  const names = Object.keys(mail).filter((name) => mail[name] !== undefined);
  return names.slice(0, MOST_MEMBERS).map((name) => name.slice(0, LONGEST_MEMBER));
}

/** The members of a mail that the outbox keeps. The contents of attached files do not travel. */
function sendable(mail: unknown): unknown {
  if (!isObject(mail)) return mail;
  const { to, cc, bcc, from, sender, replyTo, subject, textBody, htmlBody, headers, attachments } = mail;
  const list = attachments === undefined || attachments === null ? [] : [attachments].flat();
  const named = list.map((each) => ({ name: isObject(each) && typeof each.name === 'string' ? each.name : '' }));
  const kept = { to, cc, bcc, from, sender, replyTo, subject, textBody, htmlBody, headers, attachments: named };
  return parseJson(JSON.stringify(kept));
}
