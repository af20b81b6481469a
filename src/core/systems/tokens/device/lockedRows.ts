import { row } from './tableRow';

/** Rows from `Locked`. */
export const LOCKED_ROWS = [
  row('locked.relaunch', 'ours', 'Locked', {
    event: 'the process is killed, then the app is started',
    to: 'Loading',
    effect: 'nothing private is shown',
  }),
  row('locked.answered', 'ours', 'Locked', {
    event: 'a call is answered',
    to: 'Locked',
    effect: 'an answer unlocks nothing',
  }),
  row('locked.retried', 'ours', 'Locked', {
    event: 'a call is refused with 401',
    guard: 'a refresh answers 200',
    to: 'Locked',
    effect: 'the new tokens are stored, and the call is sent once more',
  }),
  row('locked.retriedNewer', 'ours', 'Locked', {
    event: 'a call is refused with 401',
    guard: 'the tokens were refreshed since it was sent',
    to: 'Locked',
    effect: 'the call is sent once more, without another refresh',
  }),
  row('locked.joined', 'ours', 'Locked', {
    event: 'a call is refused with 401',
    guard: 'a refresh is under way',
    to: 'Locked',
    effect: 'the call waits for that refresh, and no second one is sent',
  }),
  row('locked.loop', 'ours', 'Locked', {
    event: 'a call is refused with 401 once more',
    guard: 'the tokens are new, and the app shows an error',
    to: 'Locked',
    effect: 'no second refresh, and no sign-out',
  }),
  row('locked.loopExpired', 'ours', 'Locked', {
    event: 'a call is refused with 401 once more',
    guard: 'the tokens are new, and the app gives up',
    to: 'Expired',
    effect: 'the tokens are wiped',
  }),
  row('locked.forbidden', 'ours', 'Locked', {
    event: 'a call is refused with 403',
    to: 'Locked',
    effect: 'it is no matter of the session: no refresh',
  }),
  row('locked.offline', 'ours', 'Locked', {
    event: 'a call has no answer, or one of 500 and above',
    to: 'Locked',
    effect: 'it is no matter of the session: the tokens are kept',
  }),
  row('locked.foreign', 'ours', 'Locked', {
    event: 'a call goes to another scheme, host or port than those of the API',
    to: 'Locked',
    effect: 'it is sent without the token, and no answer is a matter of the session',
  }),
  row('locked.refreshed', 'ours', 'Locked', {
    event: 'a refresh without a call',
    guard: 'it answers 200',
    to: 'Locked',
    effect: 'the new tokens are stored',
  }),
  row('locked.refreshFailed', 'seed', 'Locked', {
    event: 'a refresh has no answer or fails',
    to: 'Locked',
    effect: 'the tokens are kept: never Expired',
  }),
  row('locked.refreshLate', 'ours', 'Locked', {
    event: 'a refresh is sent, and its answer is under way',
    to: 'Locked',
    effect: 'calls that need a refresh wait for it',
  }),
  row('locked.invalidGrant', 'ours', 'Locked', {
    event: 'a call or a refresh',
    guard: 'the refresh answers invalid_grant with another reason, or none',
    to: 'Expired',
    effect: 'the tokens are wiped, and the sign-in page says why',
  }),
  row('locked.passwordChanged', 'seed', 'Locked', {
    event: 'the password was changed elsewhere',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('locked.terminated', 'seed', 'Locked', {
    event: 'the session was ended from another device or by an administrator',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('locked.elsewhere', 'seed', 'Locked', {
    event: 'somebody signed in on another device, and only so many may be',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('locked.absolute', 'ours', 'Locked', {
    event: 'the absolute end of the session is reached',
    guard: 'the next refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the sign-in page says why',
  }),
  row('locked.loggedOut', 'ours', 'Locked', {
    event: 'the user logs out',
    to: 'Expired',
    effect: 'the tokens are wiped, with network or without, and revoked on the server',
  }),
  row('locked.late', 'ours', 'Locked', {
    event: 'a late answer to an earlier session arrives',
    to: 'Locked',
    effect: 'it is ignored',
  }),
  row('locked.touch', 'ours', 'Locked', { event: 'a touch', to: 'Locked', effect: 'a touch unlocks nothing' }),
  row('locked.unlocked', 'seed', 'Locked', {
    event: 'biometrics or the PIN are right',
    guard: 'the access token is not over',
    to: 'Active',
    effect: 'the inactivity timer starts',
  }),
  row('locked.unlockedRefreshed', 'seed', 'Locked', {
    event: 'biometrics or the PIN are right',
    guard: 'the access token is over, and a refresh answers 200',
    to: 'Active',
    effect: 'the new tokens are stored before content is shown',
  }),
  row('locked.unlockRefused', 'ours', 'Locked', {
    event: 'biometrics or the PIN are right',
    guard: 'the access token is over, and a refresh answers invalid_grant',
    to: 'Expired',
    effect: 'the tokens are wiped, and the sign-in page says why',
  }),
  row('locked.unlockRetry', 'ours', 'Locked', {
    event: 'biometrics or the PIN are right',
    guard: 'the access token is over, a refresh has no answer or fails, and the app waits for the network',
    to: 'Locked',
    effect: 'the tokens are kept for the next attempt',
  }),
  row('locked.unlockOffline', 'ours', 'Locked', {
    event: 'biometrics or the PIN are right',
    guard: 'the access token is over, a refresh has no answer or fails, and the app works without network',
    to: 'Active',
    effect: 'the tokens are kept',
  }),
  row('locked.wrongPin', 'ours', 'Locked', {
    event: 'a wrong PIN',
    guard: 'there are tries left',
    to: 'Locked',
    effect: 'one try less',
  }),
  row('locked.pinFailed', 'ours', 'Locked', {
    event: 'a wrong PIN',
    guard: 'it was the last try',
    to: 'Expired',
    effect: 'the tokens are wiped',
  }),
  row('locked.background', 'ours', 'Locked', {
    event: 'the app goes to the background',
    to: 'Locked',
    effect: 'time does not unlock',
  }),
  row('locked.foreground', 'ours', 'Locked', {
    event: 'the app comes back',
    to: 'Locked',
    effect: 'the lock screen is the first screen',
  }),
] as const;
