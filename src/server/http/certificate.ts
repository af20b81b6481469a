import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import type { ServerOptions } from '../options';

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Browsers refuse one that is good for longer. */
const DAYS = 397;
const DAY_MS = 86_400_000;
/** A long chain has some ten thousand. */
const MAX_BYTES = 1_000_000;

/**
 * The certificate that a server shows: read from the files that are given, or made for this run and kept in memory only.
 * @param hosts names and addresses that a made one is for
 * @throws what reading or making fails with
 */
export async function certificateOf(
  https: NonNullable<ServerOptions['https']>,
  hosts: readonly string[],
): Promise<Certificate> {
  if (https !== true) {
    // One after the other: of two that are missing, the same one is told each time.
    const cert = await read('cert', https.cert);
    const key = await read('key', https.key);
    // What is none, or does not belong together, is told now.
    createSecureContext({ cert, key });
    return { cert, key };
  }
  // Real time, and a day of room: clocks of clients differ.
  const from = Date.now() - DAY_MS;
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keySize: 2048,
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map((host) => nameOf(host)) },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** A PEM file, also behind a link, as those that renew certificates lay them. */
async function read(option: 'cert' | 'key', file: string): Promise<string> {
  const where = `“https.${option}” names ${file}, which`;
  let handle: fs.FileHandle;
  try {
    // Without waiting: a pipe may have nobody at its other end.
    handle = await fs.open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw new Error(`${where} cannot be read: ${(error as Error).message}`);
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MAX_BYTES) throw new Error('it is larger than 1 MB');
    return await handle.readFile('utf8');
  } catch (error) {
    throw new Error(`${where} cannot be read: ${(error as Error).message}`);
  } finally {
    await handle.close();
  }
}

function nameOf(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host };
}
