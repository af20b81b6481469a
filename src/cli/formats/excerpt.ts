import type { Range } from '../../core/json/position';
import { withEscapes } from '../../core/terminal/withEscapes';
import { columnsOf, firstColumns, lastColumns } from './columns';

// Columns before the place, in a line that is too long to show whole.
const LEAD = 24;

/** The line in which a range begins, cut to a width, and a line with marks below the range. */
export interface Excerpt {
  readonly text: string;
  readonly marks: string;
}

/**
 * @param width columns of a terminal, not counting the signs that show where the line was cut
 * @returns undefined when the text no longer has such a place
 */
export function excerptAt(lines: readonly string[], { start, end }: Range, width: number): Excerpt | undefined {
  const whole = lines[start.line];
  if (whole === undefined || start.character > whole.length) return undefined;
  const shown = withEscapes(whole.replaceAll('\t', ' '), replaced);
  const [before, after] = [shown.slice(0, start.character), shown.slice(start.character)];
  // The place is near the left. If little text follows it, more of the text before it is shown.
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

/** As many characters, so that columns stay the same. */
function replaced(char: string): string {
  return '\ufffd'.repeat(char.length);
}
