import assert from 'node:assert/strict';
import { spokenEntry } from '../../../src/core/flows/flowText';
import { flowStrings } from '../../../src/core/flows/flowWords';
import { refusalLook } from '../../../src/core/scenario/refusalLook';
import { type RunEntry, runOf } from '../../../src/core/scenario/run';
import type { RunAnswer, StepVerdict } from '../../../src/core/scenario/runEvents';
import { SYSTEM_PARTS } from '../../../src/core/systems';
import { aMessage, anAnswer, anEnd, aStep, OUTLINE } from './events';

const REFUSED = ['web.otp.used'];

function entry(answer: RunAnswer, { expects = true, verdict = 'passed' as StepVerdict, index = 0 } = {}): RunEntry {
  const end = anEnd(index, verdict);
  const run = runOf(
    [
      { kind: 'stepStarted', step: { ...aStep(index), ...(expects && { expects: true as const }) } },
      { kind: 'messageSent', message: aMessage(1, { step: index }) },
      { kind: 'messageAnswered', answer },
      end,
    ],
    OUTLINE,
  );
  return run.done.at(-1) as RunEntry;
}

function look(...args: Parameters<typeof entry>) {
  const made = entry(...args);
  const [message] = made.messages;
  return message && refusalLook(made, message);
}

describe('how a refusal is to be seen', () => {
  it('a refusal is one by its status, by its reason whatever the status, and where no answer came', () => {
    assert.equal(look(anAnswer(1, { status: 401 })), 'expected');
    assert.equal(look(anAnswer(1, { status: 200, rules: REFUSED })), 'expected');
    const { answer: _, ...lost } = anAnswer(1);
    assert.equal(look({ ...lost, problem: 'Reset.' }), 'expected');
    assert.equal(look(anAnswer(1)), undefined);
  });

  it('a refusal is as expected only where the scenario says what it expects, and the step has passed', () => {
    const answer = anAnswer(1, { status: 403, rules: REFUSED });
    assert.equal(look(answer, { verdict: 'failed' }), 'unexpected');
    assert.equal(look(answer, { expects: false }), 'told');
    assert.equal(look(answer, { index: -1 }), 'told');
  });

  it('the spoken text of a step says that a refusal is as expected, and what the answer says', () => {
    const words = flowStrings(SYSTEM_PARTS);
    const answer = { ...anAnswer(1, { status: 403, rules: REFUSED }), gist: { words: 'Invalid token' } };
    assert.equal(
      spokenEntry(entry(answer), words),
      'Step 1. Browser to 4D Server: Message 1. Answer 403 Refused. as expected. it says: Invalid token. Because: The rule web.otp.used. passed.',
    );
    const twice = { ...answer, gist: { words: 'invalid_grant: The rule web.otp.used.' } };
    assert.match(spokenEntry(entry(twice), words), /it says: invalid_grant\. Because: The rule web\.otp\.used\./);
    const same = { ...answer, gist: { words: 'The rule web.otp.used.' } };
    assert.match(spokenEntry(entry(same), words), /as expected\. Because: The rule web\.otp\.used\./);
    const good = { ...anAnswer(1), gist: { words: 'The rule web.handler.' } };
    assert.match(spokenEntry(entry(good), words), /it says: The rule web\.handler\./);
    const redirect = { ...anAnswer(1, { status: 302 }), gist: { location: '/done' } };
    assert.match(spokenEntry(entry(redirect), words), /Answer 302 Refused\. leads to \/done\. passed\.$/);
  });
});
