import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { deadlinesIn } from '../../src/core/flows/deadlines';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { SLICES } from '../../src/core/systems';
import { diskFiles } from '../../src/disk/userFile';
import { FlowSession } from '../../src/scenario/flowSession';
import { exportedFlow } from '../../src/vscode/flows/flowExport';
import { ScenarioBench, SHIPPED, startDevServer } from '../scenario/scenarioServers';
import { flowPages } from './flowPage';

const flows = fs.readdirSync(SHIPPED).flatMap((name) => /^(mendix-.*)\.scenario\.json$/.exec(name)?.[1] ?? []);
/** Cookies whose values open something. */
const SECRET_COOKIES = /^(?:__Host-)?(?:XASSESSIONID|authtoken|xasid)$/;

/** What nobody else may see of a run, whatever the code that covers it says. */
function secretsIn(events: readonly RunEvent[]): string[] {
  const cookies = events.flatMap((event) => (event.kind === 'messageAnswered' ? event.answer.cookiesAfter : []));
  const bodies = events.flatMap((event) => (event.kind === 'messageAnswered' ? [event.answer.answer?.body ?? ''] : []));
  return [
    ...cookies.filter(({ name }) => SECRET_COOKIES.test(name)).map(({ value }) => value),
    ...bodies.flatMap((body) => [...body.matchAll(/"(?:csrftoken|token)":"([^"]+)"/g)].map(([, value = '']) => value)),
  ].filter((value) => value !== '');
}

describe('the Mendix flows in the flow simulator', () => {
  const bench = new ScenarioBench();
  let session: FlowSession;

  const open = (flow: string) => {
    const scenario = bench.read(path.join(SHIPPED, `${flow}.scenario.json`));
    session = new FlowSession(scenario, { server: { start: startDevServer }, files: diskFiles, paceMs: 0 });
  };
  afterEach(() => session.dispose());
  after(() => bench.close());

  for (const flow of flows) {
    it(`the flow ${flow} is exported with client and runtime, with the reasons, and without a secret`, async () => {
      open(flow);
      await session.ask({ kind: 'play' });
      assert.deepEqual([session.status.phase, session.status.next], ['ended', session.outline.steps.length]);
      const secrets = secretsIn(session.events);
      assert.ok(secrets.length > 2);
      for (const format of ['mermaid', 'svg', 'html'] as const) {
        const text = exportedFlow(session, format);
        for (const word of ['Client', 'Runtime', 'get_session_data'])
          assert.ok(text.includes(word), `${format} ${word}`);
        assert.deepEqual(
          secrets.filter((secret) => text.includes(secret)),
          [],
          format,
        );
        if (format !== 'html') continue;
        assert.match(text, /mendix\.session\.anonymous/);
        assert.match(text, /IsAnonymous&quot;:{&quot;value&quot;:true/, 'a plain word is readable');
      }
    });
  }

  it('the picture of the Mendix flow is the interaction of the seed, in its order', async () => {
    open('mendix-session');
    await session.ask({ kind: 'play' });
    const mermaid = exportedFlow(session, 'mermaid');
    let at = 0;
    for (const line of [
      'actor P0 as User',
      'participant P1 as Client',
      'participant P2 as Runtime',
      'P1->>P2: get_session_data: no session yet',
      'P1->>P2: login: useAuthToken true',
      'P2->>P2: Verify name and password, make a session and save it',
      'P1->>P2: get_session_data: with the marker',
      'P2->>P2: Delete useAuthToken, make authtoken, load the session that the session cookie names',
      'Note over P2: ⚙ The sweep removes the session',
      'P1->>P2: get_session_data: the session is over, the token is good',
      'P2->>P2: Validate authtoken, make a session from it and save it',
    ]) {
      const next = mermaid.indexOf(line, at);
      assert.ok(next >= at, `${line}\n${mermaid}`);
      at = next;
    }
  });

  it('a flow jumps to the next Mendix deadline: the sweep, then the end of the session, then that of the token', async () => {
    open('mendix-session-token-expired');
    await session.ask({ kind: 'play' });
    while (session.status.next > 7) await session.ask({ kind: 'back' });
    const state = session.events.findLast((event) => event.kind === 'stateChanged')?.state;
    assert.ok(state);
    const kinds = deadlinesIn(state, SLICES).map(({ kind, system }) => `${system} ${kind}`);
    assert.deepEqual(kinds, ['mendix mendixSweep', 'mendix mendixSession', 'mendix mendixToken']);
  });

  it('a flow steps back before two tabs that load again at once, and they do it again', async () => {
    open('mendix-session-two-tabs');
    await session.ask({ kind: 'play' });
    const alongside = session.outline.steps.findIndex(({ title }) => title.startsWith('get_session_data of the other'));
    while (session.status.next > alongside) await session.ask({ kind: 'back' });
    assert.equal(session.status.next, alongside - 1, 'both tabs are taken back');
    await session.ask({ kind: 'step' });
    assert.equal(session.status.next, alongside + 1);
    await session.ask({ kind: 'play' });
    const last = session.events.findLast((event) => event.kind === 'runEnded');
    assert.equal(last?.verdict, 'passed');
  });

  describe('the page with a Mendix flow', () => {
    const openPage = flowPages();

    it('on the page a Mendix flow is played, and a tampered repetition says why it is refused', async () => {
      open('mendix-session');
      const flow = await openPage();
      await flow.untilAsked('ready');
      await flow.connect(session);
      await flow.page.getByRole('button', { name: 'Play', exact: true }).click();
      await flow.page.getByRole('status').filter({ hasText: 'At the end' }).waitFor();
      const held = flow.page.getByRole('complementary');
      await held.getByRole('heading', { name: 'Mendix Sessions' }).waitFor();
      await held.getByText('ada').first().waitFor();
      const line = (name: RegExp) => flow.page.getByRole('list', { name: /^Messages/ }).getByRole('button', { name });
      // The data call of the first session, with a CSRF token that was good then.
      await line(/A data call\./)
        .first()
        .click();
      await flow.page.getByRole('button', { name: 'Send Again', exact: true }).click();
      await line(/^by hand\. .*Because: .*session/).waitFor();
      await flow.screenshot('flow-mendix');
    });

    it('on the page two tabs that load again at once are marked, and the one with the other CSRF token is refused', async () => {
      open('mendix-session-two-tabs');
      const flow = await openPage();
      await flow.untilAsked('ready');
      await flow.connect(session);
      const line = (name: RegExp) => flow.page.getByRole('list', { name: /^Messages/ }).getByRole('button', { name });
      await line(/^Step \d+\. at the same moment\. .*of the other tab/).waitFor();
      await flow.page.getByRole('button', { name: 'Play', exact: true }).click();
      await flow.page.getByRole('status').filter({ hasText: 'At the end' }).waitFor();
      await line(/^Step \d+\. at the same moment\. .*of the other tab/)
        .getByText('at the same moment', { exact: true })
        .waitFor();
      await line(
        /Because: The header X-Csrf-Token does not have the CSRF token of the session \(inferred: mendix\.switches\.csrfStatus; inferred, no switch: which actions need it\)/,
      ).waitFor();
    });
  });
});
