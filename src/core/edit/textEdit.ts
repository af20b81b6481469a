/** Replaces a range of a text. Offsets are UTF-16 code units and count a BOM. */
export interface TextEdit {
  readonly start: number;
  /** Exclusive. Equal to `start` for an insertion. */
  readonly end: number;
  readonly text: string;
}

/**
 * Makes all edits. Their offsets refer to the original text. Insertions at the same offset keep the order of the list.
 * @throws RangeError when two edits overlap or one is outside the text
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`Edit ${edit.start}-${edit.end} overlaps another, or is outside the text.`);
    }
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Sorted by offset. */
export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}
