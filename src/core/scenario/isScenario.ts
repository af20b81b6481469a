/** Name of the schema file. A `$schema` with this name marks a scenario as ours. */
export const SCENARIO_SCHEMA_FILE = 'scenario.schema.json';
/** A part of our schema's address on the web begins with it. */
export const SCENARIO_SCHEMA_OWNER = 'session-workbench';
/** How many characters are examined. This runs at every key press, and a scenario of ours can be recognized early. */
const LOOKED_AT = 4 * 1_048_576;

/**
 * Whether the text of a `*.scenario.json` is a scenario of this product. Files of other tools must be left alone
 * without a message.
 * 1. A text that does not begin with an object is not ours. Only that object counts, not further documents after it.
 * 2. If there is a `$schema`, it decides: ours makes the text ours, and any other makes it another tool's. A `$schema`
 * that is not a text, is empty or is not closed yet is ignored.
 * 3. Otherwise the text is ours when its outermost object has `steps`, and `actors` or `server`, with any values.
 * A text with syntax errors is read as far as a person could read it. So a scenario of ours stays ours while it is
 * edited, and its findings are shown. Comments and trailing commas are allowed here, because other tools allow them.
 */
export function isScenario(text: string): boolean {
  const members = topMembers(text);
  const schema = members.get('$schema');
  if (schema) return isOurSchema(schema);
  return members.has('steps') && (members.has('actors') || members.has('server'));
}

/** The value of `$schema` in a text. Undefined when it has none. */
export function schemaNameIn(text: string): string | undefined {
  return topMembers(text).get('$schema') || undefined;
}

/** On disk only the name counts. On the web it must be the address of this product. */
export function isOurSchema(schema: string): boolean {
  const { names, isOnWeb } = schemaAddress(schema);
  if (names.at(-1) !== SCENARIO_SCHEMA_FILE) return false;
  return !isOnWeb || names.some((name) => name.startsWith(SCENARIO_SCHEMA_OWNER));
}

/** The parts of the address in a `$schema`, with the name of the file as the last. */
export function schemaAddress(schema: string): { readonly names: readonly string[]; readonly isOnWeb: boolean } {
  const [address = ''] = schema.split(/[?#]/);
  return { names: address.split(/[\\/]/), isOnWeb: /^https?:/i.test(address) };
}

interface Key {
  readonly name: string;
  readonly depth: number;
  /** Indentation of its line, when it is the first thing in the line. */
  readonly indent: number | undefined;
  /** Present when the value is a closed text. */
  readonly value: string | undefined;
}

/** Members of the outermost object. Of equal names the last counts. A value that is not a text is empty. */
export function topMembers(text: string): ReadonlyMap<string, string> {
  const { keys, isBalanced } = keysIn(text.slice(0, LOOKED_AT));
  const first = keys[0];
  const isTop = ({ depth, indent }: Key) =>
    depth <= 1 ||
    // When a bracket is missing or occurs too often, names with the same indentation are taken as members of the same
    // object.
    (!isBalanced && first?.indent !== undefined && indent === first.indent);
  return new Map(keys.filter(isTop).map(({ name, value = '' }) => [name, value]));
}

// A text ends at the end of its line, because JSON has no texts over several lines. Comments are allowed.
const TOKENS = /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\]]|\n[ \t\r\n]*/g;
const COLON = /[ \t\r\n]*:[ \t\r\n]*("[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*")?/y;

/**
 * Names that are followed by a colon and may be at the top level, with their depth. Empty when the text does not begin
 * with an object. It reads on after the end of the object, because a bracket may occur too often, but not into another
 * document.
 */
function keysIn(text: string): { readonly keys: readonly Key[]; readonly isBalanced: boolean } {
  const keys: Key[] = [];
  let depth = 0;
  let isBalanced = true;
  let hasBegun = false;
  /** Where the value of the last name begins. */
  let valueAt = -1;
  /** Where a line begins, and where its first token may be. */
  let line = { start: 0, first: 0 };
  TOKENS.lastIndex = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token.startsWith('/')) continue;
    if (token.startsWith('\n')) {
      line = { start: index + token.lastIndexOf('\n') + 1, first: index + token.length };
      continue;
    }
    const indent = index === line.first ? index - line.start : undefined;
    if (!hasBegun) {
      if (token !== '{' || isValue(text.slice(0, index))) break;
      hasBegun = true;
      depth = 1;
      continue;
    }
    if (!token.startsWith('"')) {
      const isOpening = token === '{' || token === '[';
      if (isOpening && index !== valueAt && isAnew(depth, indent, keys[0])) break;
      if (depth === 0) isBalanced = false;
      depth = Math.max(0, depth + (isOpening ? 1 : -1));
      continue;
    }
    // Most names are nested deeper. They are skipped here, so that they cost little.
    if (depth > 1 && (indent === undefined || indent !== keys[0]?.indent)) continue;
    COLON.lastIndex = index + token.length;
    const found = COLON.exec(text);
    const name = found ? closedText(token) : undefined;
    if (!found || name === undefined) continue;
    valueAt = COLON.lastIndex;
    // In a text without errors nothing follows the end of the object.
    if (depth === 0) isBalanced = false;
    const value = found[1] === undefined ? undefined : closedText(found[1]);
    keys.push({ name, depth, indent, value });
  }
  return { keys, isBalanced: isBalanced && depth === 0 };
}

/**
 * Whether a bracket begins another document: it is after the end of the first one, or further left than everything in
 * it.
 */
function isAnew(depth: number, indent: number | undefined, first: Key | undefined): boolean {
  return depth === 0 || (indent !== undefined && first?.indent !== undefined && indent < first.indent);
}

/** Whether the text before an object is a JSON value of its own, such as a number or `true`. */
function isValue(before: string): boolean {
  return /^[\ufeff \t\r\n]*(?:-?\d|(?:true|false|null)\b)/.test(before);
}

/** Undefined when the text is not closed, or has an invalid escape. */
function closedText(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}
