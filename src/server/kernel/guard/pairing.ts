import { createHash, timingSafeEqual } from 'node:crypto';
import { type Disposable, Emitter } from '../../../core/base/event';
import type { Clock } from '../clock/clock';
import type { Random } from '../random/random';
import { Mirror } from '../store/mirror';
import type { Space, Store } from '../store/store';
import { plainAddress } from './peer';

// Letters and digits that do not look or sound like others.
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 6;
const MOST_WRONG = 5;
const WAIT_MS = 60_000;

interface PairingState {
  readonly code: string;
  /** Addresses of the paired devices. */
  readonly paired: readonly string[];
  /** Number of wrong codes since the last right one. */
  readonly wrong: number;
  /** Virtual time in milliseconds until which no code is accepted. */
  readonly closedUntil: number;
}

/**
 * It outlives a crash, so that phones stay paired and an attacker cannot go on guessing. It is local, because it is a
 * secret of this server.
 */
const PAIRING: Space<PairingState> = { name: 'pairing', isLocal: true };
const KEY = 'state';

/** Admits devices of the local network that sent the pairing code once. Its state is in the store. */
export class Pairing implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly state: Mirror<PairingState>;

  private constructor(
    private readonly store: Store,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {
    this.state = new Mirror(store, PAIRING, KEY);
    this.state.onDidChange(() => this.changed.fire());
  }

  /** Reads the state from the store, or creates a code. */
  static async open(store: Store, random: Random, clock: Clock): Promise<Pairing> {
    const pairing = new Pairing(store, random, clock);
    if (!(await pairing.state.load())) {
      const fresh = { code: pairing.newCode(), paired: [], wrong: 0, closedUntil: 0 };
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
    return this.paired.includes(plainAddress(address));
  }

  /**
   * Pairs a device if its code is right. After five wrong codes, from any devices, there is a new code, and no code is
   * accepted for a minute of virtual time. This prevents guessing.
   * @returns `waitMs` with the milliseconds of virtual time until codes are accepted again, and whether the server has
   * made a new code just now
   */
  async pair(
    address: string,
    code: string,
  ): Promise<'paired' | 'wrong' | { readonly waitMs: number; readonly isNewCode: boolean }> {
    const now = this.clock.now();
    let next: string | undefined;
    let outcome: Awaited<ReturnType<Pairing['pair']>> = 'wrong';
    await this.store.update(PAIRING, KEY, (state) => {
      if (!state) return undefined;
      const waitMs = state.closedUntil - now;
      // The wait must not become longer when the clock was set back.
      if (waitMs > 0 && waitMs <= WAIT_MS) {
        outcome = { waitMs, isNewCode: false };
        return state;
      }
      if (same(plainCode(code), plainCode(state.code))) {
        outcome = 'paired';
        return { ...state, wrong: 0, paired: [...new Set([...state.paired, plainAddress(address)])] };
      }
      const wrong = state.wrong + 1;
      if (wrong < MOST_WRONG) {
        outcome = 'wrong';
        return { ...state, wrong };
      }
      outcome = { waitMs: WAIT_MS, isNewCode: true };
      next ??= this.newCode();
      return { ...state, wrong: 0, code: next, closedUntil: now + WAIT_MS };
    });
    return outcome;
  }

  dispose(): void {
    this.state.dispose();
    this.changed.dispose();
  }

  private newCode(): string {
    const letters = Array.from({ length: LENGTH }, () => LETTERS[this.random.integer(LETTERS.length)]);
    return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`;
  }
}

function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** Compares in constant time, so that the duration does not reveal where the texts differ. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
