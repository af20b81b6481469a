import assert from 'node:assert/strict';
import { Scratch } from './commandLine';
import { failingRun } from './failingRun';

const SECRET = 'Kiwi7rot';
const SERVER = { Server: { role: 'server' } };
const ACTORS = { App: { role: 'app' }, ...SERVER };

/** A step with a request that fails. */
const ping = (more: object = {}, from = 'App') => ({
  title: 'Ping',
  from,
  to: 'Server',
  request: { url: '/mobileapp/' },
  expect: { status: 599 },
  ...more,
});

describe('secrets that a scenario tells without declaring them', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  // In a single run, as each run of the command line starts a server.
  it('no format of run shows them, whether in the names of actors, in what an event or a request names, or as variables', async () => {
    const names = [
      ...[`App token=${SECRET}`, `App -u ada:${SECRET}`, `<pin>${SECRET}</pin>`, `App pw%3D${SECRET}`],
      ...[`mysql -p${SECRET}`, `パスワード：${SECRET}`, `password: ${SECRET} x`],
    ];
    const place = `password=${SECRET}`;
    const scenarios: object[] = [
      ...names.map((name) => ({ actors: { [name]: { role: 'app' }, ...SERVER }, steps: [ping({}, name)] })),
      ...[
        { deleteFile: { file: `T.b/${place}` } },
        { editFile: { file: `T.b/${place}`, set: { '/a': 1 } } },
        { createFile: { file: `../${place}`, text: '{}' } },
        { endTokenSession: { session: place } },
      ].map((event) => ({ actors: ACTORS, steps: [{ title: 'Happens', over: ['Server'], event }, ping()] })),
      { actors: ACTORS, steps: [ping({ expect: {}, take: { x: { header: place } } })] },
      ...['password', 'apiToken'].map((name) => ({
        actors: ACTORS,
        variables: { [name]: SECRET },
        steps: [ping({ expect: { body: { contains: `a {{${name}}}` }, headers: { 'x-a': `{{${name}}}` } } })],
      })),
    ];
    for (const [at, scenario] of scenarios.entries()) {
      scratch.file(`${at}.scenario.json`, JSON.stringify({ name: `Scenario ${at}`, ...scenario }));
    }
    for (const [format, text] of Object.entries(await failingRun(scratch))) {
      const at = text.indexOf(SECRET);
      assert.equal(at, -1, `${format}: ${text.slice(Math.max(0, at - 200), at + 50)}`);
      for (const n of scenarios.keys()) assert.ok(text.includes(`${n}.scenario.json`), `${format}: ${n}`);
    }
  });
});
