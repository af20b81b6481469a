/** A word of so many letters stands in others, too: without `mobi`, nobody could read `/mobileapp`. */
const SHORT_WORD = /^[A-Za-z]{1,5}$/;
/** What is no word is found in others where it is as short. One character alone is everywhere. */
const SHORT_VALUE = /^\S{2,3}$/;

/** Where a short text is a value as a whole. Each finds the text alone, or has it as its first group. */
const VALUES = [
  // Nothing else is there, as in a cell of a table.
  /(?<=^\s*)\S{1,5}(?=\s*$)/g,
  // A member of JSON, but not its name; or an attribute.
  /(?<=(["']))[^"'\s\\]{1,5}(?=\1)(?!["']\s*:)/g,
  // In a query, a form or a cookie.
  /(?<==)[^"'\s&;,#=]{1,5}(?=$|["'\s&;,#<>)])/g,
  // A header, or a number of JSON.
  /(?<=:[ \t]+(?:(?:Bearer|Basic)[ \t]+)?)[^"'\s,;}\]]{1,5}(?=[ \t]*(?:$|[\r\n,;}\]]))/g,
  // The password of an address.
  /(?<=:\/\/[^\s/?#@]{0,200}:)[^\s/?#@]{1,5}(?=@)/g,
] as const;

/** A word anywhere. */
const WORDS = [/(?<![A-Za-z\d])[A-Za-z]{4,5}(?![A-Za-z\d])/g] as const;

/** Secrets that are so short that they are only looked for where they stand for themselves. */
export class ShortSecrets {
  private readonly known = new Set<string>();

  /**
   * @param isAnyWord whether a word of four letters or more is a secret in plain sentences, too, where others may read what
   * is covered
   */
  constructor(private readonly isAnyWord = false) {}

  /** Whether a secret is so short. */
  static includes(secret: string): boolean {
    return SHORT_WORD.test(secret) || SHORT_VALUE.test(secret);
  }

  add(secret: string): void {
    this.known.add(secret);
  }

  /** The places in a text where one of them stands. */
  rangesIn(text: string): (readonly [start: number, end: number])[] {
    if (this.known.size === 0) return [];
    return (this.isAnyWord ? [...VALUES, ...WORDS] : VALUES).flatMap((place) =>
      [...text.matchAll(place)]
        .filter(([found]) => this.known.has(found))
        .map(({ 0: found, index }) => [index, index + found.length] as const),
    );
  }
}
