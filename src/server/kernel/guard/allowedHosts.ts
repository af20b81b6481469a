import { isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { OptionsError } from '../../../core/server/optionsError';
import { hostName, plainHostName } from './hostNames';

const ANY = '*.';

/**
 * Host names that a user allows, such as those of the option `allowedHosts`. A name may be `*.name`, for all names below it. A scheme, port or path
 * in the option is ignored.
 */
export class AllowedHosts {
  /** The names as certificates need them: in ASCII, each in one spelling. */
  readonly names: readonly string[];
  private readonly whole: ReadonlySet<string>;
  private readonly endings: readonly string[];

  /**
   * @param option the name of the option or setting, for messages
   * @throws OptionsError for a text that is no host name, a name that no client can use, or a name that allows too many
   * hosts
   */
  constructor(given: readonly string[], option = 'allowedHosts') {
    this.names = given.map((text) => nameOf(text, option));
    this.whole = new Set(this.names.filter((name) => !name.startsWith(ANY)));
    this.endings = this.names.filter((name) => name.startsWith(ANY)).map((name) => name.slice(1));
  }

  /** @param name in the form of `plainName` */
  has(name: string): boolean {
    return this.whole.has(name) || this.endings.some((ending) => name.endsWith(ending) && name.length > ending.length);
  }

  /**
   * Whether a name is allowed by `*.name` alone. Others may have names there too, as with the names that a service of tunnels
   * gives to all its users.
   * @param name in the form of `plainName`
   */
  hasBeneath(name: string): boolean {
    return this.has(name) && !this.whole.has(name);
  }

  /** @param hostname as a parsed URL has it */
  allows(hostname: string): boolean {
    return this.has(plainHostName(hostname));
  }
}

function nameOf(text: string, option: string): string {
  const refuse = (words: string): never => {
    throw new OptionsError(`“${option}” has “${text}”, which ${words}`);
  };
  const whole = text.trim().replace(/^https?:\/\//i, '');
  const [host = ''] = whole.split(/[/?#]/, 1);
  if (isRange(whole, host)) refuse('names a range of addresses; give each address by itself');
  const isAny = host.startsWith(ANY);
  const bare = isAny ? host.slice(ANY.length) : host;
  if (bare.startsWith('.') && bare.length > 1 && !isAny) {
    refuse(`is no name; give *${bare} for all beneath ${bare.slice(1)}, and ${bare.slice(1)} for that name`);
  }
  const name = plainHostName((isIPv6(bare) ? bare : hostName(inAscii(bare))) ?? '');
  if (isIP(name) === 0 && !/^[\w-]+(?:\.[\w-]+)*$/.test(name)) {
    refuse('names no host; give a name such as tunnel.example, or *.tunnel.example for all beneath it');
  }
  if (!isAny) return name;
  // Browsers take a name that ends with a number for an IP address.
  if (isIP(name) !== 0 || /(?:^|\.)\d+$/.test(name)) refuse('has * before an address; give the whole address');
  // Attackers can register their own names below such an ending.
  if (!name.includes('.')) refuse(`lets in everybody's names; give at least two parts after *, as *.tunnel.${name}`);
  return ANY + name;
}

/**
 * Whether it is an address range such as `10.0.0.0/8`. Otherwise, the number after the slash would be taken for a path.
 */
function isRange(whole: string, host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0 && /^\/\d{1,3}$/.test(whole.slice(host.length));
}

/** A name as a client sends it. A name in ASCII is not changed, even if it is wrong. */
function inAscii(host: string): string {
  const [, name = '', port = ''] = /^(.*?)(:\d{1,5})?$/s.exec(host) ?? [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII.
  return /^[\x00-\x7f]*$/.test(name) ? host : domainToASCII(name) + port;
}
