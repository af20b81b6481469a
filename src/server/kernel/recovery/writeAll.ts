import fs from 'node:fs';

/**
 * Writes a text to a place in a file.
 * @returns the number of bytes written
 */
export function writeAll(file: number, text: string, position: number): number {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    written += fs.writeSync(file, bytes, written, bytes.length - written, position + written);
  }
  return bytes.length;
}
