import { phraseText } from '../../core/compliance/phrase';
import type { JournalCause, JournalChange, JournalEntry } from '../../core/protocol/journal';
import { changeWords } from '../../core/server/changeWords';
import { causePhrase, entryHeadline } from '../../core/server/entryHeadline';
import { CHANGED_THINGS, JOURNAL_WORDS } from '../../core/systemWords';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { sentLine } from './serverText';

/** What happened, as the row of an entry says it. Without words for it, that is the request. */
export function entryLine(entry: JournalEntry): string {
  const { words, subject } = entryHeadline(entry, JOURNAL_WORDS);
  if (!words) return sentLine(entry);
  if (subject === undefined) return phraseIn(words);
  return l10n.t('{0}: {1}', phraseIn(words), typeof subject === 'string' ? subject : phraseIn(subject));
}

/** The reason that decided, as the row of the entry has it. */
export function entryCause(entry: JournalEntry): JournalCause | undefined {
  return entryHeadline(entry, JOURNAL_WORDS).cause;
}

/**
 * What a reason found. The server says it in English, so the words for it in the user's language come first, where there are
 * other ones.
 */
export function causeSentence(cause: JournalCause): string {
  const words = causePhrase(cause, JOURNAL_WORDS);
  const translated = words && phraseIn(words);
  return words && translated !== undefined && translated !== phraseText(words)
    ? l10n.t('{0}: {1}', translated, cause.message)
    : cause.message;
}

/** The reason for what happened, in a few words; empty if there is nothing more to say. */
export function entryWhy(entry: JournalEntry): string {
  const { why } = entryHeadline(entry, JOURNAL_WORDS);
  return why ? phraseIn(why) : '';
}

/** One change that a request made. */
export function changedText(change: JournalChange): string {
  return phraseIn(changeWords(change, CHANGED_THINGS));
}
