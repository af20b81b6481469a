import { formDecoded } from '../../../core/base/urlText';
import { REDACTED } from '../../../core/protocol/redacted';
import { isSecretName } from '../../../core/protocol/secretNames';
import { coveredParts } from '../../../core/redaction/coveredParts';
import { isSecretHeaderName } from '../../../core/redaction/headerName';
import { redactUrl } from '../../../core/redaction/redactMessage';
import { isSecretMember } from '../../../core/redaction/secretMember';
import type { FaceRequest } from '../../kernel/answer/face';
import { bearerToken } from '../../kernel/guard/bearer';
import { isSessionCookie } from './knownSecrets';
import { secretMembersOf } from './secretMembers';

/** The journal covers more than secrets. What is shorter, or has no digit beside a letter, may be a word of the data. */
const SHORTEST_IN_URL = 8;
/** As long as this, a value is no word, whatever it has. */
const LONG_IN_URL = 20;
/** What says that there is no secret, or whether there is one. As a known value it would be covered in all data. */
const NO_SECRET = /^(?:true|false|none|null|undefined|yes|no)$/i;
const SCHEME = /^\s*[A-Za-z][\w-]{0,30}\s+/;

/**
 * What an app sends that is secret, so that it is covered where an answer repeats it: its token and cookies, what a header,
 * a parameter or a member of the body is named as a secret, and what the journal covers in the URL and looks like a secret.
 */
export function requestSecrets({ headers, url, body }: Pick<FaceRequest, 'headers' | 'url' | 'body'>): string[] {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((line) => ({ name, line })),
  );
  const cookies = lines.filter(({ name }) => /^(?:set-)?cookie$/.test(name)).flatMap(({ line }) => line.split(';'));
  const values = cookies.map((each) => each.replace(/^[^=]*=/, '').trim()).filter(isSessionCookie);
  const named = lines.filter(({ name }) => isSecretHeaderName(name) || isSecretName(name)).map(({ line }) => line);
  // An answer may repeat the credentials without their scheme.
  const credentials = lines
    .filter(({ name }) => /^(?:proxy-)?authorization$/.test(name))
    .map(({ line }) => line.replace(SCHEME, '').trim());
  const token = bearerToken(headers.authorization);
  const sent = Buffer.isBuffer(body) ? inBody(body.toString('utf8'), String(headers['content-type'] ?? '')) : [];
  const all = [...values, ...named, ...credentials, ...(token === undefined ? [] : [token]), ...sent, ...inUrl(url)];
  return all.filter((value) => !NO_SECRET.test(value));
}

function inBody(text: string, type: string): string[] {
  return /\bx-www-form-urlencoded\b/i.test(type) ? namedIn(text) : secretMembersOf(text);
}

/** The values of a query or a form that are secret by their names. */
function namedIn(query: string): string[] {
  return [...new URLSearchParams(query)]
    .filter(([name, value]) => isSecretMember(name, value))
    .map(([, value]) => value);
}

function inUrl(url: string): string[] {
  const [, query = ''] = url.replace(/#.*$/s, '').split(/\?(.*)/s);
  const covered = coveredIn(url).flatMap((part) => {
    const meant = formDecoded(part);
    // In a filter, the quotes are covered too.
    return [part, meant, ...meant.split(/["'\\]+/)];
  });
  return [...namedIn(query), ...covered.filter(isLikeSecret)];
}

/** What the journal covers. Where it writes the rest of the URL otherwise, its parameters are looked at one by one. */
function coveredIn(url: string): string[] {
  const redacted = redactUrl(url);
  if (!redacted.includes(REDACTED)) return [];
  const parts = coveredParts(url, redacted, false);
  if (parts[0] !== url) return parts;
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return query.split('&').flatMap((pair) => {
    const [before, after] = [`${path}?${pair}`, redactUrl(`${path}?${pair}`)];
    const found = after.includes(REDACTED) ? coveredParts(before, after, false) : [];
    return found[0] === before ? [pair.replace(/^[^=]*=/, '')] : found;
  });
}

function isLikeSecret(value: string): boolean {
  if (/\s/.test(value) || value.length < SHORTEST_IN_URL) return false;
  return value.length >= LONG_IN_URL || (/\d/.test(value) && /\p{L}/u.test(value));
}
