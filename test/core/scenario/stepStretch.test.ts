import assert from 'node:assert/strict';
import { endOfStretch, isDrawnBefore, nextRealStep } from '../../../src/core/scenario/stepStretch';

/** `n` note, `m` drawn message, `r` request, `a` request at the same moment, `c` clock. */
function stepsOf(letters: string) {
  const kinds = { n: 'note', m: 'message', r: 'request', a: 'request', c: 'clock' } as const;
  return [...letters].map((each) => ({
    kind: kinds[each as keyof typeof kinds],
    ...(each === 'a' && { alongside: true as const }),
  }));
}

function stretches(letters: string): string[] {
  const steps = stepsOf(letters);
  const found: string[] = [];
  for (let at = 0; at < steps.length; ) {
    const end = endOfStretch(steps, at);
    found.push(letters.slice(at, end));
    at = end;
  }
  return found;
}

describe('what one press of Step does', () => {
  it('one press of Step does one real step, with what is only drawn before it', () => {
    assert.deepEqual(stretches('mrnnrcr'), ['mr', 'nnr', 'c', 'r']);
  });

  it('one press of Step does all that is sent at the same moment', () => {
    assert.deepEqual(stretches('nraanr'), ['nraa', 'nr']);
  });

  it('the last press of Step takes what is only drawn at the end along', () => {
    assert.deepEqual(stretches('rnm'), ['rnm']);
    assert.deepEqual(stretches('raanm'), ['raanm']);
    assert.deepEqual(stretches('nm'), ['nm']);
  });

  it('the real step that comes next is found behind what is only drawn', () => {
    const steps = stepsOf('nmrn');
    assert.deepEqual([nextRealStep(steps, 0), nextRealStep(steps, 2), nextRealStep(steps, 3)], [2, 2, undefined]);
    assert.deepEqual([isDrawnBefore(steps, 2), isDrawnBefore(steps, 3), isDrawnBefore(steps, 0)], [true, false, false]);
  });
});
