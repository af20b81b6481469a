import type { Finding } from '../compliance/finding';
import { type PackedExtra, readExtra, type SessionExtra } from './packedExtra';
import type { SearchedDigits } from './searchedDigits';
import { SessionColumns } from './sessionColumns';
import type { Condition, SessionEntry } from './sessionEntry';
import { KindList, type KindText, type SessionKind } from './sessionKind';
import {
  type ByteText,
  bytesAt,
  endOfText,
  hashOfText,
  isDigits,
  isSameAt,
  isText,
  readText,
  TextBytes,
} from './textBytes';

export const CONDITIONS: readonly Condition[] = ['accepted', 'pending', 'atFault', 'unreadable'];
const CONDITION_BITS = 3;

/** What a state says besides the condition. */
export const STATE = { namedAsSession: 4, otherId: 8, push: 16, extra: 32, digest: 64, odd: 128, free: 0xff } as const;

/** The sessions of a table as others read them. What is asked for is made when it is asked for. */
export abstract class ReadRows {
  protected readonly columns = new SessionColumns();
  protected texts = new TextBytes();
  protected kindList = new KindList();
  protected extras = new Map<number, PackedExtra>();
  /** Rows that were used, free ones too. */
  protected used = 0;
  /** How many sessions each kind has. */
  protected uses: number[] = [];

  /** The row behind the last one. */
  get end(): number {
    return this.used;
  }

  *rows(from = 0, to = this.used): Generator<number> {
    for (let row = from; row < to; row++) if (this.columns.states[row] !== STATE.free) yield row;
  }

  isUsed(row: number): boolean {
    return row < this.used && this.columns.states[row] !== STATE.free;
  }

  condition(row: number): Condition {
    return CONDITIONS[(this.columns.states[row] as number) & CONDITION_BITS] as Condition;
  }

  /** What many sessions have in common. */
  kind(row: number): SessionKind {
    return this.kindList.at(this.columns.kinds[row] as number);
  }

  /** A text of each kind, and how many sessions have the kind. */
  *kindUses(key: KindText): Generator<[string | undefined, number]> {
    for (const [place, count] of this.uses.entries()) if (count > 0) yield [this.kindList.text(place, key), count];
  }

  /** Each kind that is used, and how many sessions have it. */
  *usedKinds(): Generator<[SessionKind, number]> {
    for (const [place, count] of this.uses.entries()) if (count > 0) yield [this.kindList.at(place), count];
  }

  name(row: number): string {
    return readText(this.texts.bytes, this.columns.offsets[row] as number) as string;
  }

  kindPlace(row: number): number {
    return this.columns.kinds[row] as number;
  }

  /** The number of a text of a kind. Zero when there is none. */
  kindNumber(place: number, key: KindText): number {
    return this.kindList.number(place, key);
  }

  /** The text that has a number. */
  kindText(number: number): string | undefined {
    return this.kindList.textOf(number);
  }

  /** The largest number of a text. */
  get highestKindNumber(): number {
    return this.kindList.highestNumber;
  }

  get kindCount(): number {
    return this.kindList.length;
  }

  /** The id in the content when the name is another one. */
  otherId(row: number): string | undefined {
    if (((this.columns.states[row] as number) & STATE.otherId) === 0) return undefined;
    return readText(this.texts.bytes, endOfText(this.texts.bytes, this.deviceAt(row)));
  }

  /** Undefined when the name is kept in another way than as its characters. */
  nameBytes(row: number): ByteText | undefined {
    return bytesAt(this.texts.bytes, this.columns.offsets[row] as number);
  }

  /** How well a word of digits matches a name that is kept as digits. Undefined for any other name. */
  scoreInName(row: number, digits: SearchedDigits): number | undefined {
    return digits.scoreIn(this.texts.bytes, this.columns.offsets[row] as number);
  }

  /** The same for the id of the device. */
  scoreInDevice(row: number, digits: SearchedDigits): number | undefined {
    return digits.scoreIn(this.texts.bytes, this.deviceAt(row));
  }

  /** Whether the name is nothing but digits, as 4D names files. */
  hasDigitName(row: number): boolean {
    return isDigits(this.texts.bytes, this.columns.offsets[row] as number);
  }

  emailBytes(row: number): ByteText | undefined {
    return bytesAt(this.texts.bytes, this.emailAt(row));
  }

  /** Whether name or e-mail address are kept in another way than as characters of ASCII, or digits for the name. */
  isOdd(row: number): boolean {
    return ((this.columns.states[row] as number) & STATE.odd) !== 0;
  }

