/**
 * About how wide a text is in a sans-serif font; there is nobody here to measure it. Fonts differ, so it is rather more
 * than less: what is drawn by it has room.
 * @param size of the font
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += widthOf(char);
  return width * size;
}

/** Lines that are at most about as wide as there is room; a word that is wider is broken between its letters. */
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
  // What is one sign to a reader, such as a flag or a letter with its accents, stays whole.
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

/** Parts of the font's size, first fit; as in the widest of the fonts that systems bring for their own texts. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'|!]/, 0.34],
  [/[ frt()[\]{}/\\"-]/, 0.47],
  [/[mwMW@%]/, 1.03],
  [/[A-Z#&+<=>^~]/, 0.85],
  [/[ -~]/, 0.66],
  // Signs that only join or direct others.
  [/\p{Cf}|[\u0300-\u036f]|[\ufe00-\ufe0f]/u, 0],
  // One sign, as long as a sentence.
  [/[\ufdfa-\ufdfd]/, 12],
  [/\p{Script=Cuneiform}/u, 6],
  [/\p{Extended_Pictographic}|\p{Regional_Indicator}/u, 1.45],
  [/\p{Script=Arabic}|\p{Script=Hebrew}/u, 0.95],
  // Scripts of India and its neighbours have signs of many strokes.
  [/[\u0900-\u0dff\u0e80-\u109f\u1780-\u17ff]/, 1.6],
];

function widthOf(char: string): number {
  // A letter is about as wide with its accent.
  const bare = char.normalize('NFD').slice(0, char.length);
  return WIDTHS.find(([pattern]) => pattern.test(bare))?.[1] ?? 1.15;
}
