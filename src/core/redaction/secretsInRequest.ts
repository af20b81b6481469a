import { isSecretName } from '../protocol/secretNames';
import { isSessionCookie } from './cookieValue';
import { isSecretHeaderName } from './headerName';
import { namedValuesIn, namedValuesOfQuery } from './namedValues';
import type { RawHeaders } from './redactMessage';

/** What says that there is no secret, whether there is one, or asks for one. As a known value it would be covered in all data. */
const NO_SECRET = /^(?:true|false|none|null|undefined|yes|no|n\/a|fetch|required|-+)?$/i;
const SCHEME = /^\s*[A-Za-z][\w-]{0,30}\s+/;

/** A request, as far as it has secrets. */
export interface RequestWithSecrets {
  readonly headers: RawHeaders;
  /** Path and query. */
  readonly url: string;
  /** Absent if there is none, or if it is no text. */
  readonly body?: string | undefined;
}

/**
 * What a request says is secret, so that it is covered where an answer repeats it: its credentials and cookies, and what a header, a
 * parameter, a comparison or a member of the body is named as a secret. The journal and recordings look for the same.
 */
export function secretsInRequest({ headers, url, body = '' }: RequestWithSecrets): string[] {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((line) => ({ name: name.toLowerCase(), line: String(line) })),
  );
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  const all = [
    ...lines.flatMap(({ name, line }) => inHeader(name, line)),
    ...namedValuesIn(body, String(headers['content-type'] ?? '')),
    ...namedValuesOfQuery(query),
  ];
  return [...new Set(all)].filter((value) => !NO_SECRET.test(value));
}

function inHeader(name: string, line: string): string[] {
  if (/^(?:set-)?cookie$/.test(name)) {
    const values = line.split(';').map((each) => each.replace(/^[^=]*=/, '').trim());
    return values.filter(isSessionCookie);
  }
  // An answer may repeat the credentials without their scheme.
  if (/^(?:proxy-)?authorization$/.test(name)) return [line, line.replace(SCHEME, '').trim()];
  return isSecretHeaderName(name) || isSecretName(name) ? [line] : [];
}
