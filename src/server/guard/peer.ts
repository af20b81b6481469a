import type { Socket } from 'node:net';

/** An address without the wrapping of IPv4 in IPv6, so that one device has one address. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
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
