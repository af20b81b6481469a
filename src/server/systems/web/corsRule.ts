import { OptionsError } from '../../../core/server/optionsError';

/** An element of the option `web.cors`, with the members of 4D's CORS settings (docs/facts/4d-web.md#cors). */
export interface CorsOption {
  /** A host as 4D takes it: `*`, `*.example.com`, `192.168.*:8081`, `http://localhost:3000`. */
  readonly host: string;
  /** Methods with `;` between them, such as `get;post`. All methods if it is empty or absent. */
  readonly methods?: string;
}

/** The methods that 4D lists (docs/facts/4d-web.md#cors). */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'];
const ANY = '*';

/** The pages that one element of `web.cors` lets call, and with which methods. */
export class CorsRule {
  /** Upper case. */
  readonly methods: readonly string[];
  private readonly scheme: string | undefined;
  private readonly host: string;
  private readonly port: string | undefined;

  /** @throws OptionsError for what is no host, or no method */
  constructor({ host, methods = '' }: CorsOption) {
    const [, scheme, name = '', port] =
      /^(?:(https?):\/\/)?([\w.*-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?\/?$/i.exec(host.trim()) ?? [];
    if (name === '' || Number(port) > 65_535) {
      const examples = 'localhost:3000, *.example.com, http://192.168.* or *';
      throw new OptionsError(`“web.cors” has the host “${host}”, which is none; give one such as ${examples}`);
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
    this.host = name.toLowerCase();
    this.port = port;
    this.methods = given.length > 0 ? given : METHODS;
  }

  /** Whether the pages of an origin are meant. A rule without scheme or port takes any (docs/facts/4d-web.md#cors). */
  takes(origin: string): boolean {
    // A page in a sandbox, or of a file, has no host.
    if (origin === 'null') return this.host === ANY && this.scheme === undefined && this.port === undefined;
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) return false;
    const { protocol, hostname, port } = url;
    if (this.scheme !== undefined && protocol !== `${this.scheme}:`) return false;
    if (this.port !== undefined && this.port !== (port || (protocol === 'https:' ? '443' : '80'))) return false;
    return fits(this.host, hostname);
  }
}

/** Whether a name fits to a pattern, in which `*` stands for any characters. */
function fits(pattern: string, name: string): boolean {
  const [start = '', ...rest] = pattern.split(ANY);
  const end = rest.pop();
  if (end === undefined) return name === start;
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let at = start.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - end.length;
}
