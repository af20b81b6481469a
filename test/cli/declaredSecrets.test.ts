import assert from 'node:assert/strict';
import { FILTERS, filtered } from '../../src/core/scenario/template';
import { Scratch } from './commandLine';
import { failingRun } from './failingRun';

const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };
const VALUES = {
  text: 'Zx9hunter2Q',
  signs: 'Zx9 hunter+2/Q?',
  number: 48151623,
  fraction: 4815.1623,
} as const;

describe('declared secrets of a run', () => {
  let scratch: Scratch;

  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  /** Everything that a failing run with these steps tells, in all formats and in its report. */
  async function told(value: string | number, steps: readonly object[]): Promise<string> {
    const scenario = { name: 'Declared', actors: ACTORS, variables: { n: { value, secret: true } }, steps };
    scratch.file('a.scenario.json', JSON.stringify(scenario));
    return Object.values(await failingRun(scratch)).join('\n');
  }

  for (const [kind, value] of Object.entries(VALUES)) {
    it(`no format of run shows a declared secret that is a ${kind}, whatever filter writes it and wherever it is sent`, async () => {
      const places = ['{{n}}', ...FILTERS.map((filter) => `{{n|${filter}}}`)];
      const step = (title: string, request: object, expect: object = { status: 299 }) => ({
        title,
        from: 'App',
        to: 'Server',
        request,
        expect,
      });
      const sent = places.flatMap((place) => [
        { url: '/nowhere', json: { n: place, more: `a ${place}` } },
        { url: '/nowhere', form: { n: place } },
        { url: '/nowhere', headers: { 'X-Note': place } },
        { method: 'POST', url: '/nowhere', text: `a ${place}` },
      ]);
      const failing = {
        status: 299,
        headers: { 'x-a': '{{n}}' },
        body: { contains: places, json: { '/a': '{{n}}', '/b': { n: '{{n|base64}}' } } },
      };
      const pair = Buffer.from(`ada:${value}`).toString('base64');
      const basic = { url: '/nowhere', headers: { 'X-Note': `Basic ${pair}` } };
      // After a failed step the rest is skipped, so what is sent before has to pass.
      const steps = [
        ...[...sent, basic].map((request, at) => step(`Send ${at}`, request, { status: 404 })),
        step('Fail with {{n}}', { url: '/nowhere' }, failing),
      ];
      const all = await told(value, steps);
      const forms = [String(value), ...FILTERS.map((filter) => filtered(value, filter).replace(/^"|"$/g, '')), pair];
      for (const form of forms) assert.ok(!all.includes(form), `${form} in ${all.slice(0, 3000)}`);
      assert.match(all, /•••/);
    });
  }
});
