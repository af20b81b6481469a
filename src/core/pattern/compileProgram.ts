import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { counted } from '../base/counted';
import { CharSet, elementOf } from './charSet';
import { LetterFold } from './letterFold';
import { PATTERN_LIMITS, PatternLimit } from './patternLimit';
import type { Instruction, Jump, Look, PatternProgram, Split } from './patternProgram';

const TOO_DEEP = 'is nested too deep; write it with fewer groups in each other.';

/**
 * Compiles a pattern with JavaScript's syntax.
 * @param flags of `i`, `m`, `s`, and `u` or `v`
 * @throws SyntaxError when it is no pattern
 * @throws PatternLimit when it is too large
 */
export function compileProgram(source: string, flags: string): PatternProgram {
  if (source.length > PATTERN_LIMITS.length) {
    throw new PatternLimit(source, `is longer than ${counted(PATTERN_LIMITS.length, 'character')}; shorten it.`);
  }
  try {
    // Its messages are those that developers know.
    void new RegExp(source, flags);
    const mode = { unicode: flags.includes('u'), unicodeSets: flags.includes('v') };
    const tree = new RegExpParser().parsePattern(source, 0, source.length, mode);
    return new Compiler(source, tree).compile(flags);
  } catch (error) {
    if (error instanceof RangeError) throw new PatternLimit(source, TOO_DEEP);
    throw error;
  }
}

class Compiler {
  private readonly instructions: Instruction[] = [];
  private readonly sets = new Map<string, CharSet>();
  /** Numbers of the groups, by their nodes. */
  private readonly groups = new Map<AST.CapturingGroup, number>();
  private fold: LetterFold | undefined;
  private slots = 0;
  private splits = 0;
  private work = 0;
  private depth = 0;
  /** Slots of the loops around that may read nothing. */
  private marks: readonly number[] = [];
  private hasBackReferences = false;

  constructor(
    private readonly source: string,
    private readonly tree: AST.Pattern,
  ) {}

  compile(flags: string): PatternProgram {
    this.number(this.tree.alternatives);
    this.slots = 2 * (this.groups.size + 1);
    this.add({ op: 'save', slot: 0 });
    this.choice(this.tree.alternatives, flags, false);
    this.add({ op: 'save', slot: 1 });
    this.add({ op: 'end' });
    return {
      instructions: this.instructions,
      slots: this.slots,
      groups: this.groups.size,
      splits: this.splits,
      isUnicode: isUnicode(flags),
      hasBackReferences: this.hasBackReferences,
    };
  }

  /** Numbers all groups before anything is compiled, because a reference can stand before its group. */
  private number(alternatives: readonly AST.Alternative[]): void {
    for (const element of alternatives.flatMap((each) => each.elements)) {
      const inner = element.type === 'Quantifier' ? element.element : element;
      if (inner.type === 'CapturingGroup') this.groups.set(inner, this.groups.size + 1);
      if ('alternatives' in inner) this.number(inner.alternatives);
    }
  }

  private add<T extends Instruction>(instruction: T): T {
    this.count();
    this.instructions.push(instruction);
    return instruction;
  }

  /** Counts parts without instructions too, because these may be repeated without end as well. */
  private count(): void {
    if (++this.work <= PATTERN_LIMITS.instructions) return;
    const words = `has more than ${PATTERN_LIMITS.instructions} parts when its repetitions are written out; repeat less.`;
    throw new PatternLimit(this.source, words);
  }

  private split(): Split {
    const index = this.splits;
    this.splits += this.marks.length + 1;
    return this.add({ op: 'split', first: this.here + 1, second: -1, index, marks: this.marks });
  }

  private get here(): number {
    return this.instructions.length;
  }

  private choice(alternatives: readonly AST.Alternative[], flags: string, isBackward: boolean): void {
    if (++this.depth > PATTERN_LIMITS.depth) throw new PatternLimit(this.source, TOO_DEEP);
    const ends: Jump[] = [];
    alternatives.forEach(({ elements }, index) => {
      const isLast = index === alternatives.length - 1;
      const split = isLast ? undefined : this.split();
      for (const element of isBackward ? elements.toReversed() : elements) this.element(element, flags, isBackward);
      if (!split) return;
      ends.push(this.add({ op: 'jump', to: -1 }));
      split.second = this.here;
    });
    for (const end of ends) end.to = this.here;
    this.depth--;
  }

