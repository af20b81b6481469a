import type { Range } from '../../core/json/position';
import { columnsOf, visibleInPlace } from './visible';

// Text that is shown before the place in question, in a line that is too long to show whole.
const LEAD = 24;

/** The line that a range begins in, cut to `width`, and the line below it that points at the range. */
export interface Excerpt {
  readonly text: string;
  readonly marks: string;
}

/** Undefined when the text has no such place (any more). */
export function excerptAt(lines: readonly string[], { start, end }: Range, width: number): Excerpt | undefined {
  const whole = lines[start.line];
  if (whole === undefined || start.character > whole.length) return undefined;
  const shown = visibleInPlace(whole);
  const from = shown.length <= width ? 0 : Math.max(0, Math.min(start.character - LEAD, shown.length - width));
  const to = Math.min(shown.length, from + width);
  const stop = Math.min(to, end.line === start.line ? end.character : shown.length);
  const head = (from > 0 ? '…' : '') + shown.slice(from, start.character);
  const marked = shown.slice(start.character, stop);
  const text = head + marked + shown.slice(Math.max(stop, start.character), to) + (to < shown.length ? '…' : '');
  return { text, marks: ' '.repeat(columnsOf(head)) + '^'.repeat(Math.max(1, columnsOf(marked))) };
}
