/** A time for people, such as `2026-01-01 12:03:04 UTC`. What is no time stays as it is. */
export function utcText(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : `${new Date(time).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
}
