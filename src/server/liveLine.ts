import { phrase } from '../core/compliance/phrase';
import { type JournalEntry, NO_REQUEST } from '../core/protocol/journal';
import { entryHeadline, entryPath, isRefusedEntry } from '../core/server/entryHeadline';
import type { LiveLine } from '../core/server/startPageParts';
import { JOURNAL_WORDS } from '../core/systemWords';
import type { PageWords } from './kernel/page/pageWords';

/** An entry of the journal as a line of the start page. */
export function liveLine(entry: JournalEntry, page: PageWords): LiveLine {
  const { id, at, face, method, status } = entry;
  const { words, subject, why } = entryHeadline(entry, JOURNAL_WORDS);
  const line =
    words === undefined
      ? undefined
      : subject === undefined
        ? page.say(words)
        : page.say(phrase('{0}: {1}', words, subject));
  const isRequest = method !== NO_REQUEST;
  const otherwise = isRequest ? `${method} ${entryPath(entry)}` : page.say(phrase('by itself'));
  return {
    id,
    at,
    face,
    text: [line ?? otherwise, why && page.say(why)].filter(Boolean).join(', '),
    answer: isRequest ? `${method} ${status === 0 ? page.say(phrase('no answer')) : status}` : '',
    isRefused: isRefusedEntry(entry) || status >= 400,
  };
}
