import { counted } from '../../../core/base/counted';
import type { Mail } from '../../../core/protocol/mail';
import { isRecord } from '../../../core/session/sessionFields';
import { endsHeader, isHeaderName, unfolded } from './headerText';
import { remarksOnMembers } from './mailMembers';
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

/** A mail as the process of the code hands it over. What is in it comes from a developer, so nothing about it is sure. */
export interface CodeMail {
  /** The host of the transporter; empty when it has none. */
  readonly host: string;
  /** The names of the members that the code has given to the mail. */
  readonly members: readonly string[];
  /** The members that the outbox keeps. Without it, the code only checks its connection. */
  readonly mail?: unknown;
}

/** What became of a mail of code. */
export interface SentMail {
  /** What 4D's function would return. */
  readonly status: MailStatus;
  /** The mail in the outbox, if there is one. */
  readonly mail?: Mail;
  /** Sentences for the journal about what 4D ignores. They repeat names that the developer has chosen. */
  readonly remarks: readonly string[];
}

/** The largest mail, in characters of its text, HTML and headers together. Real servers have such a limit, too. */
const LONGEST = 262_144;
/** The most files, headers and addresses that are kept of one mail. */
const MOST = 100;
const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;

/** The text of 4D's status when a mail does not get as far as a mail server. */
const FAILED = 'Failed to send email';

/**
 * Puts a mail of a developer's code into the outbox. Nothing is sent.
 * @param given a `CodeMail` whose `mail` has texts, objects with `name` and `email`, or collections of them
 */
export async function sendCodeMail(outbox: Outbox, given: unknown): Promise<SentMail> {
  const { host, members, mail } = isRecord(given) ? given : {};
  if (textOf(host) === '') return refusal(0, 'The transporter has no host.');
  if (!isRecord(mail)) return refusal(0, 'The mail is no object. MIME contents are not read here.');
  const names = Array.isArray(members) ? members.map(textOf) : [];
  const sent = await sendMembers(outbox, mail);
  const remarks = [...remarksOnMembers(names), ...sent.remarks];
  return { ...sent, remarks };
}

async function sendMembers(outbox: Outbox, given: Readonly<Record<string, unknown>>): Promise<SentMail> {
  const [to, cc, bcc] = [addressesIn(given.to), addressesIn(given.cc), addressesIn(given.bcc)];
  const [from, sender, replyTo] = [addressesIn(given.from), addressesIn(given.sender), addressesIn(given.replyTo)];
  const all = [...to, ...cc, ...bcc];
  if (from.length + sender.length === 0) return refusal(0, 'The mail has no origin: give “from” or “sender”.');
  if (all.length === 0) return refusal(0, 'The mail has no recipient: give “to”, “cc” or “bcc”.');
  if (all.length > MOST) return refusal(452, `4.5.3 The mail has more than ${counted(MOST, 'recipient')}.`);
  const lists = Object.entries({ to, cc, bcc, from, sender, replyTo });
  const [textBody, htmlBody] = [textOf(given.textBody), textOf(given.htmlBody)];
  const subject = unfolded(textOf(given.subject));
  const attachments = attachmentsIn(given.attachments);
  const headers = headersIn(given.headers);
  const broken = brokenHeader([
    ['subject', [subject]],
    ...lists.map(([member, list]) => [member, list.flatMap(({ name, email }) => [name, email])] as const),
    ['attachments', attachments],
    ['headers', headers.flat()],
  ]);
  if (broken !== undefined) {
    return refusal(554, `5.6.0 A line ends in “${broken}”, so that what follows could be another header.`);
  }
  const unnamed = headers.find(([name]) => !isHeaderName(name));
  if (unnamed) return refusal(554, `5.6.0 “${shown(unnamed[0])}” is no name of a header.`);
  const wrong = wrongAddress(lists);
  if (wrong) return refusal(553, `5.1.3 “${shown(wrong.email)}” in “${wrong.member}” is no e-mail address.`);
  const isSet = (header: string) => MEMBER_HEADERS.some(([member, name]) => header === name && isGiven(given[member]));
  const own = headers.filter(([name]) => !isSet(name.toLowerCase()));
  const ignored = headers.filter((each) => !own.includes(each));
  if (textBody.length + htmlBody.length + subject.length + JSON.stringify(own).length > LONGEST) {
    return refusal(552, `5.3.4 The mail is longer than ${counted(LONGEST, 'character')}.`);
  }
  const mail = await outbox.send({
    to: written(to),
    from: written(from.length > 0 ? from : sender),
    ...(cc.length > 0 && { cc: written(cc) }),
    ...(bcc.length > 0 && { bcc: written(bcc) }),
    ...(replyTo.length > 0 && { replyTo: written(replyTo) }),
    subject,
    html: htmlBody,
    ...mailProof(subject, textBody, htmlBody),
    ...(attachments.length > 0 && { attachments }),
    ...(own.length > 0 && { headers: Object.fromEntries(own) }),
  });
  const status = { success: true, status: 250, statusText: '2.0.0 Ok: the mail is in the outbox' };
  const remarks = ignored.map(([name]) => `4D ignores the header “${shown(name)}”, as the mail has a member for it.`);
  return { status, mail, remarks: remarks.slice(0, 1) };
}

