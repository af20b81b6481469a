import { END_REASONS } from '../endReason';

/** Why the app shows a screen, beside the reasons that the server gives for the end of a session. */
export const APP_REASONS = [
  /** Signs in: the app has no tokens. */
  'none',
  /** Signs in: the server gave no reason that the app knows. */
  'unknown',
  /** Signs in: the access token is over, and the server gave no refresh token. */
  'noRefreshToken',
  /** Signs in: the PIN was wrong too often. */
  'pinFailed',
  /** Signs in: the server refused user name and password. */
  'loginRefused',
  /** Any screen: there was no answer of use. */
  'offline',
  /** Any screen: a call was refused though the tokens are new. */
  'unauthorizedAfterRefresh',
  /** Any screen: the user may not do this. */
  'forbidden',
  /** Lock: no touch for too long. */
  'inactive',
  /** Lock: too long in the background. */
  'away',
  /** Lock: at the start of the app. */
  'started',
] as const;

/** Why the app shows what it shows. */
export const DEVICE_REASONS = [...END_REASONS, ...APP_REASONS] as const;
export type DeviceReason = (typeof DEVICE_REASONS)[number];
