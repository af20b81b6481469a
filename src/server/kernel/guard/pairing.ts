import { createHash, timingSafeEqual } from 'node:crypto';
import { Emitter } from '../../../core/base/event';
import type { Clock } from '../clock/clock';
import type { Random } from '../random/random';
import { plainAddress } from './peer';

// Nothing that looks or sounds like another.
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 6;
const MOST_WRONG = 5;
const WAIT_MS = 60_000;

/** What must outlive a crash of the server, or every phone would have to pair again, and who guesses could guess on. */
export interface PairingState {
  readonly code: string;
  readonly paired: readonly string[];
  readonly wrong?: number;
  readonly closedUntil?: number;
}

/** Lets devices of the local network in that say the pairing code once. */
export class Pairing {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly addresses: Set<string>;
  private current: string;
  private wrong: number;
  /** Virtual time until which no code is taken. */
  private closedUntil: number;

  constructor(
    private readonly random: Random,
    private readonly clock: Clock,
    state?: PairingState,
  ) {
    this.current = state?.code ?? this.newCode();
    this.addresses = new Set(state?.paired);
    this.wrong = state?.wrong ?? 0;
    this.closedUntil = state?.closedUntil ?? 0;
  }

  snapshot(): PairingState {
    const { code, paired, wrong, closedUntil } = this;
    return { code, paired, wrong, closedUntil };
  }

  get code(): string {
    return this.current;
  }

  get paired(): readonly string[] {
    return [...this.addresses];
  }

  isPaired(address: string): boolean {
    return this.addresses.has(plainAddress(address));
  }

  /**
   * Takes a device in when its code is right. After five wrong codes, whoever gave them, the code is another one and
   * none is taken for a minute of virtual time: guessing is no way in.
   * @returns `wait` with the milliseconds of virtual time until codes are taken again
   */
  pair(address: string, code: string): 'paired' | 'wrong' | { readonly waitMs: number } {
    const waitMs = this.closedUntil - this.clock.now();
    // A clock that was set back makes no wait longer.
    if (waitMs > 0 && waitMs <= WAIT_MS) return { waitMs };
    if (!same(plainCode(code), plainCode(this.current))) {
      this.wrong++;
      if (this.wrong < MOST_WRONG) {
        this.changed.fire();
        return 'wrong';
      }
      this.wrong = 0;
      this.current = this.newCode();
      this.closedUntil = this.clock.now() + WAIT_MS;
      this.changed.fire();
      return { waitMs: WAIT_MS };
    }
    this.wrong = 0;
    this.addresses.add(plainAddress(address));
    this.changed.fire();
    return 'paired';
  }

  private newCode(): string {
    const letters = Array.from({ length: LENGTH }, () => LETTERS[this.random.integer(LETTERS.length)]);
    return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`;
  }
}

function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** In a time that tells nothing about where they differ. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
