import { shownTime } from '../core/flows/deadlines';
import type { ShownState } from '../core/scenario/runEvents';

/** What the server's clock shows now, by when its state was heard. */
export class VirtualTime {
  private state: ShownState | undefined;
  private heardAt = 0;

  hear(state: ShownState | undefined): void {
    if (state !== this.state) this.heardAt = performance.now();
    this.state = state;
  }

  /** Milliseconds since 1970; 0 when no server has been heard of. */
  get now(): number {
    return this.state ? shownTime(this.state, performance.now() - this.heardAt) : 0;
  }
}
