// A text with more typing errors than this is another word.
const MOST_SLIPS = 2;
// Among more words than this, many are near to each other.
const MOST_WORDS = 1000;

/**
 * The word that a misspelt word was meant to be. It equals the text when case and surrounding white space are ignored,
 * or it is clearly the nearest.
 * Undefined when no word or several words are near, or when the first letter differs: "unaccepted" is not "accepted".
 * @param firstLetter `any` where no word becomes its opposite by another first letter, as with names of files
 */
export function nearestWord(
  misspelt: string,
  words: readonly string[],
  firstLetter: 'same' | 'any' = 'same',
): string | undefined {
  const given = misspelt.trim().toLowerCase();
  // Nobody misspells a word this long, and the distance takes time.
  if (given.length > 40 || words.length > MOST_WORDS) return undefined;
  const near = words
    .filter((word) => word !== '' && (firstLetter === 'any' || given[0] === word[0]?.toLowerCase()))
    .filter((word) => Math.abs(word.length - given.length) <= MOST_SLIPS)
    .map((word) => ({ word, slips: editDistance(given, word.toLowerCase()) }))
    .filter(({ word, slips }) => slips <= Math.min(MOST_SLIPS, Math.floor(word.length / 3)))
    .sort((a, b) => a.slips - b.slips);
  const [first, second] = near;
  return first && first.slips !== second?.slips ? first.word : undefined;
}

/**
 * The number of letters to insert, remove, replace, or exchange with their neighbour (optimal string alignment
 * distance).
 *
 * An exchange is a common typing error. The package fastest-levenshtein counts it as two errors.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + (same ? 0 : 1),
        exchanged ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
