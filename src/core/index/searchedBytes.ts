import type { ByteText } from './textBytes';

/**
 * A word that is searched in bytes of UTF-8, with the letters of ASCII in either case. As Horspool does, it looks at the last byte of each place first, which
 * tells how far the next place is: in a hundred thousand addresses it reads every fourth byte.
 */
export class SearchedBytes {
  private readonly bytes: Uint8Array;
  private readonly steps: Uint8Array;

  /** @param word folded */
  constructor(word: string) {
    this.bytes = new TextEncoder().encode(word);
    const last = this.bytes.length - 1;
    this.steps = new Uint8Array(256).fill(Math.min(Math.max(last + 1, 1), 255));
    for (const [at, byte] of this.bytes.entries()) {
      if (at === last) break;
      const step = Math.min(last - at, 255);
      this.steps[byte] = step;
      if (byte >= 97 && byte <= 122) this.steps[byte - 32] = step;
    }
  }

  /** Two points for a word that begins a word of the text, one for any other place. Only the first place counts. */
  scoreIn({ bytes, from, to }: ByteText): number {
    const word = this.bytes;
    const end = word.length - 1;
    for (let at = from; at + end < to; at += this.steps[bytes[at + end] as number] as number) {
      let i = end;
      while (i >= 0 && lower(bytes[at + i] as number) === word[i]) i--;
      if (i < 0) return beginsWord(bytes, from, at) ? 2 : 1;
    }
    return 0;
  }
}

function lower(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code;
}

/** Whether no letter or digit is before a place. */
function beginsWord(bytes: Uint8Array, from: number, at: number): boolean {
  if (at === from) return true;
  const before = bytes[at - 1] as number;
  if (before < 0x80) return !isLetterOrDigit(before);
  const text = new TextDecoder().decode(bytes.subarray(from, at));
  return isWordBegin(text, text.length);
}

/** Whether a word that is at a place of a text begins one there. */
export function isWordBegin(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (lower(code) >= 97 && lower(code) <= 122);
}
