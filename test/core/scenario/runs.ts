import type { JournalEntry } from '../../../src/core/protocol/journal';
import type {
  RunEvent,
  RunMessage,
  ShownState,
  ShownStep,
  StepFailure,
  StepResult,
} from '../../../src/core/scenario/runEvents';
import { reasonKind } from '../../support/reasonKind';

const PLACE = { file: '/x.scenario.json', range: { start: { line: 3, character: 0 }, end: { line: 3, character: 9 } } };

export const SECRET = 'C0FFEEC0FFEEC0FFEEC0FFEEC0FFEE00';
export const OTP = '2E5D0D57751D471DB29FD110D2DCE253';

export function step(index: number, more: Partial<ShownStep> & Pick<ShownStep, 'kind' | 'title'>): ShownStep {
  return { index, place: PLACE, ...more };
}

export const STEPS: readonly ShownStep[] = [
  step(0, { kind: 'message', title: 'Validate', from: 'User', to: 'Front end' }),
  step(1, { kind: 'request', title: 'ValidateOperation()', from: 'Front end', to: '4D Server' }),
  step(2, { kind: 'note', title: 'e.g. OTP is 2E5D0D5xxx', over: ['4D Server'] }),
  step(3, { kind: 'message', title: 'Process; <request> #1', from: '4D Server', to: '4D Server' }),
  step(4, { kind: 'clock', title: 'Clock: advance 5 min' }),
  step(5, { kind: 'request', title: 'Callback', from: 'Front end', to: '4D Server' }),
];

export const STARTED: RunEvent = {
  kind: 'runStarted',
  name: 'OTP & <co>',
  description: 'Of "all" things',
  file: '/x.scenario.json',
  actors: [
    { name: 'User', role: 'person' },
    { name: 'Front end', role: 'browser' },
    { name: '4D Server', role: 'server' },
  ],
  steps: STEPS,
  url: 'http://127.0.0.1:1',
  externalPlatformUrl: 'http://localhost:2',
};

export function sent(id: number, at: number, more: Partial<RunMessage> = {}): RunEvent {
  const cookie = {
    name: 'sid',
    value: SECRET,
    domain: '127.0.0.1',
    path: '/',
    hostOnly: true,
    secure: false,
    httpOnly: true,
  } as const;
  const message: RunMessage = {
    id,
    ...(at >= 0 && { step: at }),
    from: 'Front end',
    to: '4D Server',
    as: 'Front end',
    title: at >= 0 ? String(STEPS[at]?.title) : 'By hand',
    at: '2026-01-01T00:00:00.000Z',
    request: {
      method: 'GET',
      url: `http://127.0.0.1:1/x?$4DSID=${OTP}`,
      headers: [['Cookie', `sid=${SECRET}`]],
      body: '<script>alert(1)</script>',
    },
    cookiesBefore: [cookie],
    heldBack: [{ name: 'strict', why: 'Another site.' }],
    ...more,
  };
  return { kind: 'messageSent', message };
}

export function answered(id: number, status: number, rules: readonly string[] = []): RunEvent {
  const headers = [['set-cookie', `sid=${SECRET}; Path=/`]] as const;
  const setCookies = [{ name: 'sid', value: SECRET, secure: false, httpOnly: true }];
  const answer = { status, statusText: 'Words', headers, body: `{"otp":"${OTP}"}`, setCookies };
  return {
    kind: 'messageAnswered',
    answer: {
      id,
      ...(status > 0 ? { answer } : { problem: 'Nobody listens there.' }),
      cookiesAfter: [],
      journal: [entry(rules)],
      ms: 1,
    },
  };
}

export function ended(
  shown: ShownStep,
  failures: readonly StepFailure[] = [],
  verdict?: StepResult['verdict'],
): RunEvent {
  const result: StepResult = {
    step: shown,
    verdict: verdict ?? (failures.length > 0 ? 'failed' : 'passed'),
    failures,
    journal: [],
    taken: {},
    ms: 1,
  };
  return { kind: 'stepEnded', result };
}

export function failure(expected: string, actual: string): StepFailure {
  return { message: `Status ${actual}, expected ${expected}`, expected, actual, place: PLACE };
}

export const STATE: RunEvent = {
  kind: 'stateChanged',
  state: {
    version: 2,
    url: 'http://127.0.0.1:1',
    externalPlatformUrl: '',
    clock: { now: '', offsetMs: 0, paused: false },
    systems: {},
    outbox: [],
    faults: [],
  } satisfies ShownState,
};

function entry(rules: readonly string[]): JournalEntry {
  return {
    id: 1,
    at: '',
    face: 'web',
    actor: { ip: '127.0.0.1' },
    method: 'GET',
    url: '/x',
    request: { headers: {}, bodyBytes: 0 },
    status: 200,
    response: { headers: {}, bodyBytes: 0 },
    ms: 1,
    causes: rules.map((rule) => ({ rule, kind: reasonKind(rule), message: `${rule} <b>happened</b>.` })),
    changes: [],
    cookies: [],
  };
}

/** A whole run: the last step fails. */
export const RUN: readonly RunEvent[] = [
  STARTED,
  STATE,
  ...STEPS.flatMap((shown): RunEvent[] => [
    { kind: 'stepStarted', step: shown },
    ...(shown.index === 1 ? [sent(1, 1), answered(1, 200, ['web.otp.created'])] : []),
    ...(shown.index === 5
      ? [
          sent(2, 5),
          answered(2, 302, ['a']),
          sent(3, 5, { follows: 2, title: 'Callback' }),
          answered(3, 403, ['web.otp.used']),
        ]
      : []),
    ended(shown, shown.index === 5 ? [failure('200', '403')] : []),
  ]),
  { kind: 'runEnded', verdict: 'failed', ms: 12 },
];
