import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { parsedUrl } from '../../../core/base/parsedUrl';
import { WHOLE_BODY } from './upstreamBody';

/**
 * The headers of an answer, where a redirection to the upstream leads to this server instead. Others stay as they are.
 * @param headers names in lower case
 */
export function withOwnLocations<T extends string | string[]>(
  headers: Readonly<Record<string, T>>,
  origin: string,
  prefix: string,
): Record<string, T | string> {
  const own: Record<string, T | string> = { ...headers };
  for (const name of ['location', 'content-location']) {
    const value = headers[name];
    if (typeof value === 'string') own[name] = ownLocation(value, origin, prefix);
  }
  return own;
}

function ownLocation(location: string, origin: string, prefix: string): string {
  const isPath = location.startsWith('/') && !location.startsWith('//');
  const absolute = parsedUrl(() => new URL(location));
  if (!isPath && absolute?.host !== new URL(origin).host) return location;
  const path = isPath ? location : location.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const inside = prefix !== '' && (path === prefix || path.startsWith(`${prefix}/`)) ? path.slice(prefix.length) : path;
  return inside.startsWith('/') ? inside : `/${inside}`;
}

export function isTextType(type: string): boolean {
  return /^text\/|json|xml|javascript|x-www-form-urlencoded/i.test(type) && !/utf-?(?:16|32)/i.test(type);
}

/** Whether the begin of an answer may wait for its end. Event streams are passed on as they come. */
export function mayWait(length: string | string[] | undefined, headers: Readonly<Record<string, unknown>>): boolean {
  if (length !== undefined) return Number(length) <= WHOLE_BODY;
  return /json/i.test(String(headers['content-type'] ?? ''));
}

export function decoderOf(encoding: string): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
