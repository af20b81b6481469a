import type { EndReason } from '../endReason';

/** Why the app shows a screen, beside the reasons that the server gives for the end of a session. */
const BY_THE_APP = {
  none: 'Sign-in page: the app has no tokens.',
  unknown: 'Sign-in page: the server gave no reason that the app knows.',
  noRefreshToken: 'Sign-in page: the access token is over, and the server gave no refresh token.',
  pinFailed: 'Sign-in page: the PIN was wrong too often.',
  loginRefused: 'Sign-in page: the server refused user name and password.',
  offline: 'Any screen: there was no answer of use.',
  unauthorizedAfterRefresh: 'Any screen: a call was refused though the tokens are new.',
  forbidden: 'Any screen: the user may not do this.',
  inactive: 'Lock screen: no touch for too long.',
  away: 'Lock screen: too long in the background.',
  started: 'Lock screen: at the start of the app.',
} as const;

const BY_THE_SERVER: Readonly<Record<EndReason, string>> = {
  signed_out: 'Sign-in page: the user signed out.',
  password_changed: 'Sign-in page: the password was changed elsewhere.',
  signed_in_elsewhere: 'Sign-in page: somebody signed in on another device, and only so many may be.',
  terminated_by_user: 'Sign-in page: the user ended the session from another device.',
  terminated_by_admin: 'Sign-in page: an administrator ended the session.',
  idle_timeout: 'Sign-in page: nobody refreshed for too long.',
  absolute_timeout: 'Sign-in page: the session is as old as it may be.',
  token_reuse: 'Sign-in page: a refresh token was used twice.',
  user_disabled: 'Sign-in page: the user was disabled.',
};

/** Why the app shows what it shows. */
export type DeviceReason = EndReason | keyof typeof BY_THE_APP;

/** What each reason means: which screen the app shows, and why. */
export const REASON_WORDS: Readonly<Record<DeviceReason, string>> = { ...BY_THE_SERVER, ...BY_THE_APP };
