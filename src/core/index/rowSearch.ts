import { visibleLines } from '../base/visibleText';
import type { FindingCode } from '../compliance/finding';
import type { ByteFold } from './byteFold';
import { fold } from './fold';
import { isWordBegin, SearchedBytes } from './searchedBytes';
import { SearchedDigits } from './searchedDigits';
import type { Condition, SessionEntry } from './sessionEntry';
import type { KindText } from './sessionKind';
import type { RowMark, SessionScore } from './sessionSearch';
import type { SessionTable } from './sessionTable';
import { type ByteText, bytesAt, isLong, isPlainBytes } from './textBytes';

/** One typed word, and what it matches that many sessions have in common. */
export interface SearchedWord {
  readonly text: string;
  readonly guest: boolean;
  readonly simulator: boolean;
  readonly marks: ReadonlySet<RowMark>;
  readonly conditions: ReadonlySet<Condition>;
  readonly codes: ReadonlySet<FindingCode>;
  /** Whether all sessions of the application match it. */
  readonly common: boolean;
}

/** The sessions of an application as a search reads them. */
export interface SearchedRows {
  readonly table: SessionTable;
  /** The session in a row, with what is said of shared devices and tokens. */
  shown(row: number): SessionEntry;
  isSaidMore(row: number): boolean;
  /** Whether the text of an unsaved editor is in a row, and not the file. */
  isCovered(row: number): boolean;
}

/** What a search of rows needs besides. */
export interface SearchMeans {
  /** For rows of which texts are shown in another way than they are written. */
  readonly scoreOf: SessionScore;
  /** Whether the row of a session says this about servers. */
  readonly isMarked: (name: string, marks: ReadonlySet<RowMark>) => boolean;
  readonly byteFold: ByteFold;
}

/** What is known of a word in a kind of session: how well it matches the texts before and behind the e-mail address. */
const UNKNOWN = 0xff;
const HEAD = 0b11;
const STATUS_SHIFT = 2;
/** The names of application and team in the content match, of which a file in the wrong folder has its own, or it is a simulator. */
const IS_SAID = 16;
/** The texts of this kind are shown in another way than they are written. */
const IS_ODD = 32;

/** What is known of a word in a text: how well it matches, and this when the text is shown in another way than it is written. */
const SHOWN_OTHERWISE = 4;
const NAMES = ['applicationId', 'applicationName', 'teamId', 'teamName'] as const satisfies readonly KindText[];

/** Of texts that are shown in another way than they are written: both can be found. */
const IS_SHOWN_OTHERWISE = Symbol('shown otherwise');

const HEX = /^[0-9a-f-]+$/;

/**
 * Searches the rows of a table without making a session of each: what many have in common is looked at once, and e-mail addresses and
 * names are searched as bytes. It scores as `scoreOf` does.
 */
export class RowSearch {
  private readonly words: readonly WordInRows[];

  constructor(
    words: readonly SearchedWord[],
    private readonly rows: SearchedRows,
    private readonly means: SearchMeans,
  ) {
    this.words = words.map((word) => new WordInRows(word, rows.table));
  }

  /** How well a session matches. Undefined when a word is not found. */
  score(row: number): number | undefined {
    const { table } = this.rows;
    const email = table.isOdd(row) ? this.foldedEmail(row) : table.emailBytes(row);
    if (email === IS_SHOWN_OTHERWISE) return this.exact(row);
    // A name that is kept in another way is nothing but digits.
    const name = table.nameBytes(row);
    let score = 0;
    for (const word of this.words) {
      const inKind = word.inKind(row);
      if ((inKind & IS_ODD) !== 0) return this.exact(row);
      const inText = word.inText(row, inKind, name, email);
      if (inText > 0) score += inText;
      else if ((inKind & IS_SAID) !== 0 || this.isSaid(row, word.word, email) || word.isInId(row)) score += 1;
      else return undefined;
    }
    return score;
  }

  /** The address of a row whose texts cannot be searched as they are kept. */
  private foldedEmail(row: number): ByteText | string | typeof IS_SHOWN_OTHERWISE {
    const { table } = this.rows;
    if (!table.hasDigitName(row)) return IS_SHOWN_OTHERWISE;
    const bytes = table.emailBytes(row);
    const folded = bytes && this.means.byteFold.of(bytes);
    if (folded) return folded;
    const email = table.email(row);
    return email === undefined || visibleLines(email) !== email ? IS_SHOWN_OTHERWISE : fold(email);
  }

  private exact(row: number): number | undefined {
    return this.means.scoreOf(this.rows.shown(row));
  }

