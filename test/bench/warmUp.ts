import fs from 'node:fs';
import path from 'node:path';

/**
 * Reads all files below a folder, so that what is measured next finds them in the memory of the system. Systems give
 * that memory away within minutes.
 */
export function warmUp(folder: string): void {
  const buffer = Buffer.allocUnsafeSlow(1 << 16);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) warmUp(place);
    if (!entry.isFile()) continue;
    const descriptor = fs.openSync(place, 'r');
    while (fs.readSync(descriptor, buffer) > 0);
    fs.closeSync(descriptor);
  }
}
