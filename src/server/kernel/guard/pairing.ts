import { createHash, timingSafeEqual } from 'node:crypto';
import { type Disposable, Emitter } from '../../../core/base/event';
import { type RealTime, SystemTime } from '../clock/realTime';
import type { Random } from '../random/random';
import { SystemRandom } from '../random/systemRandom';
import { Mirror } from '../store/mirror';
import type { Space, Store } from '../store/store';
import { deviceAddress } from './peer';

// Letters and digits that do not look or sound like others.
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 6;
/** As nobody can guess it, it is never changed. */
const LONG_LENGTH = 12;
const GROUP = 3;
const MOST_WRONG = 5;
const WAIT_MS = 60_000;
/** The addresses whose wrong codes are remembered. When there are more, the one that was wrong longest ago is forgotten. */
const MOST_ADDRESSES = 1000;
/**
 * After so many wrong codes of all addresses together, there is one longer code for good. A host of an IPv6 network has
 * as many addresses as it likes, as those beside it have, so no limit by address or by network keeps it from guessing
 * without keeping others out.
 */
const MOST_WRONG_TOGETHER = 1000;

/** The wrong codes of one address. */
interface Wrong {
  readonly address: string;
  /** Number of wrong codes since the last wait. */
  readonly count: number;
  /** Real time in milliseconds until which no code of it is accepted. */
  readonly closedUntil: number;
}

interface PairingState {
  readonly code: string;
  /** Addresses of the paired devices. */
  readonly paired: readonly string[];
  /** The one that was wrong last is at the end. */
  readonly wrong: readonly Wrong[];
  /** Number of wrong codes of all addresses. */
  readonly wrongTogether: number;
}

/**
 * It outlives a crash, so that phones stay paired and an attacker cannot go on guessing. It is local, because it is a
 * secret of this server.
 */
const PAIRING: Space<PairingState> = { name: 'pairing', isLocal: true };
const KEY = 'state';

/**
 * Admits devices of the local network that sent the pairing code once. Its state is in the store. The code is drawn
 * apart from the seed of the server, because whoever knows the seed could tell it, and waits are in real time, because
 * a test that moves the virtual clock must not let a stranger guess sooner.
 */
export class Pairing implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly state: Mirror<PairingState>;

  private constructor(
    private readonly store: Store,
    private readonly random: Random,
    private readonly time: Pick<RealTime, 'now'>,
  ) {
    this.state = new Mirror(store, PAIRING, KEY);
    this.state.onDidChange(() => this.changed.fire());
  }

  /**
   * Reads the state from the store, or creates a code.
   * @param random fit for secrets
   */
  static async open(
    store: Store,
    random: Random = new SystemRandom(),
    time: Pick<RealTime, 'now'> = new SystemTime(),
  ): Promise<Pairing> {
    const pairing = new Pairing(store, random, time);
    if (!(await pairing.state.load())) {
      const fresh = { code: pairing.newCode(LENGTH), paired: [], wrong: [], wrongTogether: 0 };
      await store.update(PAIRING, KEY, (state) => state ?? fresh);
    }
    return pairing;
  }

  get code(): string {
    return this.state.value?.code ?? '';
  }

  get paired(): readonly string[] {
    return this.state.value?.paired ?? [];
  }

  isPaired(address: string): boolean {
    return this.paired.includes(deviceAddress(address));
  }

  /**
   * Pairs a device if its code is right. After five wrong codes of one address, none of this address is accepted for a
   * minute. Others are not affected, also beside it in its network, so nobody can keep them out. After a thousand wrong
   * codes of all addresses there is a code that is too long to be guessed. It is the last change: who types a code
   * while somebody guesses types it twice at most.
   * @returns `waitMs` with the milliseconds until codes of this address are accepted again (0 for now), and whether the
   * server has made a new code just now
   */
  async pair(
    address: string,
    code: string,
  ): Promise<'paired' | 'wrong' | { readonly waitMs: number; readonly isNewCode: boolean }> {
    const now = this.time.now();
    const device = deviceAddress(address);
    let next: string | undefined;
    let outcome: Awaited<ReturnType<Pairing['pair']>> = 'wrong';
    await this.store.update(PAIRING, KEY, (state) => {
      if (!state) return undefined;
      const others = state.wrong.filter((each) => each.address !== device);
      const { count, closedUntil } = state.wrong.find((each) => each.address === device) ?? NONE;
      const waitMs = closedUntil - now;
      // The wait must not become longer when the clock of the machine was set back.
      if (waitMs > 0 && waitMs <= WAIT_MS) {
        outcome = { waitMs, isNewCode: false };
        return state;
      }
      if (same(plainCode(code), plainCode(state.code))) {
        outcome = 'paired';
        return { ...state, wrong: others, paired: [...new Set([...state.paired, device])] };
      }
      const isClosed = count + 1 >= MOST_WRONG;
      const own = isClosed
        ? { address: device, count: 0, closedUntil: now + WAIT_MS }
        : { address: device, count: count + 1, closedUntil: 0 };
      const wrongTogether = Math.min(state.wrongTogether + 1, MOST_WRONG_TOGETHER);
      const isNewCode = wrongTogether > state.wrongTogether && wrongTogether === MOST_WRONG_TOGETHER;
      if (isNewCode) next ??= this.newCode(LONG_LENGTH);
      outcome = isClosed || isNewCode ? { waitMs: isClosed ? WAIT_MS : 0, isNewCode } : 'wrong';
      return {
        ...state,
        wrong: [...others, own].slice(-MOST_ADDRESSES),
        wrongTogether,
        ...(isNewCode && next !== undefined && { code: next }),
      };
    });
    return outcome;
  }

  dispose(): void {
    this.state.dispose();
    this.changed.dispose();
  }

  private newCode(length: number): string {
    const letters = Array.from({ length }, () => LETTERS[this.random.integer(LETTERS.length)]).join('');
    return Array.from({ length: length / GROUP }, (_, i) => letters.slice(i * GROUP, (i + 1) * GROUP)).join('-');
  }
}

const NONE = { count: 0, closedUntil: 0 };

function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** Compares in constant time, so that the duration does not reveal where the texts differ. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
