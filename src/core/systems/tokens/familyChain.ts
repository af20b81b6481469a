import type { HeldCard, HeldChain, HeldLeaf, HeldLine, HeldLink, HeldLook } from '../../flows/heldSection';
import { type FamilyLine, familyTree, isReused, numberRanges, successorsOf } from './familyTree';
import type { ControlledSession, FamilyToken } from './tokenSession';

/** What the page says of a family. Those with a number have a place for it. */
export interface FamilyWords {
  readonly family: string;
  readonly forgotten: string;
  readonly olderForgotten: string;
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly live: string;
  readonly used: string;
  readonly expired: string;
  readonly revoked: string;
  readonly usedAgain: string;
  readonly usedAgainAt: string;
  readonly usedAgainInTime: string;
  readonly fromSignIn: string;
  readonly replaces: string;
  readonly replacesForgotten: string;
  readonly replacedBy: string;
  readonly diedOfReuse: string;
  readonly diedOf: string;
}

/** Says texts with places, and why a session is over. */
export interface FamilySpeech {
  readonly words: FamilyWords;
  readonly fill: (text: string, ...values: (string | number)[]) => string;
  readonly reason: (name: string) => string;
}

/** The tokens of a session for the page: which replaced which, which was used again, and what died of it. */
export function familyChain(session: ControlledSession, speech: FamilySpeech): NonNullable<HeldCard['chain']> {
  return new Drawn(session, speech).chain();
}

class Drawn {
  private readonly numbers: ReadonlyMap<string, number>;
  /** The number of the refresh token that was used again and ended the family. */
  private readonly killer: number | undefined;

  constructor(
    private readonly session: ControlledSession,
    private readonly speech: FamilySpeech,
  ) {
    const refresh = session.family.filter(({ kind }) => kind === 'refresh');
    this.numbers = new Map(refresh.map(({ id, number }) => [id, number]));
    const reused = refresh.filter(isReused);
    const last = reused.toSorted((a, b) => Date.parse(a.reusedAt ?? '') - Date.parse(b.reusedAt ?? '')).at(-1);
    this.killer = session.endReason === 'token_reuse' ? last?.number : undefined;
  }

  chain(): NonNullable<HeldCard['chain']> {
    const { words, fill } = this.speech;
    const { lines, others, forgotten } = familyTree(this.session.family);
    const [only, ...more] = lines.map((line) => this.links(line));
    const isSplit = more.length > 0 || others.length > 0;
    const isWhole = forgotten.refresh === 0 && forgotten.access === 0;
    return {
      title: words.family,
      ...(!isWhole && { note: [fill(words.olderForgotten, forgotten.refresh, forgotten.access)] }),
      links: isSplit ? [this.forgottenLink(others, [...(only ? [only] : []), ...more])] : (only ?? []),
    };
  }

  /** Stands for the refresh tokens that are forgotten, so that what came of them hangs below no other. */
  private forgottenLink(others: readonly FamilyToken[], branches: readonly HeldChain[]): HeldLink {
    return {
      key: `${this.session.id} forgotten`,
      look: 'used',
      line: [this.speech.words.forgotten],
      leaves: others.map((token) => this.leaf(token)),
      branches,
    };
  }

  private links(line: FamilyLine): HeldChain {
    const { words, fill } = this.speech;
    return line.map(({ token, access, branches }) => ({
      ...this.drawn(token, fill(words.refreshToken, token.number), this.origin(token)),
      leaves: access.map((each) => this.leaf(each)),
      branches: branches.map((each) => this.links(each)),
    }));
  }

  private leaf(token: FamilyToken): HeldLeaf {
    return this.drawn(token, this.speech.words.accessToken, []);
  }

  private drawn(token: FamilyToken, name: string, origin: readonly string[]): HeldLeaf {
    const { words, fill } = this.speech;
    const { id, state, expiresAt, reusedAt } = token;
    const isAlarm = isReused(token);
    const look: HeldLook = isAlarm ? 'alarm' : state;
    const successors = successorsOf(token, this.session.family).map(({ number }) => number);
    const places = [...origin, ...(successors.length > 0 ? [fill(words.replacedBy, numberRanges(successors))] : [])];
    const again = isAlarm ? words.usedAgainAt : words.usedAgainInTime;
    const also: HeldLine[] = [
      ...(places.length > 0 ? [[places.join(' · ')]] : []),
      ...(reusedAt === undefined ? [] : [[fill(again, clockTime(reusedAt))]]),
      ...(state === 'revoked' ? this.deathOf() : []),
    ];
    return {
      key: id,
      look,
      line: [
        name,
        ' ',
        { code: id, short: true },
        ' ',
        { mark: isAlarm ? words.usedAgain : words[state], look: `of-${look}` },
        ...(state === 'live' ? [' ', { until: expiresAt }] : []),
      ],
      also,
    };
  }

  private origin({ from }: FamilyToken): string[] {
    const { words, fill } = this.speech;
    if (from === undefined) return [words.fromSignIn];
    const before = this.numbers.get(from);
    return [before === undefined ? words.replacesForgotten : fill(words.replaces, before)];
  }

  private deathOf(): HeldLine[] {
    const { session, killer, speech } = this;
    const { words, fill, reason } = speech;
    if (killer !== undefined) return [[fill(words.diedOfReuse, killer)]];
    return session.endReason === undefined ? [] : [[fill(words.diedOf, reason(session.endReason))]];
  }
}

/** `12:03:04` of an ISO 8601 time. */
function clockTime(at: string): string {
  return at.slice(11, 19);
}
