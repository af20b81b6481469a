import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import { parseJson } from '../../../core/json/parseJson';
import { namedValuesIn } from '../../../core/redaction/namedValues';
import type { Session } from '../../../core/session/session';
import { isRecord } from '../../../core/session/sessionFields';
import { HttpError } from '../../kernel/answer/httpError';
import { Refusal } from '../../kernel/answer/refusal';
import type { Clock } from '../../kernel/clock/clock';
import type { Trace } from '../../kernel/journal/trace';
import type { UpstreamIdentity } from '../../kernel/upstream/forwarding';
import type { Upstream } from '../../kernel/upstream/upstream';
import { tellChange } from './login';
import { ROOT } from './mobileRoute';
import type { HeldMobileSession, MobileState, SessionPath } from './mobileState';
import { note } from './note';

/** The sessions whose tokens of the upstream are kept. A session whose token was dropped logs in again. */
const SESSIONS = 10_000;
/** How long a refused login is not tried again, in virtual milliseconds. An app sends many requests at once. */
const PAUSE_MS = 5_000;
const LONGEST_TOLD = 300;

/** What the server itself puts into a session. It is no part of what the app sends. */
const OF_SERVER: readonly string[] = ['session', 'status', 'token', 'userInfo'];

type UserInfo = Readonly<Record<string, unknown>>;

/** What a login has given. `user` is the one who has logged in. */
type Login = { readonly user: string } & (
  | { readonly token: string }
  | { readonly refusal: Refusal; readonly at: number }
);

/** What the upstream has last said of a user. */
interface Told {
  readonly user: string;
  readonly userInfo: UserInfo;
}

/**
 * The sessions of apps on the upstream. Each logs in there as the app does here. The tokens are in memory alone, so that no
 * file or snapshot has them: what is lost is asked for again, with what the session file has of the login.
 */
export class UpstreamSessions {
  private readonly given = new LRUCache<SessionPath, Told>({ max: SESSIONS });
  private readonly logins = new LRUCache<SessionPath, Promise<Login>>({ max: SESSIONS });

  constructor(
    private readonly upstream: Upstream,
    private readonly clock: Clock,
    private readonly state: Pick<MobileState, 'get' | 'change'>,
  ) {}

  /**
   * Logs a session in because its app has logged in here. A failure is told, and refuses no login here.
   * @param sent the body of the app's login
   * @returns the session with what the upstream gave as `userInfo`; apps send it back in the queries of filtered tables
   */
  async begin(held: HeldMobileSession, sent: Buffer, trace: Trace): Promise<HeldMobileSession | undefined> {
    if (!this.upstream.target.logsIn || held.session.status !== 'accepted') return undefined;
    this.upstream.forget(keyOf(held.file));
    const text = sent.toString('utf8');
    this.keepSecrets(held.file, namedValuesIn(text));
    // Another user may have been told of here before.
    this.given.set(held.file, { user: '', userInfo: {} });
    await this.login(held, text, trace);
    return this.state.get(held.file);
  }

  /** Logs a session out. A failure is told, and refuses no logout here. */
  async end({ file }: HeldMobileSession, trace: Trace): Promise<void> {
    const login = await this.logins.get(file);
    this.logins.delete(file);
    if (login && 'token' in login) {
      const { token } = login;
      trace.hide(token);
      try {
        const { status } = await this.ask(file, '$logout', '{}', { authorization: `Bearer ${token}` }, trace);
        if (status < 300) note(trace, 'mobile.upstream.logout');
        else {
          const told = `${this.upstream.target.origin} answered ${status} to the logout; the session may live on there.`;
          note(trace, 'mobile.upstream.logout-failed', told);
        }
      } catch (error) {
        note(trace, 'mobile.upstream.logout-failed', asRefused(error).message);
      }
    }
    this.upstream.forget(keyOf(file));
  }

  /**
   * Tells the upstream what a device has told of its user and its push token, as only the one who knows the push token can
   * send to the device. A failure is told, and refuses nothing here.
   * @param sent the body of `$userInfo`
   */
  async tell(held: HeldMobileSession, sent: Buffer, trace: Trace): Promise<void> {
    if (!this.upstream.target.logsIn) return;
    const login = await this.loginOf(held, trace);
    if (!('token' in login)) return;
    const { token } = login;
    trace.hide(token);
    const failed = (message: string) => note(trace, 'mobile.upstream.userInfo-failed', message);
    try {
      const headers = { authorization: `Bearer ${token}` };
      const { status } = await this.ask(held.file, '$userInfo', sent.toString('utf8'), headers, trace);
      if (status < 300) note(trace, 'mobile.upstream.userInfo');
      else failed(`${this.upstream.target.origin} answered ${status} to $userInfo; it may not know the push token.`);
    } catch (error) {
      failed(asRefused(error).message);
    }
  }

  /** What no recording may have of a session: its tokens and cookies there, also earlier ones, and what it sent as a password. */
  secretsOf(file: SessionPath): readonly string[] {
    return this.upstream.secrets.of(keyOf(file));
  }

