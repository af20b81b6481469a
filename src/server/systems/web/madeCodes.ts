import type { Disposable } from '../../../core/base/event';
import { SpaceCopy } from '../../kernel/store/spaceCopy';
import type { SystemStore } from '../../kernel/system/systemStore';
import { MADE } from './webSpaces';

/** The record of a passcode. It is kept after the passcode was used or has expired. */
export interface MadeCode {
  /** Id of the session that made it. */
  readonly session: string;
  /** Virtual milliseconds since 1970. */
  readonly expiresAt: number;
  readonly used?: boolean;
  /** Whether its session has made too many since, so that it is no longer valid. */
  readonly givenUp?: boolean;
}

const MOST = 10_000;

/**
 * The last passcodes that were made. They tell a used or expired passcode from one that never existed. The oldest records
 * are removed first.
 */
export class MadeCodes implements Disposable {
  /** Only the passcodes, to find the oldest. */
  private readonly codes: SpaceCopy<MadeCode, true>;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly store: SystemStore,
    private readonly most = MOST,
  ) {
    this.codes = new SpaceCopy(store, MADE, () => true);
  }

  async add(otp: string, made: MadeCode): Promise<void> {
    this.loading ??= this.codes.load();
    await this.loading;
    await this.store.put(MADE, otp, made);
    while (this.codes.size > this.most && this.codes.oldest !== undefined) {
      await this.store.delete(MADE, this.codes.oldest);
    }
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

  dispose(): void {
    this.codes.dispose();
  }
}
