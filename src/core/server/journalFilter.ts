import type { JournalEntry } from '../protocol/journal';

/**
 * Whether an entry of the journal matches all words of a filter, ignoring case. `401` and `4xx` match statuses,
 * `face:mobile` matches a face, and `rule:` matches the beginning of a reason code. Any other word is searched for in
 * the method, the URL, the route, the reasons and the actor. An empty filter matches every entry.
 */
export function matchesJournalFilter(entry: JournalEntry, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => matchesWord(entry, word));
}

/** Whether a filter asks for what the developer did: through the control API, or at the server's own page. */
export function asksForOwnActions(filter: string): boolean {
  return /(?:^|\s)face:(?:control|server)(?:\s|$)/i.test(filter);
}

/** The reason that decided: the last of the chain that is more than a note. */
export function decidingCause({ causes }: JournalEntry) {
  return causes.findLast(({ kind }) => kind !== 'noted') ?? causes.at(-1);
}

function matchesWord(entry: JournalEntry, word: string): boolean {
  if (/^[1-5]xx$/.test(word)) return Math.floor(entry.status / 100) === Number(word[0]);
  if (/^([1-5]\d\d|0)$/.test(word)) return entry.status === Number(word);
  const [, key, value = ''] = /^(face|rule):(.*)$/.exec(word) ?? [];
  if (key === 'face') return entry.face.startsWith(value);
  if (key === 'rule') return entry.causes.some(({ rule }) => rule.toLowerCase().startsWith(value));
  return textsOf(entry).some((text) => text?.toLowerCase().includes(word));
}

function textsOf({ method, url, route, face, actor, causes, changes }: JournalEntry): (string | undefined)[] {
  return [
    method,
    url,
    route,
    face,
    ...Object.values(actor),
    ...causes.flatMap(({ rule, message }) => [rule, message]),
    ...changes.flatMap(({ kind, id }) => [kind, id]),
  ];
}
