import { cannot, notTaken } from './icuFault';
import { propertyOf } from './icuProperty';
import type { IcuText } from './icuText';

/** A set of characters in the syntax of JavaScript's flag `v`. */
export interface SetSource {
  readonly source: string;
  /** Whether it is the same without that flag. */
  readonly isPlain: boolean;
}

/** Letters after a backslash of which ICU's documentation and its program say different things in a set, and `\\N{…}`. */
const UNCLEAR = 'bQN';
/** Sets that JavaScript has too. They differ from ICU's only for characters that no path has as it is sent. */
const SHARED_SETS = 'dDwWsS';
/** White space in a line, and what ends lines. */
export const BLANKS = '\\t\\x20\\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';
export const LINE_ENDS = '\\n-\\r\\x85\\u2028\\u2029';

/**
 * Translates a set of ICU's regular expressions, such as `[a-z&&[^x]]`, to JavaScript's. In ICU sets can be in each other; `&&`,
 * `--`, and `&` and `-` before a set, are operators; and a `]` right after the beginning is a character
 * (https://unicode-org.github.io/icu/userguide/strings/regexp.html#set-expressions-character-classes).
 */
export class IcuSet {
  /** Whether a set or a property was read last: only then `&` and `-` can be operators. */
  private isBehindSet = false;

  /** @param foldsCase whether letters are to be found in both cases by what is in the set */
  constructor(
    private readonly text: IcuText,
    private readonly foldsCase: boolean,
  ) {}

  /** Reads from after the opening bracket to after the closing one. */
  read(): SetSource {
    const begin = Math.max(this.text.at - 1, 0);
    const posix = this.posix();
    if (posix) return posix;
    const isNegated = this.text.take('^');
    // What is joined by operators; each part is a union.
    let left: { source: string; operator: string } | undefined;
    let union: string[] = [];
    let isPlain = true;
    let isFirst = true;
    const combined = () => {
      const right = union.length === 1 && union[0]?.startsWith('[') ? union[0] : `[${union.join('')}]`;
      return left ? `[${left.source}${left.operator}${right}]` : right;
    };
    for (;;) {
      const { isBehindSet } = this;
      this.isBehindSet = false;
      if (this.text.isAtEnd) throw notTaken(this.text.since(begin));
      const operator = this.operator(isBehindSet);
      if (operator) {
        if (union.length === 0) throw notTaken(this.text.since(begin));
        isPlain = false;
        if (operator.isForOneSet) {
          // It binds what is before it and this set, as tightly as a union.
          this.text.take('[');
          union = [`[[${union.join('')}]${operator.sign}${this.nested()}]`];
        } else {
          left = { source: combined(), operator: operator.sign };
          union = [];
        }
      } else if (this.text.take('[')) {
        isPlain = false;
        union.push(this.nested());
      } else if (!isFirst && this.text.take(']')) {
        if (union.length === 0) throw notTaken(this.text.since(begin));
        break;
      } else {
        const found = this.member();
        isPlain &&= found.isPlain;
        union.push(found.source);
      }
      isFirst = false;
    }
    if (isPlain) return { source: `[${isNegated ? '^' : ''}${union.join('')}]`, isPlain };
    return { source: isNegated ? `[^${combined()}]` : combined(), isPlain };
  }

  private nested(): string {
    const { source } = new IcuSet(this.text, this.foldsCase).read();
    this.isBehindSet = true;
    return source;
  }

  /** `[:digit:]`, which is a set by itself. */
  private posix(): SetSource | undefined {
    const found = this.text.match(/:(\^?)([\p{L}\p{N}_=\s-]*):\]/uy);
    if (!found) return undefined;
    const [whole = '', not = '', name = ''] = found;
    return this.property(name, not !== '', `[${whole}`);
  }

  private property(name: string, isNegated: boolean, written: string): SetSource {
    if (this.foldsCase) throw cannot(written);
    const source = propertyOf(name, isNegated);
    if (source === undefined) throw cannot(written);
    this.isBehindSet = true;
    return { source, isPlain: false };
  }

  private operator(isBehindSet: boolean): { readonly sign: string; readonly isForOneSet: boolean } | undefined {
    for (const sign of ['&&', '--']) {
      if (this.text.take(sign)) return { sign, isForOneSet: false };
      const short = sign.slice(1);
      if (isBehindSet && this.text.rest.startsWith(`${short}[`) && this.text.take(short))
        return { sign, isForOneSet: true };
    }
    return undefined;
  }

  /** A character, a range, or what a backslash begins. */
  private member(): SetSource {
    const begin = this.text.at;
    const first = this.text.take('\\') ? this.escaped() : this.text.next();
    if (typeof first !== 'number') return first;
    const isRange = this.text.rest.startsWith('-') && !/^-(?:[\][-]|$)/.test(this.text.rest);
    if (!isRange) return this.range(first, first);
    this.text.take('-');
    const last = this.text.take('\\') ? this.escaped() : this.text.next();
    if (typeof last !== 'number') throw cannot(this.text.since(begin));
    if (last < first) throw notTaken(this.text.since(begin));
    return this.range(first, last);
  }

  private range(first: number, last: number): SetSource {
    if (this.foldsCase && last > 0x7f) throw cannot(String.fromCodePoint(last));
    const both = this.foldsCase ? inBothCases(first, last) : [[first, last] as const];
    const source = both.map(([from, to]) => (from === to ? inSet(from) : `${inSet(from)}-${inSet(to)}`)).join('');
    return { source, isPlain: last <= 0xffff };
  }

  /** What follows a backslash: the code of a character, or a set. */
  private escaped(): number | SetSource {
    const begin = this.text.at - 1;
    const code = this.text.escapedCharacter();
    if (code !== undefined) return code;
    const letter = String.fromCodePoint(this.text.next());
    if (SHARED_SETS.includes(letter)) return { source: `\\${letter}`, isPlain: true };
    if (letter === 'h') return { source: BLANKS, isPlain: true };
    if (letter === 'v') return { source: LINE_ENDS, isPlain: true };
    if (letter === 'H') return { source: `[^${BLANKS}]`, isPlain: false };
    if (letter === 'V') return { source: `[^${LINE_ENDS}]`, isPlain: false };
    if (letter === 'p' || letter === 'P') {
      const found = this.text.match(/\{([^{}^]*)\}/y);
      if (!found) throw notTaken(this.text.since(begin));
      const [whole = '', name = ''] = found;
      return this.property(name, letter === 'P', `\\${letter}${whole}`);
    }
    if (UNCLEAR.includes(letter)) throw cannot(this.text.since(begin));
    return letter.codePointAt(0) ?? 0;
  }
}

/** Ranges of ASCII, with the letters of the other case. */
function inBothCases(first: number, last: number): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [[first, last]];
  for (const [from, to, other] of [
    [0x41, 0x5a, 0x20],
    [0x61, 0x7a, -0x20],
  ] as const) {
    const [low, high] = [Math.max(first, from), Math.min(last, to)];
    if (low <= high) ranges.push([low + other, high + other]);
  }
  return ranges;
}

/** A character in a set, with and without the flag `v`. */
function inSet(code: number): string {
  const letter = String.fromCodePoint(code);
  if (/^[\p{L}\p{N}_]$/u.test(letter)) return letter;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : letter;
}
