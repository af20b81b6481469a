import { isIP } from 'node:net';
import type { ServerOptions } from '../options/options';
import type { Space, Store } from '../store/store';
import { certificateIn } from './certificateFiles';

/** The certificate and its private key, as PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Browsers refuse a certificate that is valid for longer. */
const DAYS = 397;
const DAY_MS = 86_400_000;

/**
 * The certificate that the server created. It outlives a crash, because clients have accepted it. It is local, because
 * its private key is a secret.
 */
const MADE: Space<Certificate> = { name: 'certificate', isLocal: true };
const KEY = 'made';

/** Like `certificateOf`, but creates a certificate only once and keeps it in the store. */
export async function storedCertificate(
  store: Store,
  https: NonNullable<ServerOptions['https']>,
  hosts: readonly string[],
  log: (line: string) => void,
): Promise<Certificate> {
  const made = https === true ? await store.get(MADE, KEY) : undefined;
  const certificate = made ?? (await certificateOf(https, hosts, log));
  if (https === true && !made) await store.put(MADE, KEY, certificate);
  return certificate;
}

/**
 * The certificate of a server. It is read from the given files, or created for this run.
 * @param hosts names and addresses for a created certificate
 * @param log receives warnings about a certificate that some clients may refuse
 * @throws the error of reading or creating it
 */
export async function certificateOf(
  https: NonNullable<ServerOptions['https']>,
  hosts: readonly string[],
  log: (line: string) => void = () => {},
): Promise<Certificate> {
  if (https !== true) return certificateIn(https, log);
  // Real time, and valid from a day before, because the clocks of clients differ.
  const from = Date.now() - DAY_MS;
  // Only a server with HTTPS and without a certificate of its own needs what makes one.
  const { generate } = await import('./selfSigned.js');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    // A key of RSA takes a tenth of a second to make, and longer on a bad day.
    keyType: 'ec',
    curve: 'P-256',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map((host) => nameOf(host)) },
    ],
  });
  return { cert: made.cert, key: made.private };
}

function nameOf(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host };
}
