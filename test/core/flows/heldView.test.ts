import assert from 'node:assert/strict';
import { changedItems } from '../../../src/core/flows/changedItems';
import { flowStrings } from '../../../src/core/flows/flowWords';
import { changeTexts, hasAnythingHeld, heldView } from '../../../src/core/flows/heldView';
import { afterEvent, newRun, type Run } from '../../../src/core/scenario/run';
import type { RunEvent, ShownState } from '../../../src/core/scenario/runEvents';
import { Timeline } from '../../../src/core/scenario/timeline';
import { SYSTEM_PARTS } from '../../../src/core/systems';
import { anAnswer, COOKIE, OUTLINE, stepEvents } from '../scenario/events';

const WORDS = flowStrings(SYSTEM_PARTS);

function stateOf(things: readonly object[], more: Partial<ShownState> = {}): ShownState {
  return {
    clock: { now: '2026-01-01T12:00:00.000Z', offsetMs: 0, paused: false },
    outbox: [],
    faults: [],
    systems: { toys: { things } },
    ...more,
  } as unknown as ShownState;
}

function runOf(...events: RunEvent[]): Run {
  return events.reduce(afterEvent, newRun(OUTLINE));
}

const viewOf = (before: Run | undefined, after: Run) => heldView(before, after, SYSTEM_PARTS, WORDS);

describe('what a step has changed', () => {
  it('a list tells what is added, changed and gone, and what is gone stands where it stood', () => {
    const thing = (key: string, value = 0) => ({ key, value });
    const found = changedItems(
      [thing('a'), thing('b'), thing('c'), thing('d')],
      [thing('b'), thing('d', 1), thing('e')],
      ({ key }) => key,
    );
    assert.deepEqual(
      found.map(({ item, change }) => `${item.key} ${change ?? 'same'}`),
      ['a gone', 'b same', 'c gone', 'd changed', 'e added'],
    );
    assert.deepEqual(changedItems(undefined, [1], String), [{ item: 1 }]);
  });

  it('a clock that runs by itself and empty sections are nothing to look at, and all else is', () => {
    const holds = (things: readonly object[], more: object = {}) =>
      hasAnythingHeld(viewOf(undefined, runOf({ kind: 'stateChanged', state: stateOf(things, more) })));
    assert.equal(hasAnythingHeld(viewOf(undefined, runOf())), false);
    assert.equal(holds([]), false);
    assert.equal(holds([{ id: 1 }]), true);
    const now = '2026-01-01T12:00:00.000Z';
    for (const clock of [
      { now, offsetMs: 60_000, paused: false },
      { now, offsetMs: 0, paused: true },
    ])
      assert.equal(holds([], { clock }), true);
    assert.equal(holds([], { outbox: [{ id: 1, to: 'ada@example.com', subject: 'Code' }] }), true);
    const [before, after] = [[{ id: 1 }], []].map((things) =>
      runOf({ kind: 'stateChanged', state: stateOf(things) }),
    ) as [Run, Run];
    assert.equal(hasAnythingHeld(viewOf(before, after)), true, 'what is gone is shown once');
  });

  it('nothing counts as changed where nothing is known of before', () => {
    const after = runOf({ kind: 'stateChanged', state: stateOf([{ id: 1 }]) });
    const view = viewOf(undefined, after);
    assert.deepEqual(view.sections, [
      { title: 'toys: things', cards: [{ item: { key: '0', pairs: [{ label: 'id', line: [{ code: '1' }] }] } }] },
    ]);
    assert.deepEqual(changeTexts(view, WORDS), []);
  });

  it('a section tells what became of its cards, also when all of them are gone', () => {
    const [one, other] = [[{ id: 1 }, { id: 2 }], [{ id: 3 }]].map((things) =>
      runOf({ kind: 'stateChanged', state: stateOf(things) }),
    ) as [Run, Run];
    assert.deepEqual(
      viewOf(one, other).sections[0]?.cards.map(({ change }) => change),
      ['changed', 'gone'],
    );
  });

  it('the clock has changed when it was moved or stopped, and not because time goes on', () => {
    const at = (offsetMs: number, paused: boolean) =>
      runOf({ kind: 'stateChanged', state: stateOf([], { clock: { now: '', offsetMs, paused } }) });
    const change = (before: Run, after: Run) => viewOf(before, after).clock?.change;
    assert.equal(change(at(0, false), at(4, false)), undefined);
    assert.equal(change(at(0, false), at(60_000, false)), 'changed');
    assert.equal(change(at(0, false), at(0, true)), 'changed');
    assert.equal(change(at(0, true), at(-5_000, true)), undefined);
  });

  it('cookies are told by their actor, also those that were dropped, in words for who listens', () => {
    const [before, after] = [runOf(), runOf(...stepEvents(0))];
    assert.deepEqual(changeTexts(viewOf(before, after), WORDS), ['new: cookie 4DSID_App of Browser']);
    const without: RunEvent = { kind: 'messageAnswered', answer: { ...anAnswer(2), cookiesAfter: [] } };
    const later = runOf(...stepEvents(0), ...stepEvents(1).slice(0, 2), without);
    assert.deepEqual(viewOf(after, later).jars, [{ actor: 'Browser', cookies: [{ item: COOKIE, change: 'gone' }] }]);
    assert.deepEqual(changeTexts(viewOf(after, later), WORDS), ['no longer there: cookie 4DSID_App of Browser']);
  });
});

describe('the moments of a run', () => {
  it('each moment is the run after so many entries, as the reducer has told it, and what was taken back is forgotten', () => {
    const timeline = new Timeline();
    let run = newRun(OUTLINE);
    timeline.add(run);
    const happen = (...events: RunEvent[]) => {
      for (const event of events) {
        run = afterEvent(run, event);
        timeline.add(run);
      }
    };
    const state = (id: number): RunEvent => ({ kind: 'stateChanged', state: stateOf([{ id }]) });
    happen(state(0), ...stepEvents(0), state(1), ...stepEvents(1), state(2));
    assert.equal(timeline.last, 2);
    assert.equal(timeline.now, run);
    assert.deepEqual(timeline.at(0), runOf(state(0)));
    assert.deepEqual(timeline.at(1), runOf(state(0), ...stepEvents(0), state(1)));
    assert.equal(timeline.at(3), undefined);
    happen({ kind: 'steppedBack', step: 1 }, state(3));
    assert.equal(timeline.last, 1);
    assert.deepEqual(timeline.at(1)?.state, stateOf([{ id: 3 }]));
    assert.equal(timeline.at(2), undefined);
  });
});
