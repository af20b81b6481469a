import { optionWords } from '../../../core/server/optionWords';
import { WEB_REASONS } from '../../../core/systems/web/webReasons';
import type { Trace } from '../../kernel/journal/trace';
import type { CurrentSession } from './currentSession';
import { note, type WebRefusalRule } from './note';
import type { Quotas } from './quotas';
import type { SessionCookie } from './sessionCookie';
import { expiryOf } from './sessionOperations';
import type { StoredWebSessions } from './storedWebSessions';
import type { HeldWebSession, OtpOutcome, OtpRefusal } from './webSessions';

/** The parts that the current sessions of all requests share. */
export interface CookieSessionParts {
  readonly sessions: StoredWebSessions;
  readonly cookie: SessionCookie;
  readonly quotas: Quotas;
  /** False means *No sessions*. */
  readonly scalable: boolean;
}

/** The properties of a request that decide its session. */
export interface SessionRequest {
  /** The header `Cookie`. */
  readonly cookies: string | undefined;
  /** The value of `$4DSID` in the query of the URL. */
  readonly otp: string | undefined;
  readonly ip: string;
  readonly userAgent: string | undefined;
  readonly type: 'web' | 'rest';
  /** Whether the request came over HTTPS. */
  readonly isSecure: boolean;
  /** The origin of a page that calls from elsewhere. Undefined for all other requests. */
  readonly page?: string | undefined;
  /** Whether that page belongs to another site, as its browser says. */
  readonly isCrossSite?: boolean;
}

const REFUSED_OTP: Readonly<Record<OtpRefusal, WebRefusalRule>> = {
  unknown: 'web.otp.unknown',
  used: 'web.otp.used',
  expired: 'web.otp.expired',
  displaced: 'web.otp.displaced',
  'session-gone': 'web.otp.session-gone',
};

const PASSCODES = 'web.sessionLimits.passcodes';
const DISPLACED = `${WEB_REASONS.codes['web.otp.displaced'].sentence} To keep more of them, raise ${optionWords(PASSCODES)}.`;
const SCALABLE = 'web.scalableSessions';
const NO_SESSIONS = `${WEB_REASONS.codes['web.session.none'].sentence} ${optionWords(SCALABLE).replace(/^t/, 'T')} switches them on.`;

/** The `Session` of one request. It comes from the cookie, from `$4DSID`, or is a new guest session. */
export class CookieSession implements CurrentSession {
  private held: HeldWebSession | undefined;
  /** The client's cookie with its expiry, if it names the live session. */
  private clientHas: { readonly cookie: string; readonly expiredAt: number } | undefined;
  private isRefused = false;
  private making: Promise<HeldWebSession> | undefined;

  private constructor(
    private readonly parts: CookieSessionParts,
    private readonly request: SessionRequest,
    private readonly trace: Trace,
  ) {}

  /**
   * Opens the session of a request from its cookie and `$4DSID`. If the passcode is refused, the request keeps the
   * session of its cookie. Without one, it gets a guest session when the session is asked for.
   */
  static async open(parts: CookieSessionParts, request: SessionRequest, trace: Trace): Promise<CookieSession> {
    const current = new CookieSession(parts, request, trace);
    if (parts.scalable) await current.begin();
    else note(trace, 'web.session.none', NO_SESSIONS, { option: SCALABLE, value: true });
    return current;
  }

  /** The current session of the request, if it has one. This getter never creates a session. */
  get present(): HeldWebSession | undefined {
    return this.held;
  }

  /** Whether the client gets a session even if nothing asks for it, because it has sent a passcode that was refused. */
  get owesSession(): boolean {
    return this.isRefused;
  }

  async session(): Promise<HeldWebSession | undefined> {
    if (!this.parts.scalable) return undefined;
    const id = this.held?.id;
    const known = id === undefined ? undefined : await this.parts.sessions.get(id);
    if (known) {
      // Another session may have become the current one during the read.
      if (this.held?.id === known.id) this.held = known;
      return this.held;
    }
    // Two calls in one request must create only one guest session.
    this.making ??= this.makeGuest().finally(() => {
      this.making = undefined;
    });
    return this.making;
  }

