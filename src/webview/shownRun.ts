import type { RunOutline } from '../core/scenario/outline';
import { afterEvent, newRun, type Run } from '../core/scenario/run';
import type { RunEvent } from '../core/scenario/runEvents';
import { Timeline } from '../core/scenario/timeline';

/** A run, and the moment of it that is shown. */
export class ShownRun {
  private run: Run;
  private readonly timeline = new Timeline();
  private back: number | undefined;

  constructor(outline: RunOutline, events: readonly RunEvent[]) {
    this.run = newRun(outline);
    this.timeline.add(this.run);
    for (const event of events) this.add(event);
  }

  /** The run as it is now. */
  get now(): Run {
    return this.run;
  }

  /** The run as it is shown: as it is now, or as it was. */
  get shown(): Run {
    return (this.back === undefined ? undefined : this.timeline.at(this.back)) ?? this.run;
  }

  /** The run as it was before the last step that is shown. Undefined before the first one. */
  get before(): Run | undefined {
    return this.timeline.at(this.shown.done.length - 1);
  }

  get isNow(): boolean {
    return this.shown === this.run;
  }

  /** After how many entries the run is shown. Undefined: as it is now. */
  get moment(): number | undefined {
    return this.isNow ? undefined : this.back;
  }

  add(event: RunEvent): void {
    this.run = afterEvent(this.run, event);
    this.timeline.add(this.run);
  }

  /**
   * Shows the run after so many entries, or as it is now.
   * @returns whether that is another moment than before
   */
  lookBack(moment: number | undefined): boolean {
    const before = this.moment;
    this.back = moment === undefined || moment >= this.timeline.last ? undefined : moment;
    return this.moment !== before;
  }
}
