/** A picture whose pixels are numbers of colours. */
export interface IndexedPixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each colour, in base64. */
  readonly palette: string;
  /** The number of the colour of each pixel, in base64. */
  readonly pixels: string;
}

/** As many as a byte can tell apart. */
const COLOURS = 256;

/**
 * Reads a picture of a window. It has few hundred colours, nearly all of them at the edges of letters, so the rare ones
 * become the nearest of the others.
 * @param png in base64
 */
export async function indexedPixels(png: string): Promise<IndexedPixels> {
  const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const colours: number[] = [];
  for (let at = 0; at < data.length; at += 4) colours.push(colourAt(data, at));
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, COLOURS)
    .map(([colour]) => colour);
  const numbers = new Map([...counts.keys()].map((colour) => [colour, nearest(colour, palette)]));
  return {
    width,
    height,
    palette: base64(palette.flatMap(partsOf)),
    pixels: base64(colours.map((colour) => numbers.get(colour) ?? 0)),
  };
}

function colourAt(data: Uint8ClampedArray, at: number): number {
  return ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
}

function partsOf(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function nearest(colour: number, palette: readonly number[]): number {
  const parts = partsOf(colour);
  const distances = palette.map((each) =>
    partsOf(each).reduce((sum, part, at) => sum + (part - (parts[at] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function base64(bytes: readonly number[]): string {
  let text = '';
  for (const each of bytes) text += String.fromCharCode(each);
  return btoa(text);
}
