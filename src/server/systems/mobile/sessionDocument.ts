import { encodeToken } from '../../../core/session/connectionToken';
import type { Session, SessionStatus } from '../../../core/session/session';
import { plainAddress } from '../../kernel/guard/peer';

/** The values of which a login makes a session. */
export interface SessionContent {
  /** What the device sent and the server keeps, in the order in which it was sent. */
  readonly sent: Readonly<Record<string, unknown>>;
  readonly applicationId: string;
  readonly teamId: string;
  readonly sessionId: string;
  /** Network address of the device, in 4D's form (`sessionAddress`). */
  readonly ip: string;
  readonly status: SessionStatus;
  readonly userInfo?: Readonly<Record<string, unknown>>;
}

/**
 * The session that a login creates: all that the device sent, in its order, then `session`, `status` and `token`.
 * See docs/facts/4d-mobile.md#published-samples. In the samples the order of what apps send differs, because Swift
 * dictionaries have no fixed order. These three are always last: 4D keeps the body and adds to it.
 * A pending session gets a token too, although no sample shows one. Whoever accepts it by hand changes only `status`,
 * and an accepted session needs a token to be compliant.
 * `userInfo`, which no sample shows, is last.
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

/**
 * The text of a session's file as 4D writes it: one line, no spaces, no line end
 * (docs/facts/4d-mobile.md#the-session-file).
 */
export function sessionText(session: Session): string {
  return JSON.stringify(session);
}

/**
 * A session after a later login of the same user. Only what the device sends is updated.
 * The status stays: a login neither accepts a pending session nor makes an accepted one pending
 * (docs/switches.md#mobileaskagain).
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

/**
 * 4D's form of an IP address: IPv4 mapped to IPv6, without a zone. See
 * docs/facts/4d-mobile.md#members-of-a-session-file.
 */
export function sessionAddress(ip: string): string {
  const plain = plainAddress(ip);
  return plain.includes(':') ? plain : `::ffff:${plain}`;
}
