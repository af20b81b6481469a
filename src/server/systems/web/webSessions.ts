import type { Event } from '../../../core/base/event';
import type { MadeOtp, WebSession } from '../../../core/systems/web/webSession';
import type { WebChange } from '../../../core/systems/web/webSlice';
import type { PageQuery } from '../../kernel/slices/idPage';
import type { KnownClient } from '../../kernel/system/clientSessions';
import type { AllChanged } from '../../kernel/system/emulatedSystem';
import type { SessionQuotas } from './sessionQuotas';

/** What a session in the store has in common with the one that the control API returns. */
type CommonMembers = 'id' | 'userName' | 'storage' | 'idleTimeout' | 'ipAddress' | 'type' | 'userAgent';

/** A client that another system knows (`KnownClient`), as its session has it. */
export type SessionClient = Pick<KnownClient, 'key' | 'user' | 'info'>;

/** A web session as the store holds it. */
export interface HeldWebSession extends Pick<WebSession, CommonMembers> {
  /** The value of the session cookie. It is another UUID, and a secret. */
  readonly cookie: string;
  /** The names given to `setPrivileges`, with the privileges of roles. Privileges that these include are not listed. */
  readonly privileges: readonly string[];
  /** Whether `setPrivileges` was called since the session last belonged to a guest. */
  readonly wasSet: boolean;
  /** Virtual milliseconds since 1970. */
  readonly createdAt: number;
  readonly lastRequestAt: number;
  /** Absent until code sets one. */
  readonly quotas?: SessionQuotas;
  /** Present in the session of a mobile app. */
  readonly client?: SessionClient;
}

/** Why a one-time passcode was refused (docs/facts/4d-web.md#when-a-passcode-is-refused). */
export type OtpRefusal = 'unknown' | 'used' | 'expired' | 'displaced' | 'session-gone';

export type OtpOutcome =
  | { readonly kind: 'restored'; readonly session: HeldWebSession }
  | { readonly kind: 'refused'; readonly reason: OtpRefusal };

export type WebSessionsChange = WebChange | AllChanged;

/**
 * The scalable web sessions of the server, with their one-time passcodes. Every method is atomic. If several callers
 * use one passcode at the same time, only one of them gets the session.
 */
export interface WebSessions {
  /** Creates a session for a new guest. */
  create(options: {
    ipAddress: string;
    type?: 'web' | 'rest';
    userAgent?: string | undefined;
    client?: SessionClient | undefined;
  }): Promise<HeldWebSession>;
  /** The live session that a cookie names. Its expiry is renewed. */
  byCookie(value: string): Promise<HeldWebSession | undefined>;
  get(id: string): Promise<HeldWebSession | undefined>;
  /**
   * Changes a session. `change` may run more than once, so that no concurrent change is lost.
   * @returns undefined when the session does not exist any more
   */
  change(
    id: string,
    change: (session: HeldWebSession) => Omit<HeldWebSession, 'id' | 'cookie' | 'createdAt' | 'client'>,
  ): Promise<HeldWebSession | undefined>;
  /**
   * Closes a session. The client's next request gets a new guest session with a new cookie.
   * @returns whether there was such a session
   */
  close(id: string): Promise<boolean>;
  /**
   * Creates a one-time passcode.
   * @param lifespan seconds
   * @returns undefined when the session does not exist any more
   */
  createOtp(id: string, lifespan?: number): Promise<MadeOtp | undefined>;
  redeem(otp: string): Promise<OtpOutcome>;
  /** @param page those that are asked for; all of them unless given */
  list(page?: PageQuery): Promise<WebSession[]>;
  tell(session: HeldWebSession): Promise<WebSession>;
  readonly onDidChange: Event<WebSessionsChange>;
}
