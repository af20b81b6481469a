import { urlDecoded } from '../base/urlText';
import type { Headers, SentRequest } from './runEvents';

/** A request after parts of it were changed, and the parts that were not there. */
interface Changed {
  readonly request: SentRequest;
  readonly missing: string[];
}

/** Removes parts of a request: `cookie`, `cookie:NAME`, or a header. It goes through the request once, for all parts. */
export function withoutParts(request: SentRequest, parts: readonly string[]): Changed {
  if (parts.length === 0) return { request, missing: [] };
  const cookies = new WantedNames();
  const named = new WantedNames();
  for (const part of parts) {
    const [, cookie] = /^cookie:(.+)$/is.exec(part) ?? [];
    if (cookie === undefined) named.add(part.toLowerCase(), part);
    else cookies.add(cookie, part);
  }
  const headers = request.headers.flatMap(([name, value]): Headers => {
    // What stands in a header that goes as a whole was there, too.
    const kept = isCookie(name) ? withCookies(value, (key, each) => (cookies.take(key) ? undefined : each)) : value;
    if (named.take(name.toLowerCase()) || kept === undefined) return [];
    return [[name, kept]];
  });
  const missing = new Set([...cookies.missing, ...named.missing]);
  return { request: { ...request, headers }, missing: parts.filter((part) => missing.has(part)) };
}

/**
 * Alters one character in each of these parts of a request: `token`, `cookie`, `cookie:NAME`, `query:NAME`,
 * `header:NAME`. It goes through the request once, for all parts.
 */
export function tampered(request: SentRequest, parts: readonly string[]): Changed {
  if (parts.length === 0) return { request, missing: [] };
  const wanted = { token: new WantedNames(), cookie: new WantedNames(), header: new WantedNames() };
  const inQuery = new WantedNames();
  for (const part of parts) {
    const at = part.indexOf(':');
    const [kind, name] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    if (kind === 'query') inQuery.add(name, part);
    else if (kind === 'header') wanted.header.add(name.toLowerCase(), part);
    else if (kind === 'token') wanted.token.add('', part);
    else wanted.cookie.add(name, part);
  }
  const headers = request.headers.map(([name, value]): Headers[number] => {
    let now = value;
    if (isCookie(name) && wanted.cookie.isAny) {
      const isWanted = (key: string) => [wanted.cookie.take(''), wanted.cookie.take(key)].includes(true);
      now = withCookies(value, (key, each) => (isWanted(key) ? altered(each) : each)) ?? value;
    }
    if (name.toLowerCase() === 'authorization' && wanted.token.isAny) {
      const at = lastWordAt(now);
      if (at < now.length && wanted.token.take('')) now = now.slice(0, at) + altered(now.slice(at));
    }
    return [name, wanted.header.take(name.toLowerCase()) ? altered(now) : now];
  });
  const url = inQuery.isAny ? withQuery(request.url, inQuery) : request.url;
  const all = [...Object.values(wanted), inQuery];
  const missing = new Set(all.flatMap((each) => each.missing));
  return { request: { ...request, headers, url }, missing: parts.filter((part) => missing.has(part)) };
}

/** Changes the character in the middle of a text to another of the same kind, so that it still looks valid. */
export function altered(text: string): string {
  const middle = Math.floor(text.length / 2);
  for (let step = 0; step < text.length; step++) {
    const at = (middle + step) % text.length;
    const char = text.charAt(at);
    const kind = KINDS.find((each) => each.includes(char));
    if (!kind) continue;
    return text.slice(0, at) + kind.charAt((kind.indexOf(char) + 1) % kind.length) + text.slice(at + 1);
  }
  return `${text}x`;
}

const KINDS = ['0123456789', 'ABCDEF', 'abcdef', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'];

/** Names that are looked for in a request, each with the part that names it. */
class WantedNames {
  private readonly parts = new Map<string, string[]>();
  private readonly found = new Set<string>();

  get isAny(): boolean {
    return this.parts.size > 0;
  }

  add(name: string, part: string): void {
    const known = this.parts.get(name);
    if (known) known.push(part);
    else this.parts.set(name, [part]);
  }

  /** Whether this name is looked for. Then it has been found. */
  take(name: string): boolean {
    if (!this.parts.has(name)) return false;
    this.found.add(name);
    return true;
  }

  /** The parts whose names have not been found. */
  get missing(): string[] {
    return [...this.parts].flatMap(([name, parts]) => (this.found.has(name) ? [] : parts));
  }
}

/**
 * @param change undefined leaves a cookie out
 * @returns the header that is left. Undefined when no cookie is left
 */
function withCookies(value: string, change: (name: string, value: string) => string | undefined): string | undefined {
  const kept: string[] = [];
  let isChanged = false;
  for (const pair of value.split(';').map((each) => each.trimStart())) {
    const start = pair.indexOf('=') + 1;
    const before = pair.slice(start);
    const after = change(pair.slice(0, Math.max(0, start - 1)), before);
    if (after !== before) isChanged = true;
    if (after !== undefined) kept.push(pair.slice(0, start) + after);
  }
  if (!isChanged) return value;
  return kept.length === 0 ? undefined : kept.join('; ');
}

function withQuery(url: string, wanted: WantedNames): string {
  const [, before = '', query = '', after = ''] = /^([^?#]*\?)([^#]*)(.*)$/s.exec(url) ?? [];
  if (query === '') return url;
  const pairs = query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return at >= 0 && wanted.take(urlDecoded(pair.slice(0, at)))
      ? `${pair.slice(0, at)}=${altered(pair.slice(at + 1))}`
      : pair;
  });
  return before + pairs.join('&') + after;
}

/** Where the last word begins. A regular expression would look at the whole text from each of its characters. */
function lastWordAt(text: string): number {
  let at = text.length;
  while (at > 0 && /\S/.test(text.charAt(at - 1))) at--;
  return at;
}

function isCookie(name: string): boolean {
  return name.toLowerCase() === 'cookie';
}
