import { WRAPPED_JSON_DEPTH } from '../json/jsonDepth';
import { type JsonNode, readJson } from '../json/jsonText';
import { isSecretByShape, isTimeByShape, REDACTED } from '../protocol/secretNames';
import { COMMON_SECRETS, type NamedSecrets } from './namedSecrets';
import { redactText, redactTokens } from './redactText';
import { SHORTEST_SECRET } from './shortestSecret';

interface Place {
  readonly node: JsonNode;
  /** Name of the member that has this value or its array. */
  readonly name: string;
  /** Name of the member that has the object around it. */
  readonly outer: string;
  /**
   * Whether the name of an outer member marks the content as secret: all of it, without its description, or only what has
   * no name of its own.
   */
  readonly isSecret: boolean | 'whole' | 'unnamed';
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
/** Members that name what another member of the object has: `{"name": "password", "value": "…"}`. */
const NAMING = /^(?:name|key|field|parameter|param|attribute)$/i;
const NAMED = /^(?:values?|val|text|content|data)$/i;
/** Lists of sessions have their ids as keys. */
const SESSION_ID = /^[0-9A-Fa-f]{40}$/;
const LONGEST_NAME = 64;
/** A key that is a word is no secret, also where everything else is. */
const WORD = /^[A-Za-z_$][A-Za-z_$-]{0,31}$/;

/**
 * Redacts the secrets in a JSON text and leaves the rest as it was sent.
 * @returns undefined if the text is not valid JSON, or if an object has a key twice
 */
export function redactJson(text: string, names: NamedSecrets = COMMON_SECRETS): string | undefined {
  const { root, stop, duplicateKeys } = readJson(text, WRAPPED_JSON_DEPTH);
  if (!root || stop || duplicateKeys.length > 0) return undefined;
  const covers: Cover[] = [];
  // The stack is a list, because a text may be nested deeper than function calls can be.
  const places: Place[] = [{ node: root, name: '', outer: '', isSecret: names.isLogin && 'unnamed' }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { node, name } = place;
    for (const item of node.items ?? []) places.push({ ...place, node: item });
    const named = node.members && nameIn(node.members, text);
    for (const [key, member] of node.members ?? []) {
      const isNamed = named !== undefined && NAMED.test(key) && names.inside.isName(named);
      const isSecret = isNamed ? 'whole' : isSecretMember(key, place, names);
      places.push({ node: member, name: key, outer: name, isSecret });
      if (!member.key) continue;
      if ((place.isSecret === true || place.isSecret === 'whole') && !WORD.test(key)) {
        add(covers, text, member.key, () => REDACTED);
      } else if (key.length > 12 && !SESSION_ID.test(key)) {
        // A key can be a token, but only if it is long.
        add(covers, text, member.key, (value) => redactTokens(value, names.inside));
      }
    }
    if (node.kind === 'string') add(covers, text, node, (value) => redactString(value, place, names));
    else if (node.kind === 'number' && isSecretNumber(text.slice(node.start, node.end), place, names))
      covers.push({ start: node.start, end: node.end, text: JSON.stringify(REDACTED) });
  }
  return covered(text, covers);
}

function isSecretMember(key: string, around: Place, names: NamedSecrets): Place['isSecret'] {
  if (around.isSecret === 'whole' || names.isOwn(key)) return 'whole';
  if (names.isName(key) || (around.isSecret === true && !DESCRIPTION.test(key))) return true;
  return names.isContainer(key) && 'unnamed';
}

/** What a member says that another member of the same object is called. */
function nameIn(members: NonNullable<JsonNode['members']>, text: string): string | undefined {
  for (const [key, { kind, start, end }] of members) {
    if (kind !== 'string' || !NAMING.test(key)) continue;
    const name = JSON.parse(text.slice(start, end)) as string;
    if (name.length <= LONGEST_NAME) return name;
  }
  return undefined;
}

function redactString(value: string, { name, outer, isSecret }: Place, names: NamedSecrets): string {
  if (value === '') return value;
  if (isSecret === true && isTimeByShape(name, value)) return value;
  if (isSecret || (!HARMLESS.test(outer) && isSecretByShape(name, value))) return REDACTED;
  return redactText(value, names.inside, 0, name);
}

/** Whether a number is secret. A number under a plural name is a count: `tokens: 3`. */
function isSecretNumber(value: string, { name, outer, isSecret }: Place, names: NamedSecrets): boolean {
  // Such as the number of tries. A PIN is longer, or has its name.
  if (names.isLogin && value.length < SHORTEST_SECRET && name !== '' && !names.inside.isName(name)) return false;
  if (isSecret === 'whole' || isSecret === 'unnamed') return true;
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
