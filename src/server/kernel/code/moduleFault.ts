import path from 'node:path';
import { phraseText } from '../../../core/compliance/phrase';
import { type FileFault, type FileLimit, fileFaultPhrase } from '../../../core/files/fileFault';
import { readFaultSync } from '../../../disk/userFile';

/** A module is compiled as one text. Bundles of whole applications are a tenth of that. */
export const MODULE_LIMIT: FileLimit = { bytes: 32_000_000, name: 'MODULE_LIMIT' };
export const PACKAGE_LIMIT: FileLimit = { bytes: 4_000_000, name: 'PACKAGE_LIMIT' };

/** Node leaves addons to the system, which reads of them only what it needs. */
const ADDON = /\.node$/i;
const NO_LIMIT: FileLimit = { bytes: Number.MAX_SAFE_INTEGER, name: 'NO_LIMIT' };

/** Why Node cannot load a module. Undefined when it can read it. */
export function moduleFault(file: string): FileFault | undefined {
  return readFaultSync(file, ADDON.test(file) ? NO_LIMIT : MODULE_LIMIT);
}

/**
 * Why the `package.json` that says of what kind a module is cannot be read. Node reads the nearest one above the module,
 * whatever it is: at a pipe it waits until the time limit, and that of a device has no end.
 * @param folder absolute path of the folder of the module
 * @returns one sentence; undefined when there is none, or it can be read
 */
export function packageFault(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    const fault = readFaultSync(file, PACKAGE_LIMIT);
    if (!fault) return undefined;
    // Node goes on to the folder above where there is none.
    if (fault.kind !== 'missing' && fault.kind !== 'deadLink') return faultSentence(file, fault);
    if (path.dirname(at) === at) return undefined;
  }
}

/** What is wrong with a file, in one sentence. */
export function faultSentence(file: string, fault: FileFault): string {
  return `${phraseText(fileFaultPhrase(file, fault))}.`;
}