/** Headers that 4D ignores in `headers` when the mail itself has the member: its documentation of the Email object. */
const MEMBER_HEADERS = [
  ['to', 'to'],
  ['cc', 'cc'],
  ['bcc', 'bcc'],
  ['from', 'from'],
  ['sender', 'sender'],
  ['replyTo', 'reply-to'],
  ['subject', 'subject'],
] as const;

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** The first of the members that has a text which would end its header. */
function brokenHeader(members: readonly (readonly [string, readonly string[]])[]): string | undefined {
  return members.find(([, texts]) => texts.some(endsHeader))?.[0];
}

/** The first text that is no address, with the member of the mail that has it. */
function wrongAddress(lists: readonly (readonly [string, readonly Address[]])[]) {
  const all = lists.flatMap(([member, list]) => list.map(({ email }) => ({ member, email })));
  return all.find(({ email }) => !ADDRESS.test(email));
}

interface Address {
  readonly name: string;
  readonly email: string;
}

/** A text with several addresses, an object with `name` and `email`, or a collection of both. */
function addressesIn(value: unknown): Address[] {
  if (Array.isArray(value)) return value.slice(0, MOST + 1).flatMap(addressesIn);
  if (typeof value === 'string') return parted(unfolded(value)).map(addressIn);
  if (!isRecord(value)) return [];
  const email = textOf(value.email).trim();
  return email === '' ? [] : [{ name: unfolded(textOf(value.name)).trim(), email }];
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
  return all.slice(0, MOST).map((each: unknown) => (isRecord(each) && unfolded(textOf(each.name))) || 'attachment');
}

/** A collection of `{name, value}` as in 4D, or an object. One without a name is left out, as 4D does. */
function headersIn(value: unknown): (readonly [string, string])[] {
  const pairs: (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.filter(isRecord).map((each) => [each.name, each.value])
    : Object.entries(isRecord(value) ? value : {});
  const texts = pairs.map(([name, each]) => [textOf(name).trim(), unfolded(textOf(each))] as const);
  return texts.filter(([name]) => name !== '').slice(0, MOST);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function shown(text: string): string {
  return text.slice(0, 100);
}

/** @param status 0 for what 4D finds itself, whose status has always the same text; otherwise that of a mail server */
function refusal(status: number, message: string): SentMail {
  const errors = [{ errCode: status, message, componentSignature: 'SMTP' }];
  return { status: { success: false, status, statusText: status === 0 ? FAILED : message, errors }, remarks: [] };
}
