import type { DeviceProblem } from '../../../scenario/systemDevice';

/** Acts that the app or the device refuses, each with its reason and the way out. */
export const DEVICE_PROBLEMS = {
  launchWhileRunning: 'The app runs already. Use "foreground" to bring it back, or "kill" before.',
  appNotRunning: 'The app does not run. Use "launch" before.',
  deviceAsleep: 'The device sleeps. Use "wake" before.',
  appHidden: 'The app is in the background. Use "foreground" before.',
  backgroundWhileHidden: 'The app is in the background already. Use "foreground" before.',
  foregroundWhileShown: 'The app is in front already. Use "background" before.',
  sleepWhileAsleep: 'The device sleeps already. Use "wake" before.',
  wakeWhileAwake: 'The device is awake already. Use "sleep" before.',
  unlockWhileLoading:
    'The app still looks at its tokens, and there is no lock screen. Use "refresh" for the next attempt.',
  unlockWhileActive: 'The app is not locked. Only a locked app can be unlocked.',
  unlockWhileExpired: 'The session is over, and no unlock brings it back. Use "login".',
  wrongPinWhileLoading: 'The app still looks at its tokens, and asks for no PIN. Use "refresh" for the next attempt.',
  wrongPinWhileActive: 'The app is not locked, and asks for no PIN.',
  wrongPinWhileExpired: 'The session is over, and the app asks for no PIN. Use "login".',
  noBiometrics: 'The device has no biometrics. Use the PIN, or leave out the device option "biometrics".',
  loginWhileLoading:
    'The app still looks at its tokens, and there is no sign-in page. Use "refresh" for the next attempt.',
  loginWhileActive: 'Somebody is signed in. Use "logout" before.',
  loginWhileLocked: 'Somebody is signed in, and the app is locked. Use "unlock", or "logout" before.',
  logoutWhileLoading: 'The app still looks at its tokens. Use "refresh" for the next attempt.',
  logoutWhileExpired: 'Nobody is signed in. Use "login" before.',
  callWhileLoading:
    'The app still looks at its tokens, and calls nothing before that. Use "refresh" for the next attempt.',
  callWhileExpired: 'The app has no tokens to call with. Use "login" before.',
  refreshWhileExpired: 'The app has no refresh token. Use "login" before.',
  noRefreshToken: 'The server gave no refresh token, so there is nothing to refresh with. Use "logout" and "login".',
  refreshUnderWay:
    'The answer to a refresh is held back, and the app sends no second one. Use "deliver" before, or the device option "sharedRefresh": false.',
  lateNameTaken: 'An answer is held back under this name already. Use another name, or "deliver" before.',
  noSuchAnswer: 'No answer is held back under this name. A process that ends loses them all. Use "late" before.',
  noSuchJump: 'The clock jumps by a time other than zero, such as "5 min", or back by "-5 min".',
} as const satisfies Readonly<Record<string, string>>;

/** Stable name of an act that is refused. */
export type ProblemName = keyof typeof DEVICE_PROBLEMS;

export function problemNamed(name: ProblemName): DeviceProblem {
  return { name, message: DEVICE_PROBLEMS[name] };
}