  private isSaid(row: number, word: SearchedWord, email: ByteText | string | undefined): boolean {
    const { table } = this.rows;
    if (word.common || (word.conditions.size > 0 && word.conditions.has(table.condition(row)))) return true;
    if (word.guest && (email === '' || (typeof email === 'object' && email.from === email.to))) return true;
    if (word.codes.size > 0 && this.rows.isSaidMore(row)) {
      if (this.rows.shown(row).findings.some(({ code }) => word.codes.has(code))) return true;
    }
    return word.marks.size > 0 && this.means.isMarked(table.name(row), word.marks);
  }
}

class WordInRows {
  private kinds: Uint8Array = new Uint8Array(0);
  /** By the numbers of texts. */
  private texts: Uint8Array = new Uint8Array(0);
  private readonly bytes: SearchedBytes;
  /** Only such a word is found in ids that are kept as digits. */
  private readonly digits: SearchedDigits | undefined;

  constructor(
    readonly word: SearchedWord,
    private readonly table: SessionTable,
  ) {
    this.bytes = new SearchedBytes(word.text);
    this.digits = HEX.test(word.text) ? new SearchedDigits(word.text) : undefined;
  }

  inKind(row: number): number {
    const place = this.table.kindPlace(row);
    const known = this.kinds[place] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    if (place >= this.kinds.length) this.kinds = longer(this.kinds, this.table.kindCount);
    const found = this.look(row);
    this.kinds[place] = found;
    return found;
  }

  /** How well the texts match that a row shows. */
  inText(row: number, inKind: number, name: ByteText | undefined, email: ByteText | string | undefined): number {
    const inHead = inKind & HEAD;
    if (inHead > 0) return inHead;
    const inEmail = typeof email === 'object' ? this.inBytes(email) : scoreIn(email ?? '', this.word.text);
    if (inEmail > 0) return inEmail;
    const inStatus = (inKind >> STATUS_SHIFT) & HEAD;
    if (inStatus > 0) return inStatus;
    if (name) return this.inBytes(name);
    if (!this.digits) return 0;
    return this.table.scoreInName(row, this.digits) ?? scoreIn(fold(this.table.name(row)), this.word.text);
  }

  /** Searches the ids in the content. The session id may differ from the file name. */
  isInId(row: number): boolean {
    const { text } = this.word;
    const { bytes, at } = this.table.devicePlace(row);
    const device = bytesAt(bytes, at);
    if (device && isPlainBytes(device)) {
      if (this.inBytes(device) > 0) return true;
    } else if (device || isLong(bytes, at)) {
      const deviceId = this.table.deviceId(row);
      if (deviceId !== undefined && fold(deviceId).includes(text)) return true;
    } else if (this.digits && this.table.scoreInDevice(row, this.digits)) {
      return true;
    }
    const other = this.table.otherId(row);
    return other !== undefined && fold(other).includes(text);
  }

  private inBytes(text: ByteText): number {
    return this.bytes.scoreIn(text);
  }

  private look(row: number): number {
    const place = this.table.kindPlace(row);
    const description = this.inKindText(place, 'deviceDescription');
    const os = this.inKindText(place, 'deviceOs');
    const version = this.inKindText(place, 'deviceVersion');
    const status = this.inKindText(place, 'status');
    if (((description | os | version | status) & SHOWN_OTHERWISE) !== 0) return IS_ODD;
    // Only the first place counts, and no word goes beyond one of these texts.
    const inHead = description & HEAD || os & HEAD || version & HEAD;
    const scores = inHead | ((status & HEAD) << STATUS_SHIFT);
    if (this.word.simulator && this.table.kind(row).simulator) return scores | IS_SAID;
    for (const key of NAMES) if ((this.inKindText(place, key) & HEAD) !== 0) return scores | IS_SAID;
    return scores;
  }

  /** How well the word matches a text that many kinds have. It is looked at once for all of them. */
  private inKindText(place: number, key: KindText): number {
    const number = this.table.kindNumber(place, key);
    const known = this.texts[number] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    if (number >= this.texts.length) this.texts = longer(this.texts, this.table.highestKindNumber + 1);
    const text = this.table.kindText(number) ?? '';
    const score = scoreIn(fold(text), this.word.text);
    const found = visibleLines(text) === text ? score : score | SHOWN_OTHERWISE;
    this.texts[number] = found;
    return found;
  }
}

function longer(known: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(length).fill(UNKNOWN);
  larger.set(known);
  return larger;
}

/** Two points for a word that begins a word of the text, one for any other place. */
export function scoreIn(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  return isWordBegin(text, at) ? 2 : 1;
}
