import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import type { ConfigurationFault, ConfigurationReading } from '../../core/configuration/configuration';
import { readConfiguration } from '../../core/configuration/readConfiguration';
import type { FileLimit } from '../../core/files/fileFault';
import { Lines } from '../../core/json/position';
import { firstIllFormed } from '../firstIllFormed';
import { readUserFileSync } from '../userFile';

export const CONFIGURATION_LIMIT: FileLimit = { bytes: 4_000_000, name: 'CONFIGURATION_LIMIT' };

/**
 * Reads a configuration.
 * @param file absolute path
 * @throws UserFileError
 */
export function readConfigurationFile(file: string): ConfigurationReading {
  const { bytes } = readUserFileSync(file, { limit: CONFIGURATION_LIMIT });
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return readConfiguration(text);
  const at = firstIllFormed(bytes, text);
  const fault: ConfigurationFault = {
    message: 'The file is not UTF-8 from here on; save it with the encoding UTF-8',
    range: new Lines(text).rangeAt(at, at + 1),
    isOfSchema: false,
  };
  return { configuration: { hints: {}, ignore: [], server: {} }, faults: [fault] };
}

/**
 * The text of a configuration.
 * @throws UserFileError
 */
export function readConfigurationText(file: string): string {
  return readUserFileSync(file, { limit: CONFIGURATION_LIMIT }).bytes.toString('utf8');
}

/**
 * Whether a configuration that was found belongs to somebody else. It can name code that a server runs, and anybody may write
 * to some of the folders above.
 * @param from the folder from which it was looked for
 */
export function isOfAnother(file: string, from: string): boolean {
  // Windows tells no owners.
  const own = process.getuid?.();
  if (own === undefined) return false;
  try {
    const trusted = [0, own];
    // In a container, root works in a folder that is mounted, for the user whose folder it is.
    if (own === 0) trusted.push(fs.statSync(from).uid);
    return [fs.lstatSync(file), fs.statSync(file)].some(({ uid }) => !trusted.includes(uid));
  } catch {
    // Why it cannot be read is told when it is read.
    return false;
  }
}
