import type { Range } from '../../core/json/position';
import { columnsOf, firstColumns, lastColumns } from './columns';
import { visibleInPlace } from './visible';

// Columns before the place, in a line that is too long to show whole.
const LEAD = 24;

/** The line that a range begins in, cut to a width, and the line below it that points at the range. */
export interface Excerpt {
  readonly text: string;
  readonly marks: string;
}

/**
 * @param width in columns of a terminal; the signs that say where the line was cut come in addition
 * @returns undefined when the text has no such place (any more)
 */
export function excerptAt(lines: readonly string[], { start, end }: Range, width: number): Excerpt | undefined {
  const whole = lines[start.line];
  if (whole === undefined || start.character > whole.length) return undefined;
  const shown = visibleInPlace(whole);
  const [before, after] = [shown.slice(0, start.character), shown.slice(start.character)];
  // The place is near the left, unless there is so little after it that more before it fits.
  const most = firstColumns(after, width);
  const head = lastColumns(before, Math.max(LEAD, width - most.columns));
  const rest = head.columns + most.columns <= width ? most : firstColumns(most.text, width - head.columns);
  const marked = end.line === start.line ? rest.text.slice(0, end.character - start.character) : rest.text;
  const cutBefore = head.text.length < before.length ? '…' : '';
  const cutAfter = rest.text.length < after.length ? '…' : '';
  return {
    text: cutBefore + head.text + rest.text + cutAfter,
    marks: ' '.repeat(cutBefore.length + head.columns) + '^'.repeat(Math.max(1, columnsOf(marked))),
  };
}
