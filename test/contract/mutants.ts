import { ClauseReader, type ClauseWord } from './whenClause';

type Json = boolean | number | string | null | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

/** What is done to one place of the manifest. */
export type MutantKind =
  /** A text, a word of a clause, or a name of a property is misspelt. */
  | 'misspelt'
  /** A text, or a word of a clause, is another one that stands in such a place. */
  | 'another'
  /** A number, `true`, `false` or `null` is another. */
  | 'other value'
  /** A clause asks the other way round. */
  | 'other sense'
  /** A property or an element is gone. */
  | 'gone'
  /** An object has a property more that nobody knows, or a list an element more that is empty or misspelt. */
  | 'one more'
  /** A list has its first element twice. */
  | 'doubled'
  /** An element of a list has changed places with the next one. */
  | 'swapped'
  /** `null` stands in the place of a property or an element. */
  | 'nothing';

/** The kinds that keep the members of every object, as the compiler does. */
export const OF_VALUES: readonly MutantKind[] = ['misspelt', 'another', 'other value', 'other sense', 'gone'];

/** A manifest with one place changed. */
export interface Mutant<T> {
  readonly kind: MutantKind;
  /** `contributes/commands/3/command`; in a clause with the word that was changed behind it. */
  readonly place: string;
  readonly manifest: T;
}

/** The members of a clause that hold a name. The others are the clause's grammar. */
const CHOSEN = ['key', 'value', 'list'];
const OPPOSITES: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
  '!': '',
  true: 'false',
  false: 'true',
};

/**
 * Every mutant of the parts of a manifest that begin with one of these paths. The empty path is all of it.
 * @param kinds all unless given
 */
export function* mutantsOf<T>(
  manifest: T,
  roots: readonly string[],
  kinds?: readonly MutantKind[],
): Generator<Mutant<T>> {
  const paths = roots.map((root) => root.split('/').filter(Boolean));
  const others = new Others();
  for (const path of paths) others.add(valueAt(manifest as Json, path), path);
  for (const path of paths) {
    for (const { kind, place, change } of changesOf(valueAt(manifest as Json, path), path, others)) {
      if (!kinds || kinds.includes(kind)) yield { kind, place, manifest: change(manifest as Json) as T };
    }
  }
}

interface Change {
  readonly kind: MutantKind;
  readonly place: string;
  readonly change: (whole: Json) => Json;
}

/** The texts of a manifest by the places that they stand in: the same for all elements of a list. */
class Others {
  private readonly texts = new Map<string, Set<string>>();

  add(value: Json, path: Path): void {
    if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) this.add(each, [...path, key]);
    } else if (typeof value === 'string') {
      this.put(placesLike(path), value);
      for (const { role, text } of isClause(path) ? wordsOf(value) : []) {
        for (const name of role === 'pattern' ? namesIn(text) : [text]) this.put(role, name);
      }
    }
  }

  /** The text that was first seen after this one in such a place; itself when there is no other. */
  after(place: Path | string, text: string): string {
    const all = [...(this.texts.get(typeof place === 'string' ? place : placesLike(place)) ?? [])];
    return all[(all.indexOf(text) + 1) % all.length] ?? text;
  }

  private put(place: string, text: string): void {
    this.texts.set(place, (this.texts.get(place) ?? new Set()).add(text));
  }
}

