import { shellQuote, trustOf } from '../protocol/curl';
import type { SentRequest } from '../scenario/runEvents';

/** Headers that curl sets itself. */
const LEFT_OUT = new Set(['host', 'content-length', 'connection']);

/** A curl command for sh that sends a request again. It contains the secrets of the request. */
export function sentCurl({ method, url, headers, body }: SentRequest): string {
  const parts = ['curl', ...trustOf(url)];
  // curl treats [ and { in a URL as patterns.
  if (/[[\]{}]/.test(url)) parts.push('--globoff');
  if (method === 'HEAD') parts.push('--head');
  else if (method !== (body === undefined ? 'GET' : 'POST')) parts.push('-X', shellQuote(method));
  for (const [name, value] of headers) {
    if (LEFT_OUT.has(name.toLowerCase())) continue;
    // curl sends a header with an empty value only in this form.
    parts.push('-H', shellQuote(value === '' ? `${name};` : `${name}: ${value}`));
  }
  if (body !== undefined) {
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) parts.push('-H', "'content-type:'");
    parts.push('--data-raw', shellQuote(body));
  }
  return [...parts, shellQuote(url)].join(' ');
}
