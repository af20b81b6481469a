import type { CharSet } from './charSet';
import type { PatternProgram } from './patternProgram';

/** Where a search for a pattern can be after a part of a text. */
export interface SearchState {
  /** Whether a match was found already, so that nothing more matters. */
  readonly isFound: boolean;
  /** Places of the program that wait for a character or for the end of the text. */
  readonly places: readonly number[];
  readonly key: string;
}

const FOUND: SearchState = { isFound: true, places: [], key: 'found' };

/**
 * A pattern as an automaton for the search of a match anywhere in a text. It does not know what depends on how a place was
 * reached: repetitions of groups, lookarounds and edges of words.
 */
export class PatternStates {
  private readonly steps = new Map<string, SearchState>();
  private readonly ends = new Map<string, boolean>();
  private readonly likenesses = new Map<number, string>();
  private readonly sets: readonly CharSet[];
  /** How many places and characters were looked at. Whoever has counted it sets it back. */
  work = 0;

  /** @param program one that `isKnown` */
  constructor(private readonly program: PatternProgram) {
    const sets = program.instructions.flatMap((each) => (each.op === 'char' ? [each.set] : []));
    this.sets = [...new Set(sets)];
  }

  /** Whether an automaton can say what a pattern matches. */
  static isKnown({ instructions }: PatternProgram): boolean {
    return instructions.every((each) => {
      if (each.op === 'char') return !each.isBackward;
      return each.op !== 'word' && each.op !== 'back' && each.op !== 'look';
    });
  }

  /** A text that is the same for the characters that are alike to the pattern. */
  likeness(code: number): string {
    const known = this.likenesses.get(code);
    if (known !== undefined) return known;
    this.work += this.sets.length;
    const made = this.sets.map((set) => (set.has(code) ? '1' : '0')).join('');
    this.likenesses.set(code, made);
    return made;
  }

  /** Before the first character. */
  begin(): SearchState {
    return this.closed([0], { atStart: true, atEnd: false });
  }

  after(state: SearchState, code: number): SearchState {
    if (state.isFound) return FOUND;
    const key = `${code} ${state.key}`;
    const known = this.steps.get(key);
    if (known) return known;
    const { instructions } = this.program;
    const next = state.places.filter((place) => {
      const step = instructions[place];
      return step?.op === 'char' && step.set.has(code);
    });
    this.work += state.places.length;
    // A match may begin after any character.
    const made = this.closed([...next.map((place) => place + 1), 0], { atStart: false, atEnd: false });
    this.steps.set(key, made);
    return made;
  }

  /** Whether the pattern matches when the text ends here. The text is not empty. */
  isFoundAtEnd(state: SearchState): boolean {
    if (state.isFound) return true;
    const known = this.ends.get(state.key);
    if (known !== undefined) return known;
    const { isFound } = this.closed([...state.places, 0], { atStart: false, atEnd: true });
    this.ends.set(state.key, isFound);
    return isFound;
  }

  /** All places that are reached without a character. */
  private closed(from: readonly number[], edges: { readonly atStart: boolean; readonly atEnd: boolean }): SearchState {
    const { instructions } = this.program;
    const seen = new Set<number>();
    const open = [...from];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (seen.has(place)) continue;
      seen.add(place);
      const step = instructions[place];
      switch (step?.op) {
        case 'end':
          this.work += seen.size;
          return FOUND;
        case 'split':
          open.push(step.first, step.second);
          break;
        case 'jump':
          open.push(step.to);
          break;
        case 'edge':
          if (step.kind === 'start' ? edges.atStart : edges.atEnd) open.push(place + 1);
          break;
        case 'save':
        case 'clear':
        // A loop that reads nothing could be left as well, so nothing is lost or won by going on.
        case 'moved':
          open.push(place + 1);
          break;
      }
    }
    this.work += seen.size;
    const places = [...seen].filter((place) => {
      const step = instructions[place];
      return step?.op === 'char' || (step?.op === 'edge' && step.kind === 'end');
    });
    places.sort((a, b) => a - b);
    return { isFound: false, places, key: places.join(',') };
  }
}
