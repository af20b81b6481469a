import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../src/core/json/json';
import type { ServerAddress } from '../../src/core/protocol/address';
import type { ClockMove } from '../../src/core/protocol/clockState';
import { runOf } from '../../src/core/scenario/run';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import type { ScenarioSource } from '../../src/core/scenario/scenarioSource';
import type { DeviceActSource } from '../../src/core/scenario/systemDevice';
import { diskFiles } from '../../src/disk/userFile';
import { ControlCalls } from '../../src/scenario/controlCalls';
import { FlowSession } from '../../src/scenario/flowSession';
import { type Ran, runAll, ScenarioBench, startDevServer, told } from './scenarioServers';

const PASSWORD = 'correct horse';
const USERS = ['ada', 'bob'].map((name) => ({ name, password: PASSWORD }));
const SERVER = { tokens: { preset: 'fintech', users: USERS } };
const from = 'Phone';
const FLOW = {
  name: 'A phone',
  server: SERVER,
  actors: {
    Phone: { role: 'app', device: { preset: 'fintech', lockOnStart: false } },
    Tablet: { role: 'app', device: { preset: 'fintech', lockOnStart: false } },
    Tool: { role: 'app' },
    Server: { role: 'server' },
  },
  steps: [
    { title: 'The app starts', from, device: { launch: true } },
    { title: 'Ada signs in', from, device: { login: { username: 'ada', password: PASSWORD } } },
    {
      title: 'Bob signs in',
      from: 'Tool',
      to: 'Server',
      request: { url: '/api/login', json: { username: 'bob', password: PASSWORD } },
      take: { access: '/access_token' },
    },
    {
      title: 'The API is called',
      from: 'Tool',
      to: 'Server',
      request: { url: '/api/me', headers: { Authorization: 'Bearer {{access}}' } },
    },
    { title: 'Touched', from, device: { touch: true } },
  ],
};
const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('time that passes between the steps of a flow', () => {
  const bench = new ScenarioBench();
  const realNow = Date.now;
  /** Time stands still, but for what the tests let pass. So nothing depends on how fast the machine is. */
  let now = realNow();
  let address: ServerAddress | undefined;
  let session: FlowSession;

  before(() => {
    Date.now = () => now;
  });
  beforeEach(() => begin());
  afterEach(() => session.dispose());
  after(() => {
    Date.now = realNow;
    return bench.close();
  });

  function begin(): void {
    const start: typeof startDevServer = async (...parts) => {
      const running = await startDevServer(...parts);
      address = running.address;
      return running;
    };
    session = new FlowSession(bench.read(bench.write('flow.scenario.json', FLOW)), {
      server: { start },
      files: diskFiles,
      paceMs: 0,
    });
  }

  /** Lets real time pass, and what is over then end. */
  async function wait(ms: number): Promise<void> {
    now += ms;
    // The timers of the server do not know that time has passed.
    await moveByOthers({ advanceMs: 0 });
  }

  /** Moves the clock as anybody can who has the control token. */
  async function moveByOthers(move: ClockMove): Promise<void> {
    if (address) await new ControlCalls(address).ask('POST', '/clock', move as unknown as Json);
  }

  const act = (each: object, actor = 'Phone') =>
    session.ask({ kind: 'device', actor, title: Object.keys(each).join(), act: each as DeviceActSource });
  const moveOn = (ms: number) =>
    session.ask({ kind: 'moveClock', title: 'Moved', until: new Date(shownNow() + ms).toISOString() });
  const shownNow = () => Date.parse(runOf(session.events).state?.clock.now ?? '');
  const shown = (events: readonly RunEvent[]) =>
    ['Phone', 'Tablet'].map((name) => {
      const { state, hidden, process, screen, reason, access, user } = runOf(events).devices.get(name) ?? {};
      return { state, hidden, process, screen, reason, access, user };
    });

  async function runSaved(): Promise<Ran & { readonly saved: ScenarioSource }> {
    const saved = session.toScenario('saved', SERVER);
    const runner = bench.runner(bench.write('saved.scenario.json', saved), {
      env: { SESSION_WORKBENCH_PASSWORD: PASSWORD },
    });
    const ran = await runAll(runner);
    await runner.dispose();
    return { ...ran, saved };
  }

  const replayCall = async () => {
    const { sent } = runOf(session.events).done[3]?.messages[0] ?? {};
    await session.ask({ kind: 'replay', message: sent?.id ?? Number.NaN });
  };

  for (const [what, play, titles] of [
    [
      'a phone that nobody touched for too long',
      async () => {
        await act({ touch: true });
        await wait(6 * MINUTE);
        await act({ touch: true });
      },
      ['touch', 'Clock: 6 min later', 'touch'],
    ],
    [
      'an app that was away for too long, before the clock is moved by hand',
      async () => {
        await act({ background: true });
        await wait(61 * SECOND);
        await act({ foreground: true });
        await act({ unlock: 'pin' });
        await moveOn(2 * MINUTE);
        await act({ touch: true });
      },
      ['background', 'Clock: 1 min 1 s later', 'foreground', 'unlock', 'Moved', 'touch'],
    ],
    [
      'a message that is sent again with an access token that is over',
      async () => {
        await wait(6 * MINUTE);
        await replayCall();
      },
      ['Clock: 6 min later', 'The API is called'],
    ],
    [
      'a move of the clock by hand, which makes up for it itself',
      async () => {
        await wait(4 * MINUTE);
        await moveOn(5 * MINUTE + 1);
        await act({ touch: true });
      },
      ['Moved', 'touch'],
    ],
    [
      'short times that add up',
      async () => {
        await act({ background: true });
        for (let passes = 0; passes < 75; passes++) {
          await wait(900);
          await act({ touch: true }, 'Tablet');
        }
        await act({ foreground: true });
      },
      ['background', ...Array.from({ length: 12 }, () => 'Clock: 5 s later'), 'foreground'],
    ],
    [
      'an app that was away for too long by less than a second after another device',
      async () => {
        await act({ background: true });
        await wait(59_400);
        await act({ touch: true }, 'Tablet');
        await wait(700);
        await act({ foreground: true });
      },
      ['background', 'Clock: 59 s later', 'touch', 'Clock: 700 ms later', 'foreground'],
    ],
    [
      'a call before the phone is locked, and one right after',
      async () => {
        await wait(5 * MINUTE - 500);
        await act({ call: '/api/me' });
        await wait(800);
        await act({ call: '/api/me' });
      },
      ['Clock: 5 min later', 'call', 'Clock: 800 ms later', 'call'],
    ],
    [
      'a message that is sent again with an access token that has been over for a moment',
      async () => {
        await wait(5 * MINUTE - 400);
        await replayCall();
        await wait(800);
        await replayCall();
      },
      ['Clock: 5 min later', 'The API is called', 'Clock: 800 ms later', 'The API is called'],
    ],
    [
      'an app that comes back in the last second, after short times that nothing was saved of',
      async () => {
        await wait(900);
        await act({ background: true });
        await wait(59_500);
        await act({ foreground: true });
      },
      ['Clock: 900 ms later', 'background', 'Clock: 1 min later', 'foreground'],
    ],
    [
      'what comes after less than a second',
      async () => {
        await act({ touch: true });
        await wait(300);
        await act({ background: true });
      },
      ['touch', 'background'],
    ],
    [
      'an app that was away while others moved the clock',
      async () => {
        await act({ background: true });
        await moveByOthers({ advanceMs: 61 * SECOND });
        await act({ foreground: true });
      },
      ['background', 'Clock: 1 min 1 s later', 'foreground'],
    ],
    [
      'a call after others moved the clock',
      async () => {
        await moveByOthers({ advanceMs: 6 * MINUTE });
        await act({ call: '/api/me' });
      },
      ['Clock: 6 min later', 'call'],
    ],
    [
      'a message that is sent again after others moved the clock',
      async () => {
        await moveByOthers({ advanceMs: 6 * MINUTE });
        await replayCall();
      },
      ['Clock: 6 min later', 'The API is called'],
    ],
    [
      'an app that was away while the clock stood still, by others, and then went on',
      async () => {
        await moveByOthers({ pause: true });
        await act({ background: true });
        await wait(61 * SECOND);
        await act({ foreground: true });
        await act({ background: true });
        await moveByOthers({ pause: false });
        await wait(61 * SECOND);
        await act({ foreground: true });
      },
      ['background', 'foreground', 'background', 'Clock: 1 min 1 s later', 'foreground'],
    ],
    [
      'a clock that others moved while it stood still',
      async () => {
        await moveByOthers({ pause: true });
        await act({ background: true });
        await moveByOthers({ advanceMs: 61 * SECOND });
        await act({ foreground: true });
      },
      ['background', 'Clock: 1 min 1 s later', 'foreground'],
    ],
  ] as const) {
    it(`a flow that is saved and run again does the same as before: ${what}`, async () => {
      await session.play();
      await play();
      const { results, saved, events } = await runSaved();
      assert.deepEqual(told(results), []);
      assert.deepEqual(shown(events), shown(session.events));
      const wanted: readonly string[] = titles;
      const steps = saved.steps.slice(FLOW.steps.length).map(({ title = '' }) => title);
      const inRow = steps.filter((title) => wanted.includes(title));
      assert.deepEqual(inRow, wanted);
    });
  }

  it('time that passes before a step of the file is saved where a step by hand needs it', async () => {
    await session.ask({ kind: 'runTo', step: 4 });
    await wait(6 * MINUTE);
    await session.ask({ kind: 'step' });
    await act({ unlock: 'pin' });
    const { results, saved, events } = await runSaved();
    assert.deepEqual(told(results), []);
    assert.equal(saved.steps[4]?.title?.replace(/ \d+ s/, ''), 'Clock: 6 min later');
    assert.deepEqual(shown(events), shown(session.events));
  });

  it('time that passes where nothing is done by hand is not saved', async () => {
    await session.ask({ kind: 'runTo', step: 4 });
    await wait(2 * MINUTE);
    await session.ask({ kind: 'step' });
    assert.deepEqual(session.toScenario('saved', SERVER).steps, FLOW.steps);
  });

  it('a flow that is saved and run again ends as it did, whatever was done by hand and however much time passed', async () => {
    const acts = fc.constantFrom<object>(
      { touch: true },
      { background: true },
      { foreground: true },
      { unlock: 'pin' },
      { call: '/api/me' },
      { refresh: true },
      { kill: true },
      { launch: true },
      { login: { username: 'ada', password: PASSWORD } },
    );
    // Many of these are near a limit of the phone or of its tokens, or add up to it.
    const short = [300, 700, 900, 1000];
    const near = [MINUTE, 5 * MINUTE, 15 * MINUTE].flatMap((limit) => [limit - 600, limit + 600]);
    const waits = fc.constantFrom(0, 0, ...short, ...near, 17 * SECOND, 51_000 * SECOND);
    const moves = fc.constantFrom(0, 0, 0, 0, 500, 340 * SECOND);
    const others = fc.constantFrom(0, 0, 0, 0, 800, 61 * SECOND);
    const actors = fc.constantFrom('Phone', 'Phone', 'Tablet');
    const played = fc.array(fc.tuple(waits, moves, others, acts, actors), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(played, async (steps) => {
        await session.dispose();
        begin();
        await session.play();
        for (const [waitMs, moveMs, byOthersMs, each, actor] of steps) {
          if (waitMs > 0) await wait(waitMs);
          if (moveMs > 0) await moveOn(moveMs);
          if (byOthersMs > 0) await moveByOthers({ advanceMs: byOthersMs });
          await act(each, actor);
        }
        const { results, events } = await runSaved();
        assert.deepEqual(told(results), []);
        assert.deepEqual(shown(events), shown(session.events));
      }),
      { numRuns: 8 },
    );
  });
});
