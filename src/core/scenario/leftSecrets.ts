import { urlEncoded } from '../base/urlText';
import { REDACTED } from '../protocol/secretNames';
import { coveredParts } from '../redaction/coveredParts';
import type { NamedSecrets } from '../redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../redaction/redactMessage';
import { redactQuery } from '../redaction/redactQuery';
import { parsedJson } from './facts';
import { isNoWord, NO_VALUES } from './noValues';
import type { RequestSource } from './scenarioSource';
import { SecretTexts } from './secretTexts';
import { textsIn } from './textsIn';

/** The hash of what a client has already is long, and no secret. */
const CONDITION = /^if-/i;

/**
 * The secrets of a request that the journal would cover, and that have no variable yet: in bodies that are broken, in URLs
 * inside of URLs, and deep inside of members.
 * @param known texts that become variables anyway
 */
export function leftSecrets(
  { url, headers = {}, initiator, json, form, text }: RequestSource,
  given: NamedSecrets,
  known: readonly string[],
): string[] {
  const names = given.at(url);
  const there = new SecretTexts(known);
  const left = (whole: string, redact: (part: string) => string): string[] => {
    const rest = there.covered(whole);
    if (redact(rest) === rest) return [];
    return coveredParts(whole, redact(whole)).filter(
      (secret) => secret !== REDACTED && there.covered(secret) !== REDACTED,
    );
  };
  const inUrl = (whole: string, secrets = names) =>
    [...whole.matchAll(/[?&#]([^?&#]+)/g)].flatMap(([, pair = '']) =>
      left(pair, (part) => redactUrl(`?${part}`, secrets).slice(1)),
    );
  const inHeader = (name: string, value: string) =>
    left(value, (part) => redactHeaders({ [name]: part }, names.inside)[name.toLowerCase()] ?? part);
  const inHeaders = Object.entries(headers).flatMap(([name, value]) => {
    if (CONDITION.test(name)) return [];
    if (name.toLowerCase() !== 'cookie') return inHeader(name, value);
    return [...new Set(value.split(/;\s*/))].flatMap((pair) => {
      const isSecret = names.isName(pair.replace(/=.*$/s, ''));
      return inHeader(name, pair).filter((secret) => isSecret || isNoWord(secret));
    });
  });
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  // A server may read a body as its content says, or as its type says.
  const inText = (whole: string) =>
    [...new Set(['', type])].flatMap((each) => left(whole, (part) => redactBody(part, each, Number.POSITIVE_INFINITY, names)));
  const inForm = leftInForm(Object.entries(form ?? {}), names, there);
  return [
    ...left(url.replace(/[?#].*$/s, ''), (part) => redactUrl(part, names)),
    ...inUrl(url),
    ...inUrl(initiator ?? '', given),
    ...inHeaders,
    ...inForm,
    ...(json === undefined ? [] : inJson(json, names, there)),
    ...(text === undefined ? [] : inText(text)),
  ].filter((secret) => secret !== '' && !NO_VALUES.has(secret));
}

/** The form is redacted as a whole, because a parameter may say what another one is. */
function leftInForm(
  pairs: readonly (readonly [name: string, value: string])[],
  names: NamedSecrets,
  there: SecretTexts,
): string[] {
  const shown = (values: readonly string[]) => {
    const form = pairs.map(([name], at) => `${urlEncoded(name)}=${urlEncoded(values[at] as string)}`).join('&');
    const redacted = redactQuery(form, names.inForm(form), true).split('&');
    return redacted.map((pair) => decoded(pair.slice(pair.indexOf('=') + 1)));
  };
  const rests = pairs.map(([, value]) => there.covered(value));
  const restsShown = shown(rests);
  const valuesShown = shown(pairs.map(([, value]) => value));
  return pairs.flatMap(([, value], at) =>
    restsShown[at] === rests[at]
      ? []
      : coveredParts(value, valuesShown[at] as string).filter((secret) => there.covered(secret) !== REDACTED),
  );
}

/** Texts of a JSON value that are not the same any more once it is redacted. */
function inJson(json: unknown, names: NamedSecrets, there: SecretTexts): string[] {
  const redacted = parsedJson(redactBody(JSON.stringify(json), 'application/json', Number.POSITIVE_INFINITY, names));
  const after = new Map([...textsIn(redacted)].flatMap(({ pointer, text, inKey }) => (inKey ? [] : [[pointer, text]])));
  return [...textsIn(json)].flatMap(({ pointer, text, inKey }) => {
    const now = after.get(pointer);
    if (inKey || now === undefined || now === text) return [];
    const rest = there.covered(text);
    if (rest === REDACTED || rest === now) return [];
    return coveredParts(text, now).filter((secret) => there.covered(secret) !== REDACTED);
  });
}

/** What is covered may begin inside of an escape. Then nothing of the value is told. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return REDACTED;
  }
}
