import { isDeepStrictEqual } from 'node:util';
import { optionWords } from '../../../core/server/optionWords';
import { encodeToken } from '../../../core/session/connectionToken';
import type { Session, SessionStatus } from '../../../core/session/session';
import { MOBILE_REASONS } from '../../../core/systems/mobile/mobileReasons';
import type { Trace } from '../../kernel/journal/trace';
import type { Decision } from './decision';
import type { Gatekeeper } from './gatekeeper';
import type { Licences } from './licences';
import type { LoginRequest } from './loginRequest';
import type { MobileOptions } from './mobileOptions';
import { refuse } from './mobileRestError';
import type { HeldMobileSession, MobileState, SessionPath } from './mobileState';
import { note } from './note';
import { type SessionContent, sessionAfterLogin, sessionOf } from './sessionDocument';
import type { Verification } from './verification';

/** The result of a login: the session after it, and the text for the device. */
export interface LoginResult {
  readonly held: HeldMobileSession;
  readonly statusText?: string;
}

/** Where a login comes from. */
export interface LoginOrigin {
  /** In the form of `sessionAddress`. */
  readonly ip: string;
  /** Origin of the server, as the device reaches it. */
  readonly server: string;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

// Our own text: those of 4D and of the component are not published.
const PENDING_TEXT = 'Your session is pending: it waits to be accepted';
const REFUSED_TEXT = 'Your login was refused';

/** One call of `$authenticate`. */
interface Attempt {
  readonly login: LoginRequest;
  readonly origin: LoginOrigin;
  /** The session that this user already has on this device. */
  readonly held: HeldMobileSession | undefined;
  readonly trace: Trace;
}

/**
 * Handles `$authenticate`: decides the login, creates or changes the session, and sends the verification mail.
 * The policy or module is asked while the user has no accepted session on the device. A later login never changes the
 * status of a session (docs/switches.md#mobileaskagain).
 * Another user on the same device has the same file (docs/facts/4d-mobile.md#the-session-id). The login of another user
 * starts a new session in it.
 */
export class Login {
  constructor(
    private readonly state: MobileState,
    private readonly gatekeeper: Gatekeeper,
    private readonly licences: Licences,
    private readonly verification: Verification,
    private readonly options: MobileOptions,
  ) {}

  async authenticate(login: LoginRequest, origin: LoginOrigin, trace: Trace): Promise<LoginResult> {
    const held = await this.heldOf(login);
    const attempt = { login, origin, held, trace };
    if (held?.session.status === 'accepted' && this.options.askAgain !== 'always') {
      note(trace, 'mobile.login.kept');
      return { held: await this.store(attempt, 'accepted') };
    }
    const decision = await this.gatekeeper.decide(login, origin, trace);
    if (decision.outcome === 'refuse') return this.refuse(decision, trace);
    const status = statusAfter(decision, held, trace);
    return status === 'accepted' ? this.accept(attempt, decision) : this.suspend(attempt, decision);
  }

  private refuse({ statusText = REFUSED_TEXT, remedy }: Decision, trace: Trace): never {
    const { refusalStatus: status = 401 } = this.options;
    const told = `The login is refused${remedy ? `, as ${optionWords(remedy.option)} has it` : ''}: ${statusText}`;
    return refuse(trace, 'mobile.login.refused', 1912, statusText, { status, statusText, told, remedy });
  }

  private async accept(attempt: Attempt, decision: Decision): Promise<LoginResult> {
    const { login, held, trace } = attempt;
    const store = () => this.store(attempt, 'accepted', userInfoOf(decision));
    const isAccepted = held?.session.status === 'accepted';
    const now = isAccepted ? await store() : await this.licences.take(login.file, login.email, trace, store);
    note(trace, 'mobile.login.accepted');
    return { held: now, ...textOf(decision) };
  }

  private async suspend(attempt: Attempt, decision: Decision): Promise<LoginResult> {
    const { login, origin, trace } = attempt;
    const now = await this.store(attempt, 'pending', userInfoOf(decision));
    // The link in the mail was opened during this login.
    if (now.session.status === 'accepted') return { held: now };
    notePending(decision, trace);
    if (decision.outcome !== 'pending' || !decision.mail) {
      return { held: now, statusText: (decision.outcome === 'pending' && decision.statusText) || PENDING_TEXT };
    }
    const { sent, statusText } = await this.verification.begin(now, login.send, origin.server, trace);
    // The text of the policy applies to a mail that was just sent.
    return { held: now, statusText: (sent && decision.statusText) || statusText };
  }

