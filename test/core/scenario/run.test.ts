import assert from 'node:assert/strict';
import {
  afterEvent,
  cookiesOf,
  exchangeOf,
  newRun,
  progressOf,
  type Run,
  refusalCause,
  runEntries,
} from '../../../src/core/scenario/run';
import type { RunEvent } from '../../../src/core/scenario/runEvents';
import { aMessage, anAnswer, anEnd, aStep, OUTLINE } from './events';

const told = (...events: RunEvent[]): Run => events.reduce(afterEvent, newRun(OUTLINE));
const keys = (run: Run) => runEntries(run).map(({ key, state }) => `${key} ${state}`);

const FIRST: RunEvent[] = [
  { kind: 'stepStarted', step: aStep(0) },
  { kind: 'messageSent', message: aMessage(1, { step: 0 }) },
  { kind: 'messageAnswered', answer: anAnswer(1) },
  anEnd(0),
];

describe('what is known of a flow', () => {
  it('a flow is known at first as it is planned', () => {
    assert.deepEqual(keys(told()), ['s0 planned', 's1 planned', 's2 planned']);
  });

  it('what is known of a flow grows with what happens, message by message', () => {
    const run = told(...FIRST.slice(0, 2));
    assert.deepEqual(keys(run), ['s0 running', 's1 planned', 's2 planned']);
    assert.equal(exchangeOf(run, 1)?.answer, undefined);
    const after = told(...FIRST);
    assert.deepEqual(keys(after), ['s0 passed', 's1 planned', 's2 planned']);
    assert.equal(exchangeOf(after, 1)?.answer?.answer?.status, 200);
  });

  it('what was done by hand is known where it was done, under keys that are never used again', () => {
    const hand: RunEvent[] = [{ kind: 'stepStarted', step: aStep(-1) }, anEnd(-1)];
    const run = told(...FIRST, ...hand, ...hand);
    assert.deepEqual(keys(run), ['s0 passed', 'h1 passed', 'h2 passed', 's1 planned', 's2 planned']);
    const back = afterEvent(run, { kind: 'steppedBack', step: 0 });
    assert.deepEqual(keys(back), ['s0 planned', 's1 planned', 's2 planned']);
    assert.deepEqual(keys(hand.reduce(afterEvent, back)).slice(0, 1), ['h3 passed']);
  });

  it('what was done by hand before a step that is taken back is still known', () => {
    const hand: RunEvent[] = [{ kind: 'stepStarted', step: aStep(-1) }, anEnd(-1)];
    const run = told(...hand, ...FIRST, { kind: 'runEnded', verdict: 'passed', ms: 1 });
    const back = afterEvent(run, { kind: 'steppedBack', step: 0 });
    assert.deepEqual(keys(back), ['h1 passed', 's0 planned', 's1 planned', 's2 planned']);
    assert.equal(back.verdict, undefined);
  });

  it('a flow says which steps were skipped', () => {
    assert.deepEqual(keys(told(...FIRST, anEnd(1, 'skipped'))), ['s0 passed', 's1 skipped', 's2 planned']);
  });

  it('a flow has the cookies that each actor was seen with last, less those that were dropped', () => {
    const run = told(...FIRST);
    assert.deepEqual(
      cookiesOf(run)
        .get('Browser')
        ?.map(({ name }) => name),
      ['4DSID_App'],
    );
    const dropped = afterEvent(run, { kind: 'cookiesForgotten', actor: 'Browser', name: '4DSID_App' });
    assert.deepEqual(cookiesOf(dropped).get('Browser'), []);
  });
});

describe('how far a flow is', () => {
  const hand: RunEvent[] = [{ kind: 'stepStarted', step: aStep(-1) }, anEnd(-1)];
  const started: RunEvent = { kind: 'stepStarted', step: aStep(1) };
  const begun: RunEvent = { kind: 'runStarted', ...OUTLINE, url: '', externalPlatformUrl: '' };
  for (const [what, events, done, failed] of [
    ['nothing', [], 0, 0],
    ['a step under way', FIRST.slice(0, 2), 0, 0],
    ['a step', FIRST, 1, 0],
    ['a step, and the next one under way', [...FIRST, started], 1, 0],
    ['a step that has failed', [...FIRST.slice(0, 3), anEnd(0, 'failed')], 1, 1],
    ['steps that were skipped', [...FIRST, anEnd(1, 'skipped'), anEnd(2, 'skipped')], 3, 0],
    ['what was done by hand', [...hand, ...FIRST, ...hand, ...hand], 1, 0],
    ['a step that was taken back', [...FIRST, ...hand, { kind: 'steppedBack', step: 0 }], 0, 0],
    ['a new beginning', [...FIRST, begun], 0, 0],
    ['all', [...FIRST, started, anEnd(1), { kind: 'stepStarted', step: aStep(2) }, anEnd(2)], 3, 0],
  ] as const satisfies [string, RunEvent[], number, number][]) {
    it(`the progress of a flow is counted after ${what}`, () =>
      assert.deepEqual(progressOf(told(...events)), { done, steps: 3, failed }));
  }
});

describe('repetitions', () => {
  it('a repetition names the step that it repeats and how often, also when a repetition is repeated', () => {
    const again = (message: number, id: number, changed: boolean): RunEvent[] => [
      { kind: 'stepStarted', step: aStep(-1) },
      { kind: 'sentAgain', message, changed },
      { kind: 'messageSent', message: aMessage(id) },
      anEnd(-1),
    ];
    const run = told(
      ...FIRST,
      ...again(1, 2, true),
      ...again(2, 3, false),
      ...again(99, 4, false),
      ...again(1, 5, false),
    );
    assert.deepEqual(
      run.done.map(({ again: it }) => it),
      [
        undefined,
        { step: 0, changed: true, times: 1 },
        { step: 0, changed: false, times: 1 },
        undefined,
        { step: 0, changed: false, times: 2 },
      ],
    );
  });
});

describe('why a message was refused', () => {
  const causes = (status: number, ...rules: string[]) => {
    const answer = anAnswer(1, { status, rules });
    return refusalCause({ sent: aMessage(1), answer })?.rule;
  };

  it('a message was refused because of the last rule that refuses, whatever the status is', () => {
    assert.equal(
      causes(403, 'web.session.no-cookie', 'web.otp.used', 'web.session.guest', 'web.handler'),
      'web.otp.used',
    );
    assert.equal(causes(200, 'web.otp.expired', 'web.session.guest', 'web.handler'), 'web.otp.expired');
  });

  for (const rule of ['web.quota.requestsPerMinute', 'web.rest.guest', 'mobile.licence.none', 'server.host-unknown']) {
    it(`a message was refused because of ${rule}, which is declared as a refusal`, () => {
      assert.equal(causes(200, rule, 'web.session.guest'), rule);
    });
  }

  it('a message was not refused when a guest took the place of an unknown session', () => {
    assert.equal(causes(200, 'web.session.unknown', 'web.session.guest', 'web.handler'), undefined);
  });

  it('a message was refused because of the last rule of all where only the status tells of it', () => {
    assert.equal(causes(500, 'web.session.reused', 'web.handler'), 'web.handler');
  });

  it('a message that was not refused has no rule that refused it', () => {
    assert.equal(causes(200, 'web.session.reused', 'web.handler'), undefined);
    assert.equal(refusalCause({ sent: aMessage(1) }), undefined);
  });
});
