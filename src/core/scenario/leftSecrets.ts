import { REDACTED } from '../protocol/secretNames';
import type { NamedSecrets } from '../redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../redaction/redactMessage';
import { redactQuery } from '../redaction/redactText';
import { parsedJson } from './facts';
import { isNoWord, NO_VALUES } from './noValues';
import type { RequestSource } from './scenarioSource';
import { covered, SHORTEST_SECRET } from './secrets';
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
  names: NamedSecrets,
  known: readonly string[],
): string[] {
  const left = (whole: string, redact: (part: string) => string): string[] => {
    const rest = covered(whole, known);
    if (redact(rest) === rest) return [];
    return parts(whole, redact(whole)).filter((secret) => secret !== REDACTED && covered(secret, known) !== REDACTED);
  };
  const inUrl = (whole: string) =>
    [...whole.matchAll(/[?&#]([^?&#]+)/g)].flatMap(([, pair = '']) =>
      left(pair, (part) => redactUrl(`?${part}`, names).slice(1)),
    );
  const inHeader = (name: string, value: string) =>
    left(value, (part) => redactHeaders({ [name]: part }, names)[name.toLowerCase()] ?? part);
  const inHeaders = Object.entries(headers).flatMap(([name, value]) => {
    if (CONDITION.test(name)) return [];
    if (name.toLowerCase() !== 'cookie') return inHeader(name, value);
    return value.split(/;\s*/).flatMap((pair) => {
      const isSecret = names.isName(pair.replace(/=.*$/s, ''));
      return inHeader(name, pair).filter((secret) => isSecret || isNoWord(secret));
    });
  });
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  // A server may read a body as its content says, or as its type says.
  const inText = (whole: string) =>
    ['', type].flatMap((each) => left(whole, (part) => redactBody(part, each, Number.POSITIVE_INFINITY, names)));
  const inForm = Object.entries(form ?? {}).flatMap(([name, value]) =>
    left(value, (part) => redactQuery(`${name}=${part}`, names).slice(name.length + 1)),
  );
  return [
    ...inUrl(url),
    ...inUrl(initiator ?? ''),
    ...inHeaders,
    ...inForm,
    ...(json === undefined ? [] : inJson(json, names, known)),
    ...(text === undefined ? [] : inText(text)),
  ].filter((secret) => secret !== '' && !NO_VALUES.has(secret));
}

/** Texts of a JSON value that are not the same any more once it is redacted. */
function inJson(json: unknown, names: NamedSecrets, known: readonly string[]): string[] {
  const redacted = parsedJson(redactBody(JSON.stringify(json), 'application/json', Number.POSITIVE_INFINITY, names));
  const after = new Map([...textsIn(redacted)].flatMap(({ pointer, text, inKey }) => (inKey ? [] : [[pointer, text]])));
  return [...textsIn(json)].flatMap(({ pointer, text, inKey }) => {
    const now = after.get(pointer);
    if (inKey || now === undefined || now === text) return [];
    const rest = covered(text, known);
    if (rest === REDACTED || rest === now) return [];
    return parts(text, now).filter((secret) => covered(secret, known) !== REDACTED);
  });
}

/** Everything in a text that is not there any more once it is redacted. */
function parts(whole: string, redacted: string): string[] {
  // A number that is covered has quotes.
  const found =
    partsBetween(whole, redacted.split(REDACTED)) ??
    partsBetween(whole, redacted.replaceAll(`"${REDACTED}"`, REDACTED).split(REDACTED));
  if (!found) return [whole];
  // Short parts also occur in ordinary words, so what is between them is covered with them.
  const isShort = found.length > 1 && found.some(({ length }) => length < SHORTEST_SECRET);
  return isShort ? [between(whole, redacted)] : found.map((part) => part.replace(/^"(.*)"$/s, '$1'));
}

/** What stands between the texts that were kept. Undefined if they are not all there. */
function partsBetween(whole: string, kept: readonly string[]): string[] | undefined {
  const [first = '', ...others] = kept;
  const last = others.pop();
  if (last === undefined || !whole.startsWith(first) || !whole.endsWith(last)) return undefined;
  const found: string[] = [];
  let from = first.length;
  for (const text of others) {
    const at = whole.indexOf(text, from);
    if (at < 0) return undefined;
    found.push(whole.slice(from, at));
    from = at + text.length;
  }
  const end = whole.length - last.length;
  if (end < from) return undefined;
  return [...found, whole.slice(from, end)].filter((part) => part !== '');
}

/**
 * What was covered in a text. If it is more than one part, it is all from the first one to the last one, so that nothing of a
 * secret is left.
 */
function between(whole: string, redacted: string): string {
  const first = redacted.indexOf(REDACTED);
  let before = redacted.slice(0, Math.max(0, first));
  let after = first < 0 ? '' : redacted.slice(redacted.lastIndexOf(REDACTED) + REDACTED.length);
  // A number that is covered has quotes.
  if (!whole.startsWith(before) && before.endsWith('"')) before = before.slice(0, -1);
  if (!whole.endsWith(after) && after.startsWith('"')) after = after.slice(1);
  const isThere =
    whole.startsWith(before) && whole.endsWith(after) && whole.length > before.length + after.length && first >= 0;
  return isThere ? whole.slice(before.length, whole.length - after.length) : whole;
}
