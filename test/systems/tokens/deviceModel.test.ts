import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ShownDevice } from '../../../src/core/scenario/shownDevice';
import type { DeviceActSource } from '../../../src/core/scenario/systemDevice';
import {
  CLOCK_KINDS,
  LOOP_GUARDS,
  OFFLINE_POLICIES,
  RETURNS,
} from '../../../src/core/systems/tokens/device/deviceSource';
import { END_REASONS } from '../../../src/core/systems/tokens/endReason';
import { LIFE, NaiveApp, type NaiveOptions, type Outcome } from './naiveApp';
import {
  invalidGrant,
  NO_ANSWER,
  PASSWORD,
  START,
  status,
  type TestAnswer,
  TestPhone,
  tokens,
  UNAUTHORIZED,
} from './testPhone';

const seconds = (count: number | undefined) => (count === undefined ? 'off' : `${count}s`);

const options: fc.Arbitrary<NaiveOptions> = fc
  .record({
    inactivity: fc.constantFrom(undefined, 20, 60),
    background: fc.constantFrom(undefined, 10, 40),
    clock: fc.constantFrom(...CLOCK_KINDS),
    lockOnStart: fc.boolean(),
    offline: fc.constantFrom(...OFFLINE_POLICIES),
    loopGuard: fc.constantFrom(...LOOP_GUARDS),
    pauseInBackground: fc.boolean(),
    onReturn: fc.constantFrom(...RETURNS),
    sharedRefresh: fc.boolean(),
    pinTries: fc.constantFrom(1, 3),
  })
  // The two are refused together.
  .map((record) => (record.pauseInBackground ? record : { ...record, onReturn: 'resume' as const }));

/** The real device, with a server that gives the answers of a script, and numbers its tokens. */
class Real {
  readonly phone: TestPhone;
  /** States and screens that were seen, so that a run that sees few is found out. */
  steps = 0;
  private given = 0;
  private refused = 0;

  constructor({ inactivity, background, onReturn, pauseInBackground, ...rest }: NaiveOptions) {
    this.phone = new TestPhone({
      ...rest,
      pauseInBackground,
      ...(pauseInBackground && { onReturn }),
      inactivity: seconds(inactivity),
      background: seconds(background),
    });
  }

  do(act: DeviceActSource, script: readonly Outcome[]): void {
    const left = [...script];
    this.phone.serve(act, ({ request }) => {
      const { what, seconds } = left.shift() ?? { what: 'ok', seconds: 0 };
      return { ...this.answerTo(request.url, what), takesMs: seconds * 1000 };
    });
  }

  private answerTo(url: string, what: Outcome['what']): TestAnswer {
    const isForTokens = url === '/oauth/token' || url === '/api/login';
    if (what === 'failed') return this.given % 2 === 0 ? NO_ANSWER : status(503);
    if (what === 'denied')
      return isForTokens ? invalidGrant(END_REASONS[this.refused++ % END_REASONS.length]) : UNAUTHORIZED;
    return isForTokens ? tokens(String(++this.given), { expires_in: LIFE }) : status(200, {});
  }
}

/** One command: what the device does, and the same for the naive app. */
class Step implements fc.Command<NaiveApp, Real> {
  constructor(
    private readonly words: string,
    private readonly script: readonly Outcome[],
    private readonly act: DeviceActSource | { readonly pass: number },
    private readonly naive: (app: NaiveApp) => boolean,
  ) {}

  check(): boolean {
    return true;
  }

  run(app: NaiveApp, real: Real): void {
    const { phone } = real;
    const before = phone.shown;
    app.expect(this.script);
    const possible = this.naive(app);
    if ('pass' in this.act) phone.pass(this.act.pass * 1000);
    else real.do(this.act, this.script);
    real.steps++;
    assert.equal(phone.problem === undefined, possible, `${this.words}: ${phone.problem}`);
    compare(app, phone);
    const { shown } = phone;
    this.compareChoice(before, phone.problem);
    if (phone.taken[0] !== undefined)
      assert.ok(before.nextRows.includes(phone.taken[0]), `${phone.taken[0]} was no next row`);
    if (this.isFailureAlone() && before.access !== 'none') assert.notEqual(shown.state, 'Expired', `${this}`);
    if (shown.screen === 'content')
      assert.deepEqual([shown.state, shown.hidden, shown.power], ['Active', false, 'awake']);
    if (shown.state === 'Active') assert.notEqual(shown.access, 'none');
  }

  /** What can be done was said before, but for what the name of a late answer decides. */
  private compareChoice(before: ShownDevice, problem: string | undefined): void {
    const choice = before.choices.find((each) => each.act in this.act);
    if (choice && !this.words.includes('late') && !this.words.includes('deliver'))
      assert.equal(choice.refused, problem);
  }

  /** Whether nothing but failures of the network happens in it, to a session that is good. */
  private isFailureAlone(): boolean {
    const isOther = ['pass', 'logout', 'wrongPin', 'forget', 'deliver'].some((name) => name in this.act);
    return !isOther && this.script.length > 0 && this.script.every(({ what }) => what === 'failed');
  }

  toString(): string {
    return `${this.words}(${this.script.map(({ what, seconds }) => `${what}${seconds || ''}`).join(' ')})`;
  }
}

