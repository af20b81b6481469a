import type { Disposable } from '../../../core/base/event';
import type { Kernel } from '../../kernel/system/kernel';
import type { KeptSessions } from './keptSessions';
import { TIMERS } from './tokensSpaces';

/** Writes down what ends by itself when its time comes, so that everybody is told. No decision depends on it. */
export class SessionTimers implements Disposable {
  private readonly expiry: Disposable;

  constructor(
    kernel: Pick<Kernel, 'store'>,
    sessions: KeptSessions,
    inBackground: (work: () => Promise<void>) => void,
    /** Called after a token of a session has expired. */
    changed: (id: string) => void,
  ) {
    this.expiry = kernel.store.onDidExpire(({ space, key }) => {
      if (space !== TIMERS.name) return;
      inBackground(async () => {
        const session = await sessions.settle(key);
        // The end of a session is stored, and so is told already. A token that has expired changes nothing in the store.
        if (session && !session.ended) changed(key);
      });
    });
  }

  dispose(): void {
    this.expiry.dispose();
  }
}
