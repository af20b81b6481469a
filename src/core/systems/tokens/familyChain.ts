import type { HeldChain, HeldLeaf, HeldLine, HeldLook } from '../../flows/heldSection';
import { type FamilyGeneration, familyTree } from './familyTree';
import type { ControlledSession, FamilyToken } from './tokenSession';

/** What the page says of a family. Those with a number have a place for it. */
export interface FamilyWords {
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly live: string;
  readonly used: string;
  readonly expired: string;
  readonly revoked: string;
  readonly usedAgain: string;
  readonly usedAgainAt: string;
  readonly fromSignIn: string;
  readonly replaces: string;
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
export function familyChain(session: ControlledSession, speech: FamilySpeech): HeldChain {
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
    this.numbers = new Map(refresh.map(({ id }, at) => [id, at + 1]));
    const reused = refresh.filter(({ reusedAt }) => reusedAt !== undefined);
    const last = reused.toSorted((a, b) => Date.parse(a.reusedAt ?? '') - Date.parse(b.reusedAt ?? '')).at(-1);
    this.killer = session.endReason === 'token_reuse' && last ? this.numbers.get(last.id) : undefined;
  }

  chain(): HeldChain {
    const { generations, others } = familyTree(this.session.family);
    const chain = this.links(generations);
    const [head, ...rest] = chain;
    const more = others.map((token) => this.leaf(token));
    return head && more.length > 0 ? [{ ...head, leaves: [...(head.leaves ?? []), ...more] }, ...rest] : chain;
  }

  private links(generations: readonly FamilyGeneration[]): HeldChain {
    const { words, fill } = this.speech;
    return generations.map(({ number, token, access, branches }) => ({
      ...this.drawn(token, fill(words.refreshToken, number), this.origin(token)),
      leaves: access.map((each) => this.leaf(each)),
      branches: branches.map((each) => this.links(each)),
    }));
  }

  private leaf(token: FamilyToken): HeldLeaf {
    return this.drawn(token, this.speech.words.accessToken, []);
  }

  private drawn(token: FamilyToken, name: string, origin: readonly string[]): HeldLeaf {
    const { words, fill } = this.speech;
    const { id, state, expiresAt, replacedBy, reusedAt } = token;
    const look: HeldLook = reusedAt === undefined ? state : 'alarm';
    const successor = replacedBy === undefined ? undefined : this.numbers.get(replacedBy);
    const places = [...origin, ...(successor === undefined ? [] : [fill(words.replacedBy, successor)])];
    const also: HeldLine[] = [
      ...(places.length > 0 ? [[places.join(' · ')]] : []),
      ...(reusedAt === undefined ? [] : [[fill(words.usedAgainAt, clockTime(reusedAt))]]),
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
        { mark: reusedAt === undefined ? words[state] : words.usedAgain, look: `of-${look}` },
        ...(state === 'live' ? [' ', { until: expiresAt }] : []),
      ],
      also,
    };
  }

  private origin({ from }: FamilyToken): string[] {
    const { words, fill } = this.speech;
    if (from === undefined) return [words.fromSignIn];
    const before = this.numbers.get(from);
    return before === undefined ? [] : [fill(words.replaces, before)];
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
