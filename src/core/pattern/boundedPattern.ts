import { counted } from '../base/counted';
import { compileProgram } from './compileProgram';
import { PATTERN_LIMITS, PatternLimit } from './patternLimit';
import type { PatternProgram } from './patternProgram';
import { runPattern, type StepBudget } from './runPattern';

/** A budget for one text. Several patterns may share it, so that many of them do not take longer than one. */
export function fullBudget(): StepBudget {
  return budgetOf(PATTERN_LIMITS.steps);
}

/** A smaller budget, for a thread that has others to answer meanwhile. */
export function budgetOf(steps: number): StepBudget {
  return { left: steps, whole: steps };
}

/**
 * A regular expression that somebody else wrote. It means what it means in JavaScript, but no pattern and no text can
 * keep the program busy: JavaScript's own engine may need years, while this one counts its steps.
 */
export class BoundedPattern {
  readonly program: PatternProgram;

  /**
   * @param flags of `i`, `m`, `s`, and `u` or `v`
   * @throws SyntaxError when it is no pattern
   * @throws PatternLimit when it is too large
   */
  constructor(
    readonly source: string,
    flags = '',
  ) {
    this.program = compileProgram(source, flags);
  }

  /** How many parts it has, with its repetitions written out. */
  get size(): number {
    return this.program.instructions.length;
  }

  /** @throws PatternLimit when the budget is used up */
  test(text: string, budget?: StepBudget): boolean {
    return this.exec(text, budget) !== undefined;
  }

  /**
   * The whole of the first match, then its groups. Undefined if there is no match.
   * @throws PatternLimit when the budget is used up
   */
  exec(text: string, budget: StepBudget = fullBudget()): readonly (string | undefined)[] | undefined {
    const isShared = budget.left < (budget.whole ?? PATTERN_LIMITS.steps);
    const found = runPattern(this.program, text, budget);
    if (found === 'over') {
      const others = isShared ? ', with the patterns before it' : '';
      const words = `takes too many steps on a text of ${counted(text.length, 'character')}${others}, so nobody can say whether it matches; write it simpler.`;
      throw new PatternLimit(this.source, words);
    }
    if (!found) return undefined;
    return Array.from({ length: found.length / 2 }, (_, group) => {
      const [start = -1, end = -1] = [found[2 * group], found[2 * group + 1]];
      return start < 0 || end < 0 ? undefined : text.slice(start, end);
    });
  }
}
