import type { JournalRemedy } from '../../../core/protocol/journal';
import { optionWords } from '../../../core/server/optionWords';
import { isLoopbackName } from '../guard/hostNames';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The options for the cookies that the answers of this route set, for messages. */
    cookieOptions?: CookieOptions;
  }
}

/** The options for the attributes of session cookies. */
export interface CookieOptions {
  /** The names of these cookies. A developer's code may set others. */
  readonly names?: readonly string[];
  readonly sameSite?: string;
  readonly domain?: string;
  readonly path?: string;
}

/** How a client asked, as far as its browser goes by it. */
export interface CookieCall {
  /** Whether it came over HTTPS. */
  readonly isSecure: boolean;
  /** The name that the client called the server by, in lower case and without a port. */
  readonly host: string;
  /** The path of the request, without a query. The default is `/`. */
  readonly path?: string;
}

/** A cookie that a browser does not keep, or does not send back. */
export interface DroppedCookie {
  readonly name: string;
  /** Why, as the second half of a sentence. */
  readonly reason: string;
  readonly remedy?: JournalRemedy;
}

const HTTPS = 'https';
const SWITCH_ON = `switch on ${optionWords(HTTPS)}`;
const HTTPS_ON: JournalRemedy = { option: HTTPS, value: true };

/**
 * Why a browser drops a cookie that an answer sets, with a way out. Undefined if it keeps the cookie. The rules are those of
 * draft-ietf-httpbis-rfc6265bis, 5.7, which Chromium follows: see docs/facts/4d-web.md#the-session-cookie.
 * @param line the value of `Set-Cookie`
 */
export function droppedCookie(
  line: string,
  { isSecure, host }: CookieCall,
  options: CookieOptions = {},
): DroppedCookie | undefined {
  const { name, attributes } = cookieIn(line);
  const hasSecure = attributes.has('secure');
  const isOfOptions = options.names === undefined || options.names.includes(name);
  const because = (reason: string, remedy?: JournalRemedy): DroppedCookie => ({
    name,
    reason,
    ...(remedy && { remedy }),
  });
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !hasSecure) {
    const problem = 'it has SameSite=None without Secure';
    if (isSecure) return because(`${problem}: set Secure too, or choose another SameSite`);
    const other = options.sameSite !== undefined && isOfOptions ? ` in ${optionWords(options.sameSite)}` : '';
    return because(
      `${problem}, which it gets over HTTPS alone: ${SWITCH_ON}, or choose another SameSite${other}`,
      HTTPS_ON,
    );
  }
  // Browsers take this machine for as safe as HTTPS.
  if (hasSecure && !isSecure && !isLoopbackName(host)) {
    const reason = `it has Secure, but came over HTTP from ${host}: ${SWITCH_ON}, or call the server as localhost`;
    return because(reason, HTTPS_ON);
  }
  const prefix = /^__(host|secure)-/i.exec(name)?.[1]?.toLowerCase();
  if (prefix !== undefined && !hasSecure) {
    return because(`a name that begins like this needs Secure: ${SWITCH_ON}`, HTTPS_ON);
  }
  if (prefix === 'host' && (attributes.get('path') !== '/' || (attributes.get('domain') ?? '') !== '')) {
    return because('a name that begins with __Host- needs the path / and no domain');
  }
  const domain = attributes.get('domain')?.toLowerCase().replace(/^\./, '') ?? '';
  if (domain !== '' && host !== domain && !(host.endsWith(`.${domain}`) && !/^[\d.]+$|:/.test(host))) {
    const problem = `its domain is ${domain}, but the server was called as ${host}: call it under that domain, or leave`;
    if (options.domain === undefined || !isOfOptions) return because(`${problem} the domain out`);
    return because(`${problem} out ${optionWords(options.domain)}`, { option: options.domain });
  }
  return undefined;
}

/**
 * Why a browser does not send a session cookie back to the path that set it. Undefined if it does. What a developer's code sets for
 * another path is meant so.
 */
export function unsentCookie(
  line: string,
  { path = '/' }: CookieCall,
  options: CookieOptions = {},
): DroppedCookie | undefined {
  const { name, attributes } = cookieIn(line);
  const own = attributes.get('path') ?? '';
  if (options.path === undefined || !options.names?.includes(name) || !own.startsWith('/')) return undefined;
  // RFC 6265, 5.1.4.
  if (path === own || path.startsWith(own.endsWith('/') ? own : `${own}/`)) return undefined;
  const reason = `its path is ${own}: call what is below it, or change ${optionWords(options.path)}`;
  return { name, reason, remedy: { option: options.path } };
}

/** The name of a cookie, and its attributes by their names in lower case. */
function cookieIn(line: string): { readonly name: string; readonly attributes: ReadonlyMap<string, string> } {
  const [pair = '', ...rest] = line.split(';');
  const attributes = rest.map((each) => {
    const [key = '', ...value] = each.split('=');
    return [key.trim().toLowerCase(), value.join('=').trim()] as const;
  });
  return { name: pair.split('=', 1).join().trim(), attributes: new Map(attributes) };
}
