/**
 * A URL, or undefined if the text is none: `parsedUrl(() => new URL(text))`. `URL.canParse` of Node 20 refuses texts such
 * as `http://münchen.test` once the code around it has run some thousand times, and must not be asked.
 * @param parse makes a `URL`; the rooms that have no such type need none for this
 */
export function parsedUrl<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
