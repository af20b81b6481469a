/**
 * Estimates the width of a text in a sans-serif font, because nothing here can measure it. Fonts differ, so the
 * estimate is rather too large than too small.
 * @param size of the font
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += widthOf(char);
  return width * size;
}

/** Splits a text into lines that are about as wide as the room at most. A longer word is split between letters. */
export function wrapped(text: string, room: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((each) => pieces(each, room, size))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function pieces(word: string, room: number, size: number): string[] {
  if (textWidth(word, size) <= room) return [word];
  const all: string[] = [];
  let piece = '';
  let width = 0;
  // A grapheme cluster is not split, for example a flag or a letter with its accents.
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    const more = textWidth(segment, size);
    if (piece !== '' && width + more > room) {
      all.push(piece);
      piece = '';
      width = 0;
    }
    piece += segment;
    width += more;
  }
  return [...all, piece];
}

/**
 * Widths as parts of the font size. The first match counts. They fit the widest of the fonts that systems use for their
 * own texts.
 */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'|!]/, 0.34],
  [/[ frt()[\]{}/\\"-]/, 0.47],
  [/[mwMW@%]/, 1.03],
  [/[A-Z#&+<=>^~]/, 0.85],
  [/[ -~]/, 0.66],
  // Characters that only join others or set the direction.
  [/\p{Cf}|[\u0300-\u036f]|[\ufe00-\ufe0f]/u, 0],
  // One character as wide as a sentence.
  [/[\ufdfa-\ufdfd]/, 12],
  [/\p{Script=Cuneiform}/u, 6],
  [/\p{Extended_Pictographic}|\p{Regional_Indicator}/u, 1.45],
  [/\p{Script=Arabic}|\p{Script=Hebrew}/u, 0.95],
  // Scripts of South and Southeast Asia have wide characters.
  [/[\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff]/, 1.6],
];

function widthOf(char: string): number {
  // A letter with an accent is about as wide as without.
  const bare = char.normalize('NFD').slice(0, char.length);
  return WIDTHS.find(([pattern]) => pattern.test(bare))?.[1] ?? 1.15;
}
