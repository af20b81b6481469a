import { strictlyDecoded, urlEncoded } from '../base/urlText';
import type { Mail } from '../protocol/mail';
import type { RecordedExchange } from '../protocol/recordedExchange';
import { isSecretName, isSecretParameter, isSecretValue } from '../protocol/secretNames';
import { parsedJson } from './facts';
import type { TakeSource } from './scenarioSource';
import { textsIn } from './textsIn';

/** A value in an answer or a mail, and how a step can take it. */
export interface Value {
  readonly text: string;
  /** Its name in the answer. */
  readonly name: string;
  readonly take: TakeSource;
}

/** Looks like a hash, a UUID or base64: not a word, and different in each run. */
const OPAQUE = /^(?=.*\d)[\w+/=.~-]{16,}$/;

/** Values that may occur in a later request: secrets, and ids that the server has made. */
export function answerValues({ response }: RecordedExchange): Value[] {
  const { headers, body = '' } = response;
  return [...headers.flatMap(([name, value]) => headerValues(name, value)), ...bodyValues(body)];
}

export function mailValues({ link, code }: Mail): Value[] {
  return [
    ...(link === undefined ? [] : [...queryValues(link, (key) => ({ mail: 'link', match: patternOf(key) }))]),
    ...(code === undefined ? [] : [{ text: code, name: 'code', take: { mail: 'code' } } as const]),
  ];
}

function headerValues(name: string, value: string): Value[] {
  if (name === 'location') return [...queryValues(value, (key) => ({ header: 'location', match: patternOf(key) }))];
  // The cookie jar handles cookies.
  if (name === 'set-cookie' || !isSecretName(name)) return [];
  return [{ text: value, name, take: { header: name } }];
}

/** Generated parts of paths in the links and forms of a page. */
function pathValues(body: string): Value[] {
  return [...body.matchAll(/\b(?:href|action|src)="([^"?#]+)/g)].flatMap(([, path = '']) => {
    const parts = path.split('/');
    const at = parts.findIndex((part) => OPAQUE.test(part));
    if (at < 0) return [];
    const before = parts
      .slice(0, at)
      .join('/')
      .replace(/^https?:\/\/[^/]*/, '');
    const match = `${escapePattern(before)}/([^/?#"'<>\\s]+)`;
    return [{ text: parts[at] as string, name: parts[at - 1] || 'id', take: { body: true, match } }];
  });
}

function bodyValues(body: string): Value[] {
  const inLinks = [...body.matchAll(/(?:https?:\/\/|\/)[^\s"'<>\\]*\?[^\s"'<>\\]+/g)].flatMap(([url]) => [
    ...queryValues(url.replaceAll('&amp;', '&'), (key) => ({ body: true, match: patternOf(key) })),
  ]);
  return [...jsonValues(body), ...inLinks, ...pathValues(body)];
}

function jsonValues(body: string): Value[] {
  const json = parsedJson(body);
  if (typeof json !== 'object' || json === null) return [];
  return [...textsIn(json)].flatMap(({ pointer, text, inKey }): Value[] => {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    const mayComeBack = isSecretValue(name, text) || OPAQUE.test(text);
    return inKey || text.length < 4 || !mayComeBack ? [] : [{ text, name, take: pointer }];
  });
}

function* queryValues(url: string, take: (key: string) => TakeSource): Generator<Value> {
  for (const pair of (/\?([^#]*)/.exec(url)?.[1] ?? '').split('&')) {
    const at = pair.indexOf('=');
    const [key, text] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at > 0 && text.length >= 4 && (isSecretParameter(key) || OPAQUE.test(text)))
      yield { text, name: key, take: take(key) };
    // An address inside an address has values of its own.
    const inner = text.includes('%3F') || text.includes('%3f') ? (strictlyDecoded(text) ?? '') : '';
    if (inner !== '') yield* queryValues(inner, (each) => encodedTake(take(key), each));
  }
}

/** For a value in an address that is URL-encoded inside another one. */
function encodedTake(take: TakeSource, key: string): TakeSource {
  if (typeof take === 'string') return take;
  return { ...take, match: `${escapePattern(urlEncoded(key))}%3[dD]([^%&#"'<>\\s]+)` };
}

function patternOf(key: string): string {
  return `[?&;]${escapePattern(key)}=([^&#"'<>\\s]+)`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
