import type { Disposable } from '../../../core/base/event';
import { SpaceCopy } from '../../kernel/store/spaceCopy';
import type { Kernel } from '../../kernel/system/kernel';
import type { HeldWebSession } from './webSessions';
import { WEB_SESSIONS } from './webSpaces';

/** How many web sessions there are, and how many of them belong to guests. It follows the store, and so reads none to answer. */
export class SessionCounts implements Disposable {
  private guests = 0;
  private readonly areGuests: SpaceCopy<HeldWebSession, boolean>;

  constructor(
    private readonly store: Kernel['store'],
    isGuest: (session: HeldWebSession) => boolean,
  ) {
    this.areGuests = new SpaceCopy(store, WEB_SESSIONS, (read) => isGuest(read()), {
      changed: (_id, now, before) => {
        this.guests += Number(now ?? false) - Number(before ?? false);
      },
      replaced: () => {
        this.guests = [...this.areGuests.entries()].filter(([, isGuest]) => isGuest).length;
      },
    });
  }

  /** Reads what there is already. */
  load(): Promise<void> {
    return this.areGuests.load();
  }

  /** Counts no session that is over by now. */
  async now(): Promise<{ readonly sessions: number; readonly guests: number }> {
    await this.store.sync();
    await this.store.settleExpired();
    return { sessions: this.areGuests.size, guests: this.guests };
  }

  dispose(): void {
    this.areGuests.dispose();
  }
}
