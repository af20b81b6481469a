import { formDecoded } from '../base/urlText';
import { isSecretName, isSecretParameter, isSecretValue, plainName } from '../protocol/secretNames';
import { SecretShapes } from '../protocol/secretShapes';
import { isOneOfNames } from '../redaction/besideName';
import { NamedSecrets } from '../redaction/namedSecrets';
import type { AnySlice } from '../server/systemSlice';
import { parsedJson, passcodesIn } from './facts';
import { leftSecretsIn } from './leftSecrets';
import { isNoWord, NO_VALUES } from './noValues';
import { inMembers, inPieces, inTurn, overlappingParts } from './pieces';
import type { Headers, RunEvent, SentRequest } from './runEvents';
import { textsIn } from './textsIn';

/** Which secrets are looked for in a run. */
export interface SecretSearch {
  /** Of the systems, which know their passcodes and what their secrets look like. */
  readonly slices: readonly AnySlice[];
  /** Further names of secrets, which the options of the server have chosen. */
  readonly names?: readonly string[];
  /** Paths of logins, which the options have chosen too. */
  readonly logins?: readonly string[];
}

/**
 * All secrets in a run: cookies, tokens, passcodes, passwords, and links in mails.
 * @param names further names of secrets, which the options of the server have chosen
 * @param logins paths of logins, which the options have chosen too
 */
export function secretsOfRun(
  events: readonly RunEvent[],
  slices: readonly AnySlice[],
  names: readonly string[] = [],
  logins: readonly string[] = [],
): Set<string> {
  const secrets = new Set<string>();
  for (const event of events) {
    for (const found of secretsOfEvent(event, { slices, names, logins })) for (const value of found) secrets.add(value);
  }
  return secrets;
}

/**
 * The secrets of one event, in pieces of bounded work: a page may have a hundred thousand, and between two pieces others get
 * their turn.
 */
export function* secretsOfEvent(
  event: RunEvent,
  { slices, names = [], logins = [] }: SecretSearch,
): Generator<readonly string[]> {
  for (const found of valuesIn(event, slices, names, logins)) {
    yield found.filter((value) => value.trim() !== '' && !NO_VALUES.has(value));
  }
}

function* valuesIn(
  event: RunEvent,
  slices: readonly AnySlice[],
  names: readonly string[],
  logins: readonly string[],
): Generator<readonly string[]> {
  if (event.kind === 'messageSent') {
    const { request, cookiesBefore } = event.message;
    yield cookieValues(cookiesBefore);
    const known: string[] = [];
    for (const found of requestSecrets(request, names, shapesOf(slices))) {
      for (const value of found) known.push(value);
      yield found;
    }
    yield* leftIn(request, new NamedSecrets({ names, logins }), known);
  } else if (event.kind === 'messageAnswered') {
    const { answer, cookiesAfter } = event.answer;
    yield cookieValues([...cookiesAfter, ...(answer?.setCookies ?? [])]);
    const { headers = [], body = '' } = answer ?? {};
    yield secretsInHeaders(headers);
    yield* textSecrets(body, names);
    yield* secretsByShape([...headers.map(([, each]) => each), body], shapesOf(slices));
  } else if (event.kind === 'stateChanged') {
    yield passcodesIn(event.state, slices);
    yield* inPieces(event.state.outbox, ({ link, code }) => [
      ...(code === undefined ? [] : [code]),
      ...secretsInUrl(link ?? ''),
    ]);
  }
}

function cookieValues(cookies: readonly { readonly value: string }[]): string[] {
  return cookies.map(({ value }) => value).filter(isNoWord);
}

/** What secrets look like in the systems of these slices. */
export function shapesOf(slices: readonly AnySlice[]): SecretShapes {
  return new SecretShapes(slices.flatMap(({ secretShapes }) => secretShapes ?? []));
}

/** The secrets that are known by their shape in some texts: as they stand there, and as they are meant. */
function* secretsByShape(texts: readonly string[], shapes: SecretShapes): Generator<readonly string[]> {
  for (const text of texts)
    for (const part of overlappingParts(text)) yield shapes.in(part).flatMap(({ written, meant }) => [written, meant]);
}

/**
 * The secrets of one request: in its URL, its headers and its body.
 * @param names further names of members of its body that stand for secrets
 */
export function secretsOfRequest(request: SentRequest, names: readonly string[] = []): string[] {
  return [...requestSecrets(request, names, new SecretShapes())].flat();
}

