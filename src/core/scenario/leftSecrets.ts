import { REDACTED } from '../protocol/secretNames';
import type { NamedSecrets } from '../redaction/namedSecrets';
import { redactBody, redactHeaders, redactUrl } from '../redaction/redactMessage';
import { redactQuery } from '../redaction/redactText';
import { parsedJson } from './facts';
import { NO_VALUES } from './runSecrets';
import type { RequestSource } from './scenarioSource';
import { covered } from './secrets';
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
    return redact(rest) === rest ? [] : [between(whole, redact(whole))].filter((secret) => secret !== REDACTED);
  };
  const inUrl = (whole: string) =>
    [...whole.matchAll(/[?&#]([^?&#]+)/g)].flatMap(([, pair = '']) =>
      left(pair, (part) => redactUrl(`?${part}`, names).slice(1)),
    );
  const inHeaders = Object.entries(headers).flatMap(([name, value]) =>
    CONDITION.test(name)
      ? []
      : left(value, (part) => redactHeaders({ [name]: part }, names)[name.toLowerCase()] ?? part),
  );
  const inForm = Object.entries(form ?? {}).flatMap(([name, value]) =>
    left(value, (part) => redactQuery(`${name}=${part}`, names).slice(name.length + 1)),
  );
  return [
    ...inUrl(url),
    ...inUrl(initiator ?? ''),
    ...inHeaders,
    ...inForm,
    ...(json === undefined ? [] : inJson(json, names, known)),
    ...(text === undefined ? [] : left(text, (part) => redactBody(part, '', Number.POSITIVE_INFINITY, names))),
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
    return rest === REDACTED || rest === now ? [] : [between(text, now)];
  });
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
