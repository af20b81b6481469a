import { type Colour, GIFEncoder, nearestColorIndex } from 'gifenc';
import type { IndexedPixels } from './page/indexedPixels';

/** As many as a byte can tell apart, without the one that says that a pixel stays as it is. */
const COLOURS = 255;
const UNCHANGED = COLOURS;
/** What a reader shows before stays below what comes next. */
const KEEP = 1;

/** A picture, and how long it is shown. */
export interface MovingFrame {
  readonly picture: IndexedPixels;
  readonly ms: number;
}

/** One GIF of pictures of a window. All have the colours that most pixels have, so that what is plain stays plain. */
export function movingPicture(frames: readonly MovingFrame[]): Uint8Array {
  const palette = commonColours(frames.map(({ picture }) => picture));
  const encoder = GIFEncoder();
  let before: Uint8Array | undefined;
  for (const { picture, ms } of frames) {
    const now = inColours(picture, palette);
    const shown = now.map((colour, at) => (colour === before?.[at] ? UNCHANGED : colour));
    const isFirst = before === undefined;
    encoder.writeFrame(shown, picture.width, picture.height, {
      delay: ms,
      dispose: KEEP,
      ...(isFirst && { palette: [...palette, [0, 0, 0]] }),
      ...(!isFirst && { transparent: true, transparentIndex: UNCHANGED }),
    });
    before = now;
  }
  encoder.finish();
  return encoder.bytes();
}

function commonColours(pictures: readonly IndexedPixels[]): Colour[] {
  const counts = new Map<string, number>();
  for (const picture of pictures) {
    const names = coloursOf(picture).map(String);
    for (const index of pixelsOf(picture)) {
      const name = names[index] ?? '';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const often = [...counts].sort(([, a], [, b]) => b - a).slice(0, COLOURS);
  return often.map(([name]) => {
    const [red = 0, green = 0, blue = 0] = name.split(',').map(Number);
    return [red, green, blue];
  });
}

function inColours(picture: IndexedPixels, palette: readonly Colour[]): Uint8Array {
  const indexes = coloursOf(picture).map((colour) => nearestColorIndex(palette, colour));
  return Uint8Array.from(pixelsOf(picture), (index) => indexes[index] ?? 0);
}

function coloursOf({ palette }: IndexedPixels): Colour[] {
  const bytes = Buffer.from(palette, 'base64');
  return Array.from({ length: bytes.length / 3 }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = bytes.subarray(at * 3, at * 3 + 3);
    return [red, green, blue];
  });
}

function pixelsOf({ pixels }: IndexedPixels): Uint8Array {
  return Buffer.from(pixels, 'base64');
}
