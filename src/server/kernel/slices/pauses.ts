import { nextTurn, SLICE } from './inSlices';

/** Lets the event loop turn after each `SLICE` pieces of one long work. */
export class Pauses {
  private done = 0;

  /** Call it with each piece of work. */
  after(): Promise<void> | undefined {
    return ++this.done % SLICE === 0 ? nextTurn() : undefined;
  }
}
