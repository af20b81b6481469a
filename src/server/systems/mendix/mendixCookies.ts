import { parse, serialize } from 'hono/utils/cookie';
import type { RuntimeSettings } from './runtimeSettings';

/** Names of the cookies besides that of the session (docs/facts/mendix.md#cookies). */
export const COOKIE_NAMES = [
  'xasid',
  'DeviceType',
  'Profile',
  'SessionTimeZoneOffset',
  'useAuthToken',
  'authtoken',
  'originURI',
  'OfflineLogout',
  'clear_cache',
  'reloginReason',
  // A client sets it for a moment, to see whether there are cookies.
  'mx-cookie-test',
] as const;

export type CookieName = (typeof COOKIE_NAMES)[number];

/** Seconds, or until the browser is closed. */
export type CookieLife = number | 'browser';

export const YEAR_S = 31_536_000;
/** No browser keeps a cookie longer, and RFC 6265bis forbids it. */
const LONGEST_S = 34_560_000;
/** Scripts read or write these, so they have no `HttpOnly`. */
const FOR_SCRIPTS: readonly string[] = ['originURI', 'OfflineLogout', 'clear_cache'];
/** A script may set these without `SameSite`, so that they come along from another site. */
const OF_SCRIPTS: readonly string[] = [...FOR_SCRIPTS, 'mx-cookie-test'];
/** These have no `__Host-` in the captures, or a script writes them. */
const WITHOUT_PREFIX: readonly string[] = [...FOR_SCRIPTS, 'xasid'];

/** The cookies of one request, and of its answer. */
export class MendixCookies {
  private readonly sent: ReadonlyMap<string, string>;
  private readonly answered = new Map<string, string>();

  constructor(
    private readonly settings: Pick<RuntimeSettings, 'sessionCookie' | 'sameSite'>,
    header: string | undefined,
    private readonly isSecure: boolean,
  ) {
    this.sent = new Map(Object.entries(parse(header ?? '')));
  }

  get session(): string | undefined {
    return this.valueOf(this.settings.sessionCookie);
  }

  /** Whether the request has none of the cookies that the runtime alone sets, and that come from its own site alone. */
  get hasNoneOfRuntime(): boolean {
    return [this.settings.sessionCookie, ...COOKIE_NAMES].every(
      (name) => OF_SCRIPTS.includes(name) || this.valueOf(name) === undefined,
    );
  }

  get(name: CookieName): string | undefined {
    return this.valueOf(name);
  }

  setSession(value: string, life: CookieLife): void {
    this.write(this.settings.sessionCookie, value, life);
  }

  clearSession(): void {
    this.clearNamed(this.settings.sessionCookie);
  }

  /** Leaves the session cookie of the client as it is, whatever the answer was to do with it. */
  keepSession(): void {
    this.answered.delete(this.fullName(this.settings.sessionCookie));
  }

  /** Leaves another cookie of the client as it is. */
  keep(name: CookieName): void {
    this.answered.delete(this.fullName(name));
  }

  /** Whether the answer sets a cookie, and does not take it away. */
  sets(name: CookieName): boolean {
    const full = this.fullName(name);
    return this.answered.get(full)?.startsWith(`${full}=;`) === false;
  }

  set(name: CookieName, value: string, life: CookieLife): void {
    this.write(name, value, life);
  }

  /** Takes a cookie away from a client that has it, or that gets it with the same answer. */
  clear(name: CookieName): void {
    this.clearNamed(name);
  }

  /** Lines for `Set-Cookie`. */
  get headers(): readonly string[] {
    return [...this.answered.values()];
  }

  /** Names of the cookies that the answer sets or takes away, as they stand in it. */
  get names(): readonly string[] {
    return [...this.answered.keys()];
  }

  private valueOf(name: string): string | undefined {
    const value = this.sent.get(this.fullName(name));
    return value === '' ? undefined : value;
  }

  private clearNamed(name: string): void {
    const full = this.fullName(name);
    if (!this.sent.has(full)) this.answered.delete(full);
    else this.write(name, '', 0);
  }

  private write(name: string, value: string, life: CookieLife): void {
    const full = this.fullName(name);
    const options = {
      path: '/',
      httpOnly: !FOR_SCRIPTS.includes(name),
      sameSite: this.settings.sameSite,
      ...(this.isSecure && { secure: true }),
      // A part of a second is a whole one, because 0 takes a cookie away.
      ...(life !== 'browser' && { maxAge: Math.min(Math.ceil(life), LONGEST_S) }),
    };
    // A slash needs no escape, and scripts write `originURI` without one.
    this.answered.set(full, serialize(full, value, options).replaceAll('%2F', '/'));
  }

  private fullName(name: string): string {
    return this.isSecure && !WITHOUT_PREFIX.includes(name) ? `__Host-${name}` : name;
  }
}
