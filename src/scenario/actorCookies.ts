import { Cookie, CookieJar } from 'tough-cookie';
import { ownText } from '../core/base/ownText';
import type { KeptCookie, SetCookie } from '../core/scenario/runEvents';
import { CookieStore } from './cookieStore';
import type { SiteContext } from './sameSite';

/** The cookies for one request. */
export interface CookiesToSend {
  readonly cookies: readonly KeptCookie[];
  readonly heldBack: readonly { readonly name: string; readonly why: string }[];
}

/** The most characters of the name and value of a cookie, and of its path or domain. Browsers have such limits. */
export const COOKIE_SIZE = { characters: 4096, attribute: 1024, name: 'COOKIE_SIZE' } as const;

const SAME_SITES = { strict: 'Strict', lax: 'Lax', none: 'None' } as const;
const LEVELS = { none: 0, lax: 1, strict: 2 } as const;
/** Dates after the year 9999 are formatted differently, and very late dates do not exist. */
const LAST_TIME = Date.UTC(9999, 11, 31);

/**
 * The cookie jar of one actor. Expiry goes by the actor's clock. Max-Age is converted to a time when the cookie is set.
 */
export class ActorCookies {
  private readonly kept: CookieStore;
  private readonly jar: CookieJar;
  private readonly told = new WeakMap<Cookie, KeptCookie>();
  private last: { readonly of: readonly Cookie[]; readonly told: readonly KeptCookie[] } | undefined;

  /**
   * @param now time of the actor's device, milliseconds since 1970
   * @param isBrowser whether SameSite applies
   */
  constructor(
    private readonly now: () => number,
    private readonly isBrowser: boolean,
  ) {
    this.kept = new CookieStore(now);
    this.jar = new CookieJar(this.kept, { allowSpecialUseDomain: true, prefixSecurity: 'strict' });
  }

  /** @param context undefined for a request that no page makes */
  forRequest(url: string, context: SiteContext): CookiesToSend {
    this.kept.dropExpired();
    const all = this.jar.getCookiesSync(url, { expire: false, sort: true });
    const isSent = (cookie: Cookie) => !this.isBrowser || LEVELS[levelOf(cookie)] <= LEVELS[context.sends];
    const sent = all.filter(isSent);
    for (const cookie of sent) this.kept.use(cookie);
    return {
      cookies: sent.map((cookie) => this.toldOf(cookie)),
      heldBack: all
        .filter((cookie) => !isSent(cookie))
        .map((cookie) => ({ name: cookie.key, why: whyHeldBack(cookie) })),
    };
  }

  /** @param headers values of Set-Cookie headers */
  store(url: string, headers: readonly string[], context: SiteContext): SetCookie[] {
    this.kept.dropExpired();
    this.kept.takeDeleted();
    const stored = headers.map((header): readonly [SetCookie, Cookie?] => {
      const cookie = Cookie.parse(header);
      if (!cookie)
        return [
          {
            name: header.split(/[=;]/, 1)[0]?.trim() ?? '',
            value: '',
            secure: false,
            httpOnly: false,
            refused: 'It is no cookie.',
          },
        ];
      const said = setCookie(cookie, this.now());
      const refused = this.isBrowser ? whyRefused(cookie, context) : undefined;
      if (refused !== undefined) return [{ ...said, refused }];
      const notKept = this.keep(cookie, url, true);
      return notKept === undefined ? [said, cookie] : [{ ...said, refused: notKept }];
    });
    const deleted = this.kept.takeDeleted();
    return stored.map(([said, cookie]) => {
      const limit = cookie && deleted.get(cookie);
      if (!limit) return said;
      return {
        ...said,
        refused: `Later ones take its place: it is above the limit of ${limit.count} (${limit.name}).`,
      };
    });
  }

  /**
   * Sets a cookie as a script of a page does.
   * @returns why it is not kept; undefined if it is
   */
  write(url: string, text: string): string | undefined {
    const cookie = Cookie.parse(text);
    if (!cookie) return 'It is no cookie.';
    return this.keep(cookie, url, false);
  }