/** A menu is like another, and an element like another. */
function placesLike(path: Path): string {
  return path
    .join('/')
    .replace(/\/\d+(?=\/|$)/g, '/#')
    .replace(/^(contributes\/menus)\/.*(?=\/#)/, '$1');
}

function isClause(path: Path): boolean {
  return ['when', 'enablement'].includes(String(path.at(-1)));
}

function wordsOf(text: string): readonly ClauseWord[] {
  return new ClauseReader().read(text).words;
}

/** The names in a pattern; the `b` of `\b` is none. */
function namesIn(pattern: string): string[] {
  return [...pattern.matchAll(/\\b|(\w+)/g)].flatMap(([, name]) => name ?? []);
}

function* changesOf(value: Json, path: Path, others: Others): Generator<Change> {
  const place = path.join('/');
  const to = (kind: MutantKind, other: Json, word = ''): Change => ({
    kind,
    place: word === '' ? place : `${place} ${word}`,
    change: (whole) => changedAt(whole, path, () => other),
  });
  if (typeof value === 'string') {
    if (isClause(path)) yield* clauseChanges(value, others, to);
    else {
      yield to('misspelt', misspelt(value));
      const other = others.after(path, value);
      if (other !== value) yield to('another', other);
    }
  } else if (typeof value === 'number') yield to('other value', value + 1);
  else if (typeof value === 'boolean') yield to('other value', !value);
  else if (value === null) yield to('other value', false);
  else {
    yield { kind: 'one more', place, change: (whole) => changedAt(whole, path, withMore) };
    if (Array.isArray(value)) yield* listChanges(value, path);
    for (const [key, each] of Object.entries(value)) {
      yield* changesOf(each, [...path, key], others);
      const own = [...path, key].join('/');
      if (each !== null)
        yield { kind: 'nothing', place: own, change: (whole) => changedAt(whole, [...path, key], () => null) };
      yield { kind: 'gone', place: own, change: (whole) => changedAt(whole, path, (all) => without(all, key)) };
      if (Array.isArray(value)) continue;
      yield {
        kind: 'misspelt',
        place: `${own} (its name)`,
        change: (whole) => changedAt(whole, path, (all) => renamed(all, key)),
      };
    }
  }
}

function* listChanges(value: readonly Json[], path: Path): Generator<Change> {
  const place = path.join('/');
  const [first] = value;
  if (first === undefined) return;
  yield { kind: 'doubled', place, change: (whole) => changedAt(whole, path, () => [...value, first]) };
  for (const [at, each] of value.entries()) {
    const next = value[at + 1];
    if (next === undefined) return;
    const swapped = value.with(at, next).with(at + 1, each);
    yield { kind: 'swapped', place: `${place}/${at}`, change: (whole) => changedAt(whole, path, () => swapped) };
  }
}

function* clauseChanges(
  text: string,
  others: Others,
  to: (kind: MutantKind, other: string, word: string) => Change,
): Generator<Change> {
  for (const { role, text: word, start, end } of wordsOf(text)) {
    const withWord = (other: string) => text.slice(0, start) + other + text.slice(end);
    if (CHOSEN.includes(role)) {
      yield to('misspelt', withWord(misspelt(word)), word);
      const other = others.after(role, word);
      if (other !== word) yield to('another', withWord(other), word);
    } else if (role === 'pattern') {
      // Every name in it, and every other part.
      for (const part of word.matchAll(/\\b|\w+|\W/g)) {
        const before = word.slice(0, part.index);
        const after = word.slice(part.index + part[0].length);
        if (/^\w/.test(part[0])) {
          yield to('misspelt', withWord(before + misspelt(part[0]) + after), part[0]);
          yield to('another', withWord(before + others.after(role, part[0]) + after), part[0]);
        } else yield to('misspelt', withWord(before + after), `${word} without ${part[0]}`);
      }
      yield to('misspelt', withWord(`${word}i`), `${word} in any case`);
    } else {
      const opposite = OPPOSITES[word];
      if (opposite !== undefined) yield to('other sense', withWord(opposite), `${word} at ${start}`);
    }
  }
}

/** Inside of the signs that say what it is: `%…%`, `$(…)`, a quoted value. */
function misspelt(text: string): string {
  return text.replace(/[)%'"]?$/, 'X$&');
}

function changedAt(whole: Json, [first, ...rest]: Path, change: (value: Json) => Json): Json {
  if (first === undefined) return change(whole);
  const inner = (whole as { readonly [key: string]: Json })[first] as Json;
  if (Array.isArray(whole)) return whole.with(Number(first), changedAt(inner, rest, change));
  return { ...(whole as object), [first]: changedAt(inner, rest, change) };
}

function valueAt(whole: Json, path: Path): Json {
  return path.reduce((value, key) => (value as { readonly [key: string]: Json })[key] as Json, whole);
}

function without(all: Json, key: string): Json {
  if (Array.isArray(all)) return all.toSpliced(Number(key), 1);
  return Object.fromEntries(Object.entries(all as object).filter(([each]) => each !== key));
}

function withMore(all: Json): Json {
  if (!Array.isArray(all)) return { ...(all as object), nobodyKnows: true };
  const [first] = all;
  return [...all, typeof first === 'string' ? misspelt(first) : {}];
}

function renamed(all: Json, key: string): Json {
  return Object.fromEntries(
    Object.entries(all as object).map(([each, value]) => [each === key ? misspelt(each) : each, value]),
  );
}
