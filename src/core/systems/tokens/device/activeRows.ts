import { row } from './tableRow';

/** Rows from `Active`. */
export const ACTIVE_ROWS = [
  row('active.touch', 'seed', 'Active', { event: 'a touch', to: 'Active', effect: 'the inactivity timer begins anew' }),
  row('active.inactivity', 'seed', 'Active', {
    event: 'the inactivity timer is over',
    to: 'Locked',
    effect: 'the lock screen is shown',
  }),
  row('active.background', 'seed', 'Active', {
    event: 'the app goes to the background',
    to: 'Active',
    effect: 'the inactivity timer stops, and the instant is stored',
  }),
  row('active.foreground', 'seed', 'Active', {
    event: 'the app comes back',
    guard: 'it was not away for longer than the background limit',
    to: 'Active',
    effect: 'the inactivity timer runs again',
  }),
  row('active.backgroundLimit', 'seed', 'Active', {
    event: 'the app comes back',
    guard: 'it was away for longer than the background limit',
    to: 'Locked',
    effect: 'the lock screen is the first screen, without animation',
  }),
  row('active.relaunch', 'seed', 'Active', {
    event: 'the process is killed, then the app is started',
    to: 'Loading',
    effect: 'nothing private is shown',
  }),
  row('active.answered', 'ours', 'Active', {
    event: 'a call is answered',
    to: 'Active',
    effect: 'an answer is no touch: the timers stay as they are',
  }),
  row('active.retried', 'seed', 'Active', {
    event: 'a call is refused with 401',
    guard: 'a refresh answers 200',
    to: 'Active',
    effect: 'the new tokens are stored, and the call is sent once more',
  }),
  row('active.retriedNewer', 'ours', 'Active', {
    event: 'a call is refused with 401',
    guard: 'the tokens were refreshed since it was sent',
    to: 'Active',
    effect: 'the call is sent once more, without another refresh',
  }),
  row('active.joined', 'ours', 'Active', {
    event: 'a call is refused with 401',
    guard: 'a refresh is under way',
    to: 'Active',
    effect: 'the call waits for that refresh, and no second one is sent',
  }),
  row('active.loop', 'ours', 'Active', {
    event: 'a call is refused with 401 once more',
    guard: 'the tokens are new, and the app shows an error',
    to: 'Active',
    effect: 'no second refresh, and no sign-out',
  }),
  row('active.loopExpired', 'ours', 'Active', {
    event: 'a call is refused with 401 once more',
    guard: 'the tokens are new, and the app gives up',
    to: 'Expired',
    effect: 'the tokens are wiped',
  }),
  row('active.forbidden', 'ours', 'Active', {
    event: 'a call is refused with 403',
    to: 'Active',
    effect: 'it is no matter of the session: no refresh',
  }),
  row('active.offline', 'ours', 'Active', {
    event: 'a call has no answer, or one of 500 and above',
    to: 'Active',
    effect: 'it is no matter of the session: the tokens are kept',
  }),
  row('active.foreign', 'ours', 'Active', {
    event: 'a call goes to another scheme, host or port than those of the API',
    to: 'Active',
    effect: 'it is sent without the token, and no answer is a matter of the session',
  }),
  row('active.refreshed', 'ours', 'Active', {
    event: 'a refresh without a call',
    guard: 'it answers 200',
    to: 'Active',
    effect: 'the new tokens are stored',
  }),
  row('active.refreshFailed', 'seed', 'Active', {
    event: 'a refresh has no answer or fails',
    to: 'Active',
    effect: 'the tokens are kept: never Expired',
  }),
  row('active.refreshLate', 'ours', 'Active', {
    event: 'a refresh is sent, and its answer is under way',
    to: 'Active',
    effect: 'calls that need a refresh wait for it',
  }),
  row('active.invalidGrant', 'seed', 'Active', {
    event: 'a call or a refresh',
    guard: 'the refresh answers invalid_grant with another reason, or none',
    to: 'Expired',
    effect: 'the tokens are wiped, and the sign-in page says why',
  }),
  row('active.passwordChanged', 'seed', 'Active', {
    event: 'the password was changed elsewhere',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('active.terminated', 'seed', 'Active', {
    event: 'the session was ended from another device or by an administrator',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('active.elsewhere', 'seed', 'Active', {
    event: 'somebody signed in on another device, and only so many may be',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('active.absolute', 'ours', 'Active', {
    event: 'the absolute end of the session is reached',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('active.loggedOut', 'ours', 'Active', {
    event: 'the user logs out',
    to: 'Expired',
    effect: 'the tokens are wiped, with network or without, and revoked on the server',
  }),
  row('active.late', 'ours', 'Active', {
    event: 'a late answer to an earlier session arrives',
    to: 'Active',
    effect: 'it is ignored',
  }),
] as const;
