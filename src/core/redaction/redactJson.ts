import { type JsonNode, readJson } from '../json/jsonText';
import { isSecretByShape, isTimeByShape, REDACTED } from '../protocol/secretNames';
import { COMMON_SECRETS, type NamedSecrets } from './namedSecrets';
import { redactText, redactTokens } from './redactText';

interface Place {
  readonly node: JsonNode;
  /** Name of the member that has this value or its array. */
  readonly name: string;
  /** Name of the member that has the object around it. */
  readonly outer: string;
  /** Whether the name of an outer member marks the content as secret: all of it, or without its description. */
  readonly isSecret: boolean | 'whole';
}

interface Cover {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Names of members in which `code` is an error code or a language, and `state` is no passcode. */
const HARMLESS = /^(?:_*errors?|causes?|language)$/i;
/** Members that describe a secret, such as `name` in `cookie: {name, value}`. */
const DESCRIPTION = /^(?:name|kind|type|expires\w*)$/i;

/**
 * Redacts the secrets in a JSON text and leaves the rest as it was sent.
 * @returns undefined if the text is not valid JSON, or if an object has a key twice
 */
export function redactJson(text: string, names: NamedSecrets = COMMON_SECRETS): string | undefined {
  const { root, stop, duplicateKeys } = readJson(text);
  if (!root || stop || duplicateKeys.length > 0) return undefined;
  const covers: Cover[] = [];
  // The stack is a list, because a text may be nested deeper than function calls can be.
  const places: Place[] = [{ node: root, name: '', outer: '', isSecret: false }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { node, name, outer } = place;
    for (const item of node.items ?? []) places.push({ ...place, node: item });
    for (const [key, member] of node.members ?? []) {
      places.push({ node: member, name: key, outer: name, isSecret: isSecretMember(key, place, names) });
      // A key can be a token, but only if it is long.
      if (member.key && key.length > 12) add(covers, text, member.key, (value) => redactTokens(value, names));
    }
    if (node.kind === 'string') add(covers, text, node, (value) => redactString(value, place, names));
    else if (node.kind === 'number' && isSecretNumber(text.slice(node.start, node.end), name, outer, place.isSecret))
      covers.push({ start: node.start, end: node.end, text: JSON.stringify(REDACTED) });
  }
  return covered(text, covers);
}

function isSecretMember(key: string, around: Place, names: NamedSecrets): Place['isSecret'] {
  if (around.isSecret === 'whole' || names.isOwn(key)) return 'whole';
  return names.isName(key) || (around.isSecret && !DESCRIPTION.test(key));
}

function redactString(value: string, { name, outer, isSecret }: Place, names: NamedSecrets): string {
  if (value === '') return value;
  if (isSecret === true && isTimeByShape(name, value)) return value;
  if (isSecret || (!HARMLESS.test(outer) && isSecretByShape(name, value))) return REDACTED;
  return redactText(value, names);
}

/** Whether a number is secret. A number under a plural name is a count: `tokens: 3`. */
function isSecretNumber(value: string, name: string, outer: string, isSecret: Place['isSecret']): boolean {
  if (isSecret === 'whole') return true;
  if (isSecret && isTimeByShape(name, value)) return false;
  return isSecret ? !name.endsWith('s') : !HARMLESS.test(outer) && isSecretByShape(name, value);
}

function add(
  covers: Cover[],
  text: string,
  at: { start: number; end: number },
  redact: (value: string) => string,
): void {
  const source = text.slice(at.start, at.end);
  const value = source.includes('\\') ? (JSON.parse(source) as string) : source.slice(1, -1);
  const redacted = redact(value);
  if (redacted !== value) covers.push({ start: at.start, end: at.end, text: JSON.stringify(redacted) });
}

function covered(text: string, covers: readonly Cover[]): string {
  let result = '';
  let end = 0;
  for (const cover of covers.toSorted((one, other) => one.start - other.start)) {
    result += text.slice(end, cover.start) + cover.text;
    end = cover.end;
  }
  return result + text.slice(end);
}
