import { urlDecoded } from '../base/urlText';
import type { Headers, SentRequest } from '../scenario/runEvents';

/** Headers as text, one a line, for editing. */
export function headerLines(headers: Headers): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}

/**
 * Reads headers from text, one a line. Empty lines are ignored.
 * @returns the first line that is not a header, when there is one
 */
export function readHeaderLines(text: string): { readonly headers: Headers } | { readonly badLine: string } {
  const headers: [string, string][] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, name] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):/.exec(line) ?? [];
    if (name === undefined) return { badLine: line };
    headers.push([name, line.slice(name.length + 1).trim()]);
  }
  return { headers };
}

/** Corrects the content-length header, if the request has one. */
export function withLength(request: SentRequest): SentRequest {
  const { headers, body } = request;
  const length = new TextEncoder().encode(body ?? '').length;
  const others = headers.filter(([name]) => !isName(name, 'content-length'));
  const wants = body !== undefined || others.length < headers.length;
  return { ...request, headers: wants ? [...others, ['Content-Length', String(length)]] : others };
}

/** The parts of a request that can be left out, and those that can be tampered with, named as in a step. */
export function requestParts({ url, headers }: SentRequest): {
  readonly drop: readonly string[];
  readonly tamper: readonly string[];
} {
  const cookies = headers
    .filter(([name]) => isName(name, 'cookie'))
    .flatMap(([, value]) => value.split(/;\s*/).map((pair) => `cookie:${pair.split('=', 1)[0]}`));
  const hasToken = headers.some(([name]) => isName(name, 'authorization'));
  const pairs = (/\?([^#]*)/.exec(url)?.[1] ?? '').split('&').filter((pair) => pair.includes('='));
  const query = pairs.map((pair) => `query:${urlDecoded(pair.split('=', 1)[0] ?? '')}`);
  const unique = (all: readonly string[]) => [...new Set(all)];
  return {
    drop: unique([...cookies, ...(hasToken ? ['authorization'] : [])]),
    tamper: unique([...(hasToken ? ['token'] : []), ...cookies, ...query]),
  };
}

function isName(one: string, other: string): boolean {
  return one.toLowerCase() === other;
}
