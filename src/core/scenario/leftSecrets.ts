import { strictlyDecoded, urlEncoded } from '../base/urlText';
import { REDACTED } from '../protocol/secretNames';
import { coveredParts } from '../redaction/coveredParts';
import type { NamedSecrets } from '../redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../redaction/redactMessage';
import { redactQuery } from '../redaction/redactQuery';
import { parsedJson } from './facts';
import { isNoWord, NO_VALUES } from './noValues';
import { inPieces, inTurn, overlappingParts } from './pieces';
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
export function leftSecrets(request: RequestSource, given: NamedSecrets, known: readonly string[]): string[] {
  return [...leftSecretsIn(request, given, known)].flat();
}

/** The same in pieces of bounded work. A long text is looked at in parts. */
export function* leftSecretsIn(
  request: RequestSource,
  given: NamedSecrets,
  known: readonly string[],
): Generator<readonly string[]> {
  const there = new SecretTexts(known);
  // No report covers as many, so that nobody needs the others.
  if (there.isOver) return;
  for (const found of leftIn(request, given, there)) {
    yield found.filter((secret) => secret !== '' && !NO_VALUES.has(secret));
  }
}

function leftIn(
  { url, headers = {}, initiator, json, form, text }: RequestSource,
  given: NamedSecrets,
  there: SecretTexts,
): Generator<readonly string[]> {
  const names = given.at(url);
  const left = (whole: string, redact: (part: string) => string): string[] => {
    const rest = there.covered(whole);
    const shown = redact(whole);
    // A part of a word may be covered in the rest, so that it looks like a secret: the whole has none.
    if (shown === whole || redact(rest) === rest) return [];
    return coveredParts(whole, shown).filter((secret) => secret !== REDACTED && there.covered(secret) !== REDACTED);
  };
  const inUrl = (whole: string, secrets = names) =>
    inPieces(whole.matchAll(/[?&#]([^?&#]+)/g), ([, pair = '']) =>
      left(pair, (part) => redactUrl(`?${part}`, secrets).slice(1)),
    );
  const inHeader = (name: string, value: string) =>
    left(value, (part) => redactHeaders({ [name]: part }, names.inside)[name.toLowerCase()] ?? part);
  const partsOfHeaders = Object.entries(headers).flatMap(([name, value]): (readonly [string, string])[] => {
    if (CONDITION.test(name)) return [];
    if (name.toLowerCase() !== 'cookie') return [[name, value]];
    return [...new Set(value.split(/;\s*/))].map((pair) => [name, pair] as const);
  });
  const inHeaders = inPieces(partsOfHeaders, ([name, value]) => {
    const isSecret = name.toLowerCase() !== 'cookie' || names.isName(value.replace(/=.*$/s, ''));
    return inHeader(name, value).filter((secret) => isSecret || isNoWord(secret));
  });
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  // A server may read a body as its content says, or as its type says.
  const inText = function* (whole: string): Generator<readonly string[]> {
    for (const part of overlappingParts(whole)) {
      for (const each of new Set(['', type])) {
        yield left(part, (rest) => redactBody(rest, each, Number.POSITIVE_INFINITY, names));
      }
    }
  };
  return inTurn(
    [left(url.replace(/[?#].*$/s, ''), (part) => redactUrl(part, names))],
    inUrl(url),
    inUrl(initiator ?? '', given),
    inHeaders,
    [leftInForm(Object.entries(form ?? {}), names, there)],
    json === undefined ? [] : [inJson(json, names, there)],
    text === undefined ? [] : inText(text),
  );
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
    // What is covered may begin inside of an escape. Then nothing of the value is told.
    return redacted.map((pair) => strictlyDecoded(pair.slice(pair.indexOf('=') + 1)) ?? REDACTED);
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
