import { domainToASCII } from 'node:url';
import { parsedUrl } from '../../../core/base/parsedUrl';
import { OptionsError } from '../../../core/server/optionsError';
import { isPageScheme } from '../../kernel/guard/callingPage';
import { HostPattern, LONGEST_HOST } from './hostPattern';

/** An element of the option `web.cors`, with the members of 4D's CORS settings (docs/facts/4d-web.md#cors). */
export interface CorsOption {
  /** A host as 4D takes it: `*`, `*.example.com`, `192.168.*:8081`, `http://localhost:3000`, `capacitor://localhost`. */
  readonly host: string;
  /** Methods with `;` between them, such as `get;post`. All methods if it is empty or absent. */
  readonly methods?: string;
}

/** The methods that 4D lists (docs/facts/4d-web.md#cors). */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'];
const EXAMPLES = 'localhost:3000, *.example.com, http://192.168.* or *';

/** The pages that one element of `web.cors` lets call, and with which methods. */
export class CorsRule {
  /** Upper case. */
  readonly methods: readonly string[];
  /** With the colon at its end. */
  private readonly scheme: string | undefined;
  private readonly host: HostPattern;
  private readonly port: string | undefined;

  /** @throws OptionsError for what is no host, or no method */
  constructor({ host, methods = '' }: CorsOption) {
    const [, scheme, name = '', port] =
      /^(?:([a-z][a-z\d+.-]*:)\/\/)?([^\s:/?#@[\]]+|\[[\da-f:.]+\])(?::(\d{1,5}))?\/?$/i.exec(host.trim()) ?? [];
    const plain = plainPattern(name);
    if (plain === undefined || !isPort(port) || (scheme !== undefined && !isPageScheme(scheme))) {
      throw new OptionsError(`“web.cors” has the host “${host}”, which is none; give one such as ${EXAMPLES}`);
    }
    if (plain === 'null') {
      throw new OptionsError(
        `“web.cors” has the host “${host}”, which is none: pages without an origin, as those in a sandbox, send it; give * to let in every page, also these`,
      );
    }
    const named = methods.split(';').map((each) => each.trim().toUpperCase());
    const given = named.filter((each) => each !== '');
    const wrong = given.find((each) => !METHODS.includes(each));
    if (wrong !== undefined) {
      throw new OptionsError(
        `“web.cors” has the method “${wrong}” for ${host}; give some of ${METHODS.join(', ')}, with “;” between them`,
      );
    }
    this.scheme = scheme?.toLowerCase();
    this.host = new HostPattern(plain);
    this.port = port === undefined ? undefined : String(Number(port));
    this.methods = given.length > 0 ? given : METHODS;
  }

  /**
   * Whether the pages of an origin are meant. A rule without a scheme takes http and https, and one without a port any
   * (docs/facts/4d-web.md#cors). The pages of an app, such as those of `capacitor://localhost`, need their scheme.
   */
  takes(origin: string): boolean {
    // A page in a sandbox, or of a file, has no host.
    if (origin === 'null') return this.host.isAny && this.scheme === undefined && this.port === undefined;
    const url = parsedUrl(() => new URL(origin));
    if (!url || url.hostname === '') return false;
    const { protocol, hostname, port } = url;
    if (this.scheme === undefined ? !/^https?:$/.test(protocol) : protocol !== this.scheme) return false;
    if (this.port !== undefined && this.port !== (port || DEFAULT_PORTS[protocol])) return false;
    return this.host.fits(hostname.replace(/\.$/, ''));
  }
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * The host of a rule as a browser writes it, without a dot at its end; undefined if it is none. A `*` stays. `127.1` is
 * 127.0.0.1.
 */
function plainPattern(name: string): string | undefined {
  if (name === '' || name.length > LONGEST_HOST) return undefined;
  if (name.startsWith('[')) return parsedUrl(() => new URL(`http://${name}`))?.hostname;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII.
  const ascii = /^[\x00-\x7f]*$/.test(name) ? name.toLowerCase() : domainToASCII(name);
  const whole = ascii.replace(/\.$/, '');
  if (!/^[\w*-]+(?:\.[\w*-]+)*$/.test(whole)) return undefined;
  if (whole.includes('*')) return isReachable(whole) ? whole : undefined;
  return parsedUrl(() => new URL(`http://${whole}`))?.hostname;
}

/** Pages of port 0 are loaded by no browser. */
function isPort(port: string | undefined): boolean {
  return port === undefined || (Number(port) > 0 && Number(port) <= 65_535);
}

/** Whether there can be an address with this pattern, if it is one of addresses: `192.168.256.*` and `1.2.3.4.*` fit none. */
function isReachable(pattern: string): boolean {
  const parts = pattern.split('.');
  if (!/^[\d.*]*\d[\d.*]*$/.test(pattern)) return true;
  return parts.length <= 4 && parts.every((part) => part.includes('*') || (part !== '' && Number(part) <= 255));
}
