import type { FastifyReply } from 'fastify';
import { type ClientKind, kindOfProfile } from '../../../core/systems/mendix/clientKind';
import type { SessionEnd } from '../../../core/systems/mendix/mendixSlice';
import type { FaceRequest } from '../../kernel/answer/face';
import type { Trace } from '../../kernel/journal/trace';
import { newUuid } from '../../kernel/random/uuid';
import { isSameText } from '../../kernel/secrets/isSameText';
import { cookieSecurity } from './cookieSecurity';
import { isFromElsewhere } from './isFromElsewhere';
import { type CookieLife, MendixCookies, YEAR_S } from './mendixCookies';
import { mendixRemedy } from './mendixRemedy';
import type { MendixRuntime } from './mendixRuntime';
import { csrfTokenOf } from './mendixSecrets';
import { type FoundSession, type MadeSession, type SessionOrigin, signedInIn } from './mendixSessions';
import type { HeldSession, HeldUser } from './mendixSpaces';
import { type MendixRule, note } from './note';

/** The reason code for what a proxy says of the protocol of the client. */
const PROXY_RULES = {
  http: 'mendix.proxy.http',
  https: 'mendix.proxy.https',
  unheard: 'mendix.proxy.unheard',
} as const;

/** The reason code for each end of the session that the cookie names. */
const OVER = {
  swept: 'mendix.session.over.swept',
  logout: 'mendix.session.over.logout',
  replaced: 'mendix.session.over.replaced',
  ended: 'mendix.session.over.ended',
  inactive: 'mendix.session.over.inactive',
  upgraded: 'mendix.session.over.upgraded',
} as const satisfies Readonly<Record<SessionEnd, string>>;

/** Stands for the user of a session that is forgotten. It is no name, as a name has a character. */
const UNKNOWN = '';

/** A session that a request runs in, with its secrets. */
export interface OpenSession {
  readonly session: HeldSession;
  readonly cookie: string;
  readonly csrfToken: string;
}

/** One call of `POST /xas/`: its session, its cookies and its answer. */
export class XasCall {
  readonly cookies: MendixCookies;
  /** Whether the cookies are `Secure`. */
  readonly isSecure: boolean;
  readonly trace: Trace;
  readonly userAgent: string | undefined;
  private current: OpenSession | undefined;
  /** The session of the cookie, if it is not live any more and no sweep has removed it. */
  private expired: HeldSession | undefined;
  /** Who was signed in in this browser, as the session cookie tells; undefined if nobody was. */
  private before: string | undefined;
  /** Whether the cookie OfflineLogout has ended what the request came with. */
  private isLoggedOut = false;
  /** Whether the session of the request is between idle limit and sweep, and the request may make it live again. */
  private isInGap = false;

  constructor(
    readonly runtime: MendixRuntime,
    private readonly request: FaceRequest,
    private readonly reply: FastifyReply,
    /** Parameters of the action. */
    readonly params: Readonly<Record<string, unknown>>,
  ) {
    this.trace = request.trace;
    this.userAgent = request.headers['user-agent'];
    const { isSecure, proxy } = cookieSecurity(runtime.settings, request);
    this.isSecure = isSecure;
    this.cookies = new MendixCookies(runtime.settings, request.headers.cookie, isSecure);
    if (proxy !== undefined) this.note(PROXY_RULES[proxy]);
    // The journal hides them under their names. They may stand elsewhere, too.
    const { password, [runtime.settings.switches.deviceTokenName]: deviceToken } = params;
    for (const secret of [this.cookies.session, this.cookies.get('authtoken'), password, deviceToken]) {
      if (typeof secret === 'string') this.trace.hide(secret);
    }
  }

  /** Gives a reason for the answer. It names the version of the runtime if the rule depends on it. */
  note(rule: MendixRule, message?: string): void {
    const { settings } = this.runtime;
    note(this.trace, rule, message, settings.version, mendixRemedy(rule, settings));
  }

  /** The live session of the request, once it was looked for or made. */
  get open(): OpenSession | undefined {
    return this.current;
  }

