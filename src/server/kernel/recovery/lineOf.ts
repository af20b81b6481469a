/** A record as one line of a state log. */
export function lineOf(record: readonly unknown[]): string {
  return `${JSON.stringify(record)}\n`;
}
