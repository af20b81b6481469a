const KNOWN = 256;

/**
 * The characters that one element of a pattern matches, such as `\w` or `[a-z]`. JavaScript's own engine decides, one
 * character at a time, which takes the same short time for each of them.
 */
export class CharSet {
  private readonly expression: RegExp;
  /** For each of the first characters: 0 is unknown, 1 is in the set, 2 is not. */
  private readonly known = new Uint8Array(KNOWN);

  /**
   * @param element source of one element that matches exactly one character
   * @param flags of the pattern
   */
  constructor(element: string, flags: string) {
    this.expression = new RegExp(`^${element}$`, flags.replace('m', ''));
  }

  /** @param code a code point with the flag `u`, otherwise a code unit */
  has(code: number): boolean {
    if (code >= KNOWN) return this.expression.test(String.fromCodePoint(code));
    if (this.known[code] === 0) this.known[code] = this.expression.test(String.fromCodePoint(code)) ? 1 : 2;
    return this.known[code] === 1;
  }
}

/** Source of an element that matches one character alone, or what equals it ignoring case. */
export function elementOf(code: number, isUnicode: boolean): string {
  return isUnicode ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