  get referer(): string | undefined {
    return this.request.headers.referer;
  }

  /** Whether another site led here, and the browser kept the cookies that it may have to itself. */
  get mayHideCookies(): boolean {
    const { sameSite } = this.runtime.settings;
    return sameSite === 'Strict' && this.cookies.hasNoneOfRuntime && isFromElsewhere(this.request.headers);
  }

  /** Finds the live session that the cookie names, and says what became of another one. */
  async find(): Promise<OpenSession | undefined> {
    // Who has logged out needs not be told that the session is over.
    if (this.isLoggedOut) return undefined;
    const cookie = this.cookies.session;
    if (cookie === undefined) {
      this.note('mendix.session.none');
      return undefined;
    }
    const { settings } = this.runtime;
    const found = await this.lookUp(cookie);
    this.before = whoWasIn(found);
    switch (found.kind) {
      case 'live':
        this.note('mendix.session.live', `The cookie names the live session ${found.session.id}.`);
        return this.use({ session: found.session, cookie });
      case 'gone':
        this.note(found.why === undefined ? 'mendix.session.unknown' : OVER[found.why]);
        // Who has logged out knows why.
        if (found.why !== undefined && found.why !== 'logout') this.tellWhy();
        return undefined;
      case 'expired':
        this.expired = found.session;
        this.trace.who({ session: found.session.id });
        if (settings.switches.gap === 'refuse') {
          this.note(
            'mendix.session.expired',
            `The session ${found.session.id} was idle for too long. It is invalid, and not swept yet.`,
          );
          this.tellWhy();
          return undefined;
        }
        this.isInGap = true;
        this.note(
          'mendix.session.gap',
          `The session ${found.session.id} was idle for too long and is not swept yet: a request in it can make it live again.`,
        );
        return this.use({ session: found.session, cookie });
    }
  }

  /** From here on the request has no session but one that it makes itself. */
  logOut(): void {
    this.isLoggedOut = true;
  }

  /**
   * Who was signed in in this browser before: no user's name if nobody knows any more whose session or token it was, and
   * undefined if nobody was. The token tells it when the session cookie does not.
   */
  async userBefore(): Promise<string | undefined> {
    const token = this.before === undefined ? this.cookies.get('authtoken') : undefined;
    return token === undefined ? this.before : ((await this.runtime.tokens.userOf(token)) ?? UNKNOWN);
  }

  private async lookUp(cookie: string): Promise<FoundSession> {
    const { sessions, feed } = this.runtime;
    const found = await sessions.find(cookie);
    if (found.kind !== 'expired') return found;
    // A sweep that is due has not removed it yet. After it the session is gone.
    await feed.settled();
    return sessions.find(cookie);
  }

  /** Tells the sign-in page why to sign in again, as before 10.9 (docs/facts/mendix.md#cookies). */
  private tellWhy(): void {
    const { hasTokens, switches } = this.runtime.settings;
    if (!hasTokens) this.cookies.set('reloginReason', switches.reloginReason, 'browser');
  }

  /** Makes a session for a user, which is that of the request from here on. */
  async create(
    user: HeldUser,
    profile: ClientKind,
    origin: SessionOrigin = {},
  ): Promise<OpenSession & { readonly isNew: boolean }> {
    const userBefore = user.anonymous ? await this.userBefore() : undefined;
    const made = await this.runtime.sessions.create(user, profile, this.userAgent, {
      ...origin,
      ...(userBefore !== undefined && { userBefore }),
    });
    const { session, isNew } = made;
    if (isNew) this.trace.changed('mendixSession', session.id, 'created', user.anonymous ? 'anonymous' : user.name);
    this.cookies.set('xasid', `0.${newUuid(this.runtime.kernel.random)}`, 'browser');
    return { ...this.use(made), isNew };
  }

  /** Goes on in the live session that another cookie names. @returns undefined if there is none */
  async join(cookie: string): Promise<OpenSession | undefined> {
    const found = await this.runtime.sessions.find(cookie);
    if (found.kind !== 'live') return undefined;
    this.use({ session: found.session, cookie });
    return this.touch();
  }

