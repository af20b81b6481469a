import type { CharSet } from './charSet';
import type { Instruction, PatternProgram, Split } from './patternProgram';

const UNSET = -1;
/** How many steps it counts to make a place for 256 positions of the text. */
const POSITIONS_A_STEP = 256;

/** How many places of the text, at which a match cannot begin, it counts as one step. */
const PLACES_A_STEP = 16;
/** Whether a character is in a set is known for these without asking again. */
const KNOWN = 256;

/** Steps that are left. Several runs may share them. */
export interface StepBudget {
  left: number;
  /** What it was at first. The default is what one text may take. */
  readonly whole?: number;
}

/** What a run found: where its groups begin and end, the whole match first. */
export type FoundSlots = readonly number[];

/**
 * Searches the first match of a program, as JavaScript would. It never goes twice to the same place of program and
 * text, so the time grows with the length of the text and not with the number of ways through it.
 * @returns `undefined` if there is no match, and 'over' if the budget is used up
 */
export function runPattern(program: PatternProgram, text: string, budget: StepBudget): FoundSlots | undefined | 'over' {
  return new Run(program, text, budget).search();
}

class Run {
  private readonly slots: number[];
  /** For each split, one bit for each position at which no match was found, or one is being searched. */
  private readonly tried: (Uint32Array | undefined)[] = [];
  private readonly isRemembered: boolean;
  private isOver = false;

  constructor(
    private readonly program: PatternProgram,
    private readonly text: string,
    private readonly budget: StepBudget,
  ) {
    this.slots = new Array<number>(program.slots).fill(UNSET);
    this.isRemembered = !program.hasBackReferences;
  }

  search(): FoundSlots | undefined | 'over' {
    const first = this.program.instructions.find(({ op }) => op !== 'save' && op !== 'clear');
    const begins = first?.op === 'char' && !first.isBackward ? first.set : undefined;
    const isAtStart = first?.op === 'edge' && first.kind === 'start' && !first.isMultiline;
    for (let at = 0; at <= this.text.length; at = this.after(at)) {
      if (at > 0 && isAtStart) return undefined;
      if (begins && at < this.text.length) {
        const code = this.code(at);
        if (!begins.has(code)) {
          if (code >= KNOWN || at % PLACES_A_STEP === 0) this.budget.left--;
          if (this.budget.left < 0) return 'over';
          continue;
        }
      }
      const isFound = this.matchAt(0, at, undefined);
      if (this.isOver) return 'over';
      if (isFound) return this.slots.slice(0, 2 * (this.program.groups + 1));
    }
    return undefined;
  }

