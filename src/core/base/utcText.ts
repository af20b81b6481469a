/** A time for people, such as `2026-01-01 12:03:04 UTC`. What is no time stays as it is. */
export function utcText(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : `${new Date(time).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
}

/** A sentence in which all times are for people. */
export function withUtcTimes(sentence: string): string {
  return sentence.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z/g, utcText);
}
