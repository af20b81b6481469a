import { isIPv6 } from 'node:net';
import { parsedUrl } from '../../../core/base/parsedUrl';
import { OptionsError } from '../../../core/server/optionsError';
import { plainAddress } from './peer';

/** Addresses that a network card gives itself. Several cards may have the same one. */
const LINK_LOCAL = /^fe[89ab][0-9a-f]:/i;

/**
 * The address or name to listen on, in the spelling that clients use: without brackets, in lower case, with all numbers
 * of an address. A zone is removed if the address is complete without it.
 * @throws OptionsError for a text that is no address, and for an address that no client can use
 */
export function listenHost(given: string): string {
  const refuse = (words: string): never => {
    throw new OptionsError(`“host” is “${given}”, which ${words}`);
  };
  const nothing = () =>
    refuse(
      'is no address to listen on; give 127.0.0.1, or 0.0.0.0 for all networks of this machine (“port” is an option of its own)',
    );
  const bare = /^\[(.*)\]$/.exec(given.trim())?.[1] ?? given.trim();
  if (bare.includes(':')) {
    const [address = '', zone] = bare.split('%', 2);
    if (!isIPv6(address)) return nothing();
    if (zone !== undefined && LINK_LOCAL.test(address)) {
      refuse(
        'holds for one network card only, and so is no address of a page in a browser; give another of this machine',
      );
    }
    return plainAddress(address);
  }
  const url = /^[\p{L}\p{N}._-]+$/u.test(bare) ? parsedUrl(() => new URL(`http://${bare}`)) : undefined;
  return url ? url.hostname.replace(/\.$/, '') : nothing();
}
