import { REDACTED } from '../protocol/secretNames';
import { isSecretHeaderName } from './headerName';
import { isLoginCallText, redactDocument } from './loginCall';
import { COMMON_SECRETS, type NamedSecrets } from './namedSecrets';
import { isHostHeader, redactHost, redactProtocols, redactTarget } from './redactAuthority';
import { redactCutJson } from './redactCutJson';
import { redactJson } from './redactJson';
import { redactLoginXml } from './redactLoginXml';
import { redactPath } from './redactPath';
import { redactQuery } from './redactQuery';
import { redactTable } from './redactTable';
import { redactLooseText, redactText } from './redactText';

/** Headers of a request or an answer, as Node has them. */
export type RawHeaders = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The approximate size of headers in characters. */
export function headersSize(headers: RawHeaders): number {
  let size = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) size += name.length + String(value).length;
  }
  return size;
}

/** A form that does not say so. */
const FORM = /^[\w.$%[\]-]{1,64}=[^\s<>{}"]*$/;
// A mark of the byte order is white space in JavaScript.
const STRUCTURED = /^\s*[{["<]/;
/** The parts of a form. */
const PARTS = /^\s*--/;

const LONGEST_FRAME = 40;
/** The default maximum length of a body, in characters. */
const BODY_LIMIT = 4096;
/** Longer JSON is redacted by patterns, and only the part that is kept. Parsing it would take longer than answering. */
const JSON_LIMIT = 64 * 1024;
/** Of a long text, this many times the kept length is redacted, because redaction makes it shorter. */
const WINDOW = 4;
/**
 * The last characters of the redacted part are dropped. They may be the beginning of a secret that is recognized by its
 * length only.
 */
const UNSURE = 256;
/** The last characters of a credential are shown only if it is at least this long, so that they reveal nothing. */
const LONG_CREDENTIAL = 24;

/** The URL of a link in the header `Link`. */
const LINKED = /(?<=<)[^<>]*(?=>)/g;
/** Headers whose values look random and are no secrets: boundaries of parts, hashes of files, ids of requests. */
const DESCRIBING =
  /^(?:content-type|etag|if-match|if-none-match|if-range|content-md5|(?:content-|repr-)?digest|traceparent|tracestate|x-request-id|x-correlation-id|sec-websocket-\w+)$/;

/** `name: value` between the signs that separate notes. */
const NOTE = /(?<![\w$-])([\w$-]+)(\s*:\s*)([^\s,;()"'<>&][^,;()"'<>&]*)/g;

const AUTHORIZATION = /^\s*(Bearer|DPoP|Token|Basic|Digest|Negotiate|NTLM)(?:\s+(.*))?$/is;
/** Schemes with random credentials. The end of a Basic credential would be the end of a password. */
const RANDOM_CREDENTIALS = /^(?:Bearer|DPoP|Token)$/i;
const COOKIE_ATTRIBUTE =
  /^\s*(?:(?:HttpOnly|Secure|Partitioned)|(?:Domain|Max-Age|Path|Priority|SameSite)=[^=,]*|Expires=[^=;]*)$/i;

/**
 * Redacts headers.
 * @returns headers with lower-case names; several `Set-Cookie` values are separated by line breaks, other repeated
 * headers by commas
 */
export function redactHeaders(headers: RawHeaders, names: NamedSecrets = COMMON_SECRETS): Record<string, string> {
  const redacted: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const name = given.toLowerCase();
    const values = typeof value === 'object' ? value : [String(value)];
    redacted[name] = values.map((text) => redactHeader(name, text, names)).join(name === 'set-cookie' ? '\n' : ', ');
  }
  return redacted;
}

/** Redacts a whole URL, or its path, query and fragment. The path may be that of a login. */
export function redactUrl(url: string, names: NamedSecrets = COMMON_SECRETS): string {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const inUrl = names.at(url);
  let redacted = redactText(redactPath(redactTarget(path), inUrl), inUrl.inside);
  if (query !== undefined) redacted += `?${redactQuery(query, inUrl)}`;
  if (fragment !== undefined) redacted += `#${redactQuery(fragment, inUrl)}`;
  return redacted;
}

/**
 * Redacts a body, then cuts it, so that no part of a secret is left at the end.
 * @param contentType tells whether it is a form; JSON is recognized by its content
 * @param limit maximum number of characters; a text that was cut ends with `…`
 */
export function redactBody(
  text: string,
  contentType = '',
  limit = BODY_LIMIT,
  given: NamedSecrets = COMMON_SECRETS,
): string {
  const saysForm = /\bx-www-form-urlencoded\b/i.test(contentType);
  const inText = !given.isLogin && !saysForm && isLoginCallText(text);
  const names = inText ? given.asLogin() : saysForm ? given.inForm(text) : given;
  const isForm = names.isLogin ? (saysForm || FORM.test(text)) && !STRUCTURED.test(text) : saysForm;
  const isShort = text.length <= JSON_LIMIT;
  const isPositional = names.takesOnlyJson || (names.isPositional && /^\s*[["]/.test(text));
  if (!(isForm && !isPositional) && isShort && /^\s*[{["]/.test(text)) {
    const redacted = redactJson(text, names);
    if (redacted !== undefined) return cut(redacted, limit);
  }
  if (isPositional && !names.isLogin) return text.trim() === '' ? text : REDACTED;
  // A document of GraphQL.
  if (names !== given && !isForm && !/^\s*</.test(text)) return cut(redactText(redactDocument(text), given), limit);
  // In a login, anything may be secret that has no name, and a text of which not all is understood.
  if (names.isLogin && !isForm && !PARTS.test(text)) {
    if (text.trim() === '') return text;
    const redacted = isShort ? (redactCutJson(text, names) ?? redactLoginXml(text, names)) : undefined;
    return redacted === undefined ? REDACTED : cut(redactText(redacted, names.inside), limit);
  }
  const framed = !isForm && !names.isLogin && isShort ? redactFramedJson(text, names) : undefined;
  if (framed !== undefined) return cut(framed, limit);
  const redact = (part: string) =>
    isForm ? redactQuery(part, names, true) : (redactTable(part, names) ?? redactLooseText(part, names));
  const window = WINDOW * limit + UNSURE;
  if (text.length <= window) return cut(redact(text), limit);
  const redacted = redact(text.slice(0, window));
  return cut(`${redacted.slice(0, -UNSURE)}…`, limit);
}

/** JSON with a short frame around it: of a socket (`42["login", …]`), of a call (`f({…})`), or against foreign scripts. */
function redactFramedJson(text: string, names: NamedSecrets): string | undefined {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}')) + 1;
  if (start < 0 || start > LONGEST_FRAME || end <= start || text.length - end > LONGEST_FRAME) return undefined;
  const redacted = redactJson(text.slice(start, end), names);
  if (redacted === undefined) return undefined;
  return redactText(text.slice(0, start), names) + redacted + redactText(text.slice(end), names);
}

function redactHeader(name: string, value: string, names: NamedSecrets): string {
  if (name === 'authorization' || name === 'proxy-authorization') return redactAuthorization(value);
  if (name === 'cookie') return value.split(';').map(redactCookie).join(';');
  // Android sends this header in requests too (docs/facts/4d-mobile.md#headers-and-cookies).
  if (name === 'set-cookie') return redactSetCookie(value);
  // Base64 of the position in the app. It is no secret, and developers look for it.
  if (name === 'x-qmobile-context') return value;
  if (isHostHeader(name)) return redactText(redactHost(value), names, 0, name);
  if (name === 'sec-websocket-protocol') return redactText(redactProtocols(value, names), names, 0, name);
  if (DESCRIBING.test(name)) return redactText(value, names, 0, 'id');
  if (isSecretHeader(name, names)) return value === '' ? '' : REDACTED;
  if (name === 'link') return value.replace(LINKED, (url) => redactUrl(url, names));
  // `Referer`, `Location` and `X-Original-URL` repeat a URL, whose path may be that of a login.
  return isUrl(value) ? redactUrl(value, names) : redactHeaderText(value, names, name);
}

function isUrl(value: string): boolean {
  return /^(?:[a-z][a-z+.-]{0,20}:\/)?\//i.test(value);
}

/**
 * Redacts a text that may have notes with names, as user agents have: `App/1 (iOS; token: abc)`.
 * @param name of the header
 */
export function redactHeaderText(value: string, names: NamedSecrets, name: string): string {
  const noted = value.includes(':')
    ? value.replace(NOTE, (all, noteName: string, colon: string, text: string) =>
        names.isSecret(noteName, text.trim()) ? noteName + colon + REDACTED : all,
      )
    : value;
  return redactText(noted, names, 0, name);
}

function redactAuthorization(value: string): string {
  const [, scheme, credentials = ''] = AUTHORIZATION.exec(value) ?? [];
  if (scheme === undefined) return value.trim() === '' ? value : REDACTED;
  if (credentials.trim() === '') return scheme;
  const end = RANDOM_CREDENTIALS.test(scheme) && credentials.length >= LONG_CREDENTIAL ? credentials.slice(-4) : '';
  return `${scheme} ${REDACTED}${end}`;
}

function redactCookie(cookie: string): string {
  const end = cookie.indexOf('=');
  if (end < 0) return cookie.trim() === '' ? cookie : REDACTED;
  return end === cookie.length - 1 ? cookie : `${cookie.slice(0, end)}=${REDACTED}`;
}

function redactSetCookie(value: string): string {
  const [cookie = '', ...attributes] = value.split(';');
  const shown = attributes.map((attribute) => (COOKIE_ATTRIBUTE.test(attribute) ? attribute : redactCookie(attribute)));
  return [redactCookie(cookie), ...shown].join(';');
}

/** Headers such as `X-Csrf-Token`, `X-Api-Key` and `X-QMobile-Debug-Token`, but not `WWW-Authenticate`. */
function isSecretHeader(name: string, names: NamedSecrets): boolean {
  return names.isName(name) || isSecretHeaderName(name);
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = limit - 1;
  // The text must not be cut between the two halves of a character.
  if (/[\ud800-\udbff]/.test(text[end - 1] ?? '')) end--;
  return `${text.slice(0, end)}…`;
}
