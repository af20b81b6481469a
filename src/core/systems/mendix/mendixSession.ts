import type { ClientKind } from './clientKind';

/** An authentication token as the control API reports it, without its value. */
export interface MendixToken {
  /** Names the token. It is not the token itself. */
  readonly id: string;
  /** `cookie`: kept in the cookie `authtoken`. `device`: kept by the app itself, as before 10.9. */
  readonly kind: 'cookie' | 'device';
  readonly createdAt: string;
  /** Virtual time, ISO 8601. Absent if it never expires. */
  readonly expiresAt?: string;
  /** The user agent that it was made for. */
  readonly userAgent?: string;
}

/** A Mendix session as the control API reports it. The session cookie and the CSRF token are not part of it. */
export interface MendixSession {
  /** Names the session. It is not the value of its cookie. */
  readonly id: string;
  readonly user: string;
  readonly anonymous: boolean;
  readonly profile: ClientKind;
  /** Virtual times, ISO 8601. */
  readonly createdAt: string;
  readonly lastActiveAt: string;
  /** The time from which on it is invalid, unless there is a request before. */
  readonly idleUntil: string;
  /** An invalid session is there until the next sweep removes it. */
  readonly state: 'live' | 'expired, not yet swept';
  /** The tokens that were made in it, or that it was made from. */
  readonly tokens: readonly MendixToken[];
  /** The user agent that opened it. */
  readonly userAgent?: string;
}

/** A user as the control API reports it, without the password. */
export interface MendixUser {
  readonly name: string;
  readonly anonymous: boolean;
  readonly active: boolean;
  readonly blocked: boolean;
  /** Virtual time, ISO 8601; present if the user is blocked. */
  readonly blockedSince?: string;
  /** Bad passwords in a row. They are counted in production only. */
  readonly failedLogins: number;
  readonly lastLoginAt?: string;
  readonly tokens: readonly MendixToken[];
}

/** Body of `PATCH /_workbench/v1/mendix/users/{name}`. What is absent stays as it is. */
export interface MendixUserPatch {
  readonly active?: boolean;
  readonly blocked?: boolean;
  /** The new password. */
  readonly password?: string;
}

/** Answer of `POST /_workbench/v1/mendix/sweep`. */
export interface MendixSweep {
  /** Ids of the sessions that were removed. */
  readonly removed: readonly string[];
  /** Names of the users that were unblocked. */
  readonly unblocked: readonly string[];
}
