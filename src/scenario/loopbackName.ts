import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
/** 127.0.0.0/8 inside an IPv6 address, as a parsed URL has it. */
const MAPPED = /^::ffff:7f[\da-f]{2}:[\da-f]{1,4}$/;

/** The host of a parsed URL in one spelling: an IPv6 address without brackets, a name without the dot at its end. */
export function plainHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/**
 * Whether a host is this machine by its name alone: 127.0.0.0/8, ::1, `localhost` or a name under it. Nothing is looked
 * up: another name that DNS leads here is another host.
 * @param hostname of a parsed URL, which has addresses in one spelling, whatever their base was
 */
export function isLoopbackHost(hostname: string): boolean {
  const plain = plainHost(hostname);
  return isLocalhost(plain) || plain === '::1' || MAPPED.test(plain) || /^127\.\d+\.\d+\.\d+$/.test(plain);
}

/** How a connection finds the address of a host: names under `localhost` without DNS (RFC 6761, 6.3). */
export function lookupFor(hostname: string): { readonly lookup?: LookupFunction } {
  return isLocalhost(plainHost(hostname)) ? { lookup: atLoopback } : {};
}

const atLoopback: LookupFunction = (_name, { all, family }, found) => {
  const fitting = LOOPBACK.filter((each) => !family || each.family === family);
  const [first = LOOPBACK[0] as LookupAddress] = fitting;
  if (all) found(null, [...fitting]);
  else found(null, first.address, first.family);
};

function isLocalhost(plain: string): boolean {
  return /^(?:.+\.)?localhost$/.test(plain);
}
