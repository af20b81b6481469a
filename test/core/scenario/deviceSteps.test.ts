import assert from 'node:assert/strict';
import { diagramOf } from '../../../src/core/scenario/diagram';
import { mermaidOf } from '../../../src/core/scenario/mermaid';
import { outlineOf } from '../../../src/core/scenario/outline';
import { readScenario } from '../../../src/core/scenario/readScenario';
import { newRun } from '../../../src/core/scenario/run';
import { storyOf } from '../../../src/core/scenario/story';
import { DEVICE } from '../../../src/core/systems';
import { scenarioSchema } from '../../../src/scenario/loadScenario';
import { found, withSteps } from './reading';

const ACTORS = {
  Phone: { role: 'app', device: { preset: 'fintech' } },
  Browser: { role: 'browser' },
  Server: { role: 'server' },
};
const reading = (steps: readonly object[], more: object = {}) =>
  readScenario(withSteps(steps, { actors: ACTORS, ...more }), {
    file: 'main.scenario.json',
    schema: scenarioSchema,
    device: DEVICE,
  });
const touch = { from: 'Phone', device: { touch: true } };
const request = { title: 'Call', from: 'Browser', to: 'Server', request: { url: '/', alongside: true } };

describe('device steps', () => {
  for (const [what, steps, expected, more] of [
    ['one act and what is expected of it', [{ ...touch, expect: { device: { state: 'Active' } } }], []],
    [
      'an actor without a device',
      [{ ...touch, from: 'Browser' }],
      ['The actor "Browser" has no device; give it "device": {}.'],
    ],
    ['no actor', [{ device: { touch: true } }], ['An act of a device needs "from".']],
    ['an actor that is not there', [{ ...touch, from: 'Phon' }], ['There is no actor "Phon"; is "Phone" meant?']],
    [
      'a request beside the act',
      [{ ...touch, to: 'Server', request: { url: '/' } }],
      ['A step is one thing: either "request" or "device".'],
    ],
    [
      'nobody who gets the requests of the app',
      [touch],
      ['Nobody gets the requests of the app: add an actor with the role "server", or name one as "to".'],
      { actors: { Phone: ACTORS.Phone, Other: { role: 'platform' } } },
    ],
    [
      'a receiver that is named',
      [{ ...touch, to: 'Other' }],
      [],
      { actors: { Phone: ACTORS.Phone, Other: { role: 'platform' } } },
    ],
    [
      'an expectation of the device of an actor without one',
      [{ ...touch, expect: { device: { of: 'Browser', state: 'Active' } } }],
      ['The actor "Browser" has no device; give it "device": {}.'],
    ],
    [
      'an expectation of a device where there is none',
      [{ title: 'Time', clock: { advance: '1s' }, expect: { device: { state: 'Active' } } }],
      ['No actor has a device.'],
      { actors: { Server: ACTORS.Server } },
    ],
    [
      'a request that is sent alongside an act',
      [touch, request],
      ['The step before is no request, so there is nothing alongside which this one could be sent.'],
    ],
    [
      'a pattern that is none',
      [{ ...touch, expect: { device: { timers: { inactivity: { leftMs: { matches: '(' } } } } } }],
      ['This is no regular expression: ('],
    ],
    ['two acts in one step', [{ from: 'Phone', device: { touch: true, kill: true } }], 1],
    ['no act', [{ from: 'Phone', device: {} }], 1],
    ['an act that is misspelled', [{ from: 'Phone', device: { tuch: true } }], 1],
    ['a refresh that is false', [{ from: 'Phone', device: { refresh: false } }], 1],
    [
      'a call with a body that is held back',
      [{ from: 'Phone', device: { call: { url: '/x', json: {}, late: 'a' } } }],
      [],
    ],
    [
      'an option that cannot be used',
      [touch],
      1,
      { actors: { ...ACTORS, Phone: { role: 'app', device: { inactivity: 'soon' } } } },
    ],
    [
      'options that contradict each other',
      [touch],
      1,
      { actors: { ...ACTORS, Phone: { role: 'app', device: { routes: 'api', clientId: 'x' } } } },
    ],
  ] as const) {
    it(`a device step with ${what} is ${Array.isArray(expected) && expected.length === 0 ? 'in order' : 'found'}`, () => {
      const findings = found(reading(steps, more));
      if (typeof expected === 'number') assert.equal(findings.length, expected, findings.join('\n'));
      else
        assert.deepEqual(
          findings.map((line) => line.replace(/^\S+ \S+ /, '')),
          expected,
        );
    });
  }

  it('an act without a title is named after what is done, and is drawn as a message of the phone to itself', () => {
    const { scenario } = reading([touch]);
    assert.ok(scenario);
    const diagram = diagramOf(newRun(outlineOf(scenario)));
    assert.deepEqual(storyOf(diagram), ['Phone, to itself: Device: touch. Not yet sent.']);
    assert.match(mermaidOf(diagram), /P0->>P0: Device: touch/);
  });
});
