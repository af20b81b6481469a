import { readJson } from '../json/jsonText';

/** The name of the schema file, by which a `$schema` is ours. */
const SCHEMA_FILE = 'scenario.schema.json';
const PRODUCT = 'session-workbench';
/** What a scenario may begin with, before its steps. */
const BEGINNING = new Set(['$schema', 'name', 'description', 'server', 'actors', 'variables']);

/**
 * Whether the text of a `*.scenario.json` is a scenario of ours; another tool's is to be left alone, without a word.
 *
 * 1. What is no object is none of ours.
 * 2. A `$schema` decides when it is there: ours makes it ours, whatever else is missing, and another's makes it another's,
 *    whatever else is there. One that is no text, or empty, or not closed yet says nothing.
 * 3. Else it is ours when it has `steps`, and `actors` or `server`, each at the top, whatever their values are.
 *
 * 4. Else it is ours when it is an object that is not finished, and all it has by now is what one of ours begins with.
 *
 * Texts that are at fault are read as far as a person would read them: one that is half typed is ours still, so that its
 * faults are told. Comments and a comma too many are no fault here, as other tools allow them.
 */
export function isScenario(text: string): boolean {
  const members = topMembers(text);
  const schema = members.get('$schema');
  if (schema) return isOurSchema(schema);
  if (members.has('steps')) return members.has('actors') || members.has('server');
  return [...members.keys()].every((name) => BEGINNING.has(name)) && isUnfinishedObject(text);
}

/** What a text gives as its `$schema`, if it is one. */
export function schemaNameIn(text: string): string | undefined {
  return topMembers(text).get('$schema') || undefined;
}

function isUnfinishedObject(text: string): boolean {
  if (!/^\ufeff?[ \t\r\n]*\{/.test(text)) return false;
  const bare = text.replace(/^\ufeff/, '').replace(TOKENS, (token) => (token.startsWith('/') ? ' ' : token));
  return readJson(bare.replace(/,(?=[ \t\r\n]*[}\]])/g, '')).stop !== undefined;
}

/** By its name, wherever it is on disk; on the web only that of this product. */
function isOurSchema(schema: string): boolean {
  const [address = ''] = schema.split(/[?#]/);
  const names = address.split(/[\\/]/);
  if (names.at(-1) !== SCHEMA_FILE) return false;
  return !/^https?:/i.test(address) || names.some((name) => name.startsWith(PRODUCT));
}

interface Key {
  readonly name: string;
  readonly depth: number;
  /** Of its line, when it is the first thing there. */
  readonly indent: number | undefined;
  /** When it is a text that is closed. */
  readonly value: string | undefined;
}

/** Members of the outermost object; the last of a name wins. Values that are no text are empty. */
function topMembers(text: string): ReadonlyMap<string, string> {
  const { keys, isBalanced } = keysIn(text);
  const first = keys[0];
  const isTop = ({ depth, indent }: Key) =>
    depth <= 1 ||
    // A bracket is missing, or is there too often: what stands below each other is taken to belong together.
    (!isBalanced && first?.indent !== undefined && indent === first.indent);
  return new Map(keys.filter(isTop).map(({ name, value = '' }) => [name, value]));
}

// A text ends with its line at the latest: JSON has none of several lines. Comments are another tool's, or a fault.
const TOKENS = /"(?:[^"\\\r\n]|\\[^\r\n])*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\]]/g;
const COLON = /[ \t\r\n]*:[ \t\r\n]*("(?:[^"\\\r\n]|\\[^\r\n])*")?/y;

/** Names with a colon behind them, with how deep they are; none when the text does not begin with an object. */
function keysIn(text: string): { readonly keys: readonly Key[]; readonly isBalanced: boolean } {
  const keys: Key[] = [];
  let depth = 0;
  let isBalanced = true;
  TOKENS.lastIndex = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token.startsWith('/')) continue;
    if (!token.startsWith('"')) {
      if (depth === 0 && token !== '{') isBalanced = false;
      if (depth === 0 && keys.length === 0 && token === '[') return { keys: [], isBalanced };
      depth = Math.max(0, depth + (token === '{' || token === '[' ? 1 : -1));
      continue;
    }
    if (depth === 0 && keys.length === 0) return { keys: [], isBalanced };
    COLON.lastIndex = index + token.length;
    const found = COLON.exec(text);
    const name = found ? closedText(token) : undefined;
    if (!found || name === undefined) continue;
    // Behind the end there is nothing in a text without faults.
    if (depth === 0) isBalanced = false;
    const value = found[1] === undefined ? undefined : closedText(found[1]);
    keys.push({ name, depth, indent: indentAt(text, index), value });
  }
  return { keys, isBalanced: isBalanced && depth === 0 };
}

/** Undefined when it is not closed, or has an escape that is none. */
function closedText(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}

function indentAt(text: string, at: number): number | undefined {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return text.slice(start, at).trim() === '' ? at - start : undefined;
}