  /** Notes that the session of the request is active, and gives its cookie to the client. */
  async touch(profile?: ClientKind): Promise<OpenSession | undefined> {
    if (!this.current) return undefined;
    const session = await this.runtime.sessions.touch(this.current.session.id, profile);
    this.current = session && { ...this.current, session };
    if (!session || !this.current) return undefined;
    if (this.isInGap) this.note('mendix.session.gap-revived', `The session ${session.id} is live again.`);
    this.isInGap = false;
    this.setSessionCookie(this.current);
    return this.current;
  }

  /** Ends the session of the request, also one that waits for its sweep. @returns it as it was at its end */
  async end(why: SessionEnd): Promise<HeldSession | undefined> {
    const session = this.current?.session ?? this.expired;
    const ended = session && (await this.endSession(session.id, why));
    this.current = undefined;
    this.expired = undefined;
    this.isInGap = false;
    return ended;
  }

  /** Ends a session, also one that is not that of the request. */
  async endSession(id: string, why: SessionEnd): Promise<HeldSession | undefined> {
    const ended = await this.runtime.sessions.end(id, why);
    if (ended) this.trace.changed('mendixSession', id, 'removed', why);
    return ended;
  }

  /** Whether the request has the CSRF token of its session. The reason is noted if not. */
  hasCsrfToken({ csrfToken }: OpenSession): boolean {
    const given = this.request.headers['x-csrf-token'];
    if (typeof given !== 'string' || given === '') {
      this.note('mendix.csrf.missing');
      return false;
    }
    this.trace.hide(given);
    if (isSameText(given, csrfToken)) return true;
    this.note('mendix.csrf.wrong');
    return false;
  }

  /** The kind of client, as far as an earlier call or the options tell. */
  get kind(): ClientKind {
    return kindOfProfile(this.cookies.get('Profile') ?? '') ?? this.runtime.settings.profile;
  }

  refuseCsrf(): FastifyReply {
    // The request counts for nothing, so the cookie lives no longer for it.
    this.cookies.keepSession();
    return this.send(this.runtime.settings.switches.csrfStatus, {});
  }

  send(status: number, body: object): FastifyReply {
    this.sendCookies();
    return this.reply
      .code(status)
      .headers({ 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store' })
      .send(JSON.stringify(body));
  }

  /** Leads the browser to another page of the app. */
  redirect(target: string): FastifyReply {
    this.sendCookies();
    return this.reply.code(303).headers({ location: target, 'cache-control': 'no-store' }).send();
  }

  sendCookies(): void {
    const { headers, names } = this.cookies;
    for (const name of names) this.trace.cookie(name);
    if (this.cookies.sets('reloginReason')) this.note('mendix.relogin');
    if (headers.length > 0) this.reply.header('set-cookie', [...headers]);
  }

  private use({ session, cookie }: Pick<MadeSession, 'session' | 'cookie'>): OpenSession {
    this.current = { session, cookie, csrfToken: csrfTokenOf(cookie) };
    this.trace.hide(cookie);
    this.expired = undefined;
    this.trace.hide(this.current.csrfToken);
    this.trace.who({ session: session.id, ...(!session.anonymous && { user: session.user }) });
    this.setSessionCookie(this.current);
    return this.current;
  }

  private setSessionCookie({ session, cookie }: OpenSession): void {
    const life = this.sessionCookieLife(session);
    // A cookie that ends with the browser needs to be set only once.
    if (life === 'browser' && cookie === this.cookies.session) return;
    this.cookies.setSession(cookie, life);
  }

  private sessionCookieLife({ profile }: HeldSession): CookieLife {
    if (profile !== 'online') return YEAR_S;
    const { switches, sessionTimeoutMs } = this.runtime.settings;
    return switches.sessionCookieLife === 'browser' ? 'browser' : sessionTimeoutMs / 1000;
  }
}

/** Who was signed in in the browser that has a session cookie. */
function whoWasIn(found: FoundSession): string | undefined {
  if (found.kind !== 'gone') return signedInIn(found.session);
  return found.why === undefined ? UNKNOWN : found.user;
}
