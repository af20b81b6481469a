import type { Headers, SentRequest } from './runEvents';

/**
 * Removes parts of a request: `cookie`, `cookie:NAME`, or a header.
 * @returns the request, and the parts that were not there
 */
export function withoutParts(
  request: SentRequest,
  parts: readonly string[],
): { request: SentRequest; missing: string[] } {
  return changed(request, parts, (headers, part) => {
    const [, cookie] = /^cookie:(.+)$/i.exec(part) ?? [];
    if (cookie === undefined) return headers.filter(([name]) => !isName(name, part));
    return withCookies(headers, (pairs) => pairs.filter(([name]) => name !== cookie));
  });
}

/**
 * Alters one character in each of these parts of a request: `token`, `cookie`, `cookie:NAME`, `query:NAME`,
 * `header:NAME`.
 */
export function tampered(request: SentRequest, parts: readonly string[]): { request: SentRequest; missing: string[] } {
  const inQuery = parts.filter((part) => part.startsWith('query:'));
  const rest = parts.filter((part) => !part.startsWith('query:'));
  const result = changed(request, rest, (headers, part) => {
    if (part === 'token') return mapHeader(headers, 'authorization', (value) => value.replace(/\S+$/, altered));
    const [, kind, wanted] = /^(cookie|header):(.+)$/.exec(part) ?? [];
    if (kind === 'header') return mapHeader(headers, String(wanted), altered);
    return withCookies(headers, (pairs) =>
      pairs.map(([name, value]) => [name, wanted === undefined || name === wanted ? altered(value) : value]),
    );
  });
  let { url } = result.request;
  const missing = [...result.missing];
  for (const part of inQuery) {
    const name = part.slice('query:'.length);
    const before = url;
    url = url.replace(/\?[^#]*/, (query) =>
      query.replace(/([?&])([^=&]*)=([^&]*)/g, (all, lead: string, key: string, value: string) =>
        decoded(key) === name ? `${lead}${key}=${altered(value)}` : all,
      ),
    );
    if (url === before) missing.push(part);
  }
  return { request: { ...result.request, url }, missing };
}

/** Changes the character in the middle of a text to another of the same kind, so that it still looks valid. */
export function altered(text: string): string {
  const middle = Math.floor(text.length / 2);
  for (const at of [...text].map((_, i) => (middle + i) % text.length)) {
    const char = text[at] as string;
    const kind = ['0123456789', 'ABCDEF', 'abcdef', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'].find(
      (each) => each.includes(char),
    );
    if (!kind) continue;
    return text.slice(0, at) + kind[(kind.indexOf(char) + 1) % kind.length] + text.slice(at + 1);
  }
  return `${text}x`;
}

function changed(
  request: SentRequest,
  parts: readonly string[],
  change: (headers: Headers, part: string) => Headers,
): { request: SentRequest; missing: string[] } {
  let { headers } = request;
  const missing: string[] = [];
  for (const part of parts) {
    const next = change(headers, part);
    if (JSON.stringify(next) === JSON.stringify(headers)) missing.push(part);
    headers = next;
  }
  return { request: { ...request, headers }, missing };
}

function mapHeader(headers: Headers, name: string, change: (value: string) => string): Headers {
  return headers.map(([each, value]) => [each, isName(each, name) ? change(value) : value]);
}

function withCookies(headers: Headers, change: (pairs: [string, string][]) => [string, string][]): Headers {
  return headers.flatMap(([name, value]) => {
    if (!isName(name, 'cookie')) return [[name, value] as const];
    const pairs = value.split(/;\s*/).map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return at < 0 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
    });
    const kept = change(pairs);
    return kept.length === 0 ? [] : [[name, kept.map(([key, each]) => `${key}=${each}`).join('; ')] as const];
  });
}

function isName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
