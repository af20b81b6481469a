import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { reallyUnder } from '../../src/cli/formats/pathUnder';
import { annotationRoot, rootFor } from '../../src/cli/formats/repositoryRoot';
import { SEED_APPLICATION, SEED_NAME } from '../support/seedSession';
import { run, Scratch } from './commandLine';

const TOP = path.parse(process.cwd()).root;

describe('the folder that paths of a report are told from', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
    scratch.file('repo/.git/HEAD', '');
    scratch.seed('repo/Data/MobileApps', '');
    scratch.file('home/.git/HEAD', '');
    scratch.seed('plain/MobileApps', '');
    fs.symlinkSync(scratch.path('repo'), scratch.path('whole'), 'junction');
    fs.symlinkSync(scratch.path('repo/Data'), scratch.path('home/data'), 'junction');
    fs.symlinkSync(scratch.path('nowhere'), scratch.path('repo/Data/dangling'), 'junction');
  });
  after(() => scratch.remove());

  /** Of `TOP`, all others are in the scratch folder. */
  const rows: [cwd: string, first: string, workspace: string | undefined, told: string, annotated: string][] = [
    // Outside of the repository, by its name or by a link.
    [TOP, 'repo/Data/f', undefined, 'Data/f', 'Data/f'],
    ['.', 'repo/Data/f', undefined, 'Data/f', 'Data/f'],
    [TOP, 'whole/Data/f', undefined, 'Data/f', 'Data/f'],
    ['.', 'whole/Data/f', undefined, 'Data/f', 'Data/f'],
    ['home', 'home/data/f', undefined, 'data/f', 'data/f'],
    [TOP, 'home/data/f', undefined, 'Data/f', 'Data/f'],
    [TOP, 'repo/Data/dangling', undefined, 'Data/dangling', 'Data/dangling'],
    // The workspace is a link, or what is told of is reached by one.
    ['repo', 'repo/Data/f', 'whole', 'Data/f', 'Data/f'],
    ['repo/Data', 'repo/Data/f', 'whole', 'Data/f', 'Data/f'],
    ['repo', 'whole/Data/f', 'repo', 'Data/f', 'Data/f'],
    [TOP, 'repo/Data/f', 'whole', 'Data/f', 'Data/f'],
    ['repo', 'repo/Data/f', 'home/data', 'Data/f', 'f'],
    // There is no such workspace.
    ['repo', 'repo/Data/f', 'gone', 'Data/f', 'Data/f'],
    [TOP, 'repo/Data/f', 'gone', 'Data/f', 'Data/f'],
  ];
  it('paths of a report are the same whether links lead to the repository and the workspace or not, and from anywhere', () => {
    for (const [cwd, first, workspace, told, annotated] of rows) {
      const file = scratch.path(...first.split('/'));
      const env = workspace === undefined ? {} : { GITHUB_WORKSPACE: scratch.path(...workspace.split('/')) };
      const root = rootFor(file, { cwd: cwd === TOP ? TOP : scratch.path(cwd), env });
      assert.equal(reallyUnder(root, file), told, `${cwd} ${first} ${workspace}`);
      assert.equal(reallyUnder(annotationRoot(env, root), file), annotated, `${cwd} ${first} ${workspace}`);
    }
  });

  it('a workspace that is no whole path does not count', () => {
    const cwd = scratch.path('repo');
    for (const workspace of ['', '.', 'Data', '../repo']) {
      const env = { GITHUB_WORKSPACE: workspace };
      assert.equal(rootFor(scratch.path('repo/Data/f'), { cwd, env }), cwd);
      assert.equal(annotationRoot(env, cwd), cwd);
    }
  });

  it('check tells in all formats the paths from the repository, called from the top and by a link', async () => {
    const file = `Data/MobileApps/${SEED_APPLICATION}/${SEED_NAME}`;
    const calls: [cwd: string, given: string, env: Record<string, string>][] = [
      [TOP, 'whole', {}],
      ['repo/Data', 'repo/Data', { GITHUB_WORKSPACE: scratch.path('whole') }],
    ];
    for (const [cwd, given, env] of calls) {
      const [sarif, junit] = [scratch.path('out.sarif'), scratch.path('out.xml')];
      const formats = ['github', `sarif=${sarif}`, `junit=${junit}`].flatMap((each) => ['--format', each]);
      const { stdout } = await run(['check', scratch.path(given), ...formats], {
        cwd: cwd === TOP ? TOP : scratch.path(cwd),
        env,
      });
      assert.match(stdout, new RegExp(`^::error file=${file},`));
      assert.match(stdout, new RegExp(`^${file}:1:1: error:`, 'm'));
      assert.match(fs.readFileSync(sarif, 'utf8'), new RegExp(`"uri": ?"${file}"`));
      assert.ok(fs.readFileSync(junit, 'utf8').includes(`file="${file}"`));
    }
  });
});
