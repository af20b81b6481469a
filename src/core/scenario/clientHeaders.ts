import type { Headers } from './runEvents';

/** What every client sets for itself, in small letters. */
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

/** The headers that somebody has asked for: whoever sends the request again sets the others anew. */
export function withoutClientHeaders(headers: Headers): Headers {
  return headers.filter(([name]) => !BY_ITSELF.has(name.toLowerCase()));
}
