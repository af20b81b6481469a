import assert from 'node:assert/strict';
import { ActivityWindow } from './guideApp';
import { AppProcess, GuideServer, LIMITS, MINUTE_MS, type PhoneClocks } from './guideProcess';

describe('the app of the guide and its lock', () => {
  let server: GuideServer;
  let app: AppProcess;

  before(async () => {
    server = await GuideServer.start();
  });
  beforeEach(async () => {
    app = new AppProcess(server.url);
    await app.signIn('phone');
  });
  after(() => server.close());

  it('a touch after the inactivity limit locks the app of the guide', () => {
    app.clocks.pass(LIMITS.inactivityMs - 1);
    app.lockTimer.used();
    app.clocks.pass(LIMITS.inactivityMs - 1);
    assert.equal(app.state, 'active');
    // The timer stands still in deep sleep, so it is the touch that finds out.
    app.clocks.pass(LIMITS.inactivityMs, true);
    assert.equal(app.state, 'active');
    app.lockTimer.used();
    assert.equal(app.state, 'locked');
    app.lockTimer.used();
    assert.equal(app.state, 'locked');
  });

  it('a touch that meets the lock of the app of the guide reaches nothing, and the next one the lock screen', () => {
    const reached: string[] = [];
    const window = new ActivityWindow(
      () => app.lockTimer.used(),
      (event) => reached.push(`${app.state} ${event}`),
    );
    const touch = () => {
      for (const event of ['down', 'move', 'up'] as const) window.send(event);
      return reached.splice(0);
    };
    assert.deepEqual(touch(), ['active down', 'active move', 'active up']);
    app.clocks.pass(LIMITS.inactivityMs, true);
    assert.deepEqual([touch(), app.state], [[], 'locked']);
    assert.deepEqual(touch(), ['locked down', 'locked move', 'locked up']);
  });

  it('the timer of the app of the guide locks without a touch, and an unlock asks the server first', async () => {
    app.clocks.pass(LIMITS.inactivityMs);
    assert.equal(app.state, 'locked');
    await app.gate.unlock();
    assert.deepEqual([app.state, app.sent], ['active', ['GET /api/me']]);
    app.clocks.pass(LIMITS.inactivityMs);
    await new AppProcess(server.url).signIn('tablet');
    await app.gate.unlock();
    assert.deepEqual([app.state, app.reason], ['expired', 'signed_in_elsewhere']);
  });

  for (const [what, change] of [
    ['is left alone', () => {}],
    ['is set back by a day', (clocks: PhoneClocks) => clocks.setWall(-24 * 60 * MINUTE_MS)],
  ] as const) {
    it(`a wall clock that ${what} does not change when the app of the guide locks on return`, () => {
      for (const [awayMs, state] of [
        [LIMITS.backgroundMs, 'active'],
        [LIMITS.backgroundMs + 1, 'locked'],
      ] as const) {
        app.lockTimer.left();
        app.clocks.pass(awayMs, true);
        change(app.clocks);
        app.lockTimer.returned();
        assert.equal(app.state, state);
      }
    });
  }

  it('a return to the app of the guide goes on with what was left of the time without a touch', () => {
    app.clocks.pass(LIMITS.inactivityMs - 2);
    for (const state of ['active', 'locked']) {
      app.lockTimer.left();
      app.clocks.pass(LIMITS.backgroundMs);
      app.lockTimer.returned();
      // Another window of the app comes to the front.
      app.lockTimer.returned();
      assert.equal(app.state, 'active');
      app.clocks.pass(1);
      assert.equal(app.state, state);
    }
  });

  it('no clock that is set back lets the app of the guide skip the lock', () => {
    app.lockTimer.left();
    app.clocks.setWall(-60 * MINUTE_MS);
    app.clocks.pass(30 * MINUTE_MS, true);
    app.lockTimer.returned();
    assert.equal(app.state, 'locked');
  });

  it('a reboot does not let the app of the guide skip the lock', async () => {
    for (const setBackMs of [0, 60 * MINUTE_MS]) {
      await app.signIn('phone');
      app.lockTimer.left();
      app.clocks.pass(30 * MINUTE_MS, true);
      app.clocks.reboot();
      app.clocks.pass(2 * MINUTE_MS);
      app.clocks.setWall(-setBackMs);
      const next = app.restarted();
      await next.launch();
      assert.equal(next.state, 'locked');
    }
  });

  const endings: [string, (phone: AppProcess) => void, string][] = [
    ['locked in front', ({ lockTimer }) => lockTimer.lock(), 'locked'],
    ['locked in front by its timer', ({ clocks }) => clocks.pass(LIMITS.inactivityMs), 'locked'],
    ['unused in front for too long', ({ clocks }) => clocks.pass(LIMITS.inactivityMs, true), 'locked'],
    ['unused in front for a moment', ({ clocks }) => clocks.pass(MINUTE_MS + 1), 'active'],
    [
      'away for too long',
      ({ lockTimer, clocks }) => [lockTimer.left(), clocks.pass(LIMITS.backgroundMs + 1)],
      'locked',
    ],
    ['away for a moment', ({ lockTimer, clocks }) => [lockTimer.left(), clocks.pass(LIMITS.backgroundMs)], 'active'],
    ['locked, and then away for a moment', ({ lockTimer }) => [lockTimer.lock(), lockTimer.left()], 'locked'],
  ];
  for (const [what, ends, state] of endings)
    it(`a process of the app of the guide that ends ${what} is followed by one that is ${state}`, async () => {
      ends(app);
      const next = app.restarted();
      await next.launch();
      assert.deepEqual(next.sessions.seen, ['loading', state]);
      const third = next.restarted();
      await third.launch();
      assert.deepEqual(third.sessions.seen, ['loading', state]);
    });

  it('a lock of the app of the guide outlives its process', async () => {
    app.lockTimer.lock();
    const next = app.restarted();
    await next.launch();
    await next.gate.unlock();
    assert.deepEqual(next.sessions.seen, ['loading', 'locked', 'active']);
  });

  it('an app of the guide that has lost its last use starts with the lock', async () => {
    const next = new AppProcess(server.url, app.clocks, app.store);
    await next.launch();
    assert.deepEqual(next.sessions.seen, ['loading', 'locked']);
  });

  it('an unlock of the app of the guide begins the time anew, however long it was locked', async () => {
    app.clocks.pass(LIMITS.inactivityMs);
    app.clocks.pass(60 * MINUTE_MS);
    await app.gate.unlock();
    app.lockTimer.used();
    assert.deepEqual(app.sessions.seen, ['loading', 'active', 'locked', 'active']);
    app.clocks.pass(LIMITS.inactivityMs - 1);
    assert.equal(app.state, 'active');
    app.clocks.pass(1);
    assert.equal(app.state, 'locked');
  });

  it('a sign-in to the app of the guide begins the time anew, however old the session before was', async () => {
    app.clocks.pass(LIMITS.inactivityMs);
    app.sessions.end('idle_timeout');
    app.clocks.pass(LIMITS.inactivityMs, true);
    await app.signIn('phone');
    app.lockTimer.used();
    assert.equal(app.state, 'active');
    app.clocks.pass(LIMITS.inactivityMs);
    assert.equal(app.state, 'locked');
  });

  it('an app of the guide that nobody touches after its start is locked by the timer', async () => {
    const next = app.restarted();
    await next.launch();
    next.clocks.pass(LIMITS.inactivityMs);
    assert.deepEqual(next.sessions.seen, ['loading', 'active', 'locked']);
  });

  it('an app of the guide that is left during its unlock stays locked after too long a time', async () => {
    await server.age(app);
    app.lockTimer.lock();
    app.network = async (_, send) => {
      app.lockTimer.left();
      app.clocks.pass(LIMITS.backgroundMs + 1);
      app.lockTimer.returned();
      return send();
    };
    await app.gate.unlock();
    assert.equal(app.state, 'locked');
    app.network = undefined;
    await app.gate.unlock();
    assert.equal(app.state, 'active');
  });

  const NO_SERVER: [string, AppProcess['network']][] = [
    ['no network', () => Promise.reject(new Error('no route'))],
    ['503', async () => ({ status: 503, json: undefined })],
  ];

  it('a cold start of the app of the guide with an old access token and no server shows no content, and an unlock no more', async () => {
    for (const [what, network] of NO_SERVER) {
      await server.age(app);
      const next = app.restarted();
      next.network = network;
      await next.launch();
      assert.deepEqual([await next.gate.start(), next.sessions.seen], [false, ['loading']], what);
      next.network = undefined;
      assert.deepEqual([await next.gate.start(), next.state], [true, 'active'], what);
      next.lockTimer.lock();
      await server.age(app);
      next.network = network;
      assert.deepEqual([await next.gate.unlock(), next.state], [false, 'locked'], what);
      const third = next.restarted();
      await third.launch();
      assert.equal(third.state, 'locked', `${what}: the lock that was not opened outlives the process`);
      assert.deepEqual([await third.gate.unlock(), third.state], [true, 'active'], what);
    }
  });

  it('an app of the guide that works without network lets the user in at a start and an unlock', async () => {
    await server.age(app);
    for (const [what, network] of NO_SERVER) {
      const next = app.restarted('active');
      next.network = network;
      await next.launch();
      assert.deepEqual(next.sessions.seen, ['loading', 'active'], what);
      next.lockTimer.lock();
      assert.deepEqual([await next.gate.unlock(), next.state], [true, 'active'], what);
      next.network = undefined;
    }
    await new AppProcess(server.url).signIn('tablet');
    const over = app.restarted('active');
    await over.launch();
    assert.deepEqual([over.state, over.reason], ['expired', 'signed_in_elsewhere']);
  });

  it('an access token that is not over lets the user of the app of the guide in without a request', async () => {
    const next = app.restarted();
    await next.launch();
    next.lockTimer.lock();
    assert.deepEqual([await next.gate.unlock(), next.state, next.sent], [true, 'active', []]);
  });
});
