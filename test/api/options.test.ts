import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { RanReport } from '../../src/api/runFiles';
import type { RunReportJson } from '../../src/scenario/batch/runReportJson';
import { temporaryFolder } from '../disk/temporaryFolder';
import { sessionWorkbench } from './testedApi';

const { check, run, SessionWorkbenchError, startServer } = sessionWorkbench;

/** The compiler refuses a published type that is not that of the report. */
type Published = RunReportJson extends Omit<RanReport, 'version'> ? true : never;

const TEXTS = [5, true, null, [], {}, '', 'a\0b', Symbol('a')];
/** Addresses that are those of no file here. */
const PATHS = [
  ...TEXTS,
  new URL('http://127.0.0.1/a'),
  'file:///a%2Fb',
  'file:///a%00b',
  /a/,
  { href: 5, protocol: 'file:' },
];
const WHOLE = ['1', 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21, true, null, [1], {}, 1n];
const FLAGS = ['true', 1, 0, null, [], {}];
const SIGNALS = ['stop', true, null, {}, { aborted: false }, new AbortController()];

/** Values that an option of a function cannot have. */
const WRONG: Readonly<Record<'check' | 'run' | 'startServer', Readonly<Record<string, readonly unknown[]>>>> = {
  check: {
    cwd: [...PATHS, 'nowhere', 'a-file'],
    signal: SIGNALS,
    schema: PATHS,
    config: PATHS,
    failOn: [...TEXTS, 'errors', 'Error', 'none', ['error']],
  },
  run: {
    cwd: [...PATHS, 'nowhere', 'a-file'],
    signal: SIGNALS,
    jobs: [...WHOLE, 65],
    grep: [...TEXTS, '/(/', '/a/q', /a/y, new URL('file:///a')],
    bail: FLAGS,
    baseUrl: [
      ...TEXTS,
      'nowhere',
      'ftp://127.0.0.1',
      { url: 'http://127.0.0.1:1' },
      { url: 1, controlUrl: 2, controlToken: 3 },
    ],
    report: PATHS,
    allowHosts: ['example.com', 5, {}, null, [5], [''], ['a\0b'], ['http://']],
    env: ['A', 5, [], null, { A: 5 }, { A: null }, { '': 'a' }, { 'A=B': 'a' }, { A: 'a\0b' }],
    root: [...PATHS, 'nowhere', 'a-file'],
    timeoutSeconds: [...WHOLE, 86_401],
    answerLimit: [...WHOLE, 600_000_000],
    diskLimit: [...WHOLE, 2e12],
  },
  startServer: {
    cwd: [...PATHS, 'nowhere', 'a-file'],
    import: [5, true, null, [], {}, 'nowhere.json', 'a-file', new URL('http://127.0.0.1/a'), 'file:///a%2Fb'],
    force: FLAGS,
    onLog: ['log', 5, null, {}],
    mobileApps: PATHS,
    port: ['80', -1, 65_536, 1.5, null, []],
    seed: [5, '', null, []],
  },
};

/** Slips of the pen, and what was meant. */
const MISSPELT = {
  check: { Schema: 'schema', scheme: 'schema', failon: 'failOn', signals: 'signal', cdw: 'cwd', confg: 'config' },
  run: {
    grepp: 'grep',
    job: 'jobs',
    Bail: 'bail',
    baseURL: 'baseUrl',
    baseUrls: 'baseUrl',
    allowHost: 'allowHosts',
    envs: 'env',
    timeoutSecond: 'timeoutSeconds',
    answerlimit: 'answerLimit',
    reports: 'report',
  },
  startServer: {
    imports: 'import',
    onlog: 'onLog',
    forced: 'force',
    prot: 'port',
    mobileapps: 'mobileApps',
    CWD: 'cwd',
  },
} as const;

describe('the options of the functions of the package', () => {
  const folder = temporaryFolder();
  const calls = {
    check: (options: unknown) => check(folder(), options as never),
    run: (options: unknown) => run('a.scenario.json', options as never),
    startServer: (options: unknown) => startServer(options as never),
  };
  const names = ['check', 'run', 'startServer'] as const;

  beforeEach(() => {
    fs.mkdirSync(path.join(folder(), 'MobileApps'));
    fs.writeFileSync(path.join(folder(), 'a-file'), 'no JSON');
    const scenario = { name: 'a', actors: { App: { role: 'app' }, Server: { role: 'server' } }, steps: [] };
    fs.writeFileSync(path.join(folder(), 'a.scenario.json'), JSON.stringify(scenario));
  });

  async function assertRefused(call: () => Promise<unknown>, words: RegExp): Promise<void> {
    await assert.rejects(call(), (error) => {
      assert.ok(error instanceof SessionWorkbenchError, String(error));
      assert.equal(error.code, 'options', error.message);
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /\n|--[a-z]/);
      return true;
    });
  }

  for (const name of names) {
    for (const [option, values] of Object.entries(WRONG[name])) {
      it(`${name} refuses each value that “${option}” cannot have, and names the option`, async () => {
        for (const value of values) {
          const given = ['nowhere', 'a-file'].includes(String(value)) ? path.join(folder(), String(value)) : value;
          const cwd = option === 'cwd' ? {} : { cwd: folder() };
          await assertRefused(() => calls[name]({ ...cwd, [option]: given }), new RegExp(`“${option}”`));
        }
      });
    }

    for (const [misspelt, meant] of Object.entries(MISSPELT[name])) {
      it(`${name} refuses the option “${misspelt}”, and says that “${meant}” may be meant`, () =>
        assertRefused(() => calls[name]({ [misspelt]: 1 }), new RegExp(`“${misspelt}”; “${meant}” may be meant`)));
    }

    for (const given of [null, 5, 'a', [], true]) {
      it(`${name} refuses ${JSON.stringify(given)} in place of its options`, () =>
        assertRefused(() => calls[name](given), new RegExp(`${name} takes its options as one object`)));
    }
  }

  it('the published type of a run is that of its report', () => {
    const isPublished: Published = true;
    assert.ok(isPublished);
  });

  it('an option of check or run that is undefined is as if it were not there', async () => {
    const none = Object.fromEntries(Object.keys(WRONG.check).map((option) => [option, undefined]));
    assert.equal((await check(folder(), none)).version, 1);
    const options = Object.fromEntries(Object.keys(WRONG.run).map((option) => [option, undefined]));
    await assert.rejects(run('nowhere.scenario.json', options), /nowhere\.scenario\.json/);
  });

  it('an option of startServer that is undefined is as if it were not there', async () => {
    const none = Object.fromEntries(Object.keys(WRONG.startServer).map((option) => [option, undefined]));
    const server = await startServer({ ...none, tokens: undefined } as never);
    await server.stop();
  });
});