  /** Who the requests of a session come from, for the upstream. */
  identityOf(held: HeldMobileSession, trace: Trace): UpstreamIdentity | undefined {
    if (!this.upstream.target.logsIn) return undefined;
    let used: Promise<Login> | undefined;
    return {
      header: async () => {
        const login = await this.loginOf(held, trace);
        used = this.logins.get(held.file);
        if ('token' in login) return `Bearer ${login.token}`;
        throw login.refusal;
      },
      // Of many requests that are refused at once, each has the same old token. The first one gets another for all.
      refused: () => void (this.logins.get(held.file) === used && this.logins.delete(held.file)),
    };
  }

  /** Forgets all sessions: the state of this server was replaced. */
  restored(): void {
    this.logins.clear();
    this.given.clear();
    this.upstream.restored();
  }

  private async loginOf(held: HeldMobileSession, trace: Trace): Promise<Login> {
    const { file, session } = held;
    for (;;) {
      const last = this.logins.get(file);
      const known = await last;
      // Another request may have begun a login meanwhile.
      if (last !== this.logins.get(file)) continue;
      const isSame = known?.user === userOf(session);
      if (known && isSame && ('token' in known || this.clock.now() - known.at < PAUSE_MS)) return known;
      // The e-mail was changed in the file. What the other user may see there is not for this one.
      if (known && !isSame) this.upstream.forget(keyOf(file));
      return this.login(held, bodyOf(session), trace);
    }
  }

  /** One login at a time for each session. */
  private login({ file, session }: HeldMobileSession, body: string, trace: Trace): Promise<Login> {
    const login = this.tryLogin(file, userOf(session), body, trace);
    this.logins.set(file, login);
    return login;
  }

  private async tryLogin(file: SessionPath, user: string, body: string, trace: Trace): Promise<Login> {
    try {
      const { status, text } = await this.ask(file, '$authenticate', body, {}, trace);
      const answer = objectIn(text);
      const token = tokenIn(answer);
      if (token === undefined) throw this.refused(status, answer);
      trace.hide(token);
      this.keepSecrets(file, [token]);
      note(trace, 'mobile.upstream.login');
      await this.takeUserInfo(file, { user, userInfo: isRecord(answer?.userInfo) ? answer.userInfo : {} }, trace);
      return { user, token };
    } catch (error) {
      const refusal = asRefused(error);
      note(trace, 'mobile.upstream.login-failed', refusal.message);
      return { user, refusal, at: this.clock.now() };
    }
  }

  /**
   * Puts into the session what the upstream says of its user. What it has said of another user goes, and what the app or a
   * person has put there stays.
   */
  private async takeUserInfo(file: SessionPath, now: Told, trace: Trace): Promise<void> {
    const before = this.given.get(file);
    this.given.set(file, now);
    // The server began anew, or the login is older than those that are kept: the session file has what was told.
    if (!before) return;
    const isNew = (name: string) =>
      before.user !== now.user || !isDeepStrictEqual(before.userInfo[name], now.userInfo[name]);
    const fresh = Object.entries(now.userInfo).filter(([name]) => isNew(name));
    const withTold = ({ userInfo = {} }: Session): UserInfo => {
      const kept = Object.entries(userInfo).filter(
        ([name, value]) => Object.hasOwn(now.userInfo, name) || !isDeepStrictEqual(before.userInfo[name], value),
      );
      return Object.fromEntries([...kept, ...fresh]);
    };
    const held = await this.state.get(file);
    if (!held || isDeepStrictEqual(withTold(held.session), { ...held.session.userInfo })) return;
    const changed = await this.state.change(file, (session) => ({ ...session, userInfo: withTold(session) }));
    if (changed) tellChange(trace, changed, 'changed', 'userInfo');
  }

  private keepSecrets(file: SessionPath, secrets: readonly string[]): void {
    this.upstream.secrets.keep(keyOf(file), 'login', secrets);
  }

  private refused(status: number, answer: UserInfo | undefined): Refusal {
    const { origin } = this.upstream.target;
    const said = typeof answer?.statusText === 'string' ? answer.statusText.slice(0, LONGEST_TOLD) : '';
    const why = said === '' ? '' : `: “${said}”`;
    if (answer?.success === true) {
      const message = `The login to ${origin} is pending there${why}; accept the session there, then ask again.`;
      return new HttpError(502, 'upstream-login', message);
    }
    const message = `${origin} refuses the login with ${status}${why}; mend that there, or choose another “upstream.authorization”.`;
    return new HttpError(502, 'upstream-login', message);
  }

  private ask(
    file: SessionPath,
    route: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    trace: Trace,
  ): ReturnType<Upstream['ask']> {
    const sent = { 'content-type': 'application/json', accept: 'application/json', 'x-qmobile': '1', ...headers };
    return this.upstream.ask(keyOf(file), { path: `${ROOT}/${route}`, body, headers: sent }, trace);
  }
}

/** Names the session of a file among those of all systems. */
export function keyOf(file: SessionPath): string {
  return `mobile:${file}`;
}

function userOf({ email }: Session): string {
  return email.toLowerCase();
}

/** What an app has sent at its login, as far as its session file has it. */
function bodyOf(session: Session): string {
  return JSON.stringify(Object.fromEntries(Object.entries(session).filter(([name]) => !OF_SERVER.includes(name))));
}

function tokenIn(answer: UserInfo | undefined): string | undefined {
  const token = answer?.token;
  // Anything else cannot be sent as a header.
  return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parseJson(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function asRefused(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}
