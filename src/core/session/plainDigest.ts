import { ContentHash } from './contentHash';
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
}
