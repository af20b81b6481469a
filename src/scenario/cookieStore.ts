import { type Callback, type Cookie, getPublicSuffix, pathMatch, permuteDomain, Store } from 'tough-cookie';
import type { CountLimit } from '../core/scenario/scenarioLimits';

/** How many cookies an actor keeps of one site, with those of its subdomains. It is what Chrome keeps. */
export const COOKIES_OF_SITE: CountLimit = { count: 180, name: 'COOKIES_OF_SITE' };

/** How many cookies an actor keeps altogether, as in Chrome. */
export const COOKIES_LIMIT: CountLimit = { count: 3300, name: 'COOKIES_LIMIT' };

/**
 * The cookies of one actor, in the order in which they came. Where they are too many, those are deleted that were not set
 * or sent for the longest time, as a browser does.
 */
export class CookieStore extends Store {
  override synchronous = true;
  private readonly cookies = new Map<string, Cookie>();
  /** The same, those that were used the latest last. */
  private readonly byUse = new Map<string, Cookie>();
  private readonly sites = new Map<string, Map<string, Cookie>>();
  private readonly domains = new Map<string, Map<string, Cookie>>();
  private listed: readonly Cookie[] | undefined;
  private deleted = new Map<Cookie, CountLimit>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {
    super();
  }

  /** The same list as before, if nothing has changed. */
  get all(): readonly Cookie[] {
    this.listed ??= [...this.cookies.values()];
    return this.listed;
  }

  /** Cookies that were too many since the last call, with the limit that they were above. */
  takeDeleted(): ReadonlyMap<Cookie, CountLimit> {
    const { deleted } = this;
    this.deleted = new Map();
    return deleted;
  }

  keepOnly(cookies: readonly Cookie[]): void {
    for (const each of [this.cookies, this.byUse, this.sites, this.domains]) each.clear();
    this.listed = undefined;
    for (const cookie of cookies) this.put(cookie);
  }

  dropExpired(): void {
    for (const cookie of this.all) if (this.isOver(cookie)) this.remove(cookie);
  }

  /** Tells that a cookie is sent. */
  use(cookie: Cookie): void {
    const [id, of] = [idOf(cookie), this.ofSite(cookie)];
    for (const order of [this.byUse, of]) {
      order.delete(id);
      order.set(id, cookie);
    }
  }

  override findCookie(domain: string | null, path: string | null, key: string | null): Promise<Cookie | undefined>;
  override findCookie(
    domain: string | null,
    path: string | null,
    key: string | null,
    done: Callback<Cookie | undefined>,
  ): void;
  override findCookie(
    domain: string | null,
    path: string | null,
    key: string | null,
    done?: Callback<Cookie | undefined>,
  ): unknown {
    return answered(this.cookies.get(idOf({ domain, path, key })), done);
  }

  override findCookies(domain: string | null, path: string | null, special?: boolean): Promise<Cookie[]>;
  override findCookies(domain: string | null, path: string | null, special?: boolean, done?: Callback<Cookie[]>): void;
  override findCookies(
    domain: string | null,
    path: string | null,
    special?: boolean | Callback<Cookie[]>,
    done?: Callback<Cookie[]>,
  ): unknown {
    const domains = domain === null ? [] : (permuteDomain(domain, special === true) ?? [domain]);
    const found = domains.flatMap((each) => [...(this.domains.get(each)?.values() ?? [])]);
    const matching = found.filter((cookie) => path === null || pathMatch(path, cookie.path ?? '/'));
    return answered(matching, typeof special === 'function' ? special : done);
  }

  override putCookie(cookie: Cookie): Promise<void>;
  override putCookie(cookie: Cookie, done: Callback<void>): void;
  override putCookie(cookie: Cookie, done?: Callback<void>): unknown {
    this.put(cookie);
    return answered(undefined, done);
  }

  override updateCookie(before: Cookie, cookie: Cookie): Promise<void>;
  override updateCookie(before: Cookie, cookie: Cookie, done: Callback<void>): void;
  override updateCookie(_before: Cookie, cookie: Cookie, done?: Callback<void>): unknown {
    this.put(cookie);
    return answered(undefined, done);
  }

  /** One that is over deletes the one that it would replace. */
  private put(cookie: Cookie): void {
    if (this.isOver(cookie)) this.remove(cookie);
    else this.add(cookie);
  }

  private add(cookie: Cookie): void {
    const id = idOf(cookie);
    this.cookies.set(id, cookie);
    memberOf(this.domains, cookie.domain ?? '').set(id, cookie);
    this.listed = undefined;
    this.use(cookie);
    this.deleteFrom(this.ofSite(cookie), COOKIES_OF_SITE);
    this.deleteFrom(this.byUse, COOKIES_LIMIT);
  }

  private deleteFrom(byUse: ReadonlyMap<string, Cookie>, limit: CountLimit): void {
    for (const cookie of byUse.values()) {
      if (byUse.size <= limit.count) return;
      this.remove(cookie);
      this.deleted.set(cookie, limit);
    }
  }

  private remove(cookie: Cookie): void {
    const id = idOf(cookie);
    const { domain } = cookie;
    for (const [group, name] of [
      [this.domains, domain ?? ''],
      [this.sites, siteOf(cookie)],
    ] as const) {
      group.get(name)?.delete(id);
      if (group.get(name)?.size === 0) group.delete(name);
    }
    this.cookies.delete(id);
    this.byUse.delete(id);
    this.listed = undefined;
  }

  private ofSite(cookie: Cookie): Map<string, Cookie> {
    return memberOf(this.sites, siteOf(cookie));
  }

  private isOver({ expires }: Cookie): boolean {
    return expires instanceof Date && expires.getTime() <= this.now();
  }
}

function memberOf(groups: Map<string, Map<string, Cookie>>, name: string): Map<string, Cookie> {
  const found = groups.get(name) ?? new Map<string, Cookie>();
  groups.set(name, found);
  return found;
}

function idOf({
  domain,
  path,
  key,
}: {
  readonly domain: unknown;
  readonly path: unknown;
  readonly key: unknown;
}): string {
  return JSON.stringify([domain, path, key]);
}

function siteOf({ domain }: Cookie): string {
  const name = domain ?? '';
  return getPublicSuffix(name, { allowSpecialUseDomain: true, ignoreError: true }) ?? name;
}

function answered<T>(value: T, done: Callback<T> | undefined): unknown {
  if (!done) return Promise.resolve(value);
  done(null, value);
  return undefined;
}
