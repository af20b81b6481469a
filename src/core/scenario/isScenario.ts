/** The name of the schema file, by which a `$schema` is ours. */
const SCHEMA_FILE = 'scenario.schema.json';
const PRODUCT = 'session-workbench';
/** Characters that are looked at, as this is asked at every key: a file of ours says soon that it is. */
const LOOKED_AT = 4 * 1_048_576;

/**
 * Whether the text of a `*.scenario.json` is a scenario of ours; another tool's is to be left alone, without a word.
 *
 * 1. What does not begin with an object is none of ours. Only that object counts, not what other documents stand behind it.
 * 2. A `$schema` decides when it is there: ours makes it ours, whatever else is missing, and another's makes it another's,
 *    whatever else is there. One that is no text, or empty, or not closed yet says nothing.
 * 3. Else it is ours when it has `steps`, and `actors` or `server`, each at the top, whatever their values are.
 *
 * Texts that are at fault are read as far as a person would read them: one that has said that it is ours is ours still, so
 * that its faults are told. Comments and a comma too many are no fault here, as other tools allow them.
 */
export function isScenario(text: string): boolean {
  const members = topMembers(text);
  const schema = members.get('$schema');
  if (schema) return isOurSchema(schema);
  return members.has('steps') && (members.has('actors') || members.has('server'));
}

/** What a text gives as its `$schema`, if it is one. */
export function schemaNameIn(text: string): string | undefined {
  return topMembers(text).get('$schema') || undefined;
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
  const { keys, isBalanced } = keysIn(text.slice(0, LOOKED_AT));
  const first = keys[0];
  const isTop = ({ depth, indent }: Key) =>
    depth <= 1 ||
    // A bracket is missing, or is there too often: what stands below each other is taken to belong together.
    (!isBalanced && first?.indent !== undefined && indent === first.indent);
  return new Map(keys.filter(isTop).map(({ name, value = '' }) => [name, value]));
}

// A text ends with its line at the latest: JSON has none of several lines. Comments are another tool's, or a fault.
const TOKENS = /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\]]|\n[ \t\r\n]*/g;
const COLON = /[ \t\r\n]*:[ \t\r\n]*("[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*")?/y;

/**
 * Names with a colon behind them, with how deep they are, that may be at the top; none when the text does not begin with an object. Reads on
 * behind the end of the object, as a bracket may be there too often, but not into what begins there anew.
 */
function keysIn(text: string): { readonly keys: readonly Key[]; readonly isBalanced: boolean } {
  const keys: Key[] = [];
  let depth = 0;
  let isBalanced = true;
  let hasBegun = false;
  /** Where the value of the last name begins. */
  let valueAt = -1;
  /** Where the first thing of a line may stand. */
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
    // Most names stand deep inside: they cost no more than to be passed by.
    if (depth > 1 && (indent === undefined || indent !== keys[0]?.indent)) continue;
    COLON.lastIndex = index + token.length;
    const found = COLON.exec(text);
    const name = found ? closedText(token) : undefined;
    if (!found || name === undefined) continue;
    valueAt = COLON.lastIndex;
    // Behind the end there is nothing in a text without faults.
    if (depth === 0) isBalanced = false;
    const value = found[1] === undefined ? undefined : closedText(found[1]);
    keys.push({ name, depth, indent, value });
  }
  return { keys, isBalanced: isBalanced && depth === 0 };
}

/** Whether a bracket begins another document: behind the end of the first, or further left than all that is in it. */
function isAnew(depth: number, indent: number | undefined, first: Key | undefined): boolean {
  return depth === 0 || (indent !== undefined && first?.indent !== undefined && indent < first.indent);
}

/** Whether the text before an object is a document already: a number, or a word that JSON knows. */
function isValue(before: string): boolean {
  return /^[\ufeff \t\r\n]*(?:-?\d|(?:true|false|null)\b)/.test(before);
}

/** Undefined when it is not closed, or has an escape that is none. */
function closedText(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}
