import { formDecoded } from '../../../core/base/urlText';
import { REDACTED } from '../../../core/protocol/redacted';
import { coveredParts } from '../../../core/redaction/coveredParts';
import { redactUrl } from '../../../core/redaction/redactMessage';
import { secretsInRequest } from '../../../core/redaction/secretsInRequest';
import type { FaceRequest } from '../../kernel/answer/face';

/** The journal covers more than secrets. What is shorter, or has no digit beside a letter, may be a word of the data. */
const SHORTEST_IN_URL = 8;
/** As long as this, a value is no word, whatever it has. */
const LONG_IN_URL = 20;

/**
 * What an app sends that is secret, so that it is covered where a recording repeats it: what the request says is secret, and what
 * the journal covers in the URL and looks like a secret.
 */
export function requestSecrets({ headers, url, body }: Pick<FaceRequest, 'headers' | 'url' | 'body'>): string[] {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : '';
  return [...secretsInRequest({ headers, url, body: text }), ...inUrl(url)];
}

function inUrl(url: string): string[] {
  const covered = coveredIn(url).flatMap((part) => {
    const meant = formDecoded(part);
    // In a filter, the quotes are covered too.
    return [part, meant, ...meant.split(/["'\\]+/)];
  });
  return covered.filter(isLikeSecret);
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
