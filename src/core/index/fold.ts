const BEYOND_ASCII = /[\u0080-\uffff]/;
/**
 * Combining accents, as they are after decomposition. The marks of Japanese are not among them, because they make
 * another letter.
 */
const MARKS = /[\u0300-\u036f]/g;

/** Normalizes a text for searching: case, accents and half or full width do not matter. */
export function fold(text: string): string {
  // A fast path for most texts.
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  // Upper case turns ß into SS and merges both forms of the Greek sigma. A letter that is already upper case may need
  // another step: ẞ does not become SS.
  const letters = text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ');
  return letters.normalize('NFKD').replace(MARKS, '').normalize('NFC');
}
