import { type Phrase, phrase } from '../compliance/phrase';

/** The texts of the flow simulator's page about devices. Those about the acts and states of one come from its system. */
export const DEVICE_WORDS = {
  devices: phrase('Devices'),
  chooseDevice: phrase('Choose a device'),
  spokenDevice: phrase('Device {0}: {1}'),

  screenOff: phrase('The screen is off.'),
  screenHome: phrase('The home screen is there, or another app.'),
  screenSplash: phrase('The app starts, and shows nothing private.'),
  screenContent: phrase('The app shows its content.'),
  screenLock: phrase('The app is locked. It asks for the fingerprint or the PIN.'),
  screenSignIn: phrase('The app asks the person to sign in.'),
  screenCover: phrase('The content is covered.'),
  pinTriesLeft: phrase('PIN tries left: {0}'),
  signedInAs: phrase('Signed in as {0}.'),

  appInFront: phrase('in front'),
  appHidden: phrase('in the background'),
  appKilled: phrase('not running'),
  powerAsleep: phrase('asleep'),
  powerOff: phrase('switched off'),

  user: phrase('User'),
  appState: phrase('State of the app'),
  accessToken: phrase('Access token'),
  accessNone: phrase('none'),
  accessValid: phrase('good, the app believes'),
  accessExpired: phrase('expired, the app believes'),

  answersUnderWay: phrase('Answers that are held back'),
  timers: phrase('Timers of the app'),
  timerInactivity: phrase('Inactivity'),
  timerBackground: phrase('In the background'),
  timerRunning: phrase('running'),
  timerPaused: phrase('on hold'),
  timerStopped: phrase('stopped'),
  timerNoLimit: phrase('no limit'),
  timerLimit: phrase('limit {0}'),
  timerOver: phrase('over'),
  timerLeft: phrase('{0} of {1}'),

  clocksOfDevice: phrase('Clocks of the device'),
  clockWall: phrase('Date and time'),
  clockElapsed: phrase('Since the start'),
  clockUptime: phrase('Awake since the start'),
  clockBoot: phrase('Starts'),

  acts: phrase('What is done with {0}'),
  actsHint: phrase('A dashed button is impossible now, and says why.'),
  actGo: phrase('Do It'),
  notWhileRunning: phrase('Between two steps: pause the flow, or wait for its end.'),
  refusedAct: phrase('{0} was refused: {1}'),

  nextRows: phrase('What Can Happen Next'),
  nothingNext: phrase('Nothing leads on from here.'),
  rowGuard: phrase('{0} – if {1}'),
  rowTo: phrase('to {0}'),
  rowStays: phrase('stays {0}'),

  coverage: phrase('Transitions of the Table'),
  coverageOf: phrase('taken: {0} of {1}'),
  coverageFrom: phrase('From {0}'),
  rowTaken: phrase('taken'),
  rowOpen: phrase('open'),

  olderLinks: phrase('Older ones: {0}'),
} as const satisfies Readonly<Record<string, Phrase>>;
