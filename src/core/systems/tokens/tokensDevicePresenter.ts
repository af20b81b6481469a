import { phrase } from '../../compliance/phrase';
import type { DeviceButton, DeviceField, DevicePresenter } from '../../flows/devicePresenter';
import type { DeviceActSource } from '../../scenario/systemDevice';
import { parseDuration } from '../../server/duration';

/** The texts about the device of an app. */
export const TOKENS_DEVICE_WORDS = {
  stateStart: phrase('Not started'),
  stateLoading: phrase('Loading'),
  stateActive: phrase('Active'),
  stateLocked: phrase('Locked'),
  stateExpired: phrase('Expired'),

  becauseSignedOut: phrase('You are signed out.'),
  becausePassword: phrase('The password was changed. Sign in with the new one.'),
  becauseElsewhere: phrase('Somebody signed in on another device.'),
  becauseUser: phrase('The session was ended from another device.'),
  becauseAdmin: phrase('An administrator ended the session.'),
  becauseIdle: phrase('You have not used the app for too long. Sign in again.'),
  becauseAbsolute: phrase('You have been signed in for as long as is allowed. Sign in again.'),
  becauseReuse: phrase('A used token came again. Sign in, to be safe.'),
  becauseDisabled: phrase('This user was disabled.'),
  becauseNone: phrase('Nobody is signed in.'),
  becauseUnknown: phrase('The session is over. The server did not say why.'),
  becauseNoRefresh: phrase('The access token is over, and there is no refresh token.'),
  becausePin: phrase('The PIN was wrong too often.'),
  becauseRefused: phrase('The name or the password is wrong.'),
  becauseOffline: phrase('The server does not answer. The tokens are kept.'),
  becauseLoop: phrase('A call was refused, though the tokens are new.'),
  becauseForbidden: phrase('You may not do this.'),
  becauseInactive: phrase('No touch for too long.'),
  becauseAway: phrase('Too long in the background.'),
  becauseStarted: phrase('The app was started.'),

  runsAlready: phrase('The app runs already.'),
  notRunning: phrase('The app does not run.'),
  sleeps: phrase('The device sleeps.'),
  sleepsAlready: phrase('The device sleeps already.'),
  isAwake: phrase('The device is awake already.'),
  isHidden: phrase('The app is in the background.'),
  isShown: phrase('The app is in front already.'),
  isLoading: phrase('The app still looks at its tokens.'),
  isUnlocked: phrase('The app is not locked.'),
  isOver: phrase('The session is over. Sign in again.'),
  noFingerprint: phrase('The device has no fingerprint reader.'),
  isSignedIn: phrase('Somebody is signed in. Sign out before.'),
  isLocked: phrase('Somebody is signed in, and the app is locked.'),
  isSignedOut: phrase('Nobody is signed in.'),
  noTokens: phrase('The app has no tokens.'),
  noRefreshToken: phrase('The app has no refresh token.'),
  refreshUnderWay: phrase('The answer to a refresh is still under way.'),
  lateNameTaken: phrase('An answer is held back under this name already.'),
  noSuchAnswer: phrase('No answer is held back under this name.'),
  noSuchJump: phrase('The clock jumps by a time other than zero.'),

  touch: phrase('Touch'),
  fingerprint: phrase('Fingerprint'),
  rightPin: phrase('Right PIN'),
  wrongPin: phrase('Wrong PIN'),
  launch: phrase('Start App'),
  foreground: phrase('To Front'),
  background: phrase('To Background'),
  kill: phrase('Kill App'),
  login: phrase('Sign In…'),
  logout: phrase('Sign Out'),
  call: phrase('Call API…'),
  refresh: phrase('Refresh'),
  deliver: phrase('Let Answer Arrive…'),
  sleep: phrase('Sleep'),
  wake: phrase('Wake'),
  reboot: phrase('Reboot'),
  jumpClock: phrase('Set Clock…'),
  forget: phrase('Install Anew'),

  userName: phrase('User name'),
  password: phrase('Password'),
  callPath: phrase('Path that is read'),
  callLate: phrase('Name under which the answer is held back (empty: it arrives at once)'),
  answerName: phrase('Name of the answer that is held back'),
  jumpBy: phrase('By how much, such as 5 min or -1 h'),
  wrongPath: phrase('A path begins with a slash.'),
  wrongJump: phrase('This is no duration, such as 5 min or -1 h.'),
  isNeeded: phrase('This must not be empty.'),
};

type Word = keyof typeof TOKENS_DEVICE_WORDS;

const NEEDED: DeviceField<Word>['check'] = { isRight: (text) => text !== '', wrong: 'isNeeded' };

