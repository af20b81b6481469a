import { type Disposable, Emitter } from '../../../core/base/event';
import type { AllChanged } from './emulatedSystem';

/** Reports changes one after the other. Each one is read when its turn comes, so that an old state never follows a new one. */
export class ChangeFeed<C> implements Disposable {
  private readonly changed = new Emitter<C | AllChanged>();
  readonly onDidChange = this.changed.event;
  private last: Promise<void> = Promise.resolve();
  private disposed = false;

  /** @param what the changes are of, for the log: “Token sessions” */
  constructor(
    private readonly what: string,
    private readonly log: (message: string) => void,
  ) {}

  /** @param read the change; undefined if there is nothing to report any more */
  tell(read: () => Promise<C | AllChanged | undefined>): void {
    this.inBackground(async () => {
      const change = this.disposed ? undefined : await read();
      if (change && !this.disposed) this.changed.fire(change);
    });
  }

  /** Does work after everything before it. */
  inBackground(work: () => Promise<void>): void {
    this.last = this.last.then(work).catch((error: Error) => {
      this.log(`${this.what}: ${error.name} in the background: ${error.message}`);
    });
  }

  /** Waits for the work that there is in the background, and what follows from it. */
  async settled(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.last; ) {
      seen = this.last;
      await seen;
    }
  }

  dispose(): void {
    this.disposed = true;
    this.changed.dispose();
  }
}
