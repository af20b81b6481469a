import { type Phrase, phrase, phraseText } from '../compliance/phrase';
import { changeTemplates } from '../server/changeWords';
import type { ThingWords } from '../server/thingWords';
import { DEVICE_WORDS } from './deviceWords';
import type { SystemPresenter } from './systemPresenter';

/** The texts of the flow simulator's page, without those about emulated systems. The extension sends them in the user's language. */
export const FLOW_WORDS = {
  play: phrase('Play'),
  pause: phrase('Pause'),
  step: phrase('Step'),
  back: phrase('Step Back'),
  restart: phrase('Restart'),
  runToHere: phrase('Run to Here'),
  holdNext: phrase('Change Next Request'),
  jump: phrase('Jump to Next Deadline'),
  addFault: phrase('Inject Fault…'),
  save: phrase('Save as Scenario…'),
  export: phrase('Export'),
  exportMermaid: phrase('Mermaid Diagram…'),
  exportSvg: phrase('SVG Picture…'),
  exportHtml: phrase('Web Page of the Run…'),
  showSecrets: phrase('Show Secrets'),
  keys: phrase('Keyboard Shortcuts'),
  close: phrase('Close'),
  cancel: phrase('Cancel'),
  toolbar: phrase('Flow'),
  storyLabel: phrase('Messages, from first to last'),
  actorsLabel: phrase('Actors'),
  moreActors: phrase('More actors on this side'),
  timeline: phrase('Timeline: look back'),
  momentStart: phrase('Before the first step'),
  backToNow: phrase('Back to Now'),
  changeAdded: phrase('new'),
  changeChanged: phrase('now different'),
  changeGone: phrase('no longer there'),
  cookieOf: phrase('cookie {0} of {1}'),
  splitter: phrase('Divide the room between messages and panel'),
  splitterHint: phrase('Drag, or use the arrow keys. Double-click: as before.'),
  serverLabel: phrase('What the Server Holds'),
  logLabel: phrase('What happens'),

  phaseIdle: phrase('Ready'),
  phaseStarting: phrase('Starting the server…'),
  phaseRunning: phrase('Running'),
  phasePaused: phrase('Paused'),
  phaseHeld: phrase('A request waits'),
  phaseEnded: phrase('At the end'),
  phaseKept: phrase('From before the reload'),
  keptNotice: phrase(
    'The server of this run ended with the window. This is what was kept of it, with secrets covered.',
  ),
  playAgain: phrase('Play Again'),
  phaseBroken: phrase('Cannot run'),
  progress: phrase('{0} of {1} steps'),
  progressOfOne: phrase('{0} of {1} step'),
  failedSteps: phrase('{0} failed'),
  onDevServer: phrase('on the dev server of this window'),

  heldTitle: phrase('“{0}” waits to be sent.'),
  heldEdit: phrase('Change…'),
  heldSend: phrase('Send as It Is'),

  statePlanned: phrase('planned'),
  stateNext: phrase('next'),
  stateRunning: phrase('running'),
  statePassed: phrase('passed'),
  stateFailed: phrase('failed'),
  stateSkipped: phrase('skipped'),
  byHand: phrase('by hand'),
  drawnOnly: phrase('drawn only, nothing is sent'),
  noteOver: phrase('Note: {0}'),
  atOnce: phrase('at the same moment'),
  againStep: phrase('step {0} again'),
  changedStep: phrase('step {0}, changed'),
  timesAgain: phrase('{0} times'),
  redirect: phrase('redirect'),

  roleBrowser: phrase('browser'),
  roleApp: phrase('app'),
  roleServer: phrase('server'),
  rolePlatform: phrase('external platform'),
  rolePerson: phrase('person'),

  spokenStep: phrase('Step {0}'),
  spokenMessage: phrase('{0} to {1}: {2}'),
  spokenSelf: phrase('{0} to itself: {1}'),
  answer: phrase('Answer {0}'),
  noAnswer: phrase('No answer'),
  waiting: phrase('no answer yet'),
  setsCookies: phrase('sets {0}'),
  refusesCookies: phrase('{0} is not kept'),
  heldBack: phrase('{0} is held back'),
  because: phrase('Because: {0}'),
  asExpected: phrase('as expected'),
  notExpected: phrase('not expected'),
  leadsTo: phrase('leads to {0}'),
  saysWords: phrase('it says: {0}'),
  expectedActual: phrase('Expected {0}, but there is {1}.'),
  more: phrase('And {0} more.'),

  sendAgain: phrase('Send Again'),
  changeAndSend: phrase('Change and Send Again…'),
  copyCurl: phrase('Copy as curl'),
  openStep: phrase('Show in File'),
  showStep: phrase('Show Step {0}'),
  request: phrase('Request'),
  response: phrase('Response'),
  cookies: phrase('Cookies of {0}'),
  causes: phrase('Why: the causes in the journal'),
  changes: phrase('What became different'),
  headers: phrase('Headers'),
  body: phrase('Body'),
  noBody: phrase('no body'),
  cut: phrase('The rest of {0} characters is not shown.'),
  cutOne: phrase('The last character is not shown.'),
  failures: phrase('What is not as expected'),
  taken: phrase('Variables'),
  cookieName: phrase('Cookie'),
  cookieBefore: phrase('Before'),
  cookieAfter: phrase('After'),
  cookieNew: phrase('new'),
  cookieChanged: phrase('other value'),
  cookieGone: phrase('no longer kept'),
  cookieSent: phrase('sent'),
  cookieKeptBack: phrase('held back: {0}'),
  cookieRefused: phrase('not kept: {0}'),
  cookieUntil: phrase('until {0}'),
  cookieSessionOnly: phrase('until the browser is closed'),
  noCookies: phrase('There are none.'),
  notYet: phrase('This step was not done yet.'),
  plannedHint: phrase('Run the flow up to here to see what is really sent.'),

  clock: phrase('Clock'),
  clockPaused: phrase('stands still'),
  daysAndTime: phrase('{0} d {1}'),
  clockAhead: phrase('{0} ahead'),
  outbox: phrase('Outbox'),
  faults: phrase('Faults'),
  cookieJars: phrase('Cookies'),
  forget: phrase('Drop'),
  forgetCookie: phrase('Drop the cookie {0} of {1}'),
  removeFault: phrase('Remove'),
  removeFaultLong: phrase('Remove the fault {0}'),
  none: phrase('none'),
  endsIn: phrase('ends in {0}'),
  over: phrase('over'),
  deadlineMail: phrase('Clock: the mail to {0} is over'),
  deadlineOther: phrase('Clock: {0} is over'),
  noDeadline: phrase('There is nothing that ends by itself.'),

  editTitle: phrase('Change the Request'),
  method: phrase('Method'),
  url: phrase('Address'),
  headerLines: phrase('Headers, one on each line'),
  quick: phrase('Break it'),
  drop: phrase('Leave out {0}'),
  tamper: phrase('Alter one character of {0}'),
  partToken: phrase('the token'),
  partCookie: phrase('the cookie {0}'),
  partQuery: phrase('{0} in the address'),
  send: phrase('Send'),
  badHeader: phrase('This line is no header: {0}'),
  badUrl: phrase('The address is not a whole http address.'),

  faultTitle: phrase('Inject a Fault'),
  faultKind: phrase('What goes wrong'),
  faultStatus401: phrase('Answer 401'),
  faultStatus500: phrase('Answer 500'),
  faultStatus503: phrase('Answer 503'),
  faultDelay: phrase('The answer waits, in virtual time'),
  faultReset: phrase('The connection ends before anything is done'),
  faultReplyLost: phrase('All is done, and the answer is lost'),
  faultDelayMs: phrase('Milliseconds'),
  faultOften: phrase('How often'),
  faultOnce: phrase('The next request'),
  faultAlways: phrase('Every request'),
  faultRoute: phrase('Only this path (all when empty)'),
  faultAdd: phrase('Inject'),
  faultName: phrase('Fault: {0}'),
  faultRemoved: phrase('Fault removed: {0}'),
  faultHits: phrase('hit {0} times'),
  faultHitOnce: phrase('hit once'),

  keyMove: phrase('Move through the messages'),
  keyOpen: phrase('Open, close'),
  keyEnds: phrase('First, last'),
  keyTimeline: phrase('On the timeline: earlier, later'),
  keySplitter: phrase('On the line beside the panel: move it'),
  keyWhere: phrase('These keys work at once, unless the focus is in the panel or in a form.'),

  ...DEVICE_WORDS,
} as const satisfies Readonly<Record<string, Phrase>>;