function compare(app: NaiveApp, phone: TestPhone): void {
  const shown = phone.shown;
  assert.deepEqual(
    {
      state: shown.state,
      screen: shown.screen,
      access: shown.access,
      session: shown.session,
      pins: shown.pinTriesLeft,
      left: shown.timers.map(({ leftMs }) => leftMs),
      clocks: shown.clocks,
      requests: phone.sent.length,
    },
    {
      state: app.mode,
      screen: app.screen,
      access: app.access,
      session: app.token && `session-${app.token.number}`,
      pins: app.mode === 'Locked' ? app.pins : undefined,
      left: [app.idleLeft, app.awayLeft].map((left) => (left === undefined ? undefined : left * 1000)),
      clocks: {
        wall: new Date(phone.at + app.ahead * 1000).toISOString(),
        elapsedMs: app.elapsed * 1000,
        uptimeMs: app.uptime * 1000,
        boot: app.boot,
      },
      requests: app.requests,
    },
  );
}

const outcome: fc.Arbitrary<Outcome> = fc.record({
  what: fc.constantFrom('ok', 'ok', 'denied', 'denied', 'failed'),
  seconds: fc.constantFrom(0, 0, 0, 15),
});
const script = fc.array(outcome, { maxLength: 3 });
const lateName = fc.constantFrom('x', 'y');

function plain(words: string, act: DeviceActSource, naive: (app: NaiveApp) => boolean): fc.Arbitrary<Step> {
  return fc.constant(new Step(words, [], act, naive));
}

function asking(words: string, act: DeviceActSource, naive: (app: NaiveApp) => boolean): fc.Arbitrary<Step> {
  return script.map((answers) => new Step(words, answers, act, naive));
}

/** Some passes are longer than an access token lives. */
const passing = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: LIFE, max: 2 * LIFE })).map(
  (count) =>
    new Step(`pass ${count}`, [], { pass: count }, (app) => {
      app.pass(count);
      return true;
    }),
);

const login = asking('login', { login: { username: 'ada', password: PASSWORD } }, (app) => app.login());
const launch = asking('launch', { launch: true }, (app) => app.launch());

/** How often each comes. What leads to something to look at comes more often. */
const WEIGHTED: readonly (readonly [weight: number, step: fc.Arbitrary<Step>])[] = [
  [8, launch],
  [10, login],
  [6, passing],
  [2, plain('kill', { kill: true }, (app) => app.kill())],
  [1, plain('reboot', { reboot: true }, (app) => app.reboot())],
  [1, plain('forget', { forget: true }, (app) => app.forget())],
  [3, plain('background', { background: true }, (app) => app.background())],
  [6, plain('foreground', { foreground: true }, (app) => app.foreground())],
  [1, plain('sleep', { sleep: true }, (app) => app.sleep())],
  [6, plain('wake', { wake: true }, (app) => app.wake())],
  [2, plain('touch', { touch: true }, (app) => app.touch())],
  [2, plain('wrongPin', { wrongPin: true }, (app) => app.wrongPin())],
  [4, asking('unlock', { unlock: 'pin' }, (app) => app.unlock())],
  [2, asking('unlock', { unlock: 'biometric' }, (app) => app.unlock())],
  [1, asking('logout', { logout: true }, (app) => app.logout())],
  [8, asking('call', { call: '/api/me' }, (app) => app.call())],
  [4, asking('refresh', { refresh: true }, (app) => app.refresh())],
  [
    1,
    fc
      .integer({ min: -90, max: 90 })
      .filter((by) => by !== 0)
      .map((by) => new Step(`jump ${by}`, [], { jumpClock: `${by}s` }, (app) => app.jump(by))),
  ],
  [
    4,
    fc
      .tuple(lateName, script)
      .map(
        ([late, answers]) =>
          new Step(`late call ${late}`, answers, { call: { url: '/api/me', late } }, (app) => app.call(late)),
      ),
  ],
  [
    4,
    fc
      .tuple(lateName, script)
      .map(
        ([late, answers]) =>
          new Step(`late refresh ${late}`, answers, { refresh: { late } }, (app) => app.refresh(late)),
      ),
  ],
  [
    4,
    fc
      .tuple(lateName, script)
      .map(([name, answers]) => new Step(`deliver ${name}`, answers, { deliver: name }, (app) => app.deliver(name))),
  ],
];

const commands = fc.commands(
  WEIGHTED.flatMap(([weight, step]) => Array.from({ length: weight }, () => step)),
  { maxCommands: 150, size: 'max' },
);

describe('A device and a naive app that counts seconds', () => {
  it('the two are in the same state, show the same screen and send the same requests after any 10,000 acts', () => {
    const rows = new Set<string>();
    let steps = 0;
    fc.assert(
      fc.property(options, commands, (chosen, run) => {
        const real = new Real(chosen);
        assert.equal(real.phone.at, START);
        fc.modelRun(() => ({ model: new NaiveApp(chosen), real }), run);
        steps += real.steps;
        for (const row of real.phone.rows) rows.add(row);
      }),
      { numRuns: 400 },
    );
    assert.ok(steps > 10_000, `There were ${steps} steps.`);
    // A model that never comes to the interesting rows compares nothing.
    assert.ok(rows.size > 50, `There were ${rows.size} rows.`);
  });
});
