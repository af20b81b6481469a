import type { JournalEntry } from '../core/protocol/journal';
import type { Answer, SentRequest } from '../core/scenario/runEvents';

/** A request that was sent at the same moment as others. */
export interface SentMeanwhile {
  readonly request: SentRequest;
  /** 0 when there was no answer. */
  readonly status: Answer['status'];
  /** Real milliseconds. What was answered first comes first in the journal. */
  readonly answeredAt: number;
}

/**
 * Shares out the journal entries of requests that were sent at the same moment. An entry does not say which request it
 * is about, so it goes to the one that it is most like. Of equal ones, the first answered gets the first entry.
 * @returns the entries of each request, in the order of `sent`. Entries that are like none go to the last one.
 */
export function journalShares(entries: readonly JournalEntry[], sent: readonly SentMeanwhile[]): JournalEntry[][] {
  const shares: JournalEntry[][] = sent.map(() => []);
  const left = [...entries];
  const inTurn = [...sent.keys()].sort((a, b) => (sent[a]?.answeredAt ?? 0) - (sent[b]?.answeredAt ?? 0));
  for (const at of inTurn) {
    const each = sent[at] as SentMeanwhile;
    const scores = left.map((entry) => likeness(entry, each));
    const best = Math.max(...scores);
    if (best <= 0) continue;
    shares[at]?.push(...left.splice(scores.indexOf(best), 1));
  }
  shares.at(-1)?.push(...left);
  return shares;
}

/** The entry of a request that was sent alone: of those that are like it, the latest. Undefined when none is. */
export function journalEntryOf(entries: readonly JournalEntry[], sent: SentMeanwhile): JournalEntry | undefined {
  const scores = entries.map((entry) => likeness(entry, sent));
  const best = Math.max(0, ...scores);
  return best > 0 ? entries[scores.lastIndexOf(best)] : undefined;
}

/** How many things agree. 0 when the entry cannot be about the request. */
function likeness(entry: JournalEntry, { request: { method, url, headers }, status }: SentMeanwhile): number {
  const path = (text: string) => text.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  if (entry.method !== method || path(entry.url) !== path(url) || entry.status !== status) return 0;
  const same = headers.filter(([name, value]) => entry.request.headers[name.toLowerCase()] === value);
  return 1 + same.length;
}