const BUTTONS: readonly DeviceButton<Word>[] = [
  button('touch', 'touch', 'hand', { touch: true }),
  { ...button('fingerprint', 'finger', 'hand', { unlock: 'biometric' }), act: 'unlock' },
  { ...button('rightPin', 'pin', 'hand', { unlock: 'pin' }), act: 'unlock' },
  button('wrongPin', 'pinWrong', 'hand', { wrongPin: true }),

  button('launch', 'launch', 'app', { launch: true }),
  button('foreground', 'front', 'app', { foreground: true }),
  button('background', 'back', 'app', { background: true }),
  button('kill', 'kill', 'app', { kill: true }),
  button('forget', 'forget', 'app', { forget: true }),

  {
    ...button('login', 'signIn', 'session', { login: { username: '', password: '' } }),
    fields: [
      { name: 'username', label: 'userName', value: '', check: NEEDED },
      { name: 'password', label: 'password', value: '', isSecret: true, check: NEEDED },
    ],
    source: ({ username = '', password = '' }) => ({ login: { username, password } }),
  },
  button('logout', 'signOut', 'session', { logout: true }),
  {
    ...button('call', 'call', 'session', { call: '' }),
    fields: [
      {
        name: 'url',
        label: 'callPath',
        value: '/api/me',
        check: { isRight: (text) => text.startsWith('/'), wrong: 'wrongPath' },
      },
      { name: 'late', label: 'callLate', value: '' },
    ],
    source: ({ url = '', late = '' }) => ({ call: late === '' ? url : { url, late } }),
  },
  button('refresh', 'refresh', 'session', { refresh: true }),
  {
    ...button('deliver', 'deliver', 'session', { deliver: '' }),
    fields: [{ name: 'name', label: 'answerName', value: '', among: ({ late = [] }) => late, check: NEEDED }],
    source: ({ name = '' }) => ({ deliver: name }),
  },

  button('sleep', 'sleep', 'device', { sleep: true }),
  button('wake', 'wake', 'device', { wake: true }),
  button('reboot', 'reboot', 'device', { reboot: true }),
  {
    ...button('jumpClock', 'clockJump', 'device', { jumpClock: '' }),
    fields: [
      {
        name: 'by',
        label: 'jumpBy',
        value: '5 min',
        check: { isRight: isJump, wrong: 'wrongJump' },
      },
    ],
    source: ({ by = '' }) => ({ jumpClock: by }),
  },
];

/** What the flow page says of the device of an app, and its buttons. */
export const TOKENS_DEVICE_PRESENTER: DevicePresenter<Word> = {
  states: {
    Start: { word: 'stateStart', look: 'still' },
    Loading: { word: 'stateLoading', look: 'busy' },
    Active: { word: 'stateActive', look: 'open' },
    Locked: { word: 'stateLocked', look: 'shut' },
    Expired: { word: 'stateExpired', look: 'out' },
  },
  reasons: {
    signed_out: 'becauseSignedOut',
    password_changed: 'becausePassword',
    signed_in_elsewhere: 'becauseElsewhere',
    terminated_by_user: 'becauseUser',
    terminated_by_admin: 'becauseAdmin',
    idle_timeout: 'becauseIdle',
    absolute_timeout: 'becauseAbsolute',
    token_reuse: 'becauseReuse',
    user_disabled: 'becauseDisabled',
    none: 'becauseNone',
    unknown: 'becauseUnknown',
    noRefreshToken: 'becauseNoRefresh',
    pinFailed: 'becausePin',
    loginRefused: 'becauseRefused',
    offline: 'becauseOffline',
    unauthorizedAfterRefresh: 'becauseLoop',
    forbidden: 'becauseForbidden',
    inactive: 'becauseInactive',
    away: 'becauseAway',
    started: 'becauseStarted',
  },
  problems: {
    launchWhileRunning: 'runsAlready',
    appNotRunning: 'notRunning',
    deviceAsleep: 'sleeps',
    appHidden: 'isHidden',
    backgroundWhileHidden: 'isHidden',
    foregroundWhileShown: 'isShown',
    sleepWhileAsleep: 'sleepsAlready',
    wakeWhileAwake: 'isAwake',
    unlockWhileLoading: 'isLoading',
    unlockWhileActive: 'isUnlocked',
    unlockWhileExpired: 'isOver',
    wrongPinWhileLoading: 'isLoading',
    wrongPinWhileActive: 'isUnlocked',
    wrongPinWhileExpired: 'isOver',
    noBiometrics: 'noFingerprint',
    loginWhileLoading: 'isLoading',
    loginWhileActive: 'isSignedIn',
    loginWhileLocked: 'isLocked',
    logoutWhileLoading: 'isLoading',
    logoutWhileExpired: 'isSignedOut',
    callWhileLoading: 'isLoading',
    callWhileExpired: 'noTokens',
    refreshWhileExpired: 'noRefreshToken',
    noRefreshToken: 'noRefreshToken',
    refreshUnderWay: 'refreshUnderWay',
    lateNameTaken: 'lateNameTaken',
    noSuchAnswer: 'noSuchAnswer',
    noSuchJump: 'noSuchJump',
  },
  buttons: BUTTONS,
};

/** A button whose text and act have one name. */
function button(
  name: Word,
  icon: DeviceButton['icon'],
  group: DeviceButton['group'],
  source: DeviceActSource,
): DeviceButton<Word> {
  return { key: name, act: name, label: name, icon, group, source: () => source };
}

/** Whether a text is a time forward, or back with a sign. */
function isJump(text: string): boolean {
  return (parseDuration(text.trim().replace(/^[-+]/, '')) ?? 0) > 0;
}
