import { isIPv6, type Socket } from 'node:net';

/** IPv4 in IPv6, as a URL spells it. */
const WRAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** One spelling for one address, without the wrapping of IPv4 in IPv6, so that one device has one address. */
export function plainAddress(address: string): string {
  if (!address.includes(':')) return address;
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const plain = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [, high, low] = WRAPPED.exec(plain) ?? [];
  if (high === undefined || low === undefined) return plain;
  return [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]).join('.');
}

export function isLoopback(address: string): boolean {
  // Nearly every request.
  if (address === '127.0.0.1') return true;
  const plain = plainAddress(address);
  return plain === '::1' || /^127\.\d+\.\d+\.\d+$/.test(plain);
}

/**
 * Whether the other end is on this machine: over loopback, or over an address of the machine itself, which is both ends
 * of the connection then. A server on one LAN address only is reached like that.
 */
export function isThisMachine({
  remoteAddress,
  localAddress,
}: Pick<Socket, 'remoteAddress' | 'localAddress'>): boolean {
  return remoteAddress !== undefined && (isLoopback(remoteAddress) || remoteAddress === localAddress);
}
