import type { Headers } from './runEvents';

/** Headers that every client sets itself, in lower case. */
const BY_ITSELF = new Set([
  'host',
  'connection',
  'content-length',
  'accept',
  'user-agent',
  'referer',
  'origin',
  'cookie',
]);

/** The headers that were set on purpose. The client sets the others again when it repeats the request. */
export function withoutClientHeaders(headers: Headers): Headers {
  return headers.filter(([name]) => !BY_ITSELF.has(name.toLowerCase()));
}
