/** How many things are looked at in one piece of work. */
const PIECE = 5000;
/** How many characters of a text are looked at in one piece of work, and how many of them once more in the next one. */
const PART = 250_000;
const OVERLAP = 10_000;
/** Where a text may be cut without a cut through a word. */
const GAP = /[\s,;&"'<>(){}[\]]/;

/** Looks at each of many things, some thousands in a piece. */
export function* inPieces<T>(all: Iterable<T>, look: (each: T) => readonly string[]): Generator<readonly string[]> {
  let found: string[] = [];
  let looked = 0;
  for (const each of all) {
    for (const text of look(each)) found.push(text);
    if (++looked % PIECE !== 0) continue;
    yield found;
    found = [];
  }
  yield found;
}

/**
 * Looks at each value in JSON, and at what is in it unless something was found.
 * @param look has the key of a member, and the last such key on the way to a value
 */
export function inMembers(
  json: unknown,
  look: (value: unknown, key: string | undefined, name: string) => readonly string[] | undefined,
): Generator<readonly string[]> {
  return inPieces(
    membersIn(json, (at) => look(at.value, at.key, at.name)),
    (found) => found,
  );
}

interface Member {
  readonly value: unknown;
  readonly key: string | undefined;
  readonly name: string;
}

function* membersIn(
  json: unknown,
  look: (member: Member) => readonly string[] | undefined,
): Generator<readonly string[]> {
  const open: Member[] = [{ value: json, key: undefined, name: '' }];
  for (let at = open.pop(); at; at = open.pop()) {
    const found = look(at);
    yield found ?? [];
    const { value, name } = at;
    if (found || typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--)
        open.push({ value: value[index] as unknown, key: undefined, name });
    } else {
      for (const [key, each] of Object.entries(value).reverse()) open.push({ value: each, key, name: key });
    }
  }
}

/** What several searches find, one after the other. */
export function* inTurn(...searches: readonly Iterable<readonly string[]>[]): Generator<readonly string[]> {
  for (const search of searches) yield* search;
}

/** The parts of a text, each with the end of the one before it, so that what is shorter than that is whole in one of them. */
export function* overlappingParts(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > PART) {
    const end = gapBefore(text, start + PART);
    yield text.slice(start, end);
    start = gapBefore(text, end - OVERLAP);
  }
  yield text.slice(start);
}

/** A place at most some thousand characters before this one: between two lines if there is one, or else between two words. */
function gapBefore(text: string, place: number): number {
  const least = place - OVERLAP;
  const line = least + text.slice(least, place).lastIndexOf('\n') + 1;
  if (line > least) return line;
  for (let at = place; at > least; at--) if (GAP.test(text.charAt(at - 1))) return at;
  return place;
}
