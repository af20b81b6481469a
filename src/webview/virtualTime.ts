import { shownTime } from '../core/flows/deadlines';
import type { ShownState } from '../core/scenario/runEvents';

/** What the server's clock shows now, by when its state was heard. */
export class VirtualTime {
  private state: ShownState | undefined;
  private heardAt = 0;
  private stands = false;

  /** @param stands whether the state is one of before, whose time does not go on */
  hear(state: ShownState | undefined, stands = false): void {
    if (state !== this.state || stands !== this.stands) this.heardAt = performance.now();
    this.state = state;
    this.stands = stands;
  }

  /** Milliseconds since 1970; 0 when no server has been heard of. */
  get now(): number {
    return this.state ? shownTime(this.state, this.stands ? 0 : performance.now() - this.heardAt) : 0;
  }
}
