import type { Event } from '../../../core/base/event';
import type { Json } from '../../../core/json/json';
import type { MadeOtp, WebSession } from '../../../core/systems/web/webSession';
import type { WebChange } from '../../../core/systems/web/webSlice';
import type { AllChanged } from '../../kernel/system/emulatedSystem';

/** A web session as the store holds it. */
export interface HeldWebSession {
  /** UUID, 32 upper-case hexadecimal digits. */
  readonly id: string;
  /** Value of its cookie: another UUID, a secret. */
  readonly cookie: string;
  readonly userName: string;
  /** Names given to `setPrivileges`, those of roles included; without what they include in turn. */
  readonly privileges: readonly string[];
  /** Whether `setPrivileges` has been called since the session is a guest's. */
  readonly wasSet: boolean;
  readonly storage: { readonly [key: string]: Json };
  /** Minutes. */
  readonly idleTimeout: number;
  /** Virtual milliseconds since 1970. */
  readonly createdAt: number;
  readonly lastRequestAt: number;
  readonly ipAddress: string;
  readonly type: 'web' | 'rest';
  /** What the client that opened it calls itself. */
  readonly userAgent?: string;
}

/** Why a one-time passcode restores nothing (docs/facts/4d-web.md#when-a-passcode-is-refused). */
export type OtpRefusal = 'unknown' | 'used' | 'expired' | 'session-gone';

export type OtpOutcome =
  | { readonly kind: 'restored'; readonly session: HeldWebSession }
  | { readonly kind: 'refused'; readonly reason: OtpRefusal };

export type WebSessionsChange = WebChange | AllChanged;

/**
 * The scalable web sessions of the server and their one-time passcodes, behind the store. Every method is atomic: of any
 * number of concurrent calls with one passcode, one restores.
 */
export interface WebSessions {
  /** A new guest. */
  create(options: {
    ipAddress: string;
    type?: 'web' | 'rest';
    userAgent?: string | undefined;
  }): Promise<HeldWebSession>;
  /** The live session that a cookie names; its life begins anew. */
  byCookie(value: string): Promise<HeldWebSession | undefined>;
  get(id: string): Promise<HeldWebSession | undefined>;
  /** Undefined when it is gone. `change` may run more than once; concurrent changes are never lost. */
  change(
    id: string,
    change: (session: HeldWebSession) => Omit<HeldWebSession, 'id' | 'cookie' | 'createdAt'>,
  ): Promise<HeldWebSession | undefined>;
  /** Closes it: what follows is a guest's, with a new cookie. */
  close(id: string): Promise<boolean>;
  /** @param lifespan seconds; undefined when the session is gone */
  createOtp(id: string, lifespan?: number): Promise<MadeOtp | undefined>;
  redeem(otp: string): Promise<OtpOutcome>;
  list(): Promise<WebSession[]>;
  tell(session: HeldWebSession): Promise<WebSession>;
  readonly onDidChange: Event<WebSessionsChange>;
}
