import fs from 'node:fs/promises';
import path from 'node:path';
import { phraseText } from '../../../core/compliance/phrase';
import { type FileLimit, fileFaultPhrase } from '../../../core/files/fileFault';
import { fileFaultSync } from '../../../disk/fileKind';

const PACKAGE_LIMIT: FileLimit = { bytes: 4_000_000, name: 'PACKAGE_LIMIT' };

/**
 * Why the `package.json` that says of what kind a module is cannot be read. Node reads the nearest one above the module,
 * whatever it is: at a pipe it waits until the time limit, and that of a device has no end.
 * @param folder absolute path of the folder of the module
 * @returns one sentence; undefined when there is none, or it is a regular file
 */
export async function packageFault(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    const fault = fileFaultSync(file);
    if (!fault) {
      const { size: bytes } = await fs.stat(file);
      if (bytes <= PACKAGE_LIMIT.bytes) return undefined;
      return `${phraseText(fileFaultPhrase(file, { kind: 'tooLarge', bytes, limit: PACKAGE_LIMIT }))}.`;
    }
    // Node goes on to the folder above where there is none.
    if (fault.kind !== 'missing' && fault.kind !== 'deadLink') return `${phraseText(fileFaultPhrase(file, fault))}.`;
    if (path.dirname(at) === at) return undefined;
  }
}
