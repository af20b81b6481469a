import type { Json } from '../../json/json';

/** A one-time passcode that is neither used nor expired. It is a secret, and only the control API returns it. */
export interface LiveOtp {
  readonly otp: string;
  /** Virtual time, ISO 8601. */
  readonly expiresAt: string;
}

/** A web session as the control API returns it, without the value of its cookie. */
export interface WebSession {
  /** UUID, 32 upper-case hexadecimal digits: `Session.id`. */
  readonly id: string;
  readonly userName: string;
  /** The privileges of the session and all that they include, as `getPrivileges()` lists them. */
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
  /** The header `User-Agent` of the client that opened the session. */
  readonly userAgent?: string;
  /** Present in the session of a mobile app: which session of the app it is, and whose. */
  readonly client?: { readonly key: string; readonly user: string };
  readonly otps: readonly LiveOtp[];
}

/** Answer of `POST /_workbench/v1/web/sessions`. */
export interface MadeWebSession {
  readonly id: string;
  readonly cookie: { readonly name: string; readonly value: string };
}

/** Body of `PATCH /_workbench/v1/web/sessions/{id}`. An absent property is not changed. */
export interface WebSessionPatch {
  /** Replaces the whole storage. */
  readonly storage?: { readonly [key: string]: Json };
  readonly privileges?: readonly string[];
  readonly userName?: string;
  /** Minutes. Values below 60 are raised to 60. */
  readonly idleTimeout?: number;
}

/** Body of `POST /_workbench/v1/web/sessions/{id}/otp`. */
export interface OtpRequest {
  /** Seconds. Default: the idle timeout of the session. */
  readonly lifespan?: number;
}

/** Answer of `POST /_workbench/v1/web/sessions/{id}/otp`. */
export interface MadeOtp {
  readonly otp: string;
  readonly expiresAt: string;
}