/** The texts in the user's language. */
export type FlowStrings = Readonly<Record<keyof typeof FLOW_WORDS, string>> & {
  /** The texts of the presenter of each system, by the name of the system. */
  readonly ofSystems: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What `changeWords` says of changes, by its English, and what changes, by the kinds of the journal. */
  readonly ofChanges: Readonly<Record<string, string>>;
  readonly ofThings: Readonly<Record<string, string>>;
};

/**
 * @param systems whose presenters have texts
 * @param say returns the text of a phrase, in English or translated
 * @param things what the journal calls what requests change
 */
export function flowStrings(
  systems: readonly { readonly name: string; readonly presenter?: Pick<SystemPresenter, 'words'> }[],
  say: (words: Phrase) => string = phraseText,
  things: ThingWords = {},
): FlowStrings {
  const ofSystems = systems.map(({ name, presenter }) => [name, said(presenter?.words ?? {}, say)] as const);
  const ofChanges = changeTemplates().map((template) => [template, say({ template, args: [] })] as const);
  return {
    ...said(FLOW_WORDS, say),
    ofSystems: Object.fromEntries(ofSystems),
    ofChanges: Object.fromEntries(ofChanges),
    ofThings: said(things, say),
  };
}

function said<K extends string>(
  words: Readonly<Record<K, Phrase>>,
  say: (words: Phrase) => string,
): Readonly<Record<K, string>> {
  return Object.fromEntries(Object.entries<Phrase>(words).map(([key, each]) => [key, say(each)])) as Record<K, string>;
}

/** A template with its placeholders filled in. */
export function filled(template: string, ...args: readonly (string | number)[]): string {
  return phraseText({ template, args: args.map(String) });
}