/** @param shapes what secrets look like that have no telling name */
function* requestSecrets(
  { url, headers, body = '' }: SentRequest,
  names: readonly string[],
  shapes: SecretShapes,
): Generator<readonly string[]> {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const isForm = /x-www-form-urlencoded/i.test(type);
  for (const found of inTurn(
    [secretsInUrl(url), secretsInHeaders(headers)],
    isForm ? querySecrets(body, names) : textSecrets(body, names),
    secretsBelowIn(parsedJson(body), names),
    secretsByShape([url, ...headers.map(([, value]) => value), body], shapes),
  )) {
    yield found.filter((value) => !NO_VALUES.has(value));
  }
}

/**
 * What the journal would cover and nothing else finds: as it stands in a request, and as it is meant. A word of logins is left out, such
 * as `"send": "link"`: it would be covered in each sentence that says why.
 */
function* leftIn(
  { url, headers, body }: SentRequest,
  names: NamedSecrets,
  known: readonly string[],
): Generator<readonly string[]> {
  const source = { url, headers: Object.fromEntries(headers), ...(body !== undefined && { text: body }) };
  for (const left of leftSecretsIn(source, names, known)) {
    yield left.filter((text) => !isOneOfNames(text)).flatMap((text) => [text, formDecoded(text)]);
  }
}

export function secretsInHeaders(headers: Headers): string[] {
  return headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    if (lower === 'authorization' || lower === 'proxy-authorization') return [value.replace(/^\S+\s+/, '')];
    if (lower === 'cookie') return value.split(/;\s*/).map(valueOfPair).filter(isNoWord);
    if (lower === 'set-cookie') return [valueOfPair(value.split(';', 1)[0] ?? '')].filter(isNoWord);
    if (lower === 'location' || lower === 'referer') return secretsInUrl(value);
    return isSecretName(name) ? [value] : [];
  });
}

/** In the userinfo, the query and the fragment of a URL, or of a path. */
export function secretsInUrl(url: string): string[] {
  const password = /^\s*[a-z][\w+.-]*:\/\/[^\s/?#]*?:([^\s/?#]*)@/i.exec(url)?.[1] ?? '';
  const [, query = '', fragment = ''] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  return [
    ...(password === '' ? [] : [password, formDecoded(password.replaceAll('+', '%2B'))]),
    ...secretsInQuery(query),
    // A fragment may be a path with a query of its own.
    ...secretsInQuery(fragment.slice(fragment.indexOf('?') + 1)),
  ];
}

/**
 * All texts below a member whose name stands for a secret: a password that is an object.
 * @param names further names of members that stand for secrets
 */
export function secretsBelow(value: unknown, names: readonly string[] = []): string[] {
  return [...secretsBelowIn(value, names)].flat();
}

function secretsBelowIn(json: unknown, names: readonly string[]): Generator<readonly string[]> {
  const chosen = new Set(names.map(plainName));
  return inMembers(json, (each, key) => {
    const isSecret = key !== undefined && (isSecretName(key) || chosen.has(plainName(key)));
    if (!isSecret || typeof each !== 'object' || each === null) return undefined;
    return [...textsIn(each)].flatMap(({ text, inKey }) => (inKey ? [] : text));
  });
}

/**
 * In JSON they are found by the names of members. In any text they are found in its URLs.
 * @param names further names of members that stand for secrets
 */
export function secretsInText(text: string, names: readonly string[] = []): string[] {
  return [...textSecrets(text, names)].flat();
}

function textSecrets(text: string, names: readonly string[]): Generator<readonly string[]> {
  const chosen = new Set(names.map(plainName));
  return inTurn(
    inMembers(parsedJson(text), (each, _, name) => {
      if (typeof each !== 'string') return undefined;
      return chosen.has(plainName(name)) || isSecretValue(name, each) ? [each] : [];
    }),
    inPieces(text.matchAll(/https?:\/\/[^\s"'<>\\]+/g), ([url]) => secretsInUrl(url.replaceAll('&amp;', '&'))),
  );
}

function secretsInQuery(query: string): string[] {
  return [...querySecrets(query, [])].flat();
}

function querySecrets(query: string, names: readonly string[]): Generator<readonly string[]> {
  const chosen = new Set(names.map(plainName));
  return inPieces(query.split('&'), (pair) => {
    const at = pair.indexOf('=');
    if (at < 0) return [];
    const name = formDecoded(pair.slice(0, at));
    if (!isSecretParameter(name) && !chosen.has(plainName(name))) return [];
    const value = pair.slice(at + 1);
    return [...new Set([value, formDecoded(value)])];
  });
}

function valueOfPair(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim();
}
