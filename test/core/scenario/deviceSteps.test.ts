import assert from 'node:assert/strict';
import { diagramOf } from '../../../src/core/scenario/diagram';
import { mermaidOf } from '../../../src/core/scenario/mermaid';
import { outlineOf } from '../../../src/core/scenario/outline';
import { readScenario } from '../../../src/core/scenario/readScenario';
import { newRun } from '../../../src/core/scenario/run';
import { storyOf } from '../../../src/core/scenario/story';
import { DEVICE } from '../../../src/core/systems';
import { scenarioSchema } from '../../../src/scenario/loadScenario';
import { found, marked, withSteps } from './reading';

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
    [
      'a state that is misspelled',
      [{ ...touch, expect: { device: { state: 'active' } } }],
      ['"state" of a device is never "active"; is "Active" meant?'],
    ],
    [
      'names that no device shows, in each place that has them',
      [
        {
          ...touch,
          expect: {
            device: {
              screen: { not: 'contnt' },
              reason: 'idle_timout',
              access: { equals: 'vald' },
              problem: 'appHiden',
              rows: { has: 'active.tuch', equals: ['active.touch', 'active.kall'] },
              timers: { inactivity: { state: 'runing' } },
            },
          },
        },
      ],
      [
        '"screen" of a device is never "contnt"; is "content" meant?',
        '"reason" of a device is never "idle_timout"; is "idle_timeout" meant?',
        '"access" of a device is never "vald"; is "valid" meant?',
        '"problem" of a device is never "appHiden"; is "appHidden" meant?',
        '"rows" of a device is never "active.tuch"; is "active.touch" meant?',
        /^"rows" of a device is never "active.kall"/,
        '"timers.inactivity.state" of a device is never "runing"; is "running" meant?',
      ],
    ],
    [
      'a name that is like none',
      [{ ...touch, expect: { device: { state: 'nonesuch' } } }],
      ['"state" of a device is never "nonesuch". It can be: Start, Loading, Active, Locked, Expired'],
    ],
    [
      'a matcher inside a matcher',
      [
        {
          ...touch,
          expect: { device: { state: { not: { equals: 'Lockd' } } }, headers: { x: { not: { absent: true } } } },
        },
      ],
      [
        'A matcher inside "not" compares nothing, so it always holds. Give "not" the value itself.',
        'A matcher inside "not" compares nothing, so it always holds. Give "not" the value itself.',
      ],
    ],
    ['rows of which none is named', [{ ...touch, expect: { device: { rows: { has: [] } } } }], 1],
    [
      'values of another type than the device shows',
      [
        5,
        null,
        ['Active', 'Locked'],
        {},
        { equals: ['Active'] },
        { not: 5 },
        { absent: 'yes' },
        { equal: 'Active' },
      ].map((state) => ({ ...touch, expect: { device: { state } } })),
      [
        '"state" of a device is one text, never 5. One of several is {"matches": "^(a|b)$"}, and none is {"absent": true}.',
        /never null\. One/,
        /never \["Active","Locked"\]\. One/,
        /never \{\}\. One/,
        /never \["Active"\]\. One/,
        /never 5\. One/,
        /never \{"absent":"yes"\}\. One/,
        /never \{"equal":"Active"\}\. One/,
      ],
    ],
    [
      'values of another type in members that are no names',
      [
        {
          ...touch,
          expect: {
            device: {
              reason: null,
              user: 5,
              session: { not: ['a'] },
              pinTriesLeft: '5',
              timers: { inactivity: { leftMs: '5 min' }, background: { leftMs: { contains: 5 }, state: 5 } },
            },
          },
        },
      ],
      [
        /^"reason" of a device is one text, never null/,
        /^"user" of a device is one text, never 5/,
        /^"session" of a device is one text, never \["a"\]/,
        '"pinTriesLeft" of a device is a number, never "5". None is {"absent": true}.',
        '"timers.inactivity.leftMs" of a device is a number, never "5 min". None is {"absent": true}.',
        /^"timers.background.leftMs" of a device is a number, never \{"contains":5\}/,
        /^"timers.background.state" of a device is one text, never 5/,
      ],
    ],
    [
      'parts and patterns that no name has, and what is always there expected to be absent',
      [
        {
          ...touch,
          expect: {
            device: {
              state: { contains: 'Acktiv' },
              screen: { matches: '^contnt$' },
              access: { absent: true },
              timers: { background: { state: { contains: 'stop' } } },
            },
          },
        },
      ],
      [
        '"state" of a device never contains "Acktiv". It can be: Start, Loading, Active, Locked, Expired',
        /^"screen" of a device never matches "\^contnt\$"\. It can be: content, lock/,
        '"access" of a device is always there.',
        /^"timers.background.state" of a device never contains "stop"/,
      ],
    ],
    [
      'a pattern that is none for a name',
      [{ ...touch, expect: { device: { state: { matches: '(' } } } }],
      ['This is no regular expression: ('],
    ],
    [
      'parts, patterns and variables that can be',
      [
        {
          ...touch,
          expect: {
            device: {
              state: { matches: '^(Active|Locked)$' },
              screen: { contains: '{{otp}}' },
              reason: { not: '{{otp}}' },
              access: { absent: false },
              problem: { absent: true },
              user: { contains: 'a' },
              session: { matches: '{{otp}}' },
              pinTriesLeft: '{{otp}}',
              timers: { inactivity: { leftMs: { matches: '^3' } }, background: { leftMs: { absent: true } } },
            },
          },
        },
      ],
      [],
    ],
    [
      'names in parts and variables, and values that are no names',
      [
        {
          ...touch,
          expect: {
            device: { state: { contains: 'Act' }, reason: { absent: true }, screen: '{{otp}}', user: 'active' },
          },
        },
      ],
      [],
    ],
    [
      'a jump by no time',
      [{ from: 'Phone', device: { jumpClock: 'soon' } }],
      [/^"jumpClock" cannot be done with any device\. The clock jumps by a time other than zero/],
    ],
    [
      'a jump by no time that is expected to be refused',
      [{ from: 'Phone', device: { jumpClock: 'soon' }, expect: { device: { problem: 'noSuchJump' } } }],
      [],
    ],
    ['a jump by a variable', [{ from: 'Phone', device: { jumpClock: '-{{otp}}' } }], []],
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
      else {
        const messages = findings.map((line) => line.replace(/^\S+ \S+ /, ''));
        assert.equal(messages.length, expected.length, messages.join('\n'));
        for (const [at, each] of expected.entries()) {
          if (typeof each === 'string') assert.equal(messages[at], each);
          else assert.match(String(messages[at]), each);
        }
      }
    });
  }

  it('a second act is found where it stands, and both are named', () => {
    const steps = [{ from: 'Phone', device: { touch: true, kill: true } }];
    const read = reading(steps);
    assert.deepEqual(found(read), [
      '6 scenario/schema Of these properties, "steps.0.device" must have at most 1: "touch", "kill".',
    ]);
    assert.equal(marked(withSteps(steps, { actors: ACTORS }), read), '"kill"');
  });

  it('what stands alone is also found while the schema refuses something else, in the same step and elsewhere', () => {
    const Phone = { role: 'app', device: { preset: 'fintek', background: '-60s' } };
    const steps = [
      { ...touch, titel: 'x', expect: { status: 'x', device: { state: 'active', hiden: true } } },
      { from: 'Phone', device: { jumpClock: '0s' }, expect: { device: { rows: { has: ['active.tuch'] } } } },
      { title: 'Time', clock: { advance: 'soon' } },
      { title: 'Time', clock: 5 },
      [],
    ];
    const findings = found(reading(steps, { actors: { ...ACTORS, Phone } })).map((line) => line.slice(0, 60));
    const has = (beginning: string) =>
      assert.ok(
        findings.some((line) => line.startsWith(beginning)),
        beginning,
      );
    has('3 scenario/schema "actors.Phone.device.preset" must be');
    has('3 scenario/actor The device of "Phone" cannot be used.');
    has('6 scenario/schema Property "titel"');
    has('6 scenario/never "state" of a device is never "active"');
    has('7 scenario/step "jumpClock" cannot be done');
    has('7 scenario/never "rows" of a device is never "active.tu');
    has('8 scenario/step “soon” is no length of time');
    assert.equal(new Set(findings).size, findings.length, 'nothing is found twice');
  });

  it('an act without a title is named after what is done, and is drawn as a message of the phone to itself', () => {
    const { scenario } = reading([touch]);
    assert.ok(scenario);
    const diagram = diagramOf(newRun(outlineOf(scenario)));
    assert.deepEqual(storyOf(diagram), ['With Phone: Device: touch. Not yet sent.']);
    assert.match(mermaidOf(diagram), /P0->>P0: Device: touch/);
  });
});
