/** How many characters the name of a user may have. Names of any size would fill the memory. */
export const LONGEST_TOKENS_USER = 200;
/** How many characters a password may have. Longer ones only keep the server busy. */
export const LONGEST_TOKENS_PASSWORD = 1000;

/** Counts characters as the schemas of options and bodies do, so that a text that one of them takes is good everywhere. */
export function isLongerThan(text: string, most: number): boolean {
  // No character has more than two units.
  return text.length > most && [...text.slice(0, 2 * most + 1)].length > most;
}
