import { encodeToken } from '../../../core/session/connectionToken';
import type { Session, SessionStatus } from '../../../core/session/session';
import { plainAddress } from '../../kernel/guard/peer';

/** What a session is made of at a login. */
export interface SessionContent {
  /** What the device sent and is kept, in the order in which it was sent. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly applicationId: string;
  readonly teamId: string;
  readonly sessionId: string;
  /** Address of the device, as 4D writes it (`sessionAddress`). */
  readonly ip: string;
  readonly status: SessionStatus;
  readonly userInfo?: Readonly<Record<string, unknown>>;
}

/**
 * The session that a login makes: all that the device sent, in its order, then `session`, `status` and `token`.
 *
 * See docs/facts/4d-mobile.md#published-samples. They differ in the order of everything that apps send, down to the keys in
 * `application`, as Swift dictionaries do from run to run, and agree in these three at the end: 4D keeps the body and
 * adds to it. A pending session gets its token too, although no sample shows one: who accepts it by hand changes `status`
 * alone, and an accepted one without a token would not be compliant. `userInfo`, which no sample shows, is last.
 */
export function sessionOf(content: SessionContent): Session {
  const { sent, applicationId, teamId, sessionId, ip, status, userInfo } = content;
  const session = {
    ...sent,
    session: { id: sessionId, ip },
    status,
    token: encodeToken({ appNameID: applicationId, id: sessionId, teamID: teamId }),
    ...(userInfo && { userInfo }),
  };
  return session as unknown as Session;
}

/** A session's file as 4D writes it: one line without spaces, no line end (docs/facts/4d-mobile.md#the-session-file). */
export function sessionText(session: Session): string {
  return JSON.stringify(session);
}

/**
 * A session after a later login of the same user: what the device sends now, and nothing else is different. Its status
 * stays too: a login neither accepts what waits nor takes back what was accepted (docs/switches.md#mobileaskagain).
 */
export function sessionAfterLogin(
  session: Session,
  { sent, ip, userInfo }: Pick<SessionContent, 'sent' | 'ip' | 'userInfo'>,
): Session {
  const { application, device, language } = sent as unknown as Session;
  const next = {
    ...session,
    ...sent,
    application: { ...session.application, ...application },
    device: { ...session.device, ...device },
    language: { ...session.language, ...language },
    session: { ...session.session, ip },
    ...(userInfo && { userInfo }),
  };
  return next as Session;
}

/** How 4D writes an address: IPv4 mapped into IPv6, no zone. See docs/facts/4d-mobile.md#members-of-a-session-file. */
export function sessionAddress(ip: string): string {
  const plain = plainAddress(ip);
  return plain.includes(':') ? plain : `::ffff:${plain}`;
}