  private element(element: AST.Element, flags: string, isBackward: boolean): void {
    this.count();
    switch (element.type) {
      case 'Assertion':
        this.assertion(element, flags);
        break;
      case 'Quantifier':
        this.quantifier(element, flags, isBackward);
        break;
      case 'CapturingGroup': {
        const slot = 2 * (this.groups.get(element) ?? 0);
        this.add({ op: 'save', slot: isBackward ? slot + 1 : slot });
        this.choice(element.alternatives, flags, isBackward);
        this.add({ op: 'save', slot: isBackward ? slot : slot + 1 });
        break;
      }
      case 'Group':
        this.choice(element.alternatives, withModifiers(flags, element.modifiers), isBackward);
        break;
      case 'Backreference': {
        this.hasBackReferences = true;
        const groups = [element.resolved].flat().map((group) => this.groups.get(group) ?? 0);
        this.add({ op: 'back', groups, fold: this.foldOf(flags), isBackward });
        break;
      }
      case 'Character':
        this.char(elementOf(element.value, isUnicode(flags)), flags, isBackward);
        break;
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
        if (/\\q\{|\\p\{(?:Basic_Emoji|RGI_)/.test(element.raw)) {
          throw new PatternLimit(this.source, 'has a class of texts, which is not possible here.');
        }
        this.char(element.raw, flags, isBackward);
        break;
    }
  }

  private char(element: string, flags: string, isBackward: boolean): void {
    this.add({ op: 'char', set: this.set(element, flags), isBackward });
  }

  private set(element: string, flags: string): CharSet {
    const key = `${flags} ${element}`;
    const known = this.sets.get(key);
    if (known) return known;
    const made = new CharSet(element, flags);
    this.sets.set(key, made);
    return made;
  }

  private foldOf(flags: string): LetterFold | undefined {
    if (!flags.includes('i')) return undefined;
    this.fold ??= new LetterFold(isUnicode(flags));
    return this.fold;
  }

  private assertion(assertion: AST.Assertion, flags: string): void {
    if (assertion.kind === 'start' || assertion.kind === 'end') {
      this.add({ op: 'edge', kind: assertion.kind, isMultiline: flags.includes('m') });
    } else if (assertion.kind === 'word') {
      this.add({ op: 'word', set: this.set('\\w', flags), isNegated: assertion.negate });
    } else if (assertion.kind === 'lookahead' || assertion.kind === 'lookbehind') {
      const look: Look = this.add({ op: 'look', isNegated: assertion.negate, next: -1 });
      const { marks } = this;
      this.marks = [];
      this.choice(assertion.alternatives, flags, assertion.kind === 'lookbehind');
      this.marks = marks;
      this.add({ op: 'end' });
      look.next = this.here;
    }
  }

  /** As the language standard has it in RepeatMatcher: an iteration above the minimum must read something. */
  private quantifier({ min, max, greedy, element }: AST.Quantifier, flags: string, isBackward: boolean): void {
    const slots = this.slotsIn(element);
    const body = () => {
      if (slots.length > 0) this.add({ op: 'clear', slots });
      this.element(element, flags, isBackward);
    };
    for (let times = 0; times < min; times++) body();
    const mark = readsAlways(element) || max === min ? undefined : this.slots++;
    const ways: Split[] = [];
    const optional = () => {
      const split = this.split();
      ways.push(split);
      if (mark === undefined) {
        body();
        return;
      }
      const { marks } = this;
      this.add({ op: 'save', slot: mark });
      this.marks = [...marks, mark];
      body();
      this.marks = marks;
      this.add({ op: 'moved', slot: mark });
    };
    if (max === Number.POSITIVE_INFINITY) {
      const to = this.here;
      optional();
      this.add({ op: 'jump', to });
    } else {
      for (let times = min; times < max; times++) optional();
    }
    for (const way of ways) {
      way.second = this.here;
      if (!greedy) [way.first, way.second] = [way.second, way.first];
    }
  }

  /** The slots of the groups in a part, which each iteration begins without. */
  private slotsIn(part: AST.Element): number[] {
    if (!('alternatives' in part)) return [];
    const own = part.type === 'CapturingGroup' ? (this.groups.get(part) ?? 0) : undefined;
    const below = part.alternatives.flatMap(({ elements }) =>
      elements.flatMap((each) => this.slotsIn(each.type === 'Quantifier' ? each.element : each)),
    );
    return own === undefined ? below : [2 * own, 2 * own + 1, ...below];
  }
}

/** Whether every match of a part has at least one character. False where that is not sure. */
function readsAlways(part: AST.Element): boolean {
  switch (part.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return true;
    case 'Quantifier':
      return part.min > 0 && readsAlways(part.element);
    case 'Group':
    case 'CapturingGroup':
      return part.alternatives.every(({ elements }) => elements.some(readsAlways));
    default:
      return false;
  }
}

function withModifiers(flags: string, modifiers: AST.Modifiers | null): string {
  if (!modifiers) return flags;
  const { add, remove } = modifiers;
  const isOn = (name: 'ignoreCase' | 'multiline' | 'dotAll', flag: string) =>
    add[name] || (flags.includes(flag) && !remove?.[name]) ? flag : '';
  return isOn('ignoreCase', 'i') + isOn('multiline', 'm') + isOn('dotAll', 's') + flags.replace(/[ims]/g, '');
}

/** Whether the pattern reads characters, and not halves of them. */
function isUnicode(flags: string): boolean {
  return /[uv]/.test(flags);
}
