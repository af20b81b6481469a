import { visibleLines } from '../base/visibleText';
import { fold } from './fold';
import type { ByteText } from './textBytes';

/** Latin, Greek and Cyrillic letters are below, in two bytes each. */
const BEHIND = 0x530;
const COMBINING = /\p{M}/u;

/**
 * Folds texts in UTF-8 letter by letter, for a search that looks at a hundred thousand of them. It knows letters that fold to the same
 * wherever they stand, and leaves a text with any other to `fold`.
 */
export class ByteFold {
  private readonly encoder = new TextEncoder();
  /** What each letter becomes, by its code point. Null for one that depends on others, or is shown in another way. */
  private readonly letters: (Uint8Array | null | undefined)[] = new Array(BEHIND).fill(undefined);
  private bytes = new Uint8Array(256);

  /** @returns the folded text, until the next call; undefined for a text with other letters */
  of({ bytes, from, to }: ByteText): ByteText | undefined {
    // No letter has more than three bytes for each of its own.
    if (this.bytes.length < (to - from) * 3) this.bytes = new Uint8Array((to - from) * 3);
    const folded = this.bytes;
    let end = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte < 0x20 || byte === 0x7f) return undefined;
      if (byte < 0x80) {
        folded[end++] = byte;
        continue;
      }
      if (byte >= 0xe0) return undefined;
      const letter = this.letterOf(((byte & 0x1f) << 6) | ((bytes[++at] as number) & 0x3f));
      if (!letter) return undefined;
      for (let i = 0; i < letter.length; i++) folded[end++] = letter[i] as number;
    }
    return { bytes: folded, from: 0, to: end };
  }

  private letterOf(code: number): Uint8Array | null {
    if (code >= BEHIND) return null;
    const known = this.letters[code];
    if (known !== undefined) return known;
    const letter = String.fromCharCode(code);
    const isAlone = !COMBINING.test(letter) && visibleLines(letter) === letter;
    const made = isAlone ? this.encoder.encode(fold(letter)) : null;
    this.letters[code] = made;
    return made;
  }
}
