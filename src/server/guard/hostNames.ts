import os from 'node:os';
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

/**
 * Which names this server answers to. A page of another site that makes its name point to this machine (DNS rebinding)
 * still says that name in `Host`.
 */
export class HostNames {
  private readonly allowed: ReadonlySet<string>;

  /**
   * @param allowed names of tunnels and the like
   * @param own addresses that are names too; none unless LAN is on
   */
  constructor(
    allowed: readonly string[],
    private readonly own: OwnAddresses,
  ) {
    this.allowed = new Set(allowed.map((name) => plainName(name)));
  }

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
    const plain = plainName(name);
    return plain === 'localhost' || plain === '127.0.0.1' || plain === '::1' || this.own().includes(plain);
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

/** The name in a `Host` header; undefined when it is malformed. */
export function hostName(header: string): string | undefined {
  const [, bracketed, name] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@[\]]+))(?::\d{1,5})?$/.exec(header) ?? [];
  return bracketed ?? name;
}

/** The port of an http or https address, also where it goes without saying. */
export function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

function plainName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return plainAddress(plain);
}

/** Whether others than this machine reach a server that listens there. */
export function isLanHost(host: string): boolean {
  return host.toLowerCase() !== 'localhost' && !isLoopback(host);
}
