import type { PatternStates, SearchState } from './patternStates';

/** The texts that patterns are compared on: their characters at the first place, at the second, and at all others. */
export type TextSpace = readonly [first: readonly number[], second: readonly number[], others: readonly number[]];

/** Steps that are left for several comparisons. */
export interface CoverBudget {
  left: number;
}

/**
 * Compares what two patterns match, by the automata of both side by side: is there a text that one matches and the other
 * does not? A text that is looked for has at least one character.
 */
export class PatternCover {
  constructor(
    private readonly wide: PatternStates,
    private readonly narrow: PatternStates,
    private readonly space: TextSpace,
    private readonly budget: CoverBudget,
  ) {}

  /**
   * The shortest text that the narrow pattern matches and the wide one does not.
   * @returns 'none' when there is no such text, and 'over' when the budget is used up
   */
  uncovered(): { readonly text: string } | 'none' | 'over' {
    if (this.budget.left < 0) return 'over';
    const kinds = this.space.map((letters) => this.unlike(letters));
    const begin = { wide: this.wide.begin(), narrow: this.narrow.begin(), text: '' };
    const seen = new Set<string>();
    let level: (typeof begin)[] = [begin];
    for (let at = 0; level.length > 0; at++) {
      const next: (typeof begin)[] = [];
      for (const { wide, narrow, text } of level) {
        for (const code of kinds[Math.min(at, kinds.length - 1)] ?? []) {
          const pair = {
            wide: this.wide.after(wide, code),
            narrow: this.narrow.after(narrow, code),
            text: text + String.fromCharCode(code),
          };
          // What the wide pattern has found already is covered, whatever follows.
          if (pair.wide.isFound || isDead(pair.narrow)) continue;
          if (this.narrow.isFoundAtEnd(pair.narrow) && !this.wide.isFoundAtEnd(pair.wide)) return { text: pair.text };
          const key = `${Math.min(at, 2)} ${pair.wide.key} ${pair.narrow.key}`;
          if (!seen.has(key)) next.push(pair);
          seen.add(key);
        }
        if (this.isOver()) return 'over';
      }
      level = next;
    }
    return 'none';
  }

  /** One of each kind of characters that both patterns treat alike. */
  private unlike(letters: readonly number[]): readonly number[] {
    const kinds = new Map<string, number>();
    for (const code of letters) {
      const key = `${this.wide.likeness(code)} ${this.narrow.likeness(code)}`;
      if (!kinds.has(key)) kinds.set(key, code);
    }
    return [...kinds.values()];
  }

  private isOver(): boolean {
    this.budget.left -= this.wide.work + this.narrow.work;
    this.wide.work = 0;
    this.narrow.work = 0;
    return this.budget.left < 0;
  }
}

/** Whether no text that begins like this can match any more. */
function isDead({ isFound, places }: SearchState): boolean {
  return !isFound && places.length === 0;
}
