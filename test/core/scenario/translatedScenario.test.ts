import assert from 'node:assert/strict';
import type { Scenario, Step } from '../../../src/core/scenario/scenario';
import type { StepSource } from '../../../src/core/scenario/scenarioSource';
import { translatedScenario } from '../../../src/core/scenario/translatedScenario';

const place = { file: '/x', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
const step = (source: StepSource): Step => ({ index: 0, kind: 'message', source, place, placeOf: () => place });

const SCENARIO: Scenario = {
  name: 'One',
  description: 'About one.',
  file: '/x',
  server: { web: { project: 'Browser' } },
  actors: { Browser: { role: 'browser' }, Server: { role: 'server' } },
  variables: {},
  steps: [
    step({ title: 'Ask', from: 'Browser', to: 'Server', request: { url: '/Browser', as: 'Browser' } }),
    step({ note: 'So it is', over: ['Server', 'Browser'] }),
    step({ event: { clearCookies: { actor: 'Browser' } } as never }),
  ],
};
const TEXTS = { One: 'Un', 'About one.': 'Sur un.', Browser: 'Navigateur', Ask: 'Demander', 'So it is': "C'est ainsi" };

describe('a flow in another language', () => {
  it('names, titles and notes of a flow are translated, and what has no translation stays', () => {
    const { name, description, steps } = translatedScenario(SCENARIO, TEXTS);
    assert.deepEqual([name, description], ['Un', 'Sur un.']);
    assert.deepEqual(
      steps.map(({ source: { title, note } }) => title ?? note),
      ['Demander', "C'est ainsi", undefined],
    );
  });

  it('an actor of a flow has its other name wherever a step names it, and nothing else changes', () => {
    const { actors, steps, server } = translatedScenario(SCENARIO, TEXTS);
    assert.deepEqual(Object.keys(actors), ['Navigateur', 'Server']);
    const [ask, note, clear] = steps.map(({ source }) => source);
    assert.deepEqual([ask?.from, ask?.to], ['Navigateur', 'Server']);
    assert.deepEqual(ask?.request, { url: '/Browser', as: 'Navigateur' });
    assert.deepEqual(note?.over, ['Server', 'Navigateur']);
    assert.deepEqual(clear?.event, { clearCookies: { actor: 'Navigateur' } });
    assert.deepEqual(server, { web: { project: 'Browser' } });
    assert.equal(SCENARIO.steps[0]?.source.from, 'Browser', 'the scenario itself stays');
  });
});
