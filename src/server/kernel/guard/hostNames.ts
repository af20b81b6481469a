import { isIP } from 'node:net';
import os from 'node:os';
import type { AllowedHosts } from './allowedHosts';
import { listenHost } from './listenHost';
import { isLoopback, plainAddress } from './peer';

/** Addresses of the machine in its networks. */
export type OwnAddresses = () => readonly string[];

/** IPv4 addresses of this machine that other devices can reach, as they are now: networks come and go. */
export function lanAddresses(): string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/** Every address of this machine that is not loopback, as it is now, in one spelling each. */
export function machineAddresses(): string[] {
  return Object.values(os.networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => plainAddress(address));
}

/** By which the emulators of Android and Genymotion, and containers of Docker, call the machine that they run on. */
export const CALLERS_NAMES: readonly string[] = ['10.0.2.2', '10.0.3.2', 'host.docker.internal'];

/**
 * Whether it is a name by which emulators, containers and browsers of this machine call it: `CALLERS_NAMES`, or one
 * under `localhost`. Such a caller's connections come from loopback; from anywhere else the name means nothing.
 *
 * DNS rebinding, where a page of an attacker has its own name point to this machine, stays without a way in. Nobody's DNS
 * is asked for an address, so a page of `http://10.0.2.2` is of that machine and never comes from loopback. Names under
 * `localhost` are loopback for browsers, whatever DNS says (RFC 6761, 6.3), and `internal` belongs to no public DNS. Who
 * rules the DNS of the network that a machine is in could have a browser load a page as `host.docker.internal` and lead
 * that name here afterwards. It would get what any program of this machine gets without the control token: the answers of
 * a server for development, under its own origin. The control API, which has the secrets, knows these names not at all.
 */
export function isCallersName(name: string): boolean {
  const plain = plainName(name);
  return CALLERS_NAMES.includes(plain) || /^(?:[a-z0-9_-]+\.)+localhost$/.test(plain);
}

/**
 * Which names this server answers to. A page of another site that makes its name point to this machine (DNS rebinding)
 * still says that name in `Host`.
 */
export class HostNames {
  /**
   * @param allowed names of tunnels and the like
   * @param own addresses that are names too: where the server listens, and all of the machine when LAN is on
   */
  constructor(
    private readonly allowed: AllowedHosts,
    private readonly own: OwnAddresses,
  ) {}

  isKnown(name: string): boolean {
    // Nearly every request.
    if (name === '127.0.0.1' || name === 'localhost') return true;
    const plain = plainName(name);
    return this.allowed.has(plain) || this.isMachine(plain);
  }

  isAllowed(name: string): boolean {
    return this.allowed.has(plainName(name));
  }

  /** Whether it is a name of this machine itself. */
  isMachine(name: string): boolean {
    const plain = wholeAddress(plainName(name));
    return plain === 'localhost' || (isIP(plain) !== 0 && isLoopback(plain)) || this.own().includes(plain);
  }

  /** Whether an origin is a server of this machine at that scheme and port, or a tunnel to it. */
  isOrigin(origin: string, scheme: string, port: number | undefined): boolean {
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    if (!url) return false;
    // What a tunnel shows to a browser has a port, and perhaps a scheme, of its own.
    if (this.isAllowed(url.hostname)) return true;
    return url.protocol === `${scheme}:` && portOf(url) === port && this.isMachine(url.hostname);
  }
}

/** The name in a `Host` header; undefined when it is malformed. Names of other letters come in ASCII: browsers see to it. A port may be empty (RFC 3986, 3.2.3). */
export function hostName(header: string): string | undefined {
  const [, bracketed, name] = /^(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::\d{0,5})?$/.exec(header) ?? [];
  return bracketed ?? name;
}

/** The port of an http or https address, also where it goes without saying. */
export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

/** The origin of an address with another host name. */
export function originUnder(name: string, { protocol, port }: URL): string {
  return `${protocol}//${name}${port === '' ? '' : `:${port}`}`;
}

/** One spelling for one name. */
export function plainName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return plainAddress(plain);
}

/** An IPv4 address with all of its four numbers, as browsers have it: `127.1` is 127.0.0.1. */
function wholeAddress(plain: string): string {
  if (!/^(?:0x[\da-f]*|\d+)(?:\.(?:0x[\da-f]*|\d+)){0,3}$/.test(plain) || isIP(plain) !== 0) return plain;
  return URL.canParse(`http://${plain}`) ? new URL(`http://${plain}`).hostname : plain;
}

/** Whether others than this machine reach a server that listens there. @throws OptionsError */
export function isLanHost(host: string): boolean {
  const name = listenHost(host);
  return !/(?:^|\.)localhost$/.test(name) && !isLoopback(name);
}