  email(row: number): string | undefined {
    return readText(this.texts.bytes, this.emailAt(row));
  }

  /** When a file was changed, in milliseconds since 1970. */
  modified(row: number): number {
    return this.columns.modified[row] as number;
  }

  deviceId(row: number): string | undefined {
    return readText(this.texts.bytes, this.deviceAt(row));
  }

  /** Whether a session has a push token. */
  hasPush(row: number): boolean {
    return ((this.columns.states[row] as number) & STATE.push) !== 0;
  }

  /** 32 bits that follow from the digest of the push token. */
  pushHash(row: number): number {
    return hashOfText(this.texts.bytes, this.pushAt(row));
  }

  hasPushOf(row: number, other: ReadRows, otherRow: number): boolean {
    return isSameAt(this.texts.bytes, this.pushAt(row), other.texts.bytes, other.pushAt(otherRow));
  }

  pushDigest(row: number): string | undefined {
    return this.hasPush(row) ? readText(this.texts.bytes, this.pushAt(row)) : undefined;
  }

  /** Whether something is to be said of a session: a finding, or why it cannot be read. */
  isNotable(row: number): boolean {
    return ((this.columns.states[row] as number) & STATE.extra) !== 0;
  }

  packedExtra(row: number): PackedExtra | undefined {
    return this.isNotable(row) ? this.extras.get(row) : undefined;
  }

  extra(row: number): SessionExtra | undefined {
    const packed = this.packedExtra(row);
    return packed === undefined ? undefined : readExtra(packed);
  }

  /** Whether a session names a device. */
  namesDevice(row: number): boolean {
    return isText(this.texts.bytes, this.deviceAt(row));
  }

  /** @param bytes the id as a text in bytes, at a place */
  hasDevice(row: number, bytes: Uint8Array, at: number): boolean {
    return isSameAt(this.texts.bytes, this.deviceAt(row), bytes, at);
  }

  /** Where the id of the device is. */
  devicePlace(row: number): { bytes: Uint8Array; at: number } {
    return { bytes: this.texts.bytes, at: this.deviceAt(row) };
  }

  /** 32 bits that follow from the id of the device. */
  deviceHash(row: number): number {
    return hashOfText(this.texts.bytes, this.deviceAt(row));
  }

  /** Copies what a row has but its kind and what few have: its texts to the end of others, and the rest to a row of other columns. */
  copyRow(row: number, columns: SessionColumns, to: number, texts: TextBytes): void {
    texts.append(this.texts.bytes.subarray(this.columns.offsets[row] as number, this.endOf(row)));
    columns.copyRow(to, this.columns, row);
  }

  /** The session in a row. It is made anew each time. */
  entry(row: number): SessionEntry {
    const state = this.columns.states[row] as number;
    const name = this.name(row);
    const email = this.email(row);
    const deviceId = this.deviceId(row);
    const sessionId =
      (state & STATE.namedAsSession) !== 0 ? name : (state & STATE.otherId) !== 0 ? this.otherId(row) : undefined;
    const digest = this.columns.digest(row);
    const pushDigest = this.pushDigest(row);
    const { findings = NO_FINDINGS, unreadable, deviceRange, pushRange, size } = this.extra(row) ?? {};
    return {
      name,
      condition: this.condition(row),
      modified: this.columns.modified[row] as number,
      size: size ?? (this.columns.sizes[row] as number),
      fields: {
        ...this.kind(row),
        ...(email !== undefined && { email }),
        ...(deviceId !== undefined && { deviceId }),
        ...(sessionId !== undefined && { sessionId }),
      },
      findings,
      ...(unreadable && { unreadable }),
      ...((state & STATE.digest) !== 0 && { digest }),
      ...(deviceRange && { deviceRange }),
      ...(pushDigest !== undefined && { pushDigest }),
      ...(pushRange && { pushRange }),
    };
  }

  protected emailAt(row: number): number {
    return endOfText(this.texts.bytes, this.columns.offsets[row] as number);
  }

  protected deviceAt(row: number): number {
    return endOfText(this.texts.bytes, this.emailAt(row));
  }

  protected pushAt(row: number): number {
    const { bytes } = this.texts;
    const behind = endOfText(bytes, this.deviceAt(row));
    return ((this.columns.states[row] as number) & STATE.otherId) === 0 ? behind : endOfText(bytes, behind);
  }

  protected endOf(row: number): number {
    const at = this.pushAt(row);
    return ((this.columns.states[row] as number) & STATE.push) === 0 ? at : endOfText(this.texts.bytes, at);
  }
}

const NO_FINDINGS: readonly Finding[] = [];
