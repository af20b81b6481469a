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
    /** Called after something in a session ended by itself. */
    changed: (id: string) => void,
  ) {
    this.expiry = kernel.store.onDidExpire(({ space, key }) => {
      if (space !== TIMERS.name) return;
      inBackground(async () => {
        await sessions.settle(key);
        // A token that has expired changes nothing that is stored.
        changed(key);
      });
    });
  }

  dispose(): void {
    this.expiry.dispose();
  }
}
