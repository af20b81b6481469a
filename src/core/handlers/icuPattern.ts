import { cannot, notTaken, unescaped } from './icuFault';
import { BLANKS, IcuSet, LINE_ENDS } from './icuSet';
import { IcuText } from './icuText';

/** An expression of JavaScript. */
export interface JavaScriptPattern {
  readonly source: string;
  /** Of `i` and `v`. */
  readonly flags: string;
}

/** A part that a number of times may follow. */
interface Piece {
  readonly source: string;
  /** The groups that certainly have matched something behind it. */
  readonly groups: ReadonlySet<number>;
  /** Whether a number of times may not follow in ICU. */
  readonly isOnce?: boolean;
}

interface Flags {
  /** Case is ignored. */
  readonly i: boolean;
  /** Blanks and comments are left out. */
  readonly x: boolean;
}

const NO_FLAGS: Flags = { i: false, x: false };

const LOOKAROUNDS = ['(?=', '(?!', '(?<=', '(?<!'];

/** Sets and edges that are a letter after a backslash. Line ends cannot be in a path, so that each kind of end is the same. */
const LETTERS: Readonly<Record<string, string>> = {
  A: '^',
  G: '^',
  z: '$',
  Z: '$',
  b: '\\b',
  B: '\\B',
  h: `[${BLANKS}]`,
  H: `[^${BLANKS}]`,
  v: `[${LINE_ENDS}]`,
  V: `[^${LINE_ENDS}]`,
  R: `(?:\\r\\n|[${LINE_ENDS}])`,
  // What belongs to the character before it is percent-encoded in a path.
  X: '[^]',
  ...Object.fromEntries([...'dDwWsS'].map((letter) => [letter, `\\${letter}`])),
};

/** Those of them that nothing may repeat. */
const EDGES = 'AGzZbB';

const TIMES = /([*+?]|\{\d+(?:,\d*)?\})([?+]?)/y;

/**
 * Translates a regular expression of ICU, which 4D uses, to JavaScript's, so that it matches the same paths. The rules are those
 * of https://unicode-org.github.io/icu/userguide/strings/regexp.html. A path is ASCII as it is sent, without line ends.
 * @throws IcuFault when ICU does not take it, or when JavaScript cannot do the same
 */
export function javaScriptOf(expression: string): JavaScriptPattern {
  // JavaScript ignores case in a whole expression only. If a part does, its letters are written in both cases.
  return (
    new Translator(expression, false).translated() ??
    (new Translator(expression, true).translated() as JavaScriptPattern)
  );
}

class Translator {
  private readonly text: IcuText;
  private readonly hasReferences: boolean;
  private readonly names = new Map<string, number>();
  private readonly closed = new Set<number>();
  private sure: ReadonlySet<number>[] = [];
  private count = 0;
  private atomics = 0;
  private isPlain = true;
  private lookbehinds = 0;
  private ignoresCase = false;
  /** Whether flags of case change where a part of the expression was read already. */
  private isMixed = false;

  constructor(
    expression: string,
    /** Whether letters are written in both cases where case is ignored. */
    private readonly foldsCase: boolean,
  ) {
    this.text = new IcuText(expression);
    this.hasReferences = /\\[1-9k]/.test(expression);
  }

  /** Undefined when only a part ignores case, and `foldsCase` is false. */
  translated(): JavaScriptPattern | undefined {
    let flags = NO_FLAGS;
    for (let found = this.flagsHere(flags); found; found = this.flagsHere(flags)) flags = found;
    this.ignoresCase = flags.i && !this.foldsCase;
    const { source } = this.choice(flags);
    if (!this.text.isAtEnd) throw syntaxError("Unmatched ')'");
    if (this.isMixed && !this.foldsCase) return undefined;
    return { source, flags: (this.ignoresCase ? 'i' : '') + (this.isPlain ? '' : 'v') };
  }

  /** Alternatives up to the end of the group. */
  private choice(given: Flags): Piece {
    let flags = given;
    const alternatives: Piece[] = [];
    let pieces: Piece[] = [];
    const end = () => {
      alternatives.push({ source: pieces.map(({ source }) => source).join(''), groups: this.sure.pop() ?? new Set() });
    };
    this.sure.push(new Set());
    for (;;) {
      const changed = this.flagsHere(flags);
      if (changed) {
        if (changed.i !== flags.i) this.isMixed = true;
        flags = changed;
      } else if (this.text.isAtEnd || this.text.rest.startsWith(')')) {
        end();
        break;
      } else if (this.text.take('|')) {
        end();
        this.sure.push(new Set());
        pieces = [];
      } else if (!this.skipped(flags)) {
        pieces.push(...this.repeated(flags));
      }
    }
    const [first, ...others] = alternatives;
    const groups = [...(first?.groups ?? [])].filter((group) => others.every((each) => each.groups.has(group)));
    return { source: alternatives.map(({ source }) => source).join('|'), groups: new Set(groups) };
  }

