import type { SystemStore } from '../../kernel/system/systemStore';
import { MADE } from './webSpaces';

/** The record of a passcode. It is kept after the passcode was used or has expired. */
export interface MadeCode {
  /** Id of the session that made it. */
  readonly session: string;
  /** Virtual milliseconds since 1970. */
  readonly expiresAt: number;
  readonly used?: boolean;
  /** Whether the passcode counts as expired because its session has made too many since. */
  readonly givenUp?: boolean;
}

const MOST = 10_000;

/**
 * The last passcodes that were made. They tell a used or expired passcode from one that never existed. It is a ring
 * buffer: the oldest records are removed first.
 */
export class MadeCodes {
  /** Oldest first, starting at the index `first`. */
  private order: string[] | undefined;
  private first = 0;

  constructor(
    private readonly store: SystemStore,
    private readonly most = MOST,
  ) {}

  async add(otp: string, made: MadeCode): Promise<void> {
    const order = await this.known();
    await this.store.put(MADE, otp, made);
    if (order.length < this.most) {
      order.push(otp);
      return;
    }
    const oldest = order[this.first] as string;
    order[this.first] = otp;
    this.first = (this.first + 1) % this.most;
    await this.store.delete(MADE, oldest);
  }

  get(otp: string): Promise<MadeCode | undefined> {
    return this.store.get(MADE, otp);
  }

  async use(otp: string): Promise<void> {
    await this.store.update(MADE, otp, (made) => made && { ...made, used: true });
  }

  async giveUp(otp: string): Promise<void> {
    await this.store.update(MADE, otp, (made) => made && { ...made, givenUp: true });
  }

  /** Call this after the store was filled from a snapshot, or emptied. */
  async restored(): Promise<void> {
    this.order = undefined;
    await this.known();
  }

  private async known(): Promise<string[]> {
    if (this.order) return this.order;
    const order = (await this.store.entries(MADE)).map(([otp]) => otp);
    // Another call may have loaded it meanwhile.
    this.order ??= order;
    if (this.order === order) this.first = 0;
    return this.order;
  }
}
