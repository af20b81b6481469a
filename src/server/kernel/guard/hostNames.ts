import { isIP } from 'node:net';
import os from 'node:os';
import { parsedUrl } from '../../../core/base/parsedUrl';
import type { AllowedHosts } from './allowedHosts';
import { listenHost } from './listenHost';
import { isLoopback, plainAddress } from './peer';

/** Returns the addresses of the machine in its networks. */
export type OwnAddresses = () => readonly string[];

/**
 * The IPv4 addresses of this machine that other devices can reach. They are read at each call, because networks change.
 */
export function lanAddresses(): string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/** All current addresses of this machine except loopback, each in one spelling. */
export function machineAddresses(): string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => plainAddress(address));
}

/**
 * The names by which devices of its network find this machine: its host name, and that with `.local`, which multicast DNS
 * has (RFC 6762). They are read at each call, because a network may give another one.
 */
export function machineNames(hostname: () => string = os.hostname): string[] {
  const whole = plainHostName(hostname());
  const [first = ''] = whole.split('.', 1);
  const names = [whole, first, `${first}.local`];
  // What is no name, or an address, would let in a caller by the name of another machine.
  return [...new Set(names)].filter(
    (name) => /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name) && !/(?:^|\.)[\d]+$/.test(name),
  );
}

/** Names that the emulators of Android and Genymotion, and Docker containers, use for the machine that they run on. */
export const CALLERS_NAMES: readonly string[] = ['10.0.2.2', '10.0.3.2', 'host.docker.internal'];

/**
 * Whether emulators, containers or browsers on this machine use this name for it: `CALLERS_NAMES`, or a name under
 * `localhost`. Their connections come from loopback. The name is not accepted from anywhere else.
 *
 * This does not allow DNS rebinding, in which an attacker makes the name of a page point to this machine. An address is
 * never looked up by DNS, so a page of `http://10.0.2.2` belongs to that machine, and its requests never come from
 * loopback. Browsers resolve names under `localhost` to loopback, whatever DNS says (RFC 6761, 6.3). `internal` belongs
 * to no public DNS.
 *
 * One case remains: whoever controls the DNS of the local network could make a browser load a page of
 * `host.docker.internal`, and then point that name to this machine. Such a page gets what any program on this machine
 * gets without the control token: the answers of a development server under its own origin. The control API has the
 * secrets, and it accepts none of these names.
 */
export function isCallersName(name: string): boolean {
  const plain = plainHostName(name);
  return CALLERS_NAMES.includes(plain) || /^(?:[a-z0-9_-]+\.)+localhost$/.test(plain);
}

/**
 * The names that this server accepts in `Host`. This prevents DNS rebinding: if a page of another site makes its own
 * name point to this machine, the requests still have that name in `Host`.
 */
export class HostNames {
  /**
   * @param allowed the names of the option `allowedHosts`, such as that of a tunnel
   * @param own addresses that are accepted too: where the server listens, and all of the machine if LAN is on
   * @param ownNames names of the machine in its network, which are accepted if LAN is on. They never give access to the
   * control API: who answers for a name of multicast DNS is anybody's guess
   */
  constructor(
    private readonly allowed: AllowedHosts,
    private readonly own: OwnAddresses,
    private readonly ownNames: OwnAddresses = () => [],
  ) {}

  isKnown(name: string): boolean {
    // Nearly all requests have one of these names.
    if (name === '127.0.0.1' || name === 'localhost') return true;
    const plain = plainHostName(name);
    return this.allowed.has(plain) || this.isMachine(plain) || this.ownNames().includes(plain);
  }

  isAllowed(name: string): boolean {
    return this.allowed.has(plainHostName(name));
  }

  /** Whether it is allowed as one of many names, of which others may have some. */
  isSharedName(name: string): boolean {
    const plain = plainHostName(name);
    return this.allowed.hasBeneath(plain) && !this.isMachine(plain) && !this.ownNames().includes(plain);
  }

  /** Whether the control API may be called by this name. */
  isForControl(name: string): boolean {
    return this.isAllowed(name) || this.isMachine(name);
  }

  /** Whether it is a name of this machine itself. */
  isMachine(name: string): boolean {
    const plain = wholeAddress(plainHostName(name));
    return plain === 'localhost' || (isIP(plain) !== 0 && isLoopback(plain)) || this.own().includes(plain);
  }

  /** Whether an origin is a server on this machine with that scheme and port, or a tunnel to it. */
  isOrigin(origin: string, scheme: string, port: number | undefined): boolean {
    // The address of a tunnel has its own port, and perhaps its own scheme.
    const hostname = parsedUrl(() => new URL(origin))?.hostname;
    if (hostname !== undefined && this.isAllowed(hostname)) return true;
    return this.isOwnPort(origin, scheme, port);
  }

  /**
   * Whether an origin is a server on this machine with that scheme and port, under any name that it has. A name that is
   * allowed as one of many may be that of another machine.
   */
  isOwnPort(origin: string, scheme: string, port: number | undefined): boolean {
    const url = parsedUrl(() => new URL(origin));
    if (!url || url.protocol !== `${scheme}:` || portOf(url) !== port) return false;
    return this.isKnown(url.hostname) && !this.isSharedName(url.hostname);
  }
}

/**
 * The name in a `Host` header; undefined if it is malformed. Browsers send names with other letters in ASCII. The port
 * may be empty (RFC 3986, 3.2.3).
 */
export function hostName(header: string): string | undefined {
  const [, bracketed, name] = /^(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::\d{0,5})?$/.exec(header) ?? [];
  return bracketed ?? name;
}

/** Whether a name always means this machine: browsers trust it as they trust HTTPS. */
export function isLoopbackName(name: string): boolean {
  const plain = wholeAddress(plainHostName(name));
  return /(?:^|\.)localhost$/.test(plain) || (isIP(plain) !== 0 && isLoopback(plain));
}

/** The port of an http or https URL. Without one, it is the default port of the scheme. */
export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

/** The origin of a URL, with another host name. */
export function originUnder(name: string, { protocol, port }: URL): string {
  return `${protocol}//${name}${port === '' ? '' : `:${port}`}`;
}

/** One spelling for each name. */
export function plainHostName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return plainAddress(plain);
}

/** An IPv4 address with all of its four numbers, as browsers write it: `127.1` is 127.0.0.1. */
function wholeAddress(plain: string): string {
  if (!/^(?:0x[\da-f]*|\d+)(?:\.(?:0x[\da-f]*|\d+)){0,3}$/.test(plain) || isIP(plain) !== 0) return plain;
  return parsedUrl(() => new URL(`http://${plain}`))?.hostname ?? plain;
}

/**
 * Whether other machines can reach a server that listens on this host.
 * @throws OptionsError
 */
export function isLanHost(host: string): boolean {
  const name = listenHost(host);
  return !/(?:^|\.)localhost$/.test(name) && !isLoopback(name);
}
