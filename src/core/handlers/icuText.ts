import { notTaken } from './icuFault';

/** Characters that ICU has short names for, by the letter after the backslash. */
const NAMED: Readonly<Record<string, number>> = { a: 7, e: 0x1b, f: 0xc, n: 0xa, r: 0xd, t: 9 };

const NUMBERED = [/x\{([\da-fA-F]{1,6})\}/y, /x([\da-fA-F]{1,2})/y, /u([\da-fA-F]{4})/y, /U([\da-fA-F]{8})/y];
const OCTAL = /0([0-3][0-7]{0,2}|[0-7]{1,2})/y;
const CONTROL = /c([\x20-\x7e])/y;
const MOST = 0x10ffff;

/** The text of an expression, from one place on. */
export class IcuText {
  at = 0;

  constructor(private readonly whole: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.whole.length;
  }

  get rest(): string {
    return this.whole.slice(this.at);
  }

  since(begin: number): string {
    return this.whole.slice(begin, this.at);
  }

  /** Goes on behind a text, if it is here. */
  take(text: string): boolean {
    if (!this.whole.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /**
   * Goes on behind what an expression matches here.
   * @param expression with the flag `y`
   */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.whole);
    if (!found) return undefined;
    this.at += found[0].length;
    return found;
  }

  /**
   * The code of the next character.
   * @throws IcuFault at the end
   */
  next(): number {
    const code = this.whole.codePointAt(this.at);
    if (code === undefined) throw notTaken(this.whole);
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  /**
   * The code of a character that is written by a name or a number behind a backslash.
   * @returns undefined when there is none here
   * @throws IcuFault when the number is none
   */
  escapedCharacter(): number | undefined {
    const letter = this.whole[this.at] ?? '';
    const named = NAMED[letter];
    if (named !== undefined) {
      this.at++;
      return named;
    }
    if (!'0cuUx'.includes(letter) || letter === '') return undefined;
    const begin = this.at - 1;
    const control = this.match(CONTROL);
    if (control) return (control[1] ?? '').charCodeAt(0) & 0x1f;
    const octal = this.match(OCTAL);
    if (octal) return Number.parseInt(octal[1] ?? '', 8);
    for (const expression of NUMBERED) {
      const code = Number.parseInt(this.match(expression)?.[1] ?? '', 16);
      if (code <= MOST) return code;
    }
    this.at++;
    throw notTaken(this.since(begin));
  }
}
