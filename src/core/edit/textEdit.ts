/** One stretch of a text and what takes its place; offsets in UTF-16 code units, a BOM counted. */
export interface TextEdit {
  readonly start: number;
  /** Not included; `start` for an insertion. */
  readonly end: number;
  readonly text: string;
}

/**
 * The text with all edits made; their offsets are those of `text` as given. Insertions at one place follow each other as
 * in the list. Throws `RangeError` when two edits overlap or one is outside the text.
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

/** Sorted by place. */
export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}
