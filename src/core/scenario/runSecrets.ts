import { isSecretName, isSecretParameter, isSecretValue, plainName } from '../protocol/secretNames';
import { SecretShapes } from '../protocol/secretShapes';
import { NamedSecrets } from '../redaction/namedSecrets';
import type { AnySlice } from '../server/systemSlice';
import { parsedJson, passcodesIn } from './facts';
import { leftSecrets } from './leftSecrets';
import { isNoWord, NO_VALUES } from './noValues';
import type { Headers, RunEvent, SentRequest } from './runEvents';
import { textsIn } from './textsIn';

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
  const shapes = shapesOf(slices);
  const redaction = new NamedSecrets({ names, logins });
  const add = (value: string | undefined) => {
    if (value !== undefined && value.trim() !== '' && !NO_VALUES.has(value)) secrets.add(value);
  };
  const addCookies = (cookies: readonly { readonly value: string }[]) => {
    for (const { value } of cookies) if (isNoWord(value)) add(value);
  };
  for (const event of events) {
    if (event.kind === 'messageSent') {
      addCookies(event.message.cookiesBefore);
      const { request } = event.message;
      const known = secretsOfRequest(request, names, shapes);
      for (const value of [...known, ...leftIn(request, redaction, known)]) add(value);
    } else if (event.kind === 'messageAnswered') {
      const { answer, cookiesAfter } = event.answer;
      addCookies([...cookiesAfter, ...(answer?.setCookies ?? [])]);
      const { headers = [], body = '' } = answer ?? {};
      for (const value of [...secretsInHeaders(headers), ...secretsInText(body, names)]) add(value);
      for (const value of secretsByShape([...headers.map(([, each]) => each), body], shapes)) add(value);
    } else if (event.kind === 'stateChanged') {
      for (const otp of passcodesIn(event.state, slices)) add(otp);
      for (const { link, code } of event.state.outbox) {
        add(code);
        for (const value of secretsInUrl(link ?? '')) add(value);
      }
    }
  }
  return secrets;
}

/** What secrets look like in the systems of these slices. */
export function shapesOf(slices: readonly AnySlice[]): SecretShapes {
  return new SecretShapes(slices.flatMap(({ secretShapes }) => secretShapes ?? []));
}

/** The secrets that are known by their shape in some texts: as they stand there, and as they are meant. */
function secretsByShape(texts: readonly string[], shapes: SecretShapes): string[] {
  return texts.flatMap((text) => shapes.in(text).flatMap(({ written, meant }) => [written, meant]));
}

/**
 * The secrets of one request: in its URL, its headers and its body.
 * @param names further names of members of its body that stand for secrets
 * @param shapes what secrets look like that have no telling name
 */
export function secretsOfRequest(
  { url, headers, body = '' }: SentRequest,
  names: readonly string[] = [],
  shapes: SecretShapes = new SecretShapes(),
): string[] {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return [
    ...secretsInUrl(url),
    ...secretsInHeaders(headers),
    ...(/x-www-form-urlencoded/i.test(type) ? secretsInQuery(body, names) : secretsInText(body, names)),
    ...secretsBelow(parsedJson(body), names),
    ...secretsByShape([url, ...headers.map(([, value]) => value), body], shapes),
  ].filter((value) => !NO_VALUES.has(value));
}

/** What the journal would cover and nothing else finds: as it stands in a request, and as it is meant. */
function leftIn({ url, headers, body }: SentRequest, names: NamedSecrets, known: readonly string[]): string[] {
  const source = { url, headers: Object.fromEntries(headers), ...(body !== undefined && { text: body }) };
  return leftSecrets(source, names, known).flatMap((text) => [text, decoded(text)]);
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
    ...(password === '' ? [] : [password, decoded(password.replaceAll('+', '%2B'))]),
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
  if (typeof value !== 'object' || value === null) return [];
  const chosen = new Set(names.map(plainName));
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    if (typeof each !== 'object' || each === null) return [];
    const isSecret = !Array.isArray(value) && (isSecretName(key) || chosen.has(plainName(key)));
    return isSecret ? [...textsIn(each)].flatMap(({ text, inKey }) => (inKey ? [] : text)) : secretsBelow(each, names);
  });
}

/**
 * In JSON they are found by the names of members. In any text they are found in its URLs.
 * @param names further names of members that stand for secrets
 */
export function secretsInText(text: string, names: readonly string[] = []): string[] {
  const json = parsedJson(text);
  const inLinks = [...text.matchAll(/https?:\/\/[^\s"'<>\\]+/g)].flatMap(([url]) =>
    secretsInUrl(url.replaceAll('&amp;', '&')),
  );
  return [...secretsInJson(json, '', new Set(names.map(plainName))), ...inLinks];
}

function secretsInQuery(query: string, names: readonly string[] = []): string[] {
  const chosen = new Set(names.map(plainName));
  return query.split('&').flatMap((pair) => {
    const at = pair.indexOf('=');
    const name = decoded(pair.slice(0, at));
    if (at < 0 || !(isSecretParameter(name) || chosen.has(plainName(name)))) return [];
    const value = pair.slice(at + 1);
    return [...new Set([value, decoded(value)])];
  });
}

function secretsInJson(value: unknown, name: string, names: ReadonlySet<string>): string[] {
  if (typeof value === 'string') {
    const isSecret = names.has(plainName(name)) || isSecretValue(name, value);
    return isSecret ? [value] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => secretsInJson(each, Array.isArray(value) ? name : key, names));
}

function valueOfPair(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
