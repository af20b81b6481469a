import assert from 'node:assert/strict';
import path from 'node:path';
import { run, Scratch } from './commandLine';

/** A scenario that passes without a request. */
const NOTE = { actors: { App: { role: 'app' } }, steps: [{ note: 'nothing' }] };

/** What runs for which paths, in the order of the report. */
const RUNS: readonly (readonly [paths: readonly string[], runs: readonly string[]])[] = [
  [['flows/*.json'], ['flows/a.scenario.json', 'flows/plain.json']],
  [['flows/*.scenario.json', 'flows/a.scenario.json'], ['flows/a.scenario.json']],
  [['./flows/?.scenario.json'], ['flows/a.scenario.json']],
  [['flows/**/*.json'], ['flows/a.scenario.json', 'flows/deep/b.scenario.json', 'flows/plain.json']],
  [['**/b.*'], ['flows/deep/b.scenario.json']],
  [['{flows/deep,other}/*.json'], ['flows/deep/b.scenario.json', 'other/c.scenario.json']],
  [['flows/{a,plain}{.scenario,}.json'], ['flows/a.scenario.json', 'flows/plain.json']],
  [['[ofn]*er'], ['other/c.scenario.json']],
  [['**/deep'], ['flows/deep/b.scenario.json']],
  [['flows', '!**/deep/**'], ['flows/a.scenario.json']],
  [['!flows/a.scenario.json', 'flows'], ['flows/deep/b.scenario.json']],
  [['flows', '!flows/deep'], ['flows/a.scenario.json']],
  [['{flows,other}/!(a.*|package).json'], ['flows/plain.json', 'other/c.scenario.json']],
  [['odd/[x].scenario.json'], ['odd/[x].scenario.json']],
  [['other', 'other/../other/c.scenario.json', 'o*/c*'], ['other/c.scenario.json']],
];

/** What is refused for which paths. */
const REFUSED: readonly (readonly [paths: readonly string[], words: RegExp])[] = [
  [['-'], /run reads no scenario from stdin, .*; give a file, a folder, or a glob/],
  [[''], /an empty path is given; give/],
  [['flows/*.yaml'], /no scenario of session-workbench matches flows\/\*\.yaml in .*flows; give another glob/],
  [['theirs/*'], /matches theirs\/\* in .*theirs \(2 files of another tool\); give another glob/],
  [
    ['nowhere/*.json'],
    /no scenario of session-workbench matches nowhere\/\*\.json: .*nowhere is not there; make the folder/,
  ],
  [['nowhere/deep/**'], /matches nowhere\/deep\/\*\*: .*deep is not there; make the folder/],
  [['nowhere.json'], /nowhere\.json does not exist; give a scenario file/],
  [['!flows'], /only paths that are left out are given; give those to run/],
  [['flows', '!**'], /all scenarios that are named are left out \(2\); leave out fewer/],
  [[`flows/${'{'.repeat(30)}a,b${'}'.repeat(30)}`], /a glob is too much to judge: .* with fewer/],
  [[`*${'a'.repeat(2000)}`], /a glob is too much to judge: .*shorten it/],
];

describe('the paths of run', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
    const files = ['flows/a.scenario.json', 'flows/plain.json', 'flows/deep/b.scenario.json', 'other/c.scenario.json'];
    for (const file of [
      ...files,
      'odd/[x].scenario.json',
      'odd/x.scenario.json',
      'flows/node_modules/b.scenario.json',
    ]) {
      scratch.file(file, JSON.stringify({ name: file, ...NOTE }));
    }
    scratch.file('flows/package.json', '{ "name": "theirs" }');
    scratch.file('theirs/one.scenario.json', '[]');
    scratch.file('theirs/two.json', '{}');
  });
  after(() => scratch.remove());

  for (const [paths, runs] of RUNS) {
    it(`run ${paths.map((each) => `'${each}'`).join(' ')} runs ${runs.join(' and ')}, each once`, async () => {
      const { code, stdout, stderr } = await run(['run', ...paths, '--format', 'json'], { cwd: scratch.root });
      assert.deepEqual([code, stderr], [0, '']);
      const { scenarios } = JSON.parse(stdout) as { scenarios: readonly { file: string }[] };
      assert.deepEqual(
        scenarios.map(({ file }) => path.relative(scratch.root, file).split(path.sep).join('/')),
        runs,
      );
    });
  }

  for (const [paths, words] of REFUSED) {
    const shown = paths.map((each) => `'${each.slice(0, 20)}'`).join(' ');
    it(`run ${shown} is refused in one line that says how to go on`, async () => {
      const { code, stdout, stderr } = await run(['run', ...paths], { cwd: scratch.root });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, words);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });
  }
});