  /** Comments, and with the flag `x` blanks. */
  private skipped({ x }: Flags): boolean {
    if (this.text.match(/\(\?#[^)]*/y)) {
      if (!this.text.take(')')) throw notTaken('(?#');
      return true;
    }
    return x && this.text.match(/\s+|#[^\r\n]*/y) !== undefined;
  }

  /** `(?i-x)`, which holds up to the end of the group. */
  private flagsHere(flags: Flags): Flags | undefined {
    const found = this.text.match(/\(\?(?!\))([a-z]*)(-[a-z]*)?\)/y);
    return found && this.changed(flags, found);
  }

  /** The flags `s` and `m` make no difference, as there are no line ends in a path. */
  private changed({ i, x }: Flags, [written = '', on = '', off = '']: readonly string[]): Flags {
    if (/w/.test(on)) throw cannot(written);
    if (/[^imsx]/.test(on) || /[^imswx-]/.test(off)) throw notTaken(written);
    return { i: (i || on.includes('i')) && !off.includes('i'), x: (x || on.includes('x')) && !off.includes('x') };
  }

  /** One part with its number of times. A quoted text has several. */
  private repeated(flags: Flags): Piece[] {
    const begin = this.text.at;
    const all = this.parts(flags);
    const last = all.pop();
    if (!last) return [];
    while (this.skipped(flags));
    const times = this.text.match(TIMES);
    if (!times) {
      this.isSure(last.groups);
      return [...all, last];
    }
    const [written = '', number = '', kind = ''] = times;
    if (last.isOnce) throw notTaken(this.text.since(begin));
    if (this.lookbehinds > 0 && /[*+]|,\}/.test(number)) throw notTaken(this.text.since(begin));
    const isOptional = /^(?:[*?]|\{0)/.test(number);
    const groups = isOptional ? new Set<number>() : last.groups;
    this.isSure(groups);
    const isEdge = last.source === '^' || last.source === '$';
    // ICU takes it, and finds what nobody would expect.
    if (isEdge && kind === '+') throw cannot(this.text.since(begin));
    const once = isEdge ? `(?:${last.source})` : last.source;
    const source = kind === '+' ? this.atomic(once + number, written) : once + number + kind;
    if (/^[*+?{]/.test(this.text.rest)) throw notTaken(`${this.text.since(begin)}${this.text.rest.slice(0, 1)}`);
    return [...all, { source, groups }];
  }

  /** JavaScript does not go back into a lookahead, so what it has found is taken as it is. */
  private atomic(source: string, written: string): string {
    if (this.lookbehinds > 0) throw cannot(written);
    const name = angled(`atomic${++this.atomics}`);
    return `(?:(?=(?${name}${source}))\\k${name})`;
  }

  private isSure(groups: ReadonlySet<number>): void {
    const here = this.sure.pop() ?? new Set();
    this.sure.push(new Set([...here, ...groups]));
  }

  private parts(flags: Flags): Piece[] {
    const { text } = this;
    const begin = text.at;
    if (text.take('\\Q')) {
      const quoted = text.match(/([\s\S]*?)(?:\\E|$)/y)?.[1] ?? '';
      return Array.from(quoted, (letter) => this.literal(letter.codePointAt(0) ?? 0, flags));
    }
    if (text.take('\\')) return [this.escaped(flags, begin)];
    if (text.take('[')) return [this.set(text, flags)];
    if (text.take('.')) return [piece('.')];
    if (text.take('^')) return [piece('^')];
    if (text.take('$')) return [piece('$')];
    if (text.rest.startsWith('(')) return [this.group(flags)];
    if (/^[{}]/.test(text.rest)) throw unescaped(text.rest.slice(0, 1));
    if (/^[*+?]/.test(text.rest)) throw syntaxError('Nothing to repeat');
    return [this.literal(text.next(), flags)];
  }

  private literal(code: number, { i }: Flags): Piece {
    const letter = String.fromCodePoint(code);
    if (code > 0xffff) this.isPlain = false;
    if (i && this.foldsCase) {
      if (code > 0x7f) throw cannot(letter);
      if (/[a-z]/i.test(letter)) return piece(`[${letter.toLowerCase()}${letter.toUpperCase()}]`);
    }
    if (/[\^$\\.*+?()[\]{}|/]/.test(letter)) return piece(letter === '/' ? '/' : `\\${letter}`);
    return piece(code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : letter);
  }

  private escaped(flags: Flags, begin: number): Piece {
    const { text } = this;
    const code = text.escapedCharacter();
    if (code !== undefined) return this.literal(code, flags);
    const number = text.match(/[1-9]/y)?.[0];
    if (number !== undefined) return this.reference(this.numberFrom(number), text.since(begin), flags);
    const name = text.match(/k<([A-Za-z][A-Za-z0-9]*)>/y)?.[1];
    if (name !== undefined) return this.reference(this.names.get(name) ?? 0, text.since(begin), flags);
    const property = text.match(/[pP](?:\{[^{}]*\})?/y)?.[0];
    if (property !== undefined) return this.set(new IcuText(`\\${property}]`), flags);
    const letter = String.fromCodePoint(text.next());
    if (letter === 'N') {
      text.match(/\{[^}]*\}/y);
      throw cannot(text.since(begin));
    }
    if (letter === 'k') throw notTaken(text.since(begin));
    const known = LETTERS[letter];
    return known !== undefined
      ? { ...piece(known), isOnce: EDGES.includes(letter) }
      : this.literal(letter.codePointAt(0) ?? 0, flags);
  }

  /** @param text behind the opening bracket */
  private set(text: IcuText, { i }: Flags): Piece {
    const { source, isPlain } = new IcuSet(text, i && this.foldsCase).read();
    if (!isPlain) this.isPlain = false;
    return piece(source);
  }

  /** ICU takes as many digits as there are groups before. */
  private numberFrom(digit: string): number {
    let number = Number(digit);
    for (;;) {
      const next = /^\d/.exec(this.text.rest)?.[0];
      if (next === undefined || number * 10 + Number(next) > this.count) return number;
      number = number * 10 + Number(next);
      this.text.next();
    }
  }

  /** Where its group has matched nothing, a reference fails in ICU, and matches nothing in JavaScript. */
  private reference(number: number, written: string, { i }: Flags): Piece {
    if (number === 0) throw notTaken(written);
    const isSure = this.closed.has(number) && this.sure.some((groups) => groups.has(number));
    if (!isSure || this.lookbehinds > 0 || (i && this.foldsCase)) throw cannot(written);
    return piece(`\\k${angled(`group${number}`)}`);
  }

  private group(flags: Flags): Piece {
    const { text } = this;
    const begin = text.at;
    if (text.take('(?>')) {
      const inner = this.inGroup(flags);
      return { source: this.atomic(inner.source, '(?>'), groups: inner.groups };
    }
    const own = text.match(/\(\?([a-z]*)(-[a-z]*)?:/y);
    if (own) {
      const changed = this.changed(flags, own);
      if (changed.i !== flags.i) this.isMixed = true;
      const inner = this.inGroup(changed);
      return { source: `(?:${inner.source})`, groups: inner.groups };
    }
    const look = LOOKAROUNDS.find((each) => text.take(each));
    if (look !== undefined) {
      const isBehind = look.startsWith('(?<');
      if (isBehind) this.lookbehinds++;
      const inner = this.inGroup(flags);
      if (isBehind) this.lookbehinds--;
      return { source: `${look}${inner.source})`, groups: look === '(?=' ? inner.groups : new Set(), isOnce: true };
    }
    const name = text.match(/\(\?<([A-Za-z][A-Za-z0-9]*)>/y)?.[1];
    if (name === undefined && /^\(\?/.test(text.rest)) throw notTaken(text.match(/\(\?<?[^)]?/y)?.[0] ?? '(?');
    if (name === undefined) text.take('(');
    const number = ++this.count;
    if (name !== undefined && this.names.has(name)) throw notTaken(text.since(begin));
    if (name !== undefined) this.names.set(name, number);
    const inner = this.inGroup(flags);
    this.closed.add(number);
    const open = this.hasReferences ? `(?${angled(`group${number}`)}` : '(';
    return { source: `${open}${inner.source})`, groups: new Set([...inner.groups, number]) };
  }

  private inGroup(flags: Flags): Piece {
    const inner = this.choice(flags);
    if (!this.text.take(')')) throw syntaxError('Unterminated group');
    return inner;
  }
}

/** What JavaScript would say, too. */
function syntaxError(words: string): SyntaxError {
  return new SyntaxError(`Invalid regular expression: ${words}`);
}

/** The name of a group as it stands in an expression. */
function angled(name: string): string {
  return ['<', name, '>'].join('');
}

function piece(source: string): Piece {
  return { source, groups: new Set() };
}
