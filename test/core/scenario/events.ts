import type { JournalEntry } from '../../../src/core/protocol/journal';
import type { RunOutline } from '../../../src/core/scenario/outline';
import type {
  KeptCookie,
  RunAnswer,
  RunEvent,
  RunMessage,
  ShownStep,
  StepVerdict,
} from '../../../src/core/scenario/runEvents';
import { reasonKind } from '../../support/reasonKind';

const start = { line: 0, character: 0 };
const place = { file: '/flows/a.scenario.json', range: { start, end: start } };

export const COOKIE: KeptCookie = {
  name: '4DSID_App',
  value: 'A1B2C3D4',
  domain: '127.0.0.1',
  path: '/',
  hostOnly: true,
  secure: false,
  httpOnly: true,
};

export function aStep(index: number): ShownStep {
  return { index, kind: 'request', title: `Message ${index + 1}`, from: 'Browser', to: '4D Server', place };
}

export const OUTLINE: RunOutline = {
  name: 'A flow',
  description: '',
  file: place.file,
  actors: [
    { name: 'Browser', role: 'browser' },
    { name: '4D Server', role: 'server' },
  ],
  steps: [aStep(0), aStep(1), aStep(2)],
};

export function aMessage(id: number, more: Partial<RunMessage> = {}): RunMessage {
  return {
    id,
    from: 'Browser',
    to: '4D Server',
    as: 'Browser',
    title: `Message ${id}`,
    at: '2026-01-01T12:00:00.000Z',
    request: { method: 'GET', url: `http://127.0.0.1:8080/page/${id}`, headers: [['Host', '127.0.0.1:8080']] },
    cookiesBefore: [],
    heldBack: [],
    ...more,
  };
}

export function anAnswer(
  id: number,
  { status = 200, rules = ['web.handler'] }: { status?: number; rules?: readonly string[] } = {},
): RunAnswer {
  const message = { headers: {}, bodyBytes: 0 };
  const entry: JournalEntry = {
    id,
    at: '2026-01-01T12:00:00.000Z',
    face: 'web',
    actor: { ip: '127.0.0.1' },
    method: 'GET',
    url: `/page/${id}`,
    request: message,
    status,
    response: message,
    ms: 1,
    causes: rules.map((rule) => ({ rule, kind: reasonKind(rule), message: `The rule ${rule}.` })),
    changes: [],
    cookies: [],
  };
  const answer = { status, statusText: status === 200 ? 'OK' : 'Refused', headers: [], body: '', setCookies: [] };
  return { id, answer, cookiesAfter: [COOKIE], journal: [entry], ms: 3 };
}

export function anEnd(index: number, verdict: StepVerdict = 'passed'): RunEvent {
  return { kind: 'stepEnded', result: { step: aStep(index), verdict, failures: [], journal: [], taken: {}, ms: 4 } };
}

/** A step with its message, and an answer that brings a cause. */
export function stepEvents(index: number): RunEvent[] {
  return [
    { kind: 'stepStarted', step: aStep(index) },
    { kind: 'messageSent', message: aMessage(index + 1, { step: index }) },
    { kind: 'messageAnswered', answer: anAnswer(index + 1) },
    anEnd(index),
  ];
}

/** A message is sent once more, and has no answer yet. */
export function byHand(id: number, again: { message: number; changed: boolean }): RunEvent[] {
  return [
    { kind: 'stepStarted', step: { ...aStep(-1), title: 'Message again' } },
    { kind: 'sentAgain', ...again },
    { kind: 'messageSent', message: aMessage(id) },
  ];
}
