import type { SessionEntry } from './sessionEntry';
import type { SessionIndex, SessionKey } from './sessionIndex';

/** More than this nobody reads in a list. */
export const MOST_FOUND = 200;

// Looked at between two yields: less than a millisecond.
const SLICE = 1000;
const LOOKS_LIKE_ID = /^[0-9a-f-]{4,}$/;

export interface FoundSession {
  readonly key: SessionKey;
  readonly entry: SessionEntry;
  /** The name of its application, where its sessions give one. */
  readonly title: string | undefined;
}

export interface FoundSessions {
  /** The best ones, the best first. */
  readonly best: readonly FoundSession[];
  /** How many there are in all. */
  readonly total: number;
}

/**
 * The sessions whose device, operating system, e-mail, status, id or application have each word of a text; first those
 * where words of theirs begin so. Yields now and then, so that a caller who has other things to do can let them go first:
 * a hundred thousand sessions are looked at in some forty milliseconds.
 */
export function* findSessions(index: SessionIndex, text: string, most = MOST_FOUND): Generator<void, FoundSessions> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  // By score; each score keeps at most as many as are asked for.
  const ranks: FoundSession[][] = Array.from({ length: words.length * 2 + 1 }, () => []);
  let total = 0;
  let looked = 0;
  for (const folder of index.folders()) {
    for (const { name: application, title } of index.applications(folder)) {
      const applicationText = `${application}\n${title ?? ''}`.toLowerCase();
      for (const entry of index.entries(folder, application)) {
        if (++looked % SLICE === 0) yield;
        const score = scoreOf(entry, applicationText, words);
        if (score === undefined) continue;
        total++;
        const rank = ranks[score] as FoundSession[];
        if (rank.length < most) rank.push({ key: { folder, application, name: entry.name }, entry, title });
      }
    }
  }
  // A session's search text begins with its device.
  for (const rank of ranks) rank.sort((a, b) => (a.entry.searchText < b.entry.searchText ? -1 : 1));
  return { best: ranks.reverse().flat().slice(0, most), total };
}

/** Two for each word that begins a word of the session, one for each that is inside; undefined when one is nowhere. */
function scoreOf(entry: SessionEntry, applicationText: string, words: readonly string[]): number | undefined {
  let score = 0;
  for (const word of words) {
    const at = entry.searchText.indexOf(word);
    if (at >= 0) score += at === 0 || !/[\p{L}\p{N}]/u.test(entry.searchText.charAt(at - 1)) ? 2 : 1;
    else if (applicationText.includes(word) || hasId(entry, word)) score += 1;
    else return undefined;
  }
  return score;
}

/** The ids in the content: that of the session may differ from the name of its file, which is in the search text. */
function hasId({ fields }: SessionEntry, word: string): boolean {
  if (!LOOKS_LIKE_ID.test(word)) return false;
  return [fields.sessionId, fields.deviceId].some((id) => id?.toLowerCase().includes(word));
}
