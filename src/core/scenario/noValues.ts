/** Values that say yes, no or nothing. They occur everywhere, and nobody can do anything with them. */
export const NO_VALUES = new Set(['true', 'false', 'null', 'default']);
/** A word, such as the kind of a device. A cookie that opens something is longer, or has digits. */
const WORD = /^[A-Za-z]{1,15}$/;

export function isNoWord(value: string): boolean {
  return !WORD.test(value);
}
