import type { Headers } from './runEvents';

/** How many characters the names and values of headers have together. */
export function headersLength(headers: Headers): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
