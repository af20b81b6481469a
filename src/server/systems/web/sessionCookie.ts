import type { WebOptions } from './webOptions';

/** What a cookie name may hold besides letters and digits (RFC 6265: a token); the rest becomes `_`. */
const NOT_IN_NAMES = /[^\w!#$%&'*+.^`|~-]/g;

/**
 * The private cookie of the web sessions: how it is called, read and written. See
 * docs/facts/4d-web.md#the-session-cookie.
 */
export class SessionCookie {
  readonly name: string;
  private readonly attributes: string;

  /** @throws RangeError when an option does not make a cookie */
  constructor(applicationName: string, options: WebOptions['cookie'] = {}) {
    this.name = `4DSID_${applicationName.replace(NOT_IN_NAMES, '_')}`;
    const { sameSite = 'Strict', domain, path = '/' } = options;
    for (const value of [domain ?? '', path]) {
      // Anything else would end the attribute, or the header.
      if (!/^[\x21-\x3a\x3c-\x7e]*$/.test(value)) throw new RangeError(`“${value}” cannot stand in a cookie.`);
    }
    this.attributes = `; Path=${path}${domain === undefined ? '' : `; Domain=${domain}`}; HttpOnly; SameSite=${sameSite}`;
  }

  /** The values that a `Cookie` header has for it; a client may send several, of several paths. */
  valuesIn(header: string | undefined): string[] {
    return (header ?? '').split(';').flatMap((pair) => {
      const at = pair.indexOf('=');
      if (at < 0 || pair.slice(0, at).trim() !== this.name) return [];
      const value = pair
        .slice(at + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1');
      return value === '' ? [] : [value];
    });
  }

  /**
   * The value of a `Set-Cookie` header.
   * @param expiresAt virtual milliseconds since 1970
   */
  header(value: string, expiresAt: number, isSecure: boolean): string {
    return `${this.name}=${value}; Expires=${new Date(expiresAt).toUTCString()}${this.attributes}${isSecure ? '; Secure' : ''}`;
  }
}
