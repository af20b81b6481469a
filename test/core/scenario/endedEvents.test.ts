import assert from 'node:assert/strict';
import { endedEvents } from '../../../src/core/scenario/endedEvents';
import type { RunEvent } from '../../../src/core/scenario/runEvents';
import { ended, STARTED, STEPS, type step } from './runs';

describe('the events of the steps that are over', () => {
  const [first, second] = STEPS as [ReturnType<typeof step>, ReturnType<typeof step>];
  const begun = (of: typeof first): RunEvent => ({ kind: 'stepStarted', step: of });

  it('a step that is under way is left out with all that it has done so far', () => {
    const over: RunEvent[] = [STARTED, begun(first), ended(first)];
    assert.deepEqual(endedEvents([...over, begun(second), { kind: 'sentAgain', message: 1, changed: false }]), over);
  });

  it('what comes after the last step is kept, as long as no other begins', () => {
    const all: RunEvent[] = [STARTED, begun(first), ended(first), { kind: 'runEnded', verdict: 'passed', ms: 1 }];
    assert.deepEqual(endedEvents(all), all);
    assert.deepEqual(endedEvents([STARTED]), [STARTED]);
    assert.deepEqual(endedEvents([]), []);
  });
});
