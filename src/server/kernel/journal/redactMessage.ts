import { isSecretName, REDACTED } from '../../../core/protocol/secretNames';
import { redactJson } from './redactJson';
import { redactLooseText, redactQuery, redactText } from './redactText';

/** Headers as Node has them, of requests and of answers. */
export type RawHeaders = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** About how many characters headers have. */
export function headersSize(headers: RawHeaders): number {
  let size = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) size += name.length + String(value).length;
  }
  return size;
}

/** A body is cut to so many characters unless told otherwise. */
const BODY_LIMIT = 4096;
/** Above this, JSON is redacted by patterns, and only as far as it is kept: reading it would take longer than answering. */
const JSON_LIMIT = 256 * 1024;
/** How much more of a long text is looked at than is kept: covering secrets makes it shorter. */
const WINDOW = 4;
/** Of what was looked at, the end may hold the beginning of a secret that only its length would tell. */
const UNSURE = 256;
/** The end of a credential is shown only when it is as long as this, so that it tells nothing. */
const LONG_CREDENTIAL = 24;

const AUTHORIZATION = /^\s*(Bearer|DPoP|Token|Basic|Digest|Negotiate|NTLM)(?:\s+(.*))?$/is;
/** Whose credentials are random; the end of a Basic one is that of a password. */
const RANDOM_CREDENTIALS = /^(?:Bearer|DPoP|Token)$/i;
const COOKIE_ATTRIBUTE =
  /^\s*(?:(?:HttpOnly|Secure|Partitioned)|(?:Domain|Max-Age|Path|Priority|SameSite)=[^=,]*|Expires=[^=;]*)$/i;

/** @returns lower-case names; several `Set-Cookie` have a line each, other repeated headers are joined by commas */
export function redactHeaders(headers: RawHeaders): Record<string, string> {
  const redacted: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const name = given.toLowerCase();
    const values = typeof value === 'object' ? value : [String(value)];
    redacted[name] = values.map((text) => redactHeader(name, text)).join(name === 'set-cookie' ? '\n' : ', ');
  }
  return redacted;
}

/** Path, query and fragment, or a whole URL. */
export function redactUrl(url: string): string {
  const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  let redacted = redactText(path);
  if (query !== undefined) redacted += `?${redactQuery(query)}`;
  if (fragment !== undefined) redacted += `#${redactQuery(fragment)}`;
  return redacted;
}

/**
 * Covers what is secret, then cuts: no half of a secret is left at the cut.
 * @param contentType tells a form; JSON is found by reading
 * @param limit characters; a text that was cut ends with `…`
 */
export function redactBody(text: string, contentType = '', limit = BODY_LIMIT): string {
  const isForm = /\bx-www-form-urlencoded\b/i.test(contentType);
  if (!isForm && text.length <= JSON_LIMIT && /^\s*[{["]/.test(text)) {
    const redacted = redactJson(text);
    if (redacted !== undefined) return cut(redacted, limit);
  }
  const redact = isForm ? redactQuery : redactLooseText;
  const window = WINDOW * limit + UNSURE;
  if (text.length <= window) return cut(redact(text), limit);
  const redacted = redact(text.slice(0, window));
  return cut(`${redacted.slice(0, -UNSURE)}…`, limit);
}

function redactHeader(name: string, value: string): string {
  if (name === 'authorization' || name === 'proxy-authorization') return redactAuthorization(value);
  if (name === 'cookie') return value.split(';').map(redactCookie).join(';');
  // Android sends one in requests too (docs/facts/4d-mobile.md#headers-and-cookies).
  if (name === 'set-cookie') return redactSetCookie(value);
  // Base64 of where in the app a page is: no secret, and what a developer looks for.
  if (name === 'x-qmobile-context') return value;
  if (isSecretHeader(name)) return value === '' ? '' : REDACTED;
  return /[?#]/.test(value) && /^(?:[a-z][a-z+.-]*:\/)?\//i.test(value) ? redactUrl(value) : redactText(value);
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

/** Such as `X-Csrf-Token`, `X-Api-Key`, `X-QMobile-Debug-Token`; `WWW-Authenticate` is none. */
function isSecretHeader(name: string): boolean {
  return isSecretName(name) || /(?:^|-)(?:auth|authentication|otp|pin)$/.test(name);
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = limit - 1;
  // Not between the two halves of a character.
  if (/[\ud800-\udbff]/.test(text[end - 1] ?? '')) end--;
  return `${text.slice(0, end)}…`;
}
