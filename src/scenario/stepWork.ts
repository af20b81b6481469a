import { setImmediate as turn } from 'node:timers/promises';
import type { Json } from '../core/json/json';
import { budgetOf } from '../core/pattern/boundedPattern';
import { PATTERN_LIMITS } from '../core/pattern/patternLimit';
import type { StepBudget } from '../core/pattern/runPattern';
import { parsedJson } from '../core/scenario/facts';
import type { Answer } from '../core/scenario/runEvents';

/**
 * What it costs to judge one step. All of its patterns and comparisons share their steps, and between two things that are judged
 * others get their turn: many cheap ones take as long as one that is expensive.
 */
export class StepWork {
  private patternSteps: StepBudget;
  private parsed: { readonly json: Json | undefined } | undefined;

  /** @param signal ends the work */
  constructor(
    private readonly signal: AbortSignal,
    private readonly answer: Answer | undefined,
  ) {
    this.patternSteps = this.allSteps();
  }

  /** The steps that patterns and comparisons may still take. */
  get budget(): StepBudget {
    return this.patternSteps;
  }

  /** Whether something took too many steps. Then nothing else is judged. */
  get isOver(): boolean {
    return this.patternSteps.left < 0;
  }

  readonly bodyJson = (): Json | undefined => {
    this.parsed ??= { json: this.answer && parsedJson(this.answer.body) };
    return this.parsed.json;
  };

  /** The same is judged once more, because what it is compared with has changed. */
  lookAgain(): void {
    this.patternSteps = this.allSteps();
  }

  /**
   * Lets the program do what else waits, above all hear of a signal.
   * @throws when the signal is aborted
   */
  async pause(): Promise<void> {
    await turn();
    this.signal.throwIfAborted();
  }

  /** A large answer gets more, as even a simple pattern looks at each of its characters. */
  private allSteps(): StepBudget {
    return budgetOf(PATTERN_LIMITS.steps + (this.answer?.body.length ?? 0));
  }
}
