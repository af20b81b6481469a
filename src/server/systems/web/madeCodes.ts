import type { Store } from '../../kernel/store/store';
import { MADE } from './webSpaces';

/** What is known of a passcode that was made, whatever became of it. */
export interface MadeCode {
  /** Id of the session that made it. */
  readonly session: string;
  /** Virtual milliseconds since 1970. */
  readonly expiresAt: number;
  readonly used?: boolean;
  /** Its session has made so many since that this one counts as over. */
  readonly givenUp?: boolean;
}

const MOST = 10_000;

/** The passcodes that were made last, so that a used or expired one is told from one that never was. A ring: the oldest go. */
export class MadeCodes {
  /** In the order in which they were made; from `first` on. */
  private order: string[] | undefined;
  private first = 0;

  constructor(
    private readonly store: Store,
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

  /** To be called after the store was filled from a snapshot, or emptied. */
  async restored(): Promise<void> {
    this.order = undefined;
    await this.known();
  }

  private async known(): Promise<string[]> {
    if (this.order) return this.order;
    const order = (await this.store.entries(MADE)).map(([otp]) => otp);
    // Another caller may have asked meanwhile.
    this.order ??= order;
    if (this.order === order) this.first = 0;
    return this.order;
  }
}
