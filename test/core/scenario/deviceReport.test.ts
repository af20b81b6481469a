import assert from 'node:assert/strict';
import { deviceVoiceOf } from '../../../src/core/flows/deviceVoice';
import { flowStrings } from '../../../src/core/flows/flowWords';
import { coveredRun } from '../../../src/core/scenario/coveredRun';
import { diagramOf } from '../../../src/core/scenario/diagram';
import { htmlReport } from '../../../src/core/scenario/htmlReport';
import { mermaidOf } from '../../../src/core/scenario/mermaid';
import type { RunEvent, StepFailure } from '../../../src/core/scenario/runEvents';
import { storyOf } from '../../../src/core/scenario/story';
import { svgOf } from '../../../src/core/scenario/svg';
import { DEVICE, SLICES, SYSTEM_PARTS } from '../../../src/core/systems';
import { MadeDevice, NOON, SIGNED_IN } from '../../webview/madeDevice';
import { ended, STATE, step } from './runs';

const WORDS = deviceVoiceOf(SYSTEM_PARTS, flowStrings(SYSTEM_PARTS));
const MINUTE_MS = 60_000;

/** Makes the events of a run in which things are done with a phone. */
class MadeRun {
  private readonly phone = new MadeDevice('Phone');
  private index = 0;
  private now = NOON;
  readonly events: RunEvent[];

  constructor() {
    this.events = [
      {
        kind: 'runStarted',
        name: 'Life of a phone',
        description: '',
        file: '/x.scenario.json',
        actors: [
          { name: 'Phone', role: 'app' },
          { name: 'Server', role: 'server' },
        ],
        steps: [],
        url: 'http://127.0.0.1:1',
        externalPlatformUrl: '',
      },
      this.state(),
      this.phone.shown(),
    ];
  }

  act(title: string, act: Parameters<MadeDevice['act']>[0], ...answers: Parameters<MadeDevice['act']>[1][]): this {
    return this.step('device', title, this.phone.act(act, ...answers), this.state());
  }

  /** An act that the device refuses, which the step does not expect. */
  refused(title: string, act: Parameters<MadeDevice['act']>[0]): this {
    const event = this.phone.act(act);
    assert.ok(event.kind === 'deviceChanged' && event.problem);
    const { name, message } = event.problem;
    const { place } = step(0, { kind: 'device', title });
    const failure = { message: 'The device refused the act.', expected: 'that the device does it', place };
    return this.step('device', title, event, { ...failure, actual: `${name}: ${message}` });
  }

  pass(title: string, ms: number): this {
    this.now += ms;
    return this.step('clock', title, this.phone.pass(ms), this.state());
  }

  get run() {
    return coveredRun(this.events, SLICES);
  }

  private step(kind: 'device' | 'clock', title: string, ...happened: (RunEvent | StepFailure)[]): this {
    const own = kind === 'device' && { from: 'Phone', to: 'Phone' };
    const shown = step(this.index++, { kind, title, ...own });
    const failures = happened.filter((each): each is StepFailure => !('kind' in each));
    const events = happened.filter((each): each is RunEvent => 'kind' in each);
    this.events.push({ kind: 'stepStarted', step: shown }, ...events, ended(shown, failures));
    return this;
  }

  private state(): RunEvent {
    assert.ok(STATE.kind === 'stateChanged');
    const clock = { now: new Date(this.now).toISOString(), offsetMs: 0, paused: true };
    return { kind: 'stateChanged', state: { ...STATE.state, clock } };
  }
}

describe('what a report says of devices', () => {
  const made = new MadeRun()
    .act('Start', { launch: true })
    .act('Sign in', { login: { username: 'ada', password: 'example' } }, SIGNED_IN)
    .act('Touch', { touch: true })
    .pass('Nobody is there', 5 * MINUTE_MS + 1000)
    .act('Unlock', { unlock: 'pin' }, { status: 503, body: '' })
    .act('Set back', { jumpClock: '-2 h' })
    .refused('Once more', { launch: true });
  const diagram = diagramOf(made.run, WORDS);

  it('each act of a device is followed by what the device shows then, and by the rows of its table', () => {
    const story = storyOf(diagram);
    assert.deepEqual(story.slice(0, 8), [
      'With Phone: Start.',
      'Phone now: Expired, in front. The app asks the person to sign in. Nobody is signed in. Transitions: start.launch, then loading.none.',
      'With Phone: Sign in.',
      'Phone now: Active, in front. The app shows its content. Signed in as ada. Transitions: expired.login.',
      'With Phone: Touch.',
      'Phone now: Active, as before. Transitions: active.touch.',
      'Nobody is there. The clock goes forward 5 min 1 s, to 2026-01-01 12:05:01 UTC.',
      'Phone now: Locked, in front. The app is locked. It asks for the fingerprint or the PIN. No touch for too long. PIN tries left: 5. Transitions: active.inactivity.',
    ]);
    assert.ok(
      story.some((each) => /^Phone now: Its own clock was set back 2 h, to 2026-01-01 10:05:01 UTC\./.test(each)),
    );
  });

  it('a refused act is told once, and its sentences end once', () => {
    const last = storyOf(diagram).at(-2) ?? '';
    assert.match(
      last,
      /^With Phone: Once more\. Failed: The device refused the act\. Expected: .*; actual: launchWhile/,
    );
    assert.doesNotMatch(last, /\.\./);
    assert.match(storyOf(diagram).at(-1) ?? '', /^Phone now: Locked, as before\.|^Phone now: Active, as before\./);
  });

  it('a refused act that the step expects is told with its reason', () => {
    const played = new MadeRun().act('Start', { launch: true }).act('Touch the sign-in page', { unlock: 'pin' });
    assert.match(
      storyOf(diagramOf(played.run, WORDS)).at(-1) ?? '',
      /^Phone now: The act was refused\. [^.]+\. (?!Expired)/,
    );
  });

  it('a diagram has what became of a device over that device, in Mermaid and in SVG', () => {
    const mermaid = mermaidOf(diagram);
    assert.match(mermaid, /\n {2}Note over P0: Locked, in front\. The app is locked\./);
    assert.match(
      mermaid,
      /\n {2}Note over P0,P1: ⚙ Nobody is there<br\/>The clock goes forward 5 min 1 s, to 2026-01-01 12:05:01 UTC\.\n/,
    );
    const texts = [...svgOf(diagram).matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join(' ');
    assert.match(
      texts,
      /Nobody is there The clock goes forward 5 min 1 s, to 2026-01-01 12:05:01 UTC\. Locked, in front\./,
    );
  });

  it('a web page says in words how each device was at the end, and has the rows that were taken before the others', () => {
    const page = htmlReport(made.run, DEVICE?.table, WORDS);
    const [devices = '', taken = '', others = ''] = page.split('<table>').slice(1);
    assert.match(devices, /<td>Phone<\/td>.*<td>2026-01-01 10:05:01 UTC<\/td>/);
    assert.match(taken, /<td>active\.inactivity<\/td>/);
    assert.doesNotMatch(others, /<td>active\.inactivity<\/td>/);
    assert.doesNotMatch(page, /\d{4}-\d\d-\d\dT\d\d:/);
  });
});
