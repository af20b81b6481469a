import { nextTurn, SLICE } from './inSlices';

/** Lets the event loop turn after each `SLICE` pieces of one long work. */
export class Pauses {
  private done = 0;

  /** Call it with each piece of work. @param pieces more than 1 for work that takes as long as so many pieces */
  after(pieces = 1): Promise<void> | undefined {
    this.done += pieces;
    if (this.done < SLICE) return undefined;
    this.done = 0;
    return nextTurn();
  }
}