  /** The same list as before, if nothing has changed: whoever keeps messages keeps it once. */
  all(): readonly KeptCookie[] {
    this.kept.dropExpired();
    const { all } = this.kept;
    if (this.last?.of !== all) this.last = { of: all, told: all.map((cookie) => this.toldOf(cookie)) };
    return this.last.told;
  }

  /** Deletes all cookies, or those with this name. */
  clear(name?: string): void {
    this.kept.keepOnly(name === undefined ? [] : this.kept.all.filter(({ key }) => key !== name));
  }

  /** Deletes the cookies that last as long as the browser runs. */
  close(): void {
    this.kept.keepOnly(this.kept.all.filter(({ expires }) => expires instanceof Date));
  }

  save(): readonly Cookie[] {
    return this.kept.all;
  }

  restore(saved: readonly Cookie[]): void {
    this.kept.keepOnly(saved);
  }

  /** @param http whether an answer sets it, and not a script */
  private keep(cookie: Cookie, url: string, http: boolean): string | undefined {
    if (typeof cookie.maxAge === 'number') {
      cookie.expires = timeIn(cookie.maxAge, this.now());
      cookie.maxAge = null;
    }
    const { characters, attribute, name } = COOKIE_SIZE;
    if (cookie.key.length + cookie.value.length > characters) {
      return `Its name and value together are longer than the limit of ${characters} (${name}).`;
    }
    if ([cookie.path, cookie.domain].some((each) => (each?.length ?? 0) > attribute)) {
      return `Its path or domain is longer than the limit of ${attribute} (${name}).`;
    }
    // Nothing else of the header is kept in memory.
    cookie.extensions = null;
    cookie.key = ownText(cookie.key);
    cookie.value = ownText(cookie.value);
    try {
      this.jar.setCookieSync(cookie, url, { http });
      return undefined;
    } catch (error) {
      return `${(error as Error).message}.`;
    }
  }

  private toldOf(cookie: Cookie): KeptCookie {
    const told = this.told.get(cookie) ?? kept(cookie);
    this.told.set(cookie, told);
    return told;
  }
}

/** As in Chrome, the default is Lax. */
function levelOf({ sameSite }: Cookie): keyof typeof LEVELS {
  return sameSite === 'strict' || sameSite === 'none' ? sameSite : 'lax';
}

function whyHeldBack(cookie: Cookie): string {
  const said =
    cookie.sameSite === undefined ? 'no SameSite, which counts as Lax' : `SameSite=${SAME_SITES[levelOf(cookie)]}`;
  return `It has ${said}, and a page of another site makes the request.`;
}

function whyRefused(cookie: Cookie, { mayBeSet }: SiteContext): string | undefined {
  const level = levelOf(cookie);
  if (level === 'none' && !cookie.secure) return 'SameSite=None needs Secure.';
  return level !== 'none' && !mayBeSet
    ? `SameSite=${SAME_SITES[level]} cannot be set by what a page of another site fetches.`
    : undefined;
}

function kept(cookie: Cookie): KeptCookie {
  const { key: name, value, expires } = cookie;
  return {
    name,
    value,
    domain: cookie.domain ?? '',
    path: cookie.path ?? '/',
    hostOnly: cookie.hostOnly ?? true,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    ...sameSiteOf(cookie),
    ...(expires instanceof Date && { expiresAt: expires.toISOString() }),
  };
}

function setCookie(cookie: Cookie, now: number): SetCookie {
  const { key: name, value, path, domain, secure, httpOnly } = cookie;
  const expiry = typeof cookie.maxAge === 'number' ? timeIn(cookie.maxAge, now) : cookie.expires;
  return {
    name,
    value,
    ...(path && { path }),
    ...(domain && { domain }),
    secure,
    httpOnly,
    ...sameSiteOf(cookie),
    ...(expiry instanceof Date && { expiresAt: expiry.toISOString() }),
  };
}

/** The time after a number of seconds, limited to valid dates. */
function timeIn(seconds: number, now: number): Date {
  return new Date(Math.min(Math.max(now + seconds * 1000, 0), LAST_TIME));
}

function sameSiteOf({ sameSite }: Cookie): Pick<KeptCookie, 'sameSite'> {
  const known = SAME_SITES[sameSite as keyof typeof SAME_SITES];
  return known ? { sameSite: known } : {};
}
