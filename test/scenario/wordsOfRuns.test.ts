import assert from 'node:assert/strict';
import { runAll, ScenarioBench } from './scenarioServers';

const NAMES = { 'Front end': 'Front end', Téléphone: 'Telephone', 端末: undefined } as const;

describe('what a run says of itself on the wire and in the journal', () => {
  const bench = new ScenarioBench();
  after(() => bench.close());

  it('a request names its actor in ASCII, and nobody where the name has other letters', async () => {
    const file = bench.write('agents.scenario.json', {
      name: 'Agents',
      actors: {
        ...Object.fromEntries(Object.keys(NAMES).map((name) => [name, { role: 'browser' }])),
        Server: { role: 'server' },
      },
      steps: Object.keys(NAMES).map((from) => ({ title: from, from, to: 'Server', request: { url: '/' } })),
    });
    const { events } = await runAll(bench.runner(file));
    const sent = events.flatMap((event) => (event.kind === 'messageSent' ? [event.message] : []));
    const agents = sent.map(({ as, request }) => [as, request.headers.find(([name]) => name === 'User-Agent')?.[1]]);
    const wanted = Object.entries(NAMES).map(([as, name]) => [as, `Session-Workbench${name ? ` (${name})` : ''}`]);
    assert.deepEqual(agents, wanted);
  });

  it('the journal says in words what was done to the clock', async () => {
    const file = bench.write('clock.scenario.json', {
      name: 'Clock',
      actors: { Server: { role: 'server' } },
      steps: [{ clock: { advance: '1h 30m' } }, { clock: { pause: true } }, { clock: { pause: false } }],
    });
    const { results } = await runAll(bench.runner(file));
    const causes = results.flatMap(({ journal }) => journal).flatMap((entry) => entry.causes);
    assert.deepEqual(
      causes.map(({ message }) => message),
      ['The clock was moved by 1 h 30 min.', 'The clock was paused.', 'The clock runs again.'],
    );
  });
});