  /** The next position. A surrogate pair is one character with the flag `u`. */
  private after(at: number): number {
    return at + (this.program.isUnicode && (this.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }

  private before(at: number): number {
    const isPair = this.program.isUnicode && at > 1 && (this.text.codePointAt(at - 2) ?? 0) > 0xffff;
    return at - (isPair ? 2 : 1);
  }

  private code(at: number): number {
    return this.program.isUnicode ? (this.text.codePointAt(at) ?? 0) : this.text.charCodeAt(at);
  }

  /**
   * Follows the program from one place.
   * @param marks gets every bit that was set; a match of a lookaround takes them back, since the same place may match again
   * @returns whether it reaches its end; then the slots have what it found
   */
  private matchAt(place: number, position: number, marks: [split: number, at: number][] | undefined): boolean {
    const { instructions } = this.program;
    // Pairs: a place and a position to go on with, or a slot (below zero) and the value that it had.
    const open: number[] = [];
    let pc = place;
    let at = position;
    for (;;) {
      if (--this.budget.left < 0) {
        this.isOver = true;
        return false;
      }
      const step = instructions[pc] as Instruction;
      let goesOn = true;
      switch (step.op) {
        case 'char': {
          const next = step.isBackward ? (at > 0 ? this.before(at) : UNSET) : at < this.text.length ? at : UNSET;
          goesOn = next !== UNSET && step.set.has(this.code(next));
          at = step.isBackward ? next : goesOn ? this.after(at) : at;
          pc++;
          break;
        }
        case 'split':
          goesOn = !this.isTried(this.numberAt(step, at), at, marks);
          if (goesOn) open.push(step.second, at);
          pc = step.first;
          break;
        case 'jump':
          pc = step.to;
          break;
        case 'save':
          this.put(step.slot, at, open);
          pc++;
          break;
        case 'clear':
          for (const slot of step.slots) this.put(slot, UNSET, open);
          this.budget.left -= step.slots.length;
          pc++;
          break;
        case 'moved':
          goesOn = this.slots[step.slot] !== at;
          pc++;
          break;
        case 'edge':
          goesOn = this.isEdge(step.kind, step.isMultiline, at);
          pc++;
          break;
        case 'word':
          goesOn = (this.isWord(step.set, at - 1) !== this.isWord(step.set, at)) !== step.isNegated;
          pc++;
          break;
        case 'back': {
          const next = this.afterGroup(step, at);
          goesOn = next !== UNSET;
          at = next;
          pc++;
          break;
        }
        case 'look':
          goesOn = this.looks(pc + 1, at, step.isNegated, open);
          pc = step.next;
          break;
        case 'end':
          return true;
      }
      if (this.isOver) return false;
      if (goesOn) continue;
      // Back to the last split, with the slots as they were.
      for (;;) {
        const value = open.pop();
        const where = open.pop();
        if (value === undefined || where === undefined) return false;
        if (where >= 0) {
          pc = where;
          at = value;
          break;
        }
        this.slots[-1 - where] = value;
      }
    }
  }

  private put(slot: number, value: number, open: number[]): void {
    open.push(-1 - slot, this.slots[slot] as number);
    this.slots[slot] = value;
  }

  private numberAt({ index, marks }: Split, at: number): number {
    let number = index;
    for (const slot of marks) if (this.slots[slot] === at) number++;
    return number;
  }

  /** Whether this split was met at this position before, which did not lead to a match. */
  private isTried(split: number, at: number, marks: [split: number, at: number][] | undefined): boolean {
    if (!this.isRemembered) return false;
    let bits = this.tried[split];
    if (!bits) {
      this.budget.left -= Math.ceil(this.text.length / POSITIONS_A_STEP);
      bits = new Uint32Array((this.text.length >>> 5) + 1);
      this.tried[split] = bits;
    }
    const bit = 1 << (at & 31);
    const word = bits[at >>> 5] as number;
    if ((word & bit) !== 0) return true;
    bits[at >>> 5] = word | bit;
    marks?.push([split, at]);
    return false;
  }

  /** @param open gets the slots that a match changed, so that going back restores them */
  private looks(place: number, at: number, isNegated: boolean, open: number[]): boolean {
    const before = [...this.slots];
    this.budget.left -= before.length;
    const marks: [split: number, at: number][] = [];
    const isFound = this.matchAt(place, at, marks);
    if (isFound) for (const [split, position] of marks) this.forget(split, position);
    before.forEach((value, slot) => {
      if (this.slots[slot] === value) return;
      if (isNegated) this.slots[slot] = value;
      else open.push(-1 - slot, value);
    });
    return isFound !== isNegated;
  }

  private forget(split: number, at: number): void {
    const bits = this.tried[split];
    if (bits) bits[at >>> 5] = (bits[at >>> 5] as number) & ~(1 << (at & 31));
  }

  private isEdge(kind: 'start' | 'end', isMultiline: boolean, at: number): boolean {
    if (at === (kind === 'start' ? 0 : this.text.length)) return true;
    return isMultiline && /[\n\r\u2028\u2029]/.test(this.text.charAt(kind === 'start' ? at - 1 : at));
  }

  private isWord(set: CharSet, at: number): boolean {
    return at >= 0 && at < this.text.length && set.has(this.text.charCodeAt(at));
  }

  /** Where a repetition of what a group matched ends. A group that matched nothing so far is repeated everywhere. */
  private afterGroup({ groups, fold, isBackward }: Extract<Instruction, { op: 'back' }>, at: number): number {
    const group = groups.find((each) => this.slots[2 * each] !== UNSET && this.slots[2 * each + 1] !== UNSET);
    if (group === undefined) return at;
    const [start, end] = [this.slots[2 * group] as number, this.slots[2 * group + 1] as number];
    const length = end - start;
    this.budget.left -= length;
    const from = isBackward ? at - length : at;
    if (from < 0 || from + length > this.text.length) return UNSET;
    for (let shift = 0; shift < length; ) {
      const [one, other] = [this.code(start + shift), this.code(from + shift)];
      if (one !== other && !fold?.isSame(one, other)) return UNSET;
      shift += one > 0xffff ? 2 : 1;
    }
    return isBackward ? from : from + length;
  }
}
