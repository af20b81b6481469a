import { isIPv6 } from 'node:net';
import { OptionsError } from '../optionsError';
import { hostName, plainName } from './hostNames';

const ANY = '*.';

/** The names of `allowedHosts`: whole ones, and `*.name` for all beneath a name. A scheme, a port or a path is forgiven. */
export class AllowedHosts {
  /** As certificates have them. */
  readonly names: readonly string[];
  private readonly whole: ReadonlySet<string>;
  private readonly endings: readonly string[];

  /** @throws OptionsError for what names no host */
  constructor(given: readonly string[]) {
    this.names = given.map(nameOf);
    this.whole = new Set(this.names.filter((name) => !name.startsWith(ANY)));
    this.endings = this.names.filter((name) => name.startsWith(ANY)).map((name) => name.slice(1));
  }

  /** @param name plain */
  has(name: string): boolean {
    return this.whole.has(name) || this.endings.some((ending) => name.endsWith(ending) && name.length > ending.length);
  }
}

function nameOf(text: string): string {
  const host = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/[/?#].*$/s, '');
  const name = isIPv6(host) ? host : hostName(host);
  const plain = plainName(name ?? '');
  // Every name there is would let in whoever leads a name of his own here.
  if (/^(?:\*\.)?[^*,]+$/.test(plain)) return plain;
  throw new OptionsError(
    `“allowedHosts” has “${text}”, which names no host; give a name such as tunnel.example, or *.tunnel.example for all beneath it`,
  );
}
