import os from 'node:os';
import type { FileLimit } from '../../core/files/fileFault';
import { digestOf } from '../digest';
import { readUserFileSync } from '../userFile';

/** Changes when what is kept of a session, or how, changes in a way that no other part of the digest sees. */
const FORM = 1;
const PROGRAM_LIMIT: FileLimit = { bytes: 100_000_000, name: 'PROGRAM_LIMIT' };

/**
 * What decides how a session file is checked and kept: this program, its version, the schema, and Node's own form of plain data. What was
 * checked by others is not used. The program is the bundle of the checking thread, so that a build without a new version counts too.
 * @param schema a digest of the schema file. Undefined for the built-in schema.
 */
export function rulesDigest(version: string, schema: string | undefined): string {
  const program = digestOf(readUserFileSync(__filename, { limit: PROGRAM_LIMIT }).bytes);
  return digestOf(JSON.stringify([FORM, version, program, schema ?? '', process.versions.v8, os.endianness()]));
}
