import { ERROR_CODES, HINT_CODES } from '../compliance/finding';
import { ByteFold } from './byteFold';
import { fold } from './fold';
import { RowSearch, type SearchedRows, type SearchedWord, scoreIn } from './rowSearch';
import { SearchedName } from './searchedName';
import { type Condition, type SessionEntry, searchTextOf } from './sessionEntry';
import type { SessionKey } from './sessionIndex';

/**
 * What the row of a session says about servers: changes that were not pushed, and what the running server has in
 * memory.
 */
export type RowMark =
  | 'unpushed'
  | 'inMemory'
  | 'changedOnDisk'
  | 'goneFromDisk'
  | 'notInMemory'
  | 'evicted'
  | EvictedBy;

/** Thrown out of memory because of an error with one of 4D's codes. */
type EvictedBy = `evicted/${1 | 2 | 3 | 4}`;

/** Texts that are shown for a session but are not in its file. */
export interface SessionWords {
  /** Shown instead of an empty e-mail address. */
  readonly guest: string;
  readonly simulator: string;
  readonly conditions: Readonly<Record<Condition, string>>;
  readonly marks: Readonly<Record<RowMark, string>>;
}

const ENGLISH: SessionWords = {
  guest: 'guest',
  simulator: 'simulator',
  conditions: { accepted: 'accepted', pending: 'pending', atFault: 'at fault', unreadable: 'not readable' },
  marks: {
    unpushed: 'not pushed',
    inMemory: 'in memory',
    changedOnDisk: 'changed on disk',
    goneFromDisk: 'gone from disk',
    notInMemory: 'not in memory',
    evicted: 'evicted',
    'evicted/1': 'evicted (mobi/1)',
    'evicted/2': 'evicted (mobi/2)',
    'evicted/3': 'evicted (mobi/3)',
    'evicted/4': 'evicted (mobi/4)',
  },
};

/** What an application is called. A word that is found here matches all of its sessions. */
export interface ApplicationNames {
  /** The name of its folder, which contains team and bundle. */
  readonly name: string;
  readonly title: string | undefined;
  readonly team: string | undefined;
}

/**
 * How well a session matches: two points for each typed word that begins a word of it, one point for each other match.
 * Undefined when a typed word is not found.
 */
export type SessionScore = (entry: SessionEntry) => number | undefined;

/** A typed word, before it is known what it matches in an application. */
type Word = Omit<SearchedWord, 'common'>;

/**
 * Where the filter and *Find* search: device, operating system, e-mail address (or "guest"), status, "simulator", file name and ids;
 * the codes of the findings; the condition as it is shown; what the row says about servers; the names of application
 * and team. The English words work in every language, because README.md lists them.
 */
export class SessionSearch {
  private readonly guest: string;
  private readonly simulator: string;
  private readonly conditions: [Condition, string][];
  private readonly marks: [RowMark, string][];
  private readonly byteFold = new ByteFold();

  /**
   * @param shown the words in the user's language
   * @param marksOf what the row of a session says about servers
   */
  constructor(
    shown: SessionWords = ENGLISH,
    private readonly marksOf: (key: SessionKey) => readonly RowMark[] = () => [],
  ) {
    const both = (of: (words: SessionWords) => string) => fold([of(ENGLISH), of(shown)].join('\n'));
    this.guest = both(({ guest }) => guest);
    this.simulator = both(({ simulator }) => simulator);
    const conditions = Object.keys(ENGLISH.conditions) as Condition[];
    this.conditions = conditions.map((condition) => [condition, both((words) => words.conditions[condition])]);
    const marks = Object.keys(ENGLISH.marks) as RowMark[];
    this.marks = marks.map((mark) => [mark, both((words) => words.marks[mark])]);
  }

