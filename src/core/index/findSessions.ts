import type { SessionEntry } from './sessionEntry';
import type { SessionIndex, SessionKey } from './sessionIndex';
import { SessionQuery, SessionSearch } from './sessionSearch';

/** More than this nobody reads in a list. */
export const MOST_FOUND = 200;

// Looked at between two yields: less than a millisecond.
const SLICE = 1000;

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
 * The sessions that are found by each word of a text; first those where words of theirs begin so. Yields now and then, so
 * that a caller who has other things to do can let them go first: a hundred thousand sessions are looked at in some
 * forty milliseconds.
 */
export function* findSessions(
  index: SessionIndex,
  text: string,
  search = new SessionSearch(),
  most = MOST_FOUND,
): Generator<void, FoundSessions> {
  const query = search.query(text);
  // By score; each score keeps at most as many as are asked for.
  const ranks: FoundSession[][] = Array.from({ length: query.highestScore + 1 }, () => []);
  let total = 0;
  let looked = 0;
  for (const folder of index.folders()) {
    for (const names of index.applications(folder)) {
      const { name: application, title } = names;
      const scoreOf = query.inApplication(folder, application, SessionQuery.textOf(names));
      for (const entry of index.entries(folder, application)) {
        if (++looked % SLICE === 0) yield;
        const score = scoreOf(entry);
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
