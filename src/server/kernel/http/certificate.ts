import { isIP } from 'node:net';
import { generate } from 'selfsigned';
import type { ServerOptions } from '../options/options';
import type { Space, Store } from '../store/store';
import { certificateIn } from './certificateFiles';

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Browsers refuse one that is good for longer. */
const DAYS = 397;
const DAY_MS = 86_400_000;

/** One that was made: clients have got to know it, and after a crash it is the same. Local: its key is a secret. */
const MADE: Space<Certificate> = { name: 'certificate', isLocal: true };
const KEY = 'made';

/** As `certificateOf`; what is made is in the store, and is made once. */
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
 * The certificate that a server shows: read from the files that are given, or made for this run.
 * @param hosts names and addresses that a made one is for
 * @param log told of what a client may refuse, but that can be used
 * @throws what reading or making fails with
 */
export async function certificateOf(
  https: NonNullable<ServerOptions['https']>,
  hosts: readonly string[],
  log: (line: string) => void = () => {},
): Promise<Certificate> {
  if (https !== true) return certificateIn(https, log);
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
  return isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host };
}
