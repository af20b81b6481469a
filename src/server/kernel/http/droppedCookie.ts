import { isLoopbackName } from '../guard/hostNames';

/** How a client asked, as far as its browser goes by it. */
export interface CookieCall {
  /** Whether it came over HTTPS. */
  readonly isSecure: boolean;
  /** The name that the client called the server by, in lower case and without a port. */
  readonly host: string;
}

/** A cookie that a browser does not keep. */
export interface DroppedCookie {
  readonly name: string;
  /** Why, as the second half of a sentence. */
  readonly reason: string;
}

/**
 * Why a browser drops a cookie that an answer sets, with a way out. Undefined if it keeps the cookie. The rules are those of
 * draft-ietf-httpbis-rfc6265bis, 5.7, which Chromium follows: see docs/facts/4d-web.md#the-session-cookie.
 * @param line the value of `Set-Cookie`
 */
export function droppedCookie(line: string, { isSecure, host }: CookieCall): DroppedCookie | undefined {
  const [pair = '', ...rest] = line.split(';');
  const name = pair.split('=', 1).join().trim();
  const attributes = new Map(
    rest.map((each) => {
      const [key = '', ...value] = each.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  const hasSecure = attributes.has('secure');
  const because = (reason: string): DroppedCookie => ({ name, reason });
  if (attributes.get('samesite')?.toLowerCase() === 'none' && !hasSecure) {
    return because(
      'it has SameSite=None without Secure, which it gets over HTTPS alone: switch https on, or choose another SameSite',
    );
  }
  // Browsers take this machine for as safe as HTTPS.
  if (hasSecure && !isSecure && !isLoopbackName(host)) {
    return because(`it has Secure, but came over HTTP from ${host}: switch https on, or call the server as localhost`);
  }
  const prefix = /^__(host|secure)-/i.exec(name)?.[1]?.toLowerCase();
  if (prefix !== undefined && !hasSecure) return because('a name that begins like this needs Secure: switch https on');
  if (prefix === 'host' && (attributes.get('path') !== '/' || (attributes.get('domain') ?? '') !== '')) {
    return because('a name that begins with __Host- needs the path / and no domain');
  }
  const domain = attributes.get('domain')?.toLowerCase().replace(/^\./, '') ?? '';
  if (domain !== '' && host !== domain && !(host.endsWith(`.${domain}`) && !/^[\d.]+$|:/.test(host))) {
    return because(
      `its domain is ${domain}, but the server was called as ${host}: call it under that domain, or leave the domain out`,
    );
  }
  return undefined;
}
