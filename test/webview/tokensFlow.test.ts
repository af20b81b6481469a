import assert from 'node:assert/strict';
import path from 'node:path';
import type { RunEvent } from '../../src/core/scenario/runEvents';
import { diskFiles } from '../../src/disk/userFile';
import { FlowSession } from '../../src/scenario/flowSession';
import { exportedFlow } from '../../src/vscode/flows/flowExport';
import { ScenarioBench, SHIPPED, startDevServer } from '../scenario/scenarioServers';

/** One flow for each way in which a token is sent. */
const FLOWS = [
  'first-start',
  'password-all',
  'refresh-shared',
  'sign-out-local',
  'sign-in-failed',
  'lost-answer-same',
  'two-tabs-new',
  'stolen-thief-first',
  'rotation-keep',
  'code-once',
  'jwt-after-the-end',
].map((name) => `tokens-${name}`);

/** The tokens and codes that were sent, whatever the code that covers them says. */
function tokensIn(events: readonly RunEvent[]): string[] {
  const bodies = events.flatMap((event) => (event.kind === 'messageAnswered' ? [event.answer.answer?.body ?? ''] : []));
  const places = events.flatMap((event) =>
    event.kind === 'messageAnswered' ? (event.answer.answer?.headers ?? []).map(([, value]) => value) : [],
  );
  return [
    ...bodies.flatMap((body) => [...body.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)]),
    ...places.flatMap((place) => [...place.matchAll(/[?&]code=([^&]+)/g)]),
  ].map(([, value = '']) => value);
}

describe('the token flows in the flow simulator', () => {
  const bench = new ScenarioBench();
  let session: FlowSession;

  afterEach(() => session.dispose());
  after(() => bench.close());

  for (const flow of FLOWS) {
    it(`the flow ${flow} is exported with the words of its steps, and without a token`, async () => {
      const scenario = bench.read(path.join(SHIPPED, `${flow}.scenario.json`));
      session = new FlowSession(scenario, { server: { start: startDevServer }, files: diskFiles, paceMs: 0 });
      await session.ask({ kind: 'play' });
      assert.deepEqual([session.status.phase, session.status.next], ['ended', session.outline.steps.length]);
      const tokens = tokensIn(session.events);
      assert.ok(tokens.length > 1);
      const titles = scenario.steps.map(({ source }) => source.title ?? '').filter((title) => /^[\w ]+$/.test(title));
      assert.ok(titles.length > 0);
      for (const format of ['mermaid', 'svg', 'html'] as const) {
        const text = exportedFlow(session, format);
        assert.deepEqual(
          tokens.filter((token) => text.includes(token)),
          [],
          format,
        );
        if (format === 'html') for (const title of titles) assert.ok(text.includes(title), title);
      }
    });
  }
});
