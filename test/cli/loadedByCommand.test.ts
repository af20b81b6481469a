import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { shippedPatterns } from '../support/shippedPatterns';
import { CLI, run, Scratch } from './commandLine';

const DIST = path.dirname(CLI);

/** What only some commands need: a source in each, as the maps of the bundles name it. */
const PARTS = {
  'what checks session files': 'src/core/compliance/sessionChecker.ts',
  'the compiled schema of sessions': 'schemas/session.schema.json',
  'the compiler of schemas': 'node_modules/ajv/dist/core.js',
  'what runs scenarios': 'src/scenario/runner.ts',
  'the compiled schema of scenarios': 'schemas/scenario.schema.json',
  'the compiled schema of options': 'schemas/server.schema.json',
  'the cookie jar': 'node_modules/tough-cookie/',
  'the client of a server': 'src/server/client/serverChildProcess.ts',
  'the writer of JUnit': 'node_modules/junit-report-builder/',
  'the repairs of folders': 'src/cli/fix/fixedFolder.ts',
  'what makes samples': 'src/core/sample/sampleFiles.ts',
  'what explains tokens': 'src/cli/tokenExplanation.ts',
  'the reader of expressions': 'node_modules/@eslint-community/regexpp/',
  'the protocol of agents': 'node_modules/@modelcontextprotocol/sdk/',
  'the reader of globs': 'node_modules/picomatch/',
} as const;

type Part = keyof typeof PARTS;

const CHECK: readonly Part[] = ['what checks session files', 'the compiled schema of sessions'];
const RUN: readonly Part[] = [
  'what runs scenarios',
  'the compiled schema of scenarios',
  'the compiled schema of options',
  'the cookie jar',
  'the client of a server',
];

/** Writes which files the process has loaded when it ends. Threads do not count. */
const HOOK = `if (require('node:worker_threads').isMainThread) process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.LOADED_FILES, JSON.stringify(Object.keys(require.cache)));
});`;

describe('what a command loads', () => {
  let scratch: Scratch;
  before(async () => {
    scratch = new Scratch();
    fs.writeFileSync(scratch.path('hook.cjs'), HOOK);
    await run(['sample', scratch.path('made'), '--sessions', '10']);
    fs.writeFileSync(scratch.path('none.json'), '{}');
  });
  after(() => scratch.remove());

  /** The files of dist that a call loads. */
  async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
    const list = scratch.path('loaded.json');
    fs.rmSync(list, { force: true });
    const { stderr } = await run(args, {
      cwd: scratch.root,
      env: { NODE_OPTIONS: `--require "${scratch.path('hook.cjs').replaceAll('\\', '/')}"`, LOADED_FILES: list },
    });
    assert.doesNotMatch(stderr, /unexpected error/);
    const files = JSON.parse(fs.readFileSync(list, 'utf8')) as string[];
    return files.filter((file) => path.dirname(file) === DIST);
  }

  /** The bounds are for a build that is not minified, and a fifth above what was loaded when they were set. */
  const calls: [call: string, kilobytes: number, parts: readonly Part[]][] = [
    ['--version', 240, []],
    ['--help', 240, []],
    ['run --help', 240, []],
    ['chek', 240, []],
    ['check made', 850, CHECK],
    ['check made --format sarif', 850, CHECK],
    ['check made --format junit', 1350, [...CHECK, 'the writer of JUnit']],
    ['fix made --dry-run', 900, [...CHECK, 'the repairs of folders']],
    ['decode nothing', 350, ['what explains tokens']],
    ['sample made', 500, ['what makes samples']],
    ['run none.json', 3000, RUN],
    [
      'mcp',
      3500,
      [
        'the protocol of agents',
        'the compiler of schemas',
        'the compiled schema of scenarios',
        'the client of a server',
      ],
    ],
  ];
  for (const [call, kilobytes, parts] of calls) {
    it(`${call} loads ${kilobytes} KB at most, with ${parts.join(', ') || 'none of the parts of a command'}`, async () => {
      const files = await loadedBy(call.split(' '));
      const sources = files.flatMap(sourcesOf);
      const loaded = Object.entries(PARTS).filter(([, source]) => sources.some((each) => each.includes(source)));
      assert.deepEqual(loaded.map(([part]) => part).sort(), [...parts].sort());
      const bytes = files.reduce((sum, file) => sum + fs.statSync(file).size, 0);
      assert.ok(bytes <= kilobytes * 1000, `${call}: ${bytes} bytes`);
    });
  }

  it('the programs have their kind beside them, as Node would read the whole manifest for it at each start', () => {
    assert.deepEqual(JSON.parse(fs.readFileSync(path.join(DIST, 'package.json'), 'utf8')), { type: 'commonjs' });
    assert.ok(shippedPatterns().includes('dist/package.json'));
  });

  it('every part whose absence is held is a part of the command line or of its threads', () => {
    const names = fs.readdirSync(DIST).filter((name) => /^(cli|checkWorker|read\w+)\b.*\.js$/.test(name));
    const sources = names.flatMap((name) => sourcesOf(path.join(DIST, name)));
    for (const source of Object.values(PARTS))
      assert.ok(
        sources.some((each) => each.includes(source)),
        source,
      );
  });
});

/** The sources of a bundle, from the root of the repository, as the build tells. */
function sourcesOf(file: string): readonly string[] {
  const sources = JSON.parse(fs.readFileSync(path.join(DIST, 'sources.json'), 'utf8')) as Record<string, string[]>;
  return (sources[path.basename(file)] ?? []).map((source) => source.replaceAll('\\', '/'));
}
