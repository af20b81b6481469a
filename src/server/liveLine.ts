import { phraseText } from '../core/compliance/phrase';
import { type JournalEntry, NO_REQUEST } from '../core/protocol/journal';
import type { LiveLine } from '../core/protocol/startPageParts';
import { entryHeadline, entryPath, isRefusedEntry } from '../core/server/entryHeadline';
import { JOURNAL_WORDS } from '../core/systemWords';

/** An entry of the journal as a line of the start page, in English as all that the server says. */
export function liveLine(entry: JournalEntry): LiveLine {
  const { id, at, face, method, status } = entry;
  const { words, subject, why } = entryHeadline(entry, JOURNAL_WORDS);
  const shown = typeof subject === 'object' ? phraseText(subject) : subject;
  const line = words ? [phraseText(words), shown].filter((part) => part !== undefined).join(': ') : undefined;
  return {
    id,
    at,
    face,
    text: [line ?? (method === NO_REQUEST ? 'by itself' : `${method} ${entryPath(entry)}`), why && phraseText(why)]
      .filter(Boolean)
      .join(', '),
    answer: method === NO_REQUEST ? '' : `${method} ${status === 0 ? 'without an answer' : status}`,
    isRefused: isRefusedEntry(entry) || status >= 400,
  };
}
