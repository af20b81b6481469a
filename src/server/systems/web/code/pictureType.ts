import { imageSize } from 'image-size';

/** The types of pictures that 4D and browsers know, by the names of the library. */
const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  ico: 'image/x-icon',
  jp2: 'image/jp2',
  jpg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
  webp: 'image/webp',
};

/** How much is read of a picture that has its size behind other data, and of an SVG picture before its first element. */
const LONGEST_BEGINNING = 1024 * 1024;

/**
 * The media type of a picture: `image/png`, `image/svg+xml`. Undefined when the bytes are no picture. A picture of 4D
 * knows its type, bytes in JavaScript do not, so they are looked at.
 */
export function pictureType(bytes: Uint8Array): string | undefined {
  if (isSvg(bytes)) return 'image/svg+xml';
  // Without this, the library would take long for bytes that only begin as a JPEG picture does.
  const isJpeg = bytes[0] === 0xff;
  try {
    const { type = '', width, height } = imageSize(isJpeg ? bytes.subarray(0, LONGEST_BEGINNING) : bytes);
    if (!(width > 0) || !(height > 0)) return undefined;
    // Two letters begin a BMP picture. Any text may have these, but not the length behind them.
    if (type === 'bmp' && lengthInBmp(bytes) !== bytes.length) return undefined;
    return TYPES[type];
  } catch {
    // This is how the library says that the bytes are no picture.
    return undefined;
  }
}

function lengthInBmp(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(2, true);
}

/** Whether the first element is `svg`, behind a byte order mark, an XML prologue, comments and a document type. */
function isSvg(bytes: Uint8Array): boolean {
  const text = textOf(bytes.subarray(0, LONGEST_BEGINNING));
  let at = 0;
  for (;;) {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
    const end = endOfProlog(text, at);
    if (end === undefined) return /^<(?:[\w-]+:)?svg[\s/>]/.test(text.slice(at, at + 100));
    if (end < 0) return false;
    at = end;
  }
}

/** The place behind what may stand before the first element. Undefined when nothing such is there, -1 when it has no end. */
function endOfProlog(text: string, at: number): number | undefined {
  const behind = (end: string) => {
    const found = text.indexOf(end, at);
    return found < 0 ? -1 : found + end.length;
  };
  if (text.startsWith('<?', at)) return behind('?>');
  if (text.startsWith('<!--', at)) return behind('-->');
  if (!/^<!doctype\s/i.test(text.slice(at, at + 10))) return undefined;
  const close = behind('>');
  const subset = text.indexOf('[', at);
  // Declarations inside the brackets have a `>` of their own.
  if (subset < 0 || subset > close) return close;
  const bracket = text.indexOf(']', subset);
  const last = bracket < 0 ? -1 : text.indexOf('>', bracket);
  return last < 0 ? -1 : last + 1;
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const charset =
    first === 0xfe && second === 0xff ? 'utf-16be' : first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(charset).decode(bytes);
}
