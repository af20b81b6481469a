import fs from 'node:fs/promises';
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
    const cert = await fs.readFile(https.cert, 'utf8');
    const key = await fs.readFile(https.key, 'utf8');
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

function nameOf(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return /^[\d.]+$|:/.test(host) ? { type: 7, ip: host } : { type: 2, value: host };
}
