import { setImmediate as turn } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { budgetOf } from '../../../core/pattern/boundedPattern';
import { PatternLimit } from '../../../core/pattern/patternLimit';
import type { StepBudget } from '../../../core/pattern/runPattern';

/** Enough for nearly every request. So many requests at once may take it without one having to wait. */
const QUICK_STEPS = 10_000;

/** How many requests may wait for their turn. One more gets no more steps. */
const MOST_WAITING = 100;

/**
 * Lets the patterns of one request share their steps. Requests whose patterns are expensive take turns, one in each turn of
 * the event loop. So many of them at once keep no other request waiting longer than one does.
 */
export class PatternTurns {
  private readonly line = new Mutex();
  private waiting = 0;

  /** @param steps what a request may take that needs more than a few. The server answers nobody else meanwhile. */
  constructor(private readonly steps: number) {}

  /**
   * @param judge is called anew with more steps when those that it gets do not suffice. It returns or throws what it has
   * found out when these do not suffice either
   */
  async judge<T>(judge: (budget: StepBudget) => T): Promise<T> {
    const quick = this.tried(judge, QUICK_STEPS);
    if (quick.isEnough || this.waiting >= MOST_WAITING) return quick.result();
    this.waiting++;
    try {
      return await this.line.runExclusive(async () => {
        await turn();
        return this.tried(judge, this.steps).result();
      });
    } finally {
      this.waiting--;
    }
  }

  private tried<T>(judge: (budget: StepBudget) => T, steps: number): { isEnough: boolean; result: () => T } {
    const budget = budgetOf(steps);
    try {
      const found = judge(budget);
      return { isEnough: budget.left >= 0, result: () => found };
    } catch (error) {
      if (!(error instanceof PatternLimit)) throw error;
      const result = (): never => {
        throw error;
      };
      return { isEnough: false, result };
    }
  }
}
