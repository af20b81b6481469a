import { isIPv4 } from 'node:net';
import { BoundedPattern } from '../../../core/pattern/boundedPattern';

/** No name is longer (RFC 1035, 2.3.4). */
export const LONGEST_HOST = 253;

/**
 * A host in which `*` stands for a part (docs/facts/4d-web.md#cors). Anybody can register a name that begins with
 * `192.168.`, so a pattern of numbers takes addresses alone. In front of a name, `*` stands for any characters. Elsewhere
 * it stands for none that is a dot: whoever owns what is behind the dot would be let in otherwise.
 */
export class HostPattern {
  /** Whether it takes every host. */
  readonly isAny: boolean;
  private readonly isOfAddresses: boolean;
  private readonly pattern: BoundedPattern;

  /** @param pattern in lower case and in ASCII, not longer than `LONGEST_HOST` */
  constructor(pattern: string) {
    this.isAny = /^\*+$/.test(pattern);
    this.isOfAddresses = /^[\d.*]*\d[\d.*]*$/.test(pattern);
    const parts = pattern.split(/\*+/).map((part) => part.replace(/[^\w-]/g, '\\$&'));
    const [first = '', second, ...rest] = parts;
    const crossesDots = this.isOfAddresses || first === '';
    const start = second === undefined ? first : `${first}${crossesDots ? '.*' : '[^.]*'}${second}`;
    this.pattern = new BoundedPattern(`^${[start, ...rest].join(this.isOfAddresses ? '.*' : '[^.]*')}$`, 's');
  }

  /** @param hostname as a parsed URL has it */
  fits(hostname: string): boolean {
    if (this.isAny) return true;
    if (hostname.length > LONGEST_HOST || (this.isOfAddresses && !isIPv4(hostname))) return false;
    return this.pattern.test(hostname);
  }
}
