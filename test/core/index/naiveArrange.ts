import { CONDITION_ORDER } from '../../../src/core/index/arrange';
import type { SortOrder } from '../../../src/core/index/arrangement';
import { fold } from '../../../src/core/index/fold';
import { osText, type SessionEntry } from '../../../src/core/index/sessionEntry';

/**
 * Sorts sessions.
 * @param reversed the other way round: among equal ones the order stays, and what has no text stays last
 */
export function naiveArrange(entries: Iterable<SessionEntry>, sort: SortOrder, reversed = false): SessionEntry[] {
  const keyed = Array.from(entries, (entry) => ({ entry, place: placeOf(entry, sort) }));
  const byKey = (a: string | number, b: string | number) =>
    reversed && a !== MISSING && b !== MISSING ? compare(b, a) : compare(a, b);
  keyed.sort((a, b) => byKey(a.place.key, b.place.key) || compare(a.place.tie, b.place.tie));
  return keyed.map(({ entry }) => entry);
}

/** The sort key of a missing text, which comes last. */
const MISSING = '\uffff';

/** The sort key of a session, and the key that decides between equal ones. */
function placeOf(entry: SessionEntry, sort: SortOrder): { key: string | number; tie: string } {
  return { key: sortKey(entry, sort), tie: tieKey(entry) };
}

function sortKey(entry: SessionEntry, sort: SortOrder): string | number {
  switch (sort) {
    case 'device':
      return natural(entry.fields.deviceDescription);
    case 'status':
      return CONDITION_ORDER.indexOf(entry.condition);
    case 'os':
      return natural(osText(entry.fields));
    case 'email':
      return natural(entry.fields.email);
    case 'modified':
      // The latest change first.
      return -entry.modified;
    case 'findings':
      return -entry.findings.reduce((sum, { severity }) => sum + (severity === 'error' ? 1000 : 1), 0);
    case 'id':
      return entry.name;
  }
}

/** Decides between equal sort keys, so that the order is always the same and makes sense to a person. */
function tieKey({ fields, name }: SessionEntry): string {
  return `${natural(fields.email)}\0${natural(fields.deviceDescription)}\0${name}`;
}

/**
 * A sort key in lower case with padded numbers: a plain comparison puts "iPhone 9" before "iPhone 10". A missing text
 * comes last. For 20,000 rows this is twenty times faster than Intl.Collator, which would block the extension host.
 */
function natural(text: string | undefined): string {
  if (!text) return MISSING;
  return plainLetters(fold(text)).replace(/\d+/g, (digits) => digits.padStart(10, '0'));
}

/** Letters of which Unicode knows no plain one. */
const LETTERS: Readonly<Record<string, string>> = { ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd' };

/** "Ødegård" stands beside "Odense", and not behind "zeta". */
function plainLetters(folded: string): string {
  return folded.replace(/[øæœłđ]/g, (letter) => LETTERS[letter] ?? letter);
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
