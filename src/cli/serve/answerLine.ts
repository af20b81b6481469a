import { shortened } from '../../core/compliance/phrase';
import { fullyDecoded } from '../../core/protocol/canonicalPath';
import { type JournalEntry, NO_REQUEST } from '../../core/protocol/journal';
import { REDACTED } from '../../core/protocol/redacted';
import { isRefusedEntry } from '../../core/server/entryHeadline';
import { decidingCause } from '../../core/server/journalFilter';
import { line, styled, type TerminalLine, type TerminalStyle } from '../../core/terminal/terminalLine';

/** How lines are laid out. */
export interface AnswerLayout {
  /** In columns, for people. Otherwise with one space between the parts, and with the date. */
  readonly isAligned: boolean;
}

/** Long enough for each path that somebody reads. */
const LONGEST_PATH = 200;
const LONGEST_ALIGNED_PATH = 80;
const LONGEST_MESSAGE = 300;
const METHOD_WIDTH = 6;
const PATH_WIDTH = 36;
/** The time of a day in an ISO 8601 text. */
const TIME_OF_DAY = 11;

/** Whose value is the id of a session: `$4DSID`, `4DSID_app`, `sessionId`, `JSESSIONID`, `sid`. */
const SESSION_NAME = /session|4dsid|(?:^|[^a-z])sid$/i;
/** Behind it stands the id of a session. */
const SESSIONS = /^sessions?$/i;
/** Not a word such as `current`. */
const LIKE_ID = /^(?=.*\d).{8,}$/s;
/** As ids of sessions, hashes and keys are. */
const LONG_HEX = /[0-9a-f]{32,}/gi;

/**
 * Whether an entry of the journal is an answer that a line tells of: each answer to a client, and calls of the control API that
 * changed something. What happens by itself is no answer.
 */
export function isToldAnswer({ face, method, changes }: JournalEntry): boolean {
  if (face === 'control') return changes.length > 0;
  return method !== NO_REQUEST || face === 'server';
}

/** An answer in one line: virtual time in UTC, method, status, path, reason, duration. Of a refusal it says why. */
export function answerLine(entry: JournalEntry, { isAligned }: AnswerLayout): TerminalLine {
  const { at, method, status, ms } = entry;
  const longest = isAligned ? LONGEST_ALIGNED_PATH : LONGEST_PATH;
  const path = shortened(coveredUrl(entry.url), longest);
  const cause = decidingCause(entry);
  const duration = `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
  const style = styleOf(entry);
  const code = cause?.rule ?? '';
  const why = cause && style !== 'green' ? line`: ${shortened(coveredText(cause.message), LONGEST_MESSAGE)}` : '';
  const told = status === 0 ? 'no answer' : String(status);
  const parts = isAligned
    ? [
        styled('dim', at.slice(TIME_OF_DAY, -1)),
        styled('bold', method.padEnd(METHOD_WIDTH)),
        path.padEnd(PATH_WIDTH),
        styled(style, told),
        styled('cyan', code),
      ]
    : [at, method, path, told, code];
  const spaced = parts.filter((part) => part !== '').map((part, index) => (index === 0 ? [part] : [' ', part]));
  return line`${spaced}${why} ${styled('dim', `(${duration})`)}`;
}

/** Of how many entries no line tells. */
export function droppedLine(count: number): TerminalLine {
  const many = `${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`;
  return line`${many} of the journal came faster than lines could be written, and are not shown here.`;
}

/** A path with its query, without the ids of sessions. Secrets are covered in the journal already. */
function coveredUrl(url: string): string {
  const pieces = url.split(/([/?&;])/);
  let before = '';
  for (let at = 0; at < pieces.length; at += 2) {
    const piece = pieces[at] as string;
    const end = piece.indexOf('=');
    const decoded = fullyDecoded(piece);
    if (end >= 0 && SESSION_NAME.test(fullyDecoded(piece.slice(0, end)))) {
      pieces[at] = `${piece.slice(0, end)}=${REDACTED}`;
    } else if (SESSIONS.test(before) && LIKE_ID.test(decoded)) pieces[at] = REDACTED;
    else if (coveredText(decoded) !== decoded) pieces[at] = decoded === piece ? coveredText(piece) : REDACTED;
    before = decoded;
  }
  return pieces.join('');
}

function coveredText(text: string): string {
  return text.replace(LONG_HEX, REDACTED);
}

function styleOf(entry: JournalEntry): TerminalStyle {
  const { status } = entry;
  if (status === 0 || status >= 500) return 'red';
  return status >= 400 || isRefusedEntry(entry) ? 'yellow' : 'green';
}
