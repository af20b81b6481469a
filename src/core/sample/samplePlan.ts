import type { Alteration } from './alteration';
import { DAMAGES } from './damages';
import { DUPLICATE, DUPLICATED, ODDITIES } from './oddities';
import type { SampleApplication } from './sampleApplication';
import type { SampleRandom } from './sampleRandom';

// How many sessions get a hint, in percent. With 60 sessions each kind occurs, and it is still realistic.
const ODD_PERCENT = 10;

/** How many sessions one application has. */
export interface Share {
  readonly application: SampleApplication;
  /** Number of its first session in the sample. */
  readonly first: number;
  readonly count: number;
}

const SOUND = 0;

/**
 * Which session gets which alteration. Kinds of errors take turns, so that each occurs before one occurs twice. Their
 * places are random. It needs one byte a session, so that a million fit in memory.
 */
export class SamplePlan {
  private readonly kinds: readonly Alteration[] = [...DAMAGES, ...ODDITIES, DUPLICATED, DUPLICATE];
  private readonly kindOf: Uint8Array;

  /** @param damaged how many sessions have errors. When none has, none gets a hint either. */
  constructor(random: SampleRandom, shares: readonly Share[], damaged: number) {
    const sessions = shares.reduce((sum, { count }) => sum + count, 0);
    this.kindOf = new Uint8Array(sessions);
    const order = shuffled(random, sessions);
    for (let i = 0; i < damaged; i++) this.set(order[i] as number, DAMAGES[i % DAMAGES.length] as Alteration);
    if (damaged > 0) this.placeOddities(order.subarray(damaged), shares, Math.round((sessions * ODD_PERCENT) / 100));
  }

  /** The alteration of a session, by its number in the sample. Undefined for a normal session. */
  at(session: number): Alteration | undefined {
    return this.kinds[(this.kindOf[session] as number) - 1];
  }

  private placeOddities(order: Uint32Array, shares: readonly Share[], wanted: number): void {
    const kinds = [...ODDITIES, DUPLICATED];
    const cursors = kinds.map(() => 0);
    for (let i = 0; i < wanted; i++) {
      const turn = i % kinds.length;
      const kind = kinds[turn] as Alteration;
      // Each kind goes through the order by itself. Otherwise a kind that seldom fits would never get a place.
      let cursor = cursors[turn] as number;
      while (cursor < order.length && !this.fits(kind, order[cursor] as number, shares)) cursor++;
      cursors[turn] = cursor;
      const session = order[cursor];
      if (session === undefined) continue;
      this.set(session, kind);
      if (kind === DUPLICATED) this.set(session + 1, DUPLICATE);
    }
  }

  private fits(kind: Alteration, session: number, shares: readonly Share[]): boolean {
    if (this.kindOf[session] !== SOUND) return false;
    const { application, first, count } = shares.findLast((share) => share.first <= session) as Share;
    if (kind === DUPLICATED) return session + 1 < first + count && this.kindOf[session + 1] === SOUND;
    return kind.platform === undefined || kind.platform === application.platform;
  }

  private set(session: number, kind: Alteration): void {
    this.kindOf[session] = this.kinds.indexOf(kind) + 1;
  }
}

/** The numbers from 0 up to `count`, exclusive, in random order. */
function shuffled(random: SampleRandom, count: number): Uint32Array {
  const numbers = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = random.below(i + 1);
    const number = numbers[i] as number;
    numbers[i] = numbers[other] as number;
    numbers[other] = number;
  }
  return numbers;
}
