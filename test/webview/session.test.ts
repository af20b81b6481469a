import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { deadlinesIn, justAfter } from '../../src/core/flows/deadlines';
import { rulesIn } from '../../src/core/scenario/rulesIn';
import {
  afterEvent,
  cookiesOf,
  newRun,
  progressOf,
  type Run,
  type RunEntry,
  refusalCause,
} from '../../src/core/scenario/run';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { SLICES } from '../../src/core/systems';
import { diskFiles } from '../../src/disk/userFile';
import { FlowSession } from '../../src/scenario/flowSession';
import { exportedFlow } from '../../src/vscode/flows/flowExport';
import { resultsIn, ScenarioBench, SHIPPED, startDevServer, withoutPassedTime } from '../scenario/scenarioServers';
import { flowPages } from './flowPage';
import { until } from './framedPage';

const PROJECT = path.join(SHIPPED, '../examples/otp');
/** Index of the step in which the external platform calls back. */
const CALLBACK = 7;

describe('a flow under the hands of a developer, over real HTTP', () => {
  const bench = new ScenarioBench();
  let session: FlowSession;

  beforeEach(() => {
    const scenario = bench.read(path.join(SHIPPED, 'otp-4dsid.scenario.json'));
    session = new FlowSession(scenario, { server: { start: startDevServer }, files: diskFiles, paceMs: 0 });
  });
  afterEach(() => session.dispose());
  after(() => bench.close());

  const run = (): Run => session.events.reduce(afterEvent, newRun(session.outline));
  const last = (): RunEntry => run().done.at(-1) as RunEntry;
  const statusOf = ({ messages }: RunEntry) => messages.at(-1)?.answer?.answer?.status;
  const causeOf = ({ messages: [message] }: RunEntry) => message && refusalCause(message)?.rule;
  const messageIn = (step: number) => run().done.find(({ key }) => key === `s${step}`)?.messages[0]?.sent.id as number;
  const requestIn = (step: number) => run().done.find(({ key }) => key === `s${step}`)?.messages[0]?.sent.request;

  /** Runs what was saved: the verdicts of its steps. */
  async function runSaved(name = 'saved'): Promise<string[]> {
    const server = { web: { project: PROJECT } };
    const file = bench.write(`${name}.scenario.json`, session.toScenario(name, server));
    const runner = bench.runner(file);
    const events: RunEvent[] = [];
    runner.onDidHappen((event) => events.push(event));
    await runner.runAll();
    const results = resultsIn(events).filter(({ step }) => withoutPassedTime([step]).length > 0);
    return results.map(({ verdict }) => verdict);
  }

  it('a flow plays to the end, and tells how it went', async () => {
    assert.equal(session.status.phase, 'idle');
    await session.ask({ kind: 'play' });
    assert.deepEqual([session.status.phase, session.status.next, run().verdict], ['ended', 13, 'passed']);
  });

  it('the progress of a flow counts the steps before its current position, whatever is done by hand', async () => {
    const message = () => messageIn(1);
    const request = () => requestIn(1) ?? assert.fail('no request');
    for (const [ask, done] of [
      [() => session.ask({ kind: 'step' }), 2],
      [() => session.ask({ kind: 'runTo', step: 5 }), 5],
      [() => session.ask({ kind: 'replay', message: message() }), 5],
      [
        () =>
          session.ask({
            kind: 'resend',
            message: message(),
            change: { request: request(), drop: ['cookie'], tamper: [] },
          }),
        5,
      ],
      [() => session.ask({ kind: 'forgetCookies', actor: 'Front end', title: 'Drop' }), 5],
      [() => session.ask({ kind: 'back' }), 2],
      [() => session.ask({ kind: 'addFault', fault: { kind: 'status', status: 503 }, title: 'Fault' }), 2],
      [() => session.ask({ kind: 'moveClock', until: '2100-01-01T00:00:00.000Z', title: 'Clock' }), 2],
      [() => session.ask({ kind: 'runTo', step: CALLBACK + 1 }), undefined],
      [() => session.ask({ kind: 'restart' }), 0],
      [() => session.ask({ kind: 'play' }), 13],
    ] as const) {
      await ask();
      const { done: counted, steps } = progressOf(run());
      assert.equal(steps, 13);
      assert.equal(counted, session.status.next, ask.toString());
      if (done !== undefined) assert.equal(counted, done, ask.toString());
    }
  });

  it('a flow says which step a message repeats when the message is sent again', async () => {
    await session.ask({ kind: 'runTo', step: CALLBACK + 1 });
    await session.ask({ kind: 'replay', message: messageIn(CALLBACK) });
    assert.deepEqual(last().again, { step: CALLBACK, changed: false, times: 1 });
    const [message] = last().messages;
    assert.ok(message);
    const change = { request: message.sent.request, drop: [], tamper: ['query:$4DSID'] };
    await session.ask({ kind: 'resend', message: message.sent.id, change });
    assert.deepEqual(last().again, { step: CALLBACK, changed: true, times: 1 });
    await session.ask({ kind: 'forgetCookies', actor: 'Front end', title: 'Drop' });
    assert.equal(last().again, undefined);
  });

  it('a step of a flow sends one real request, with what is only drawn before it, and Step Back takes both back', async () => {
    const sent = () => session.events.filter(({ kind }) => kind === 'messageSent').length;
    const stops: number[] = [];
    while (session.status.phase !== 'ended') {
      const before = sent();
      await session.ask({ kind: 'step' });
      assert.equal(sent(), before + 1);
      stops.push(session.status.next);
    }
    assert.deepEqual(stops, [2, 5, 7, 8, 13]);
    for (const stop of [8, 7, 5, 2, 0]) {
      await session.ask({ kind: 'back' });
      assert.equal(session.status.next, stop);
    }
    assert.equal(session.status.canStepBack, false);
  });

  it('a flow pauses between two steps, and goes on from there', async () => {
    session.onDidHappen((event) => {
      if (event.kind === 'stepEnded' && event.result.step.index === 4) void session.ask({ kind: 'pause' });
    });
    await session.ask({ kind: 'play' });
    assert.deepEqual([session.status.phase, session.status.next], ['paused', 5]);
    await session.ask({ kind: 'runTo', step: CALLBACK });
    assert.equal(session.status.next, CALLBACK);
    await session.ask({ kind: 'step' });
    assert.equal(statusOf(last()), 200);
  });

  it('a flow steps back to before the code was used, and it is good again', async () => {
    await session.ask({ kind: 'runTo', step: CALLBACK + 1 });
    await session.ask({ kind: 'replay', message: messageIn(CALLBACK) });
    assert.deepEqual([statusOf(last()), causeOf(last())], [403, 'web.otp.used']);
    await session.ask({ kind: 'back' });
    assert.deepEqual([session.status.next, run().done.length], [CALLBACK, CALLBACK]);
    await session.ask({ kind: 'step' });
    assert.equal(statusOf(last()), 200);
  });

  it('a flow holds a request, which is changed before it is sent', async () => {
    await session.ask({ kind: 'runTo', step: CALLBACK });
    await session.ask({ kind: 'holdNext', on: true });
    const step = session.ask({ kind: 'step' });
    await until(() => session.status.phase === 'held', 'the request to be held');
    const request = session.status.held?.request;
    assert.ok(request && /\$4DSID=/i.test(decodeURIComponent(request.url)));
    await session.ask({ kind: 'send', change: { request, drop: [], tamper: ['query:$4DSID'] } });
    await step;
    assert.deepEqual([statusOf(last()), causeOf(last()), last().state], [403, 'web.otp.unknown', 'failed']);
    assert.equal(session.status.holdsNext, false);
    // What was met is what is expected then; the step behind it stays as it was.
    const saved = session.toScenario('held', {}).steps.at(-1);
    assert.deepEqual(saved?.request?.tamper, ['query:$4DSID']);
    assert.equal(saved?.request?.url, '{{callback}}');
    assert.deepEqual(await runSaved('held'), Array(CALLBACK + 1).fill('passed'));
  });

  it('a flow can be ended while a request is held', async () => {
    await session.ask({ kind: 'holdNext', on: true });
    const play = session.ask({ kind: 'play' });
    await until(() => session.status.phase === 'held', 'the request to be held');
    await session.ask({ kind: 'restart' });
    await play;
    assert.deepEqual([session.status.phase, session.status.next, session.events.length], ['idle', 0, 0]);
  });

  it('a flow moves the clock to the end of the passcode, which is refused afterwards', async () => {
    await session.ask({ kind: 'runTo', step: CALLBACK });
    const state = run().state;
    const deadline = state && deadlinesIn(state, SLICES).find(({ kind }) => kind === 'otp');
    assert.ok(deadline);
    await session.ask({ kind: 'moveClock', until: justAfter(deadline), title: 'Clock: the passcode is over' });
    assert.equal(last().state, 'passed');
    await session.ask({ kind: 'step' });
    assert.match(String(causeOf(last())), /^web\.otp\.(expired|session-gone)$/);
  });

  it('a flow drops a cookie, and the session is lost with it', async () => {
    await session.ask({ kind: 'runTo', step: 12 });
    assert.equal(cookiesOf(run()).get('Front end')?.length, 1);
    await session.ask({ kind: 'forgetCookies', actor: 'Front end', name: '4DSID_Otp', title: 'Drop the cookie' });
    assert.deepEqual(cookiesOf(run()).get('Front end'), []);
    await session.ask({ kind: 'step' });
    assert.equal(last().state, 'failed');
    const verdicts = await runSaved('dropped');
    assert.deepEqual(verdicts, [...Array(13).fill('passed'), 'failed']);
  });

  it('a flow injects a fault and takes it away again', async () => {
    await session.ask({ kind: 'addFault', fault: { kind: 'status', status: 503 }, title: 'Fault: Answer 503' });
    await session.ask({ kind: 'runTo', step: 2 });
    assert.equal(statusOf(last()), 503);
    const [fault] = run().state?.faults ?? [];
    assert.ok(fault);
    await session.ask({ kind: 'removeFault', id: fault.id, title: 'Fault removed' });
    assert.deepEqual([last().state, run().state?.faults], ['passed', []]);
  });

  it('a flow sends a message again, but other; and saves that as a scenario that does the same', async () => {
    await session.ask({ kind: 'play' });
    const request = requestIn(12);
    assert.ok(request);
    assert.ok(request.headers.some(([name]) => name === 'Cookie'));
    await session.ask({ kind: 'resend', message: messageIn(12), change: { request, drop: ['cookie'], tamper: [] } });
    assert.equal(
      last().messages[0]?.sent.request.headers.some(([name]) => name === 'Cookie'),
      false,
    );
    await session.ask({
      kind: 'resend',
      message: messageIn(12),
      change: { request, drop: [], tamper: ['cookie:4DSID_Otp'] },
    });
    // A guest takes the place of an unknown session: that is noted, and refuses nothing.
    assert.equal(causeOf(last()), undefined);
    assert.ok(rulesIn(last().journal).includes('web.session.unknown'));
    const other = { ...request, url: request.url.replace('operation.shtml', 'no-such-page.shtml') };
    await session.ask({ kind: 'resend', message: messageIn(12), change: { request: other, drop: [], tamper: [] } });
    assert.equal(statusOf(last()), 404);
    const saved = session.toScenario('sent again', {});
    assert.deepEqual(
      withoutPassedTime(saved.steps)
        .slice(13)
        .map(({ request }) => [request?.url, request?.drop, request?.tamper]),
      [
        ['/operation.shtml', ['cookie'], undefined],
        ['/operation.shtml', undefined, ['cookie:4DSID_Otp']],
        ['/no-such-page.shtml', undefined, undefined],
      ],
    );
    assert.ok(!JSON.stringify(saved).includes(String(request.headers.find(([name]) => name === 'Cookie')?.[1])));
    assert.deepEqual(await runSaved('again'), Array(16).fill('passed'));
  });

  it('a flow copies a message as it was sent, and exports the run without its secrets', async () => {
    await session.ask({ kind: 'play' });
    const url = requestIn(CALLBACK)?.url ?? '';
    assert.ok(session.curlOf(messageIn(CALLBACK))?.includes(url));
    const otp = decodeURIComponent(url).split('$4DSID=')[1] ?? '';
    assert.ok(otp.length > 8);
    for (const [format, sign] of [
      ['mermaid', /^sequenceDiagram/],
      ['svg', /^<svg/],
      ['html', /^<!DOCTYPE html>/],
    ] as const) {
      const text = exportedFlow(session, format);
      assert.match(text, sign);
      assert.ok(!text.includes(otp), format);
    }
  });

  it('a flow says why a scenario cannot be run', async () => {
    const source = JSON.parse(fs.readFileSync(path.join(SHIPPED, 'otp-4dsid.scenario.json'), 'utf8'));
    const broken = bench.write('broken.scenario.json', {
      ...source,
      server: { web: { project: PROJECT } },
      variables: { operation: { env: 'NO_SUCH_VARIABLE' } },
    });
    const other = new FlowSession(bench.read(broken), { server: { start: startDevServer }, files: diskFiles });
    await other.ask({ kind: 'step' });
    assert.equal(other.status.phase, 'broken');
    assert.match(String(other.status.problem), /NO_SUCH_VARIABLE/);
    await other.dispose();
  });

  describe('the page', () => {
    const openPage = flowPages();

    it('on the page a flow is played, reused and seen to be refused', async () => {
      const flow = await openPage();
      await flow.untilAsked('ready');
      await flow.connect(session);
      const line = (name: RegExp) => flow.page.getByRole('list', { name: /^Messages/ }).getByRole('button', { name });
      // Runs in the page: each thing that its status says.
      await flow.page.evaluate(`{
        window.said = [];
        const status = document.querySelector('[role=status]');
        const look = () => window.said.push(...(/\\d+ of/.exec(status.textContent) ?? []));
        new MutationObserver(look).observe(status, { childList: true, subtree: true, characterData: true });
      }`);
      const status = flow.page.getByRole('status');
      for (const done of [2, 5, 7]) {
        await flow.page.getByRole('button', { name: 'Step', exact: true }).click();
        await status.filter({ hasText: `Paused · ${done} of 13 steps` }).waitFor();
      }
      await flow.page.getByRole('button', { name: 'Play', exact: true }).click();
      await status.filter({ hasText: 'At the end · 13 of 13 steps' }).waitFor();
      const said = (await flow.page.evaluate<string[]>('window.said')).map((each) => Number.parseInt(each, 10));
      // Steps that are drawn together are told together. How many are, the speed of the machine decides: so some are waited for.
      assert.ok(new Set(said).size > 5, `it said ${said}`);
      assert.deepEqual(
        said,
        said.toSorted((one, other) => one - other),
        'it never said fewer steps than before',
      );
      await line(/^Step 8\./).click();
      await flow.page.getByRole('button', { name: 'Send Again', exact: true }).click();
      await line(/^by hand\. .*Because: The one-time passcode was used already/).waitFor();
      await flow.page.getByRole('button', { name: 'Step Back' }).click();
      await line(/^by hand/).waitFor({ state: 'detached' });
      await flow.page.getByRole('status').filter({ hasText: 'Paused · 8 of 13 steps' }).waitFor();
    });
  });
});
