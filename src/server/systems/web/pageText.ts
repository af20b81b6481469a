import { isUtf8 } from 'node:buffer';

/**
 * A page as a text in which tags can be found. A page in another encoding than UTF-8 keeps its bytes: each of them is one
 * character of the text.
 */
export class PageText {
  readonly text: string;
  readonly isUtf8: boolean;

  constructor(bytes: Uint8Array) {
    this.isUtf8 = isUtf8(bytes);
    this.text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(this.isUtf8 ? 'utf8' : 'latin1');
  }

  /** The bytes of a piece of the text. */
  own(piece: string): Buffer {
    return Buffer.from(piece, this.isUtf8 ? 'utf8' : 'latin1');
  }

  /** The bytes of what is put in. As nothing says the encoding, it has what is not ASCII as references of HTML. */
  added(value: string): Buffer {
    if (this.isUtf8) return Buffer.from(value);
    return Buffer.from(value.replace(/[^\p{ASCII}]/gu, (character) => `&#${character.codePointAt(0)};`));
  }
}