  async restore(otp: string): Promise<OtpOutcome> {
    if (!this.parts.scalable) return { kind: 'refused', reason: 'unknown' };
    const { trace } = this;
    trace.hide(otp);
    const outcome = await this.parts.sessions.redeem(otp);
    if (outcome.kind === 'refused') {
      if (outcome.reason === 'displaced') note(trace, REFUSED_OTP.displaced, DISPLACED, { option: PASSCODES });
      else note(trace, REFUSED_OTP[outcome.reason]);
      return outcome;
    }
    this.held = outcome.session;
    note(
      trace,
      'web.otp.restored',
      `The one-time passcode is good: the request goes on in the session ${outcome.session.id}.`,
    );
    trace.changed('otp', outcome.session.id, 'removed', 'used');
    trace.who({ session: outcome.session.id });
    return outcome;
  }

  async setCookie(): Promise<string | undefined> {
    if (!this.held) return undefined;
    const session = await this.parts.sessions.get(this.held.id);
    // The code closed the session itself. The client's next request gets a guest session.
    if (!session) return undefined;
    const expiresAt = expiryOf(session);
    const { clientHas } = this;
    // Compare whole seconds, because a cookie has no smaller unit. A late answer must not replace a cookie that a later
    // answer has set.
    const isRight = clientHas?.cookie === session.cookie && seconds(clientHas.expiredAt) === seconds(expiresAt);
    if (isRight) return undefined;
    this.trace.cookie(this.parts.cookie.name);
    return this.parts.cookie.header(session.cookie, expiresAt, this.request.isSecure);
  }

  private async begin(): Promise<void> {
    await this.readCookie();
    if (this.request.otp === undefined) return;
    const { kind } = await this.restore(this.request.otp);
    this.isRefused = kind === 'refused';
  }

  private async readCookie(): Promise<void> {
    const { trace } = this;
    const values = this.parts.cookie.valuesIn(this.request.cookies);
    for (const value of values) {
      const reuse = await this.parts.sessions.reuse(value);
      if (!reuse) continue;
      this.held = reuse.session;
      this.clientHas = { cookie: value, expiredAt: reuse.expiredAt };
      note(
        trace,
        'web.session.reused',
        `The cookie names the live session ${reuse.session.id}, in which the request runs.`,
      );
      trace.who({ session: reuse.session.id });
      return;
    }
    note(trace, values.length > 0 ? 'web.session.unknown' : 'web.session.no-cookie');
  }

  /** Says why a page of another origin gets a session for each of its calls. */
  private explainPage(): void {
    const { page, isCrossSite, cookies } = this.request;
    if (page === undefined) return;
    const names = this.parts.cookie.valuesIn(cookies);
    if (names.length > 0) return;
    const start = `The page of ${page} sent no session cookie, so this call got a session of its own, as each such call does`;
    const included = 'a page that asks to include credentials';
    const sent = isCrossSite
      ? `a browser sends the cookie from another site only with SameSite=None and over HTTPS (web.cookie.sameSite), and for ${included}`
      : `a browser sends and keeps the cookie only for ${included}`;
    note(this.trace, 'web.cors.session', `${start}: ${sent}.`);
  }

  private async makeGuest(): Promise<HeldWebSession> {
    const { ip: ipAddress, userAgent, type } = this.request;
    const { sessions, quotas } = this.parts;
    const session = await quotas.makeGuest(() => sessions.create({ ipAddress, type, userAgent }), this.trace);
    this.held = session;
    note(this.trace, 'web.session.guest', `A new session ${session.id} was made for a guest, with a new cookie.`);
    this.explainPage();
    this.trace.changed('webSession', session.id, 'created');
    this.trace.who({ session: session.id });
    return session;
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
