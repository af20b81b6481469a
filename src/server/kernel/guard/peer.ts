import { isIPv6, type Socket } from 'node:net';

/** An IPv4 address inside an IPv6 address, as in a URL. */
const WRAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * One spelling for each address. IPv4 addresses inside IPv6 addresses are unwrapped, so that a device has one address
 * only.
 */
export function plainAddress(address: string): string {
  if (!address.includes(':')) return address;
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const plain = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [, high, low] = WRAPPED.exec(plain) ?? [];
  if (high === undefined || low === undefined) return plain;
  return [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]).join('.');
}

/** Link-local: each link of this machine has addresses of its own, so one address can be two devices. */
const OF_LINK = /^fe[89ab][0-9a-f]:/;

/** The address of a device, in one spelling. A link-local one has its link, such as `fe80::1%eth0`. */
export function deviceAddress(address: string): string {
  const plain = plainAddress(address);
  return OF_LINK.test(plain) ? `${plain}${/%.*$/.exec(address)?.[0] ?? ''}` : plain;
}

/** Whether an address, in any spelling, is a loopback address. */
export function isLoopback(address: string): boolean {
  // Nearly all requests come from this address.
  if (address === '127.0.0.1') return true;
  const plain = plainAddress(address);
  return plain === '::1' || /^127\.\d+\.\d+\.\d+$/.test(plain);
}

/**
 * Whether the client is on this machine. Its connection comes over loopback, or both ends have the same address of this
 * machine. The second case occurs if the server listens on a LAN address only.
 */
export function isThisMachine({
  remoteAddress,
  localAddress,
}: Pick<Socket, 'remoteAddress' | 'localAddress'>): boolean {
  return remoteAddress !== undefined && (isLoopback(remoteAddress) || remoteAddress === localAddress);
}
