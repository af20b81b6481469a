import type { Json } from '../../json/json';

/** A one-time passcode that was neither used nor is over; a secret that only the control API tells. */
export interface LiveOtp {
  readonly otp: string;
  /** Virtual time, ISO 8601. */
  readonly expiresAt: string;
}

/** A web session as the control API tells it; without the value of its cookie. */
export interface WebSession {
  /** UUID, 32 upper-case hexadecimal digits: `Session.id`. */
  readonly id: string;
  readonly userName: string;
  /** Those that were set and all that they include, as `getPrivileges()` lists them. */
  readonly privileges: readonly string[];
  readonly isGuest: boolean;
  readonly storage: { readonly [key: string]: Json };
  /** Minutes, 60 or more. */
  readonly idleTimeout: number;
  /** Virtual times, ISO 8601. */
  readonly createdAt: string;
  readonly lastRequestAt: string;
  readonly expirationDate: string;
  readonly ipAddress: string;
  readonly type: 'web' | 'rest';
  /** What the client that opened it calls itself. */
  readonly userAgent?: string;
  readonly otps: readonly LiveOtp[];
}

/** Answer of `POST /_workbench/v1/web/sessions`. */
export interface MadeWebSession {
  readonly id: string;
  readonly cookie: { readonly name: string; readonly value: string };
}

/** Body of `PATCH /_workbench/v1/web/sessions/{id}`; what is absent stays. */
export interface WebSessionPatch {
  /** The whole storage. */
  readonly storage?: { readonly [key: string]: Json };
  readonly privileges?: readonly string[];
  readonly userName?: string;
  /** Minutes; below 60 counts as 60. */
  readonly idleTimeout?: number;
}

/** Body of `POST /_workbench/v1/web/sessions/{id}/otp`. */
export interface OtpRequest {
  /** Seconds; the session's idle timeout without it. */
  readonly lifespan?: number;
}

/** Its answer. */
export interface MadeOtp {
  readonly otp: string;
  readonly expiresAt: string;
}
