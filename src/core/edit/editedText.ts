import { applyEdits, inOrder, type TextEdit } from './textEdit';

/** A range of the original text that is still there, or new text. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** A text that is edited several times. `edits` returns all changes as edits of the original. */
export class EditedText {
  private pieces: Piece[];
  /** The text after all edits so far. */
  text: string;

  constructor(private readonly original: string) {
    this.text = original;
    this.pieces = [{ start: 0, end: original.length }];
  }

  /**
   * Edits the current text.
   * @throws RangeError as `applyEdits`
   */
  apply(edits: readonly TextEdit[]): void {
    this.text = applyEdits(this.text, edits);
    const pieces: Piece[] = [];
    let at = 0;
    for (const { start, end, text } of inOrder(edits)) {
      pieces.push(...this.between(at, start), { text });
      at = end;
    }
    pieces.push(...this.between(at, Number.POSITIVE_INFINITY));
    this.pieces = pieces;
  }

  /** The edits that turn the original into the current text. */
  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    let at = 0;
    let text = '';
    for (const piece of [...this.pieces, { start: this.original.length, end: this.original.length }]) {
      if ('text' in piece) {
        text += piece.text;
        continue;
      }
      if (piece.start > at || text !== '') edits.push({ start: at, end: piece.start, text });
      at = piece.end;
      text = '';
    }
    return edits;
  }

  /** The pieces between two offsets of the text before an edit. */
  private between(from: number, to: number): Piece[] {
    const found: Piece[] = [];
    let offset = 0;
    for (const piece of this.pieces) {
      const length = 'text' in piece ? piece.text.length : piece.end - piece.start;
      const first = Math.max(0, from - offset);
      const last = Math.min(length, to - offset);
      offset += length;
      if (first >= last) continue;
      found.push(
        'text' in piece
          ? { text: piece.text.slice(first, last) }
          : { start: piece.start + first, end: piece.start + last },
      );
    }
    return found;
  }
}
