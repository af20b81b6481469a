import type { ServerAddress } from '../../core/protocol/address';
import { HttpControlClient } from './httpControlClient';
import { patientFetch } from './patientFetch';

/** A server on this machine that takes longer to answer hangs. It is less than programs of agents wait for a tool. */
const PATIENCE_MS = 20_000;
/** These read or write all that the server has, which may be much. */
const LONG_WORK: ReadonlySet<string> = new Set(['/snapshot', '/mobile/refresh', '/reset']);
const LONG_PATIENCE_MS = 120_000;

/**
 * Calls the control API for a program that must not wait for ever. What waits on purpose, as `follow` does, is not for it.
 * @param patience gives up after some milliseconds
 */
export function patientControlClient(
  address: Pick<ServerAddress, 'controlUrl' | 'controlToken'>,
  patience: (ms: number) => typeof fetch = patientFetch,
): HttpControlClient {
  const short = patience(PATIENCE_MS);
  const long = patience(LONG_PATIENCE_MS);
  return new HttpControlClient(address, (url, init) => (isLong(String(url), address) ? long : short)(url, init));
}

function isLong(url: string, { controlUrl }: Pick<ServerAddress, 'controlUrl'>): boolean {
  return LONG_WORK.has(url.slice(controlUrl.length).replace(/[?#].*$/s, ''));
}
