/** The text of a piece is about this long, in characters. Writing it takes less than a millisecond. */
const LONGEST = 64 * 1024;
/** The items of a shorter array may be long themselves, such as a few lists with thousands of entries. */
const FEW = 16;

/**
 * The JSON text of plain data, in pieces: together they are what `JSON.stringify` gives. Objects are taken apart as far as
 * the next long array, and each item of that is written at once.
 */
export function* jsonPieces(value: unknown): Generator<string, void> {
  let text = '';
  for (const part of partsOf(value)) {
    text += part;
    if (text.length < LONGEST) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function* partsOf(value: unknown): Generator<string, void> {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) yield JSON.stringify(value) ?? 'null';
  else if (Array.isArray(value)) yield* itemsOf(value);
  else yield* membersOf(value);
}

function* itemsOf(items: readonly unknown[]): Generator<string, void> {
  let before = '[';
  for (const item of items) {
    yield before;
    before = ',';
    if (items.length <= FEW) yield* partsOf(item);
    // JSON has no undefined. `JSON.stringify` writes null for it in an array.
    else yield JSON.stringify(item) ?? 'null';
  }
  yield before === '[' ? '[]' : ']';
}

function* membersOf(value: object): Generator<string, void> {
  let before = '{';
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    before = ',';
    yield* partsOf(member);
  }
  yield before === '{' ? '{}' : '}';
}
