import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { run, Scratch } from '../cli/commandLine';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';

const manifest = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../../package.json'), 'utf8')) as {
  contributes: { problemMatchers: [{ pattern: { regexp: string } }] };
};
const pattern = new RegExp(manifest.contributes.problemMatchers[0].pattern.regexp);

describe('the problem matcher', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  /** What it finds in each line that `check --format unix` writes, in the order of the pattern's numbers. */
  async function matches(...paths: string[]): Promise<(readonly string[])[]> {
    const { stdout } = await run(['check', '--format', 'unix', ...paths], { cwd: scratch.root });
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => pattern.exec(line)?.slice(1) ?? [line]);
  }

  it('reads file, line, column, severity, message and code of each finding', async () => {
    scratch.file(`MobileApps/${SEED_APPLICATION}/${SEED_NAME}`, SEED_SESSION.replace('accepted', 'acepted'));
    const [found = [], ...others] = await matches();
    const [file, line, column, severity, message, code] = found;
    assert.deepEqual(others, []);
    assert.deepEqual([file, severity, code], [`MobileApps/${SEED_APPLICATION}/${SEED_NAME}`, 'error', 'mobi/3']);
    const at = SEED_SESSION.split('\n').findIndex((each) => each.includes('accepted')) + 1;
    assert.equal(Number(line), at);
    assert.ok(Number(column) > 1);
    assert.match(message ?? '', /acepted/);
  });

  it('reads findings of each severity, in folders whose names have colons, brackets and spaces', async () => {
    const apps = 'a: 1:2: [x]/MobileApps';
    scratch.file(`${apps}/${SEED_APPLICATION}/${SEED_NAME}`, `\uFEFF${SEED_SESSION}`);
    scratch.file(`${apps}/${SEED_APPLICATION}/${'0'.repeat(40)}`, '{');
    const found = await matches(apps);
    assert.ok(found.length >= 2);
    for (const each of found) {
      assert.equal(each.length, 6, each.join());
      assert.equal(path.dirname(path.dirname(each[0] ?? '')), apps);
    }
    assert.deepEqual(new Set(found.map((each) => each[3])), new Set(['error', 'hint']));
  });
});
