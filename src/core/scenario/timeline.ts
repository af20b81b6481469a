import type { Run } from './run';

/**
 * What a run was after each of its entries. Each moment is what the reducer has made of the events up to it, so that
 * looking back tells nothing else than was told then.
 */
export class Timeline {
  /** By the number of entries. */
  private readonly moments: Run[] = [];

  /** The run as it is now. */
  get now(): Run | undefined {
    return this.moments.at(-1);
  }

  /** How many entries the run has now. */
  get last(): number {
    return Math.max(0, this.moments.length - 1);
  }

  /** Takes the run after the next event. What was taken back is forgotten. */
  add(run: Run): void {
    const { length } = run.done;
    this.moments.length = length;
    this.moments.push(run);
  }

  /** The run after so many entries. Undefined when it has not got so far. */
  at(moment: number): Run | undefined {
    return this.moments[moment];
  }
}