  /** Returns the session of this user on this device. */
  private async heldOf({ file, email }: LoginRequest): Promise<HeldMobileSession | undefined> {
    const held = await this.state.get(file);
    return held && isSameUser(held.session, email) ? held : undefined;
  }

  private async store(
    { login, origin, held, trace }: Attempt,
    status: SessionStatus,
    userInfo?: SessionContent['userInfo'],
  ): Promise<HeldMobileSession> {
    const content = { ...login, ip: origin.ip, status, ...(userInfo && { userInfo }) };
    // Nothing is new. The file keeps its layout, and what was added to it by hand.
    if (held && isDeepStrictEqual(sessionAfterLogin(held.session, content), held.session)) return held;
    const changed = held && (await this.change(login, content));
    if (changed) {
      note(trace, 'mobile.session.changed');
      tellChange(trace, changed, 'changed', 'login');
      return changed;
    }
    const written = await this.state.write(sessionOf(content));
    note(trace, 'mobile.session.created');
    tellChange(trace, written, 'created', `status: ${status}`);
    return written;
  }

  /** Undefined when the session was removed from memory meanwhile. */
  private change({ file, email }: LoginRequest, content: SessionContent): Promise<HeldMobileSession | undefined> {
    return this.state.change(file, (session) =>
      isSameUser(session, email) ? sessionAfterLogin(session, content) : sessionOf(content),
    );
  }
}

/**
 * Accepts a pending session, and keeps the rest of its file. Undefined when it is not in memory, or belongs to another
 * user.
 */
export async function acceptSession(
  state: MobileState,
  file: SessionPath,
  email: string,
  trace: Trace,
): Promise<HeldMobileSession | undefined> {
  const before = await state.get(file);
  if (!before || !isSameUser(before.session, email)) return undefined;
  const changed = await state.change(file, acceptedForm);
  if (changed && before.session.status !== 'accepted') {
    tellChange(trace, changed, 'changed', 'status: pending → accepted');
  }
  return changed;
}

export function isSameUser({ email }: Session, other: string): boolean {
  return email.toLowerCase() === other.toLowerCase();
}

/** Writes to the journal that a session has changed. Memory and file change together. */
export function tellChange(
  trace: Trace,
  held: HeldMobileSession,
  change: 'created' | 'changed' | 'removed',
  detail: string,
) {
  trace.changed('mobileSession', held.session.session.id, change, detail);
  trace.changed('sessionFile', held.file, change, detail);
}

/**
 * The session with a token. An accepted session must have one, and somebody may have deleted it from a pending
 * session's file.
 */
function acceptedForm(session: Session): Session {
  const { application, team, session: own } = session;
  const token = session.token ?? encodeToken({ appNameID: application.id, id: own.id, teamID: team?.id ?? '' });
  return { ...session, status: 'accepted', token };
}

function statusAfter(decision: Decision, held: HeldMobileSession | undefined, trace: Trace): SessionStatus {
  const decided = decision.outcome === 'accept' ? 'accepted' : 'pending';
  const status = held?.session.status ?? decided;
  if (status !== decided) note(trace, 'mobile.login.stays', `The session is ${status} and stays so.`);
  return status;
}

/** Names the option that decided so. A session that was pending before is so for an earlier decision. */
function notePending({ outcome, remedy }: Decision, trace: Trace): void {
  const { sentence } = MOBILE_REASONS.codes['mobile.login.pending'];
  if (outcome !== 'pending' || !remedy) note(trace, 'mobile.login.pending');
  else note(trace, 'mobile.login.pending', `${sentence} That is what ${optionWords(remedy.option)} has.`, remedy);
}

function userInfoOf(decision: Decision): SessionContent['userInfo'] {
  return decision.outcome === 'refuse' ? undefined : decision.userInfo;
}

function textOf({ statusText }: Decision): { statusText?: string } {
  return statusText === undefined ? {} : { statusText };
}
