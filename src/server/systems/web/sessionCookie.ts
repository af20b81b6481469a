import type { WebOptions } from './webOptions';

/** Characters that a cookie name may not contain (RFC 6265: a token). They become `_`. */
const NOT_IN_NAMES = /[^\w!#$%&'*+.^`|~-]/g;

/** The session cookie of a web session: its name, reading and writing. See docs/facts/4d-web.md#the-session-cookie. */
export class SessionCookie {
  readonly name: string;
  private readonly attributes: string;

  /** @throws RangeError when an option cannot stand in a cookie */
  constructor(applicationName: string, options: WebOptions['cookie'] = {}) {
    this.name = `4DSID_${applicationName.replace(NOT_IN_NAMES, '_')}`;
    const { sameSite = 'Strict', domain, path = '/' } = options;
    for (const value of [domain ?? '', path]) {
      // Any other character would end the attribute or the header.
      if (!/^[\x21-\x3a\x3c-\x7e]*$/.test(value)) throw new RangeError(`“${value}” cannot stand in a cookie.`);
    }
    this.attributes = `; Path=${path}${domain === undefined ? '' : `; Domain=${domain}`}; HttpOnly; SameSite=${sameSite}`;
  }

  /** The values of this cookie in a `Cookie` header. A client may send several, for several paths. */
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
   * The value of the `Set-Cookie` header.
   * @param expiresAt virtual milliseconds since 1970
   */
  header(value: string, expiresAt: number, isSecure: boolean): string {
    return `${this.name}=${value}; Expires=${new Date(expiresAt).toUTCString()}${this.attributes}${isSecure ? '; Secure' : ''}`;
  }
}
