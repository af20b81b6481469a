import { ContentHash, HASH_TAG, rotatedBits } from './contentHash';
import type { PlainSession } from './plainSession';
import { PLAIN_VALUE, type PlainMember, type PlainMembers } from './plainShape';

/** The number of `contentDigest` for a plain session that has no data of others. */
export function plainDigest(session: PlainSession): number {
  return new PlainHash(session).ofSession();
}

class PlainHash extends ContentHash {
  constructor(private readonly session: PlainSession) {
    super();
  }

  ofSession(): number {
    this.object(this.session.shape);
    return this.result();
  }

  private object({ all }: PlainMembers): void {
    const { session } = this;
    const found = all.filter(({ place }) => session.has(place));
    this.sum(found, (member) => {
      this.text(member.key);
      this.member(member);
    });
  }

  private member({ place, value, members }: PlainMember): void {
    if (members) {
      this.object(members);
      return;
    }
    const { bytes, from, to } = this.session;
    const begin = from[place] as number;
    const end = to[place] as number;
    const isFlag = value === PLAIN_VALUE.flag;
    const isNumber = value === PLAIN_VALUE.textOrInteger && this.session.hasNumber;
    if (!isFlag && !isNumber && this.plainString(bytes, begin, end)) return;
    const text = this.session.text(place);
    if (isFlag) this.literal(text);
    else if (isNumber) this.number(text);
    else this.string(text);
  }

  /** Takes in a text in UTF-8. Returns false, and does nothing, for one with other characters than those of ASCII. */
  private plainString(bytes: Uint8Array, from: number, to: number): boolean {
    for (let at = from; at < to; at++) if ((bytes[at] as number) > 0x7f) return false;
    this.take(HASH_TAG.text);
    let { low, high } = this;
    for (let at = from; at < to; at += 2) {
      const pair = (bytes[at] as number) | (at + 1 < to ? (bytes[at + 1] as number) << 16 : 0);
      low = Math.imul(low ^ pair, 0x01000193);
      low ^= low >>> 15;
      high = rotatedBits(high ^ pair);
    }
    this.low = low;
    this.high = high;
    this.take(to - from);
    return true;
  }
}