  /** @param text words that must all be found, in any order; case and accents are ignored */
  query(text: string): SessionQuery {
    // In a row these characters separate parts or stand for the rest of a name. They get into the text when it is
    // copied from a row.
    const typed = text.replace(/(?<=^|\s)·(?=\s|$)|…(?=\s|$)/g, '');
    const words = fold(typed)
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => this.wordOf(word));
    return new SessionQuery(words, this.marksOf, this.byteFold);
  }

  private wordOf(text: string): Word {
    // A number alone is a version or part of an id, not a code.
    const mayBeCode = /[a-z/]/.test(text);
    const mayBeMark = !/^[\d.]+$/.test(text);
    return {
      text,
      guest: this.guest.includes(text),
      simulator: this.simulator.includes(text),
      marks: new Set(this.marks.filter(([, words]) => mayBeMark && words.includes(text)).map(([mark]) => mark)),
      conditions: new Set(this.conditions.filter(([, words]) => words.includes(text)).map(([condition]) => condition)),
      codes: new Set([...ERROR_CODES, ...HINT_CODES].filter((code) => mayBeCode && code.includes(text))),
    };
  }
}

/** A search text, ready to be applied to sessions. */
export class SessionQuery {
  constructor(
    private readonly words: readonly Word[],
    private readonly marksOf: (key: SessionKey) => readonly RowMark[],
    private readonly byteFold: ByteFold,
  ) {}

  /** Whether it matches everything. */
  get isEmpty(): boolean {
    return this.words.length === 0;
  }

  get highestScore(): number {
    return this.words.length * 2;
  }

  /** Whether the result can change with a push or with the memory of a server. */
  get asksForMarks(): boolean {
    return this.words.some(({ marks }) => marks.size > 0);
  }

  /**
   * The text that all sessions of an application have in common. As long as it is the same, `inApplication` returns the
   * same.
   */
  static textOf({ name, title, team }: ApplicationNames): string {
    return fold([name, title ?? '', team ?? ''].join('\n'));
  }

  /**
   * The same for the rows of a table.
   * @param text text of the application, from `textOf`
   */
  inRows(folder: string, application: string, text: string, rows: SearchedRows): RowSearch {
    const words = this.words.map((word) => ({ ...word, common: text.includes(word.text) }));
    const isMarked = (name: string, marks: ReadonlySet<RowMark>) =>
      this.marksOf({ folder, application, name }).some((mark) => marks.has(mark));
    const scoreOf = this.inApplication(folder, application, text);
    return new RowSearch(words, rows, { scoreOf, isMarked, byteFold: this.byteFold });
  }

  /** @param text text of the application, from `textOf` */
  inApplication(folder: string, application: string, text: string): SessionScore {
    const words = this.words.map((word) => ({
      ...word,
      common: text.includes(word.text),
      own: new OwnNames(word.text),
    }));
    const isMarked = ({ name }: SessionEntry, marks: ReadonlySet<RowMark>) =>
      marks.size > 0 && this.marksOf({ folder, application, name }).some((mark) => marks.has(mark));
    return (entry) => {
      let score = 0;
      const searchText = searchTextOf(entry);
      for (const word of words) {
        const inText = scoreIn(searchText, word.text);
        if (inText > 0) score += inText;
        else if (word.common || isSaidOf(entry, word) || isMarked(entry, word.marks)) score += 1;
        else if (hasId(entry, word.text) || word.own.have(entry)) score += 1;
        else return undefined;
      }
      return score;
    };
  }
}

/** The names of application and team in the content. A file in the wrong folder has names of its own. */
class OwnNames {
  private readonly names: SearchedName[];

  constructor(word: string) {
    this.names = Array.from({ length: 4 }, () => new SearchedName(word));
  }

  have({ fields }: SessionEntry): boolean {
    const [bundle, title, team, teamName] = this.names as [SearchedName, SearchedName, SearchedName, SearchedName];
    if (bundle.fits(fields.applicationId) || title.fits(fields.applicationName)) return true;
    return team.fits(fields.teamId) || teamName.fits(fields.teamName);
  }
}

function isSaidOf({ condition, fields, findings }: SessionEntry, word: Word): boolean {
  if (word.conditions.has(condition) || (word.guest && fields.email === '')) return true;
  if (word.simulator && fields.simulator) return true;
  return word.codes.size > 0 && findings.some(({ code }) => word.codes.has(code));
}

/** Searches the ids in the content. The session id may differ from the file name, which is in the search text. */
function hasId({ name, fields }: SessionEntry, word: string): boolean {
  const { sessionId, deviceId } = fields;
  if (deviceId !== undefined && fold(deviceId).includes(word)) return true;
  return sessionId !== undefined && sessionId !== name && fold(sessionId).includes(word);
}
