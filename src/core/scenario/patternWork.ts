import { BoundedPattern, fullBudget } from '../pattern/boundedPattern';
import { PATTERN_LIMITS } from '../pattern/patternLimit';
import type { StepBudget } from '../pattern/runPattern';
import { PATTERN_PARTS } from './scenarioLimits';

/** What even the shortest pattern costs, in parts. */
const EACH = 20;

/** What the patterns of a scenario cost when it is read. Each is small enough, but there may be very many. */
export class PatternWork {
  private left = PATTERN_PARTS.count;
  /** Steps of patterns that are tried on names. */
  readonly budget: StepBudget = fullBudget();

  /** Whether there are more than may be read. The others are not looked at. */
  get isOver(): boolean {
    return this.left < 0;
  }

  /**
   * Undefined when there are too many.
   * @throws SyntaxError or PatternLimit
   */
  pattern(source: string): BoundedPattern | undefined {
    if (this.isOver) return undefined;
    this.left -= EACH + source.length;
    // One that is too large costs as much as the largest one.
    this.left -= PATTERN_LIMITS.instructions;
    const pattern = new BoundedPattern(source, 'u');
    this.left += PATTERN_LIMITS.instructions - pattern.size;
    return this.isOver ? undefined : pattern;
  }
}
