import { afterDigits, afterSpace, BYTE, endOfPlainObject, endOfPlainText, isAt } from './plainBytes';
import { PLAIN, PLAIN_PLACES, PLAIN_VALUE, type PlainMember, type PlainMembers, plainShape } from './plainShape';

const LONGEST_INTEGER = 15;
const TRUE = new TextEncoder().encode('true');
const FALSE = new TextEncoder().encode('false');

/**
 * A session file, read from its bytes without anything being made of them. Nearly all files are as 4D writes them. To read these so
 * takes a third of the time of parsing them and holding the value against the schema
 * (docs/facts/performance.md#files-as-4d-writes-them). All others are read in the ordinary way.
 */
export class PlainSession {
  /** The file, with more behind it. */
  bytes: Uint8Array = new Uint8Array(1);
  /** Where each text begins and ends, by the places in `PLAIN`. Only that of a member that is there counts. */
  readonly from = new Int32Array(PLAIN_PLACES);
  readonly to = new Int32Array(PLAIN_PLACES);
  isSimulator = false;
  isJailbroken = false;
  /** Whether the version of the device is a number. Its text is its digits. */
  hasNumber = false;
  /** Whether there are members of others: what the developer's code or the app has added. */
  hasData = false;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The bits of the members that are there. */
  private found = 0;
  private at = 0;
  readonly shape = plainShape();
  /** Which member came behind each one, last time. Nearly all files have one order. The last is for the first of an object. */
  private readonly followers: (PlainMember | undefined)[] = new Array(PLAIN_PLACES * 2).fill(undefined);

  /**
   * Reads the first bytes of an array. The byte behind them is overwritten.
   * @returns whether they are well-formed JSON in UTF-8 that meets the schema of the product, without a byte order mark, escapes,
   *   keys that come twice, and members that 4D does not write. False says nothing of the file.
   */
  read(bytes: Uint8Array, length: number): boolean {
    // Nothing has to look whether the end is reached: this one belongs nowhere.
    bytes[length] = 0;
    this.bytes = bytes;
    this.found = 0;
    this.isSimulator = false;
    this.isJailbroken = false;
    this.hasNumber = false;
    this.hasData = false;
    this.at = afterSpace(bytes, 0);
    if (!this.object(this.shape, PLAIN_PLACES)) return false;
    if (afterSpace(bytes, this.at) !== length) return false;
    return this.has(PLAIN.token) || this.isPending;
  }

  has(place: number): boolean {
    return (this.found & (1 << place)) !== 0;
  }

  /** Whether a text is there and not empty. */
  says(place: number): boolean {
    return this.has(place) && this.to[place] !== this.from[place];
  }

  /** A text that is there. Of a flag it is the word, and of a number its digits. */
  text(place: number): string {
    return this.decoder.decode(this.bytes.subarray(this.from[place], this.to[place]));
  }

  get isPending(): boolean {
    return this.bytes[this.from[PLAIN.status] as number] === 0x70;
  }

  private object({ all, required }: PlainMembers, place: number): boolean {
    const { bytes, followers } = this;
    if (bytes[this.at] !== BYTE.open) return false;
    let at = afterSpace(bytes, this.at + 1);
    let previous = PLAIN_PLACES + (place % PLAIN_PLACES);
    if (bytes[at] !== BYTE.close) {
      for (;;) {
        if (bytes[at++] !== BYTE.quote) return false;
        let member = followers[previous];
        if (!member || !isAt(member.bytes, bytes, at)) {
          member = memberAt(all, bytes, at);
          if (!member) return false;
          followers[previous] = member;
        }
        previous = member.place;
        const bit = 1 << previous;
        if ((this.found & bit) !== 0) return false;
        this.found |= bit;
        at = afterSpace(bytes, at + member.bytes.length);
        if (bytes[at] !== BYTE.colon) return false;
        this.at = afterSpace(bytes, at + 1);
        if (!this.value(member)) return false;
        at = afterSpace(bytes, this.at);
        const byte = bytes[at];
        if (byte === BYTE.close) break;
        if (byte !== BYTE.comma) return false;
        at = afterSpace(bytes, at + 1);
      }
    }
    this.at = at + 1;
    return (this.found & required) === required;
  }

  private value(member: PlainMember): boolean {
    const { value, members } = member;
    if (members) return this.object(members, member.place);
    if (value === PLAIN_VALUE.data) return this.data();
    if (value === PLAIN_VALUE.flag) return this.flag(member.place);
    if (value === PLAIN_VALUE.textOrInteger && this.bytes[this.at] !== BYTE.quote) return this.integer(member.place);
    return this.string(member);
  }

  private string({ place, value, words }: PlainMember): boolean {
    const { bytes } = this;
    if (bytes[this.at] !== BYTE.quote) return false;
    const from = this.at + 1;
    const to = endOfPlainText(bytes, from);
    if (to < 0) return false;
    this.from[place] = from;
    this.to[place] = to;
    this.at = to + 1;
    if (value === PLAIN_VALUE.someText) return to > from;
    if (value === PLAIN_VALUE.word) {
      for (const word of words) if (word.length === to - from && isAt(word, bytes, from)) return true;
      return false;
    }
    return true;
  }

  private data(): boolean {
    const end = endOfPlainObject(this.bytes, this.at);
    this.at = end;
    this.hasData = true;
    return end >= 0;
  }

  /** One without a sign that a number of JavaScript holds as it is written. */
  private integer(place: number): boolean {
    const { bytes, at } = this;
    const end = afterDigits(bytes, at);
    if (end === at || end - at > LONGEST_INTEGER || (bytes[at] === BYTE.zero && end - at > 1)) return false;
    this.from[place] = at;
    this.to[place] = end;
    this.at = end;
    this.hasNumber = true;
    return true;
  }

  private flag(place: number): boolean {
    const { bytes, at } = this;
    const isTrue = isAt(TRUE, bytes, at);
    if (!isTrue && !isAt(FALSE, bytes, at)) return false;
    this.from[place] = at;
    this.at = at + (isTrue ? TRUE : FALSE).length;
    this.to[place] = this.at;
    if (place === PLAIN.simulator) this.isSimulator = isTrue;
    else this.isJailbroken = isTrue;
    return true;
  }
}

function memberAt(all: readonly PlainMember[], bytes: Uint8Array, at: number): PlainMember | undefined {
  for (const member of all) if (isAt(member.bytes, bytes, at)) return member;
  return undefined;
}
