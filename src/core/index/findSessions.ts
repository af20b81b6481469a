import { fold } from './fold';
import { type SessionEntry, searchTextOf } from './sessionEntry';
import type { SessionIndex, SessionKey } from './sessionIndex';
import { SessionQuery, SessionSearch } from './sessionSearch';

/** Nobody reads a longer list. */
export const MOST_FOUND = 200;

// How many sessions are examined between two yields. It takes less than a millisecond.
const SLICE = 1000;

export interface FoundSessionFile {
  readonly key: SessionKey;
  readonly entry: SessionEntry;
  /** The name of its application, if its sessions contain one. */
  readonly title: string | undefined;
}

export interface FoundSessions {
  /** The best matches, best first. */
  readonly best: readonly FoundSessionFile[];
  /** How many matches there are in all. */
  readonly total: number;
}

/**
 * Finds the sessions that contain each word of a text. Sessions in which words begin with the typed words come first.
 * It yields regularly, so that a caller can do other work in between. A hundred thousand sessions take about forty
 * milliseconds.
 */
export function* findSessions(
  index: SessionIndex,
  text: string,
  search = new SessionSearch(),
  most = MOST_FOUND,
): Generator<void, FoundSessions> {
  const query = search.query(text);
  // One list for each score. Each keeps at most as many matches as are asked for.
  const ranks: FoundSessionFile[][] = Array.from({ length: query.highestScore + 1 }, () => []);
  let total = 0;
  let looked = 0;
  for (const folder of index.folders()) {
    for (const names of index.applications(folder)) {
      const { name: application, title } = names;
      const rows = index.searched(folder, application);
      if (!rows) continue;
      const search = query.inRows(folder, application, SessionQuery.textOf(names), rows);
      for (const row of rows.table.rows()) {
        if (++looked % SLICE === 0) yield;
        const score = search.score(row);
        if (score === undefined) continue;
        total++;
        const rank = ranks[score] as FoundSessionFile[];
        if (rank.length >= most) continue;
        const entry = rows.shown(row);
        rank.push({ key: { folder, application, name: entry.name }, entry, title });
      }
    }
  }
  for (const rank of ranks) rank.sort((a, b) => (listedText(a.entry) < listedText(b.entry) ? -1 : 1));
  return { best: ranks.reverse().flat().slice(0, most), total };
}

/** What a list of sessions is sorted by, as the tree is: who, and guests last; then the device, with which the searched text begins. */
function listedText(entry: SessionEntry): string {
  return `${entry.fields.email ? fold(entry.fields.email) : '\uffff'}\0${searchTextOf(entry)}`;
}
