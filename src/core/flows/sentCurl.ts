import { shellQuote, trustOf } from '../protocol/curl';
import type { SentRequest } from '../scenario/runEvents';

/** What curl sets itself. */
const LEFT_OUT = new Set(['host', 'content-length', 'connection']);

/** A request that was sent, as one line for sh that sends it again: whole, secrets too. */
export function sentCurl({ method, url, headers, body }: SentRequest): string {
  const parts = ['curl', ...trustOf(url)];
  // curl would take [ and { in a URL for a pattern.
  if (/[[\]{}]/.test(url)) parts.push('--globoff');
  if (method === 'HEAD') parts.push('--head');
  else if (method !== (body === undefined ? 'GET' : 'POST')) parts.push('-X', shellQuote(method));
  for (const [name, value] of headers) {
    if (LEFT_OUT.has(name.toLowerCase())) continue;
    // curl writes a header without a value only when it is asked so.
    parts.push('-H', shellQuote(value === '' ? `${name};` : `${name}: ${value}`));
  }
  if (body !== undefined) {
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) parts.push('-H', "'content-type:'");
    parts.push('--data-raw', shellQuote(body));
  }
  return [...parts, shellQuote(url)].join(' ');
}
