import type { EndReason } from './endReason';

/** What a client tells about the device that signs in. */
export interface TokenDevice {
  readonly name?: string;
  readonly platform?: string;
  readonly model?: string;
  readonly appVersion?: string;
}

/** A token of a family as the control API reports it, without its value. */
export interface FamilyToken {
  /** Names the token. It is not the token itself. */
  readonly id: string;
  readonly kind: 'access' | 'refresh';
  /** Which one of its kind it is in its session, from 1. It stays the same when older ones are forgotten. */
  readonly number: number;
  /** Virtual times, ISO 8601. */
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly state: 'live' | 'used' | 'revoked' | 'expired';
  /** Id of the refresh token that was given in its place. */
  readonly replacedBy?: string;
  /** Id of the refresh token that was used to get this one. Absent for those of the sign-in. */
  readonly from?: string;
  /** Virtual time, ISO 8601. Present if it was presented again after its use. Once the grace time was over, only that counts. */
  readonly reusedAt?: string;
  /** Present if it was presented again within the grace time, and never after it. */
  readonly reusedInGrace?: true;
}

/** A session as the app's own list shows it. */
export interface TokenSession {
  readonly id: string;
  readonly user: string;
  readonly device: TokenDevice;
  readonly ip: string;
  /** Virtual times, ISO 8601. */
  readonly createdAt: string;
  readonly lastActiveAt: string;
  /** When it ends unless it is refreshed before. */
  readonly expiresAt: string;
  /** When it ends whatever happens. */
  readonly absoluteExpiresAt: string;
  /** Whether it is the session that asks. For the control API it never is. */
  readonly current: boolean;
  readonly state: 'active' | 'ended';
  readonly endReason?: EndReason;
}

/** A session as the control API reports it. */
export interface ControlledSession extends TokenSession {
  /** Virtual time, ISO 8601. Present if it is over. */
  readonly endedAt?: string;
  /** The `client_id` that it was made for. Absent for a sign-in by the app's own form. */
  readonly client?: string;
  readonly scope?: string;
  /** Its tokens, oldest first. Of very many the oldest are forgotten. */
  readonly family: readonly FamilyToken[];
}

/** A user as the control API reports it, without the password. */
export interface TokensUser {
  readonly name: string;
  readonly disabled: boolean;
  /** Virtual time, ISO 8601. Present if the password is another one than that of the options. */
  readonly passwordChangedAt?: string;
}

/** Body of `PATCH /_workbench/v1/tokens/users/{name}`. What is absent stays as it is. */
export interface TokensUserPatch {
  readonly disabled?: boolean;
  /** The new password. It ends sessions as the option `passwordChange` says. */
  readonly password?: string;
}

/** What came of a token that was presented again by hand. */
export interface TokenReplay {
  /** As a client would get it: 200, 400 or 401. */
  readonly status: number;
  readonly error?: string;
  /** Reason codes, in order. */
  readonly reasons: readonly string[];
}
