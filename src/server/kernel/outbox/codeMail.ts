import { counted } from '../../../core/base/counted';
import type { Mail } from '../../../core/protocol/mail';
import { isRecord } from '../../../core/session/sessionFields';
import { mailProof } from './mailProof';
import type { Outbox } from './outbox';

/** The object that 4D's `SMTPTransporter.send()` returns. Source: docs/web-code.md#mail. */
export interface MailStatus {
  readonly success: boolean;
  /** Code of an SMTP server; 0 when none was asked. */
  readonly status: number;
  readonly statusText: string;
  readonly errors?: readonly {
    readonly errCode: number;
    readonly message: string;
    readonly componentSignature: string;
  }[];
}

/** The largest mail, in characters of its text, HTML and headers together. Real servers have such a limit, too. */
const LONGEST = 262_144;
/** The most files, headers and addresses that are kept of one mail. */
const MOST = 100;
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;

/**
 * Puts a mail of a developer's code into the outbox. Nothing is sent.
 * @param given what the code passed to `send()`: texts, objects with `name` and `email`, or collections of them
 * @returns what 4D's function would return, and the mail if there is one
 */
export async function sendCodeMail(
  outbox: Outbox,
  given: unknown,
): Promise<{ readonly status: MailStatus; readonly mail?: Mail }> {
  if (!isRecord(given)) return refusal(0, 'The mail is no object.');
  const readers = ['to', 'cc', 'bcc'].map((name) => addressesIn(given[name]));
  const others = ['from', 'replyTo'].map((name) => addressesIn(given[name]));
  const [to = [], cc = [], bcc = []] = readers;
  const [from = [], replyTo = []] = others;
  const all = readers.flat();
  if (all.length === 0) return refusal(503, '5.5.1 The mail has no recipient: give “to”, “cc” or “bcc”.');
  if (all.length > MOST) return refusal(452, `4.5.3 The mail has more than ${counted(MOST, 'recipient')}.`);
  const wrong = [...all, ...others.flat()].find(({ email }) => !ADDRESS.test(email));
  if (wrong) return refusal(553, `5.1.3 “${shown(wrong.email)}” is no e-mail address.`);
  const headers = headersIn(given.headers);
  const [subject, textBody, htmlBody] = [given.subject, given.textBody, given.htmlBody].map(textOf) as [
    string,
    string,
    string,
  ];
  if (textBody.length + htmlBody.length + subject.length + JSON.stringify(headers).length > LONGEST) {
    return refusal(552, `5.3.4 The mail is longer than ${counted(LONGEST, 'character')}.`);
  }
  const attachments = attachmentsIn(given.attachments);
  const mail = await outbox.send({
    to: written(to),
    ...(from.length > 0 && { from: written(from) }),
    ...(cc.length > 0 && { cc: written(cc) }),
    ...(bcc.length > 0 && { bcc: written(bcc) }),
    ...(replyTo.length > 0 && { replyTo: written(replyTo) }),
    subject,
    html: htmlBody,
    ...mailProof(subject, textBody, htmlBody),
    ...(attachments.length > 0 && { attachments }),
    ...(Object.keys(headers).length > 0 && { headers }),
  });
  return { status: { success: true, status: 250, statusText: '2.0.0 Ok: the mail is in the outbox' }, mail };
}

interface Address {
  readonly name: string;
  readonly email: string;
}

/** A text with several addresses, an object with `name` and `email`, or a collection of both. */
function addressesIn(value: unknown): Address[] {
  if (Array.isArray(value)) return value.slice(0, MOST + 1).flatMap(addressesIn);
  if (typeof value === 'string') return parted(value).map(addressIn);
  if (!isRecord(value)) return [];
  const email = textOf(value.email).trim();
  return email === '' ? [] : [{ name: textOf(value.name).trim(), email }];
}

/** `Jane <jane@example.com>` or only the address. */
function addressIn(text: string): Address {
  const open = text.lastIndexOf('<');
  if (open < 0 || !text.endsWith('>')) return { name: '', email: text };
  const name = text.slice(0, open).trim();
  return { name: name.replace(/^"(.*)"$/s, '$1'), email: text.slice(open + 1, -1).trim() };
}

/** The parts between commas and semicolons that are in no quotes. */
function parted(text: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && (character === ',' || character === ';')) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function written(addresses: readonly Address[]): string {
  return addresses.map(({ name, email }) => (name === '' ? email : `${name} <${email}>`)).join(', ');
}

/** The names of the files. What is in them is not kept. */
function attachmentsIn(value: unknown): string[] {
  const all = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return all.slice(0, MOST).map((each: unknown) => (isRecord(each) && textOf(each.name)) || 'attachment');
}

/** A collection of `{name, value}` as in 4D, or an object. */
function headersIn(value: unknown): Record<string, string> {
  const pairs: (readonly [string, string])[] = Array.isArray(value)
    ? value.filter(isRecord).map((each) => [textOf(each.name), textOf(each.value)])
    : Object.entries(isRecord(value) ? value : {}).map(([name, each]) => [name, textOf(each)]);
  return Object.fromEntries(pairs.filter(([name]) => name !== '').slice(0, MOST));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function shown(text: string): string {
  return text.slice(0, 100);
}

function refusal(status: number, message: string): { readonly status: MailStatus } {
  const errors = [{ errCode: status, message, componentSignature: 'SMTP' }];
  return { status: { success: false, status, statusText: message, errors } };
}
