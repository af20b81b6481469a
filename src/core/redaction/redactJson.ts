import { WRAPPED_JSON_DEPTH } from '../json/jsonDepth';
import { type JsonNode, readJson } from '../json/jsonText';
import { wordsOfName } from '../protocol/nameWords';
import { isSecretByShape, isTimeByShape, REDACTED } from '../protocol/secretNames';
import { isNameOfSecret, isNaming, isOneOfNames } from './besideName';
import { calledUrl, isDocument, isLoginCall, parametersOfList, redactDocument } from './loginCall';
import { COMMON_SECRETS, type NamedSecrets } from './namedSecrets';
import { redactExpression } from './redactExpression';
import { redactPath } from './redactPath';
import { redactText, redactTokens } from './redactText';
import { SHORTEST_SECRET } from './shortestSecret';
import { isShownInLogin } from './shownInLogin';
import { isValueBeside } from './valueBeside';

interface Place {
  readonly node: JsonNode;
  /** Name of the member that has this value or its array. */
  readonly name: string;
  /** Name of the member that has the object around it. */
  readonly outer: string;
  /**
   * Whether the name of an outer member marks the content as secret: all of it, without its description, or only what has
   * no name of its own, or only the texts of those.
   */
  readonly isSecret: boolean | 'whole' | 'unnamed' | 'texts';
  /** What is secret here. In a call of a login, it is more than around it. */
  readonly names: NamedSecrets;
  /** Number of texts of JSON around this one. */
  readonly depth: number;
  /** The columns of the rows of this list that are secret. */
  readonly columns?: ReadonlySet<number> | undefined;
  /** The items of this row that are secret. */
  readonly cells?: ReadonlySet<number> | undefined;
  /** Whether it stands in an array. */
  readonly isItem?: boolean;
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
/** Lists of sessions have their ids as keys. */
const SESSION_ID = /^[0-9A-Fa-f]{40}$/;
const LONGEST_NAME = 64;
/** Lists of the names of columns. */
const COLUMNS =
  /^(?:columns?|cols|names?|fields?|headers?|heads?|keys?|attributes?|parameters?|params|schema|labels?|properties)$/;
/** JSON in a text of JSON is read so often. */
const MOST_TEXTS = 3;
/** Members that have an expression: `{"filter": "password == x"}`. */
const EXPRESSION = /filter|query|where|search|condition|expression|predicate/i;
/** A path or a URL. */
const ADDRESS = /^(?:[a-z][\w+.-]{1,20}:\/)?\/[^\s"'<>{}]*$/i;
/** A key that is a word is no secret, also where everything else is. */
const WORD = /^[A-Za-z_$][A-Za-z_$-]{0,31}$/;

/**
 * Redacts the secrets in a JSON text and leaves the rest as it was sent.
 * @param depth number of texts of JSON around this one
 * @returns undefined if the text is not valid JSON, or if an object has a key twice
 */
export function redactJson(text: string, names: NamedSecrets = COMMON_SECRETS, depth = 0): string | undefined {
  const { root, stop, duplicateKeys } = readJson(text, WRAPPED_JSON_DEPTH);
  if (!root || stop || duplicateKeys.length > 0) return undefined;
  const covers: Cover[] = [];
  // The stack is a list, because a text may be nested deeper than function calls can be.
  const unnamed = names.isLogin ? 'unnamed' : names.isPositional && 'texts';
  const places: Place[] = [{ node: root, name: '', outer: '', isSecret: unnamed, names, depth }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { node } = place;
    if (node.items) addItems(places, node.items, place, text);
    addMembers(places, covers, place, text);
    if (node.kind === 'string') add(covers, text, node, (value) => redactString(value, place));
    else if (node.kind === 'number' && isSecretNumber(text.slice(node.start, node.end), place))
      covers.push({ start: node.start, end: node.end, text: JSON.stringify(REDACTED) });
  }
  return covered(text, covers);
}

function addItems(places: Place[], items: readonly JsonNode[], place: Place, text: string): void {
  const { names, columns, cells } = place;
  const login = names.isLogin || place.isSecret ? undefined : parametersOfList(items, text);
  const header = columns ?? headerOf(items, text, names);
  for (const [index, item] of items.entries()) {
    const inside: Place = {
      ...place,
      node: item,
      isItem: true,
      columns: undefined,
      cells: item.items && (columns || index > 0) ? header : undefined,
    };
    const isNamed =
      cells?.has(index) || isBesideName(items, index, text, names) || (columns?.has(index) && !item.items);
    if (isNamed) places.push({ ...inside, isSecret: 'whole' });
    else if (login === undefined || index < login || isWordOfNames(item, text)) places.push(inside);
    else places.push({ ...inside, name: '', isSecret: 'unnamed', names: names.asLogin() });
  }
}

/** The places of secrets in the rows of a table whose first row has the names: `[["user", "password"], ["bob", "…"]]`. */
function headerOf(items: readonly JsonNode[], text: string, names: NamedSecrets): ReadonlySet<number> | undefined {
  const [first, second] = items;
  if (!first?.items || !second?.items || first.items.length !== second.items.length) return undefined;
  // Of two, the second is mostly the value of the first.
  if (first.items.length === 2 && !first.items.every((item) => isWordOfNames(item, text))) return undefined;
  return placesOfNames(first, text, names);
}

/** Whether an item of a list follows the name of a secret: `["user", "bob", "password", "…"]`. */
function isBesideName(items: readonly JsonNode[], index: number, text: string, names: NamedSecrets): boolean {
  const [before, item] = [items[index - 1], items[index]];
  if (!before || !item || item.members || item.items || !isSecretText(before, text, names)) return false;
  return item.kind !== 'null' && !isWordOfNames(item, text);
}

/** The places of names of secrets in a list of names, or of objects with names. */
function placesOfNames({ items = [] }: JsonNode, text: string, names: NamedSecrets): ReadonlySet<number> | undefined {
  const places = items.flatMap((item, at) => {
    const isNamed = item.members ? namesSecret(item.members, text, names) : isSecretText(item, text, names);
    return isNamed ? [at] : [];
  });
  return places.length > 0 ? new Set(places) : undefined;
}

/** Whether a text is one of the words of which lists of names are made: `["login", "logout"]`. */
function isWordOfNames({ kind, start, end }: JsonNode, text: string): boolean {
  if (kind !== 'string' || end - start > LONGEST_NAME) return false;
  return isOneOfNames(JSON.parse(text.slice(start, end)) as string);
}

function addMembers(places: Place[], covers: Cover[], place: Place, text: string): void {
  const { node, name } = place;
  if (!node.members) return;
  const names = namesOfCall(place.names, node.members, text);
  const isNamed = namesSecret(node.members, text, names);
  const columns = columnsOf(node.members, text, names);
  for (const [key, member] of node.members) {
    const isValue = isValueBeside(key) || (node.members.size === 2 && member.kind === 'string' && !isShownInLogin(key));
    const isSecret = isNamed && isValue && !isNaming(key) ? 'whole' : isSecretMember(key, place, names);
    const table = member.items && columns?.key !== key ? columns?.places : undefined;
    places.push({ node: member, name: key, outer: name, isSecret, names, depth: place.depth, columns: table });
    if (!member.key) continue;
    if (!names.isShownName(key) || ((place.isSecret === true || place.isSecret === 'whole') && !WORD.test(key))) {
      add(covers, text, member.key, () => REDACTED);
    } else if (key.length > 12 && !SESSION_ID.test(key)) {
      // A key can be a token, but only if it is long.
      add(covers, text, member.key, (value) => redactTokens(value, names.inside));
    }
  }
}

function isSecretMember(key: string, around: Place, names: NamedSecrets): Place['isSecret'] {
  if (around.isSecret === 'whole' || names.isOwn(key)) return 'whole';
  if (names.isName(key) || (around.isSecret === true && !DESCRIPTION.test(key))) return true;
  if (!names.isContainer(key)) return false;
  return names.isLogin ? 'unnamed' : 'texts';
}

/** What is secret in an object: that of the login, or of the function, that it calls by name or by a URL. */
function namesOfCall(names: NamedSecrets, members: NonNullable<JsonNode['members']>, text: string): NamedSecrets {
  if (names.isLogin) return names;
  if (isLoginCall(members, text)) return names.asLogin();
  const url = calledUrl(members, text);
  return url === undefined ? names : names.at(url);
}

/** The list of an object that has the names for its other lists: `{"columns": ["user", "password"], "rows": […]}`. */
function columnsOf(
  members: NonNullable<JsonNode['members']>,
  text: string,
  names: NamedSecrets,
): { readonly key: string; readonly places: ReadonlySet<number> } | undefined {
  for (const [key, node] of members) {
    const places =
      node.items && COLUMNS.test(wordsOfName(key).at(-1) ?? '') ? placesOfNames(node, text, names) : undefined;
    if (places) return { key, places };
  }
  return undefined;
}

/** Whether a member says that another member of the same object is a secret. */
function namesSecret(members: NonNullable<JsonNode['members']>, text: string, names: NamedSecrets): boolean {
  for (const [key, node] of members) if (isNaming(key) && isSecretText(node, text, names)) return true;
  return false;
}

/** Whether a text is the name of a secret. */
function isSecretText({ kind, start, end }: JsonNode, text: string, names: NamedSecrets): boolean {
  if (kind !== 'string' || end - start > LONGEST_NAME) return false;
  return isNameOfSecret(JSON.parse(text.slice(start, end)) as string, names);
}

function redactString(value: string, place: Place): string {
  const { name, outer, isSecret, names, depth } = place;
  if (value === '') return value;
  if (!isSecret && !fits(place, value)) return REDACTED;
  if (isSecret === true && isTimeByShape(name, value)) return value;
  if (isSecret || (!HARMLESS.test(outer) && isSecretByShape(name, value))) return REDACTED;
  if (depth < MOST_TEXTS && /^\s*[[{]/.test(value)) {
    const json = redactJson(value, names.inside, depth + 1);
    if (json !== undefined) return json;
  }
  const shown = names.isLogin && isDocument(name) ? redactDocument(value) : value;
  const compared = EXPRESSION.test(name) ? redactExpression(shown, names.inside) : shown;
  return redactText(ADDRESS.test(compared) ? redactAddress(compared, names) : compared, names.inside, 0, name);
}

/** The path of a URL may be that of a login. Inside of a login, its query is one of a login too. */
function redactAddress(url: string, names: NamedSecrets): string {
  const end = names.isLogin ? -1 : url.search(/[?#]/);
  return end < 0 ? redactPath(url) : redactPath(url.slice(0, end)) + url.slice(end);
}

/** Whether a value may be shown under its name, or under that of the object around it: the name of a device is no user. */
function fits({ name, outer, names, isItem = false }: Place, value: string): boolean {
  return names.fits(name, value, isItem) || (outer !== '' && names.fits(outer + name, value, isItem));
}

/** Whether a number is secret. A number under a plural name is a count: `tokens: 3`. */
function isSecretNumber(value: string, place: Place): boolean {
  const { name, outer, isSecret, names } = place;
  if (!isSecret && value.length >= SHORTEST_SECRET && !fits(place, value)) return true;
  // Such as the number of tries. A PIN is longer, or has its name.
  if (names.isLogin && value.length < SHORTEST_SECRET && name !== '' && !names.inside.isName(name)) return false;
  if (isSecret === 'texts') return false;
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
