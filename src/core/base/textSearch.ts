/** Steps that a search may take. It has the form of the budget of patterns, so both can share one. */
export interface SearchBudget {
  left: number;
}

/** How many characters are looked at for one step. */
const CHARACTERS_A_STEP = 64;
/** A text that is not longer is left to the engine: it looks at a character no more often than that. */
const SHORT = 16;

/**
 * Looks for one text in others. The engine's own `includes` and `indexOf` may compare the whole text that is looked for
 * at each place of the other, which takes hours where both are long and say the same again and again. This one never goes
 * back (Knuth, Morris and Pratt), so its time grows with the sum of both lengths.
 */
export class TextSearch {
  private readonly head: string;
  /** For each length of a beginning: how much of its end is a beginning again. Made when it is needed. */
  private borders: Uint32Array | undefined;

  constructor(readonly wanted: string) {
    this.head = wanted.slice(0, SHORT);
  }

  /**
   * Where the text is found first, from a place on. Below zero when it is not there.
   * @param budget gets less by what the search has cost, and may get below zero
   */
  in(text: string, from = 0, budget?: SearchBudget): number {
    const { wanted, head } = this;
    let at = Math.min(from, text.length);
    let matched = 0;
    let steps = 0;
    let found = -1;
    while (at - matched + wanted.length <= text.length) {
      if (matched === 0) {
        const next = text.indexOf(head, at);
        steps += (next < 0 ? text.length : next) - at;
        if (next < 0) break;
        at = next + head.length;
        matched = head.length;
      } else if (text.charCodeAt(at) === wanted.charCodeAt(matched)) {
        at++;
        matched++;
      } else matched = this.borderOf(matched);
      steps++;
      if (matched !== wanted.length) continue;
      found = at - matched;
      break;
    }
    if (budget) budget.left -= (steps + wanted.length) / CHARACTERS_A_STEP;
    return found;
  }

  isIn(text: string, budget?: SearchBudget): boolean {
    return this.in(text, 0, budget) >= 0;
  }

  private borderOf(length: number): number {
    this.borders ??= bordersOf(this.wanted);
    return this.borders[length - 1] as number;
  }
}

function bordersOf(text: string): Uint32Array {
  const borders = new Uint32Array(text.length);
  let border = 0;
  for (let at = 1; at < text.length; at++) {
    while (border > 0 && text.charCodeAt(at) !== text.charCodeAt(border)) border = borders[border - 1] as number;
    if (text.charCodeAt(at) === text.charCodeAt(border)) border++;
    borders[at] = border;
  }
  return borders;
}
