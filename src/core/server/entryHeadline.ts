import { visibleText } from '../base/visibleText';
import { type Phrase, phrase, shortened } from '../compliance/phrase';
import { happenedByItself, type JournalCause, type JournalEntry, NO_REQUEST } from '../protocol/journal';
import { decidingCause } from './journalFilter';
import type { JournalWordsTable, ReasonWords } from './journalWords';
import type { SERVER_REASONS } from './serverReasons';

/** What happened, in a few words, as the row of an entry says it. */
export interface EntryHeadline {
  /** The reason that is told, which decided. */
  readonly cause: JournalCause | undefined;
  /** Undefined if no reason of the entry has words: then method and path say what there is to say. */
  readonly words: Phrase | undefined;
  /** Who asked, or what was asked for. */
  readonly subject: string | Phrase | undefined;
  /** The reason for it, in a few more words. */
  readonly why: Phrase | undefined;
}

const RANKS: Readonly<Record<ReasonWords['weight'], number>> = { foremost: 4, main: 3, aside: 2, why: 0 };
const REFUSED = 5;
const START_PAGE = 'server.start-page' satisfies keyof typeof SERVER_REASONS.codes;
/** A name or a host that a client sends may be as long as it likes. */
const LONGEST_NAME = 100;
/** A note is told only where nothing else is. */
const NOTED = 1;

/**
 * What an entry tells. A refusal goes first, the last one of several; then the last of the reasons that count most.
 * @param table the words of all parts of the server
 */
export function entryHeadline(entry: JournalEntry, table: JournalWordsTable): EntryHeadline {
  let told: JournalCause | undefined;
  for (const cause of entry.causes) {
    if (rankOf(cause, table) > 0 && rankOf(cause, table) >= (told ? rankOf(told, table) : 0)) told = cause;
  }
  const said = told && wordsOf(told, table);
  const before = told ? entry.causes.slice(0, entry.causes.indexOf(told)) : [];
  const why = before.findLast((cause) => cause.kind === 'refused' || wordsOf(cause, table)?.weight === 'why');
  return {
    cause: told ?? decidingCause(entry),
    words: said?.words,
    subject: subjectOf(entry, said),
    why: why && wordsOf(why, table)?.words,
  };
}

/** Whether the entry tells of a refusal, whatever its status: a login that fails may be answered with 200. */
export function isRefusedEntry({ causes }: JournalEntry): boolean {
  return causes.some(({ kind }) => kind === 'refused');
}

/** The path of an entry as sent, without its query. */
export function entryPath({ url }: JournalEntry): string {
  return url.split('?', 1).join();
}

/**
 * Whether the developer made it happen, and no client of an emulated system: through the control API, or by looking at the
 * start page. An app that asks for `/` by mistake gets no page, so it stays among the clients.
 */
export function isOwnAction({ face, causes, response }: JournalEntry): boolean {
  if (face === 'control') return true;
  const isPage = response.headers['content-type']?.startsWith('text/html') === true;
  return isPage && causes.some(({ rule }) => rule === START_PAGE);
}

/** The few words for a reason, which are translated, as its sentence is not; undefined if it has none. */
export function causePhrase(cause: JournalCause, table: JournalWordsTable): Phrase | undefined {
  return wordsOf(cause, table)?.words;
}

function wordsOf({ rule }: JournalCause, table: JournalWordsTable): ReasonWords | undefined {
  return Object.hasOwn(table, rule) ? table[rule] : undefined;
}

function rankOf(cause: JournalCause, table: JournalWordsTable): number {
  const said = wordsOf(cause, table);
  if (!said) return 0;
  if (cause.kind === 'refused') return REFUSED;
  return cause.kind === 'noted' ? NOTED : RANKS[said.weight];
}

function subjectOf(entry: JournalEntry, said: ReasonWords | undefined): string | Phrase | undefined {
  const { actor, method, request } = entry;
  if (said?.of === 'user') {
    if (actor.email === '') return phrase('guest');
    const who = actor.email ?? actor.asked ?? actor.user;
    if (who !== undefined) return shownName(who);
  }
  if (said?.of === 'host' && request.headers.host) return shownName(request.headers.host);
  if (!said || said.of === 'nothing' || happenedByItself(entry) || method === NO_REQUEST) return undefined;
  return entryPath(entry);
}

function shownName(name: string): string {
  return shortened(visibleText(name), LONGEST_NAME);
}
