/** A part of a text, in UTF-16 units. The end is exclusive. */
export interface TextStretch {
  readonly start: number;
  readonly end: number;
}

/**
 * A text with other words in some places.
 * @param stretches in the order of the text; none overlaps another
 */
export function changedStretches(
  text: string,
  stretches: Iterable<TextStretch>,
  instead: (part: string) => string,
): string {
  let changed = '';
  let from = 0;
  for (const { start, end } of stretches) {
    changed += text.slice(from, start) + instead(text.slice(start, end));
    from = end;
  }
  return changed + text.slice(from);
}
