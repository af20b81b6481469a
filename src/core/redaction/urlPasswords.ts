import { changedStretches, type TextStretch } from '../base/changedStretches';
import { REDACTED } from '../protocol/redacted';

/** What stands before a user: the slashes of a URL, which JSON may escape. A path that was made of it has one of them only. */
const SLASHES = /(?<![/\\])(?:(?:\\{0,4}\/){2}|(?<=[A-Za-z]{2}:)\\{0,4}\/|(?<=[A-Za-z]{2}:)\\{1,8})(?![/\\"'])/g;
/** A URL that has lost its slashes. */
const WITHOUT_SLASHES =
  /(?<![\w.+-])(?:https?|wss?|s?ftps?|ssh|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mqtts?|ldaps?|smtps?|imaps?|git|svn):(?=[^\s/\\:@"'“”<>]{1,128}:[^\s/\\])/gi;
/** A user and a password of a database, as Oracle's programs take them. */
const ORACLE =
  /((?:(?<!\w)jdbc:oracle:\w{2,8}:|(?<![\w-])(?:sqlplus|sqlldr|expdp|impdp)\s{1,4}(?:-\w{1,2}\s{1,4})?)[\w.$#-]{1,64}\/)([^\s"'“”<>]{1,128}?)(?=@)/gi;
const USER = /([^\s/:?#"'“”<>\\]{0,128})(?::|(@))/y;
/** No URL is read further than this, so that many slashes in one run of characters do not take long. */
const LONGEST = 256;
const RUN = /[^\s"'“”<>\\]{0,256}/y;
/** Another URL, in a list of them. */
const NEXT = /[A-Za-z][\w+.-]{0,20}:\/\//;
/** A port, so that the `@` behind it is in a path. */
const PORT = /^\d{1,5}(?:[/?#]|$)/;
/** A value that is named and not written. */
const NAMED = /^(?:\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[^<>]*>|\$\w+)$/;
/** A host that is no part of a password: it has a dot or a port, and ends where a host does. */
const HOST = /^(?:localhost|[\w-]+(?:\.[\w-]+)+|\[[\da-f:.]+\]|[\w.-]+(?=:\d))(?::\d{1,5})?(?:[/?#,).;\]}]|$)/i;
/** A URL in a URL, whose signs are escaped, perhaps more than once. */
const ESCAPED =
  /((?:%(?:25){0,4}2F){2}(?:(?!%(?:25){0,4}(?:2F|3A|40))[\w.~%+-]){0,64}%(?:25){0,4}3A)((?:(?!%(?:25){0,4}2F)[^\s"'<>&/@]){1,256}?)(?=%(?:25){0,4}40[\w.-])/gi;
/** Without slashes it may be an address of mail behind a word. Only one with a port is the place of a server. */
const BARE =
  /(?<![^\s"'“([{<,;=])(?!(?:mailto|e-?mail|mail|sips?|xmpp|acct|to|cc|bcc|from|contact|user|login):)([\w.%+-]{1,64}:)([^\s/"'“”<>]{1,128})(?=@[\w.-]{1,128}:\d{1,5}(?!\w))/gi;
/** The same at a host of which nobody knows more than its name. */
const AT_HOST =
  /(?<![^\s"'“([{<,;=])(?!(?:mailto|e-?mail|mail|sips?|xmpp|acct|to|cc|bcc|from|contact|user|login):)([^\s/\\"'“”<>:@(){}[\],;=]{1,64}:)([^\s/\\"'“”<>:@]{1,128})(?=@(?!sha\d)([A-Za-z][\w-]{0,62}(?:\.[\w-]{1,62}){0,8})(?![\w.-]*:\d))/gi;
/** What an address of mail may begin with, behind a word and a colon. A password has digits or signs in it. */
const MAILBOX = /^(?:\p{L}[\p{L}._-]*|[\d.]+)$/u;
/** A user that is longer is a token. */
const LONGEST_NAME = 20;
/** A user that is so long, with a password that says nothing: `https://TOKEN:x-oauth-basic@host`. */
const LONG_USER = /^(?=[\w-]*\d)[\w-]{20,}$/;

/**
 * Where a text has passwords of URLs, or tokens in place of their users, in the order of the text. Users and hosts are none. A
 * password may have any sign in it, also `@` and `/`, as people write them who do not know how to escape them.
 */
export function urlPasswords(text: string): TextStretch[] {
  const found: TextStretch[] = [];
  if (text.includes('@')) {
    for (const { index, 0: slashes } of text.matchAll(SLASHES)) found.push(...behind(text, index + slashes.length));
    for (const { index, 0: scheme } of text.matchAll(WITHOUT_SLASHES))
      found.push(...behind(text, index + scheme.length));
    for (const { index, 1: user = '', 2: password = '' } of [...text.matchAll(BARE), ...text.matchAll(ORACLE)]) {
      const start = index + user.length;
      if (!NAMED.test(password)) found.push({ start, end: start + password.length });
    }
    for (const { index, 1: user = '', 2: password = '', 3: host = '' } of text.matchAll(AT_HOST)) {
      const start = index + user.length;
      const isMail = MAILBOX.test(password) && (host.includes('.') || /^\d/.test(password));
      if (!NAMED.test(password) && !isMail) found.push({ start, end: start + password.length });
    }
  }
  if (/%40/.test(text) || text.includes('%2540')) {
    for (const { index, 1: user = '', 2: password = '' } of text.matchAll(ESCAPED)) {
      const start = index + user.length;
      found.push({ start, end: start + password.length });
    }
  }
  return disjoint(found);
}

/**
 * A text without the passwords of its URLs.
 * @param instead what is put in the place of a password
 */
export function withoutUrlPasswords(text: string, instead: (password: string) => string = () => REDACTED): string {
  return changedStretches(text, urlPasswords(text), instead);
}

/** Whether the user in front of a host may be a token, as Git has them, and no name of a person. */
export function isTokenAsUser(user: string): boolean {
  return user.length >= LONGEST_NAME || (user.length >= 8 && /\d/.test(user) && /\p{L}/u.test(user));
}

/** @param at where a user may begin */
function* behind(text: string, at: number): Generator<TextStretch> {
  USER.lastIndex = at;
  const head = USER.exec(text);
  if (!head) return;
  const [whole, user = '', sign] = head;
  const start = at + whole.length;
  if (sign !== undefined) {
    if (isTokenAsUser(user) && !NAMED.test(user)) yield { start: at, end: at + user.length };
    return;
  }
  RUN.lastIndex = start;
  const run = (RUN.exec(text)?.[0] ?? '').slice(0, LONGEST).split(NEXT, 1)[0] ?? '';
  if (PORT.test(run) || /^[/\\]/.test(run)) return;
  const end = endOf(run);
  const password = run.slice(0, end);
  // A place of a repository has an `@` too: `git@host:path/name@1`.
  if (end <= 0 || NAMED.test(password) || (user.includes('@') && password.includes('/'))) return;
  if (LONG_USER.test(user)) yield { start: at, end: at + user.length };
  yield { start, end: start + end };
}

/** The `@` in front of the host: the last one with a host behind it that cannot be anything else, or else the last one. */
function endOf(run: string): number {
  const path = run.split(/[?#]/, 1)[0] ?? '';
  const within = path.includes('@') ? path : run;
  const places = [...within.matchAll(/@/g)].map(({ index }) => index);
  return places.findLast((at) => HOST.test(run.slice(at + 1))) ?? places.at(-1) ?? -1;
}

function disjoint(found: readonly TextStretch[]): TextStretch[] {
  let end = 0;
  return [...found]
    .sort((one, other) => one.start - other.start)
    .filter((each) => {
      if (each.start < end) return false;
      end = each.end;
      return true;
    });
}
