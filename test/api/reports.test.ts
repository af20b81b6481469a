import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sessionWorkbench } from './testedApi';

const { check, run, SessionWorkbenchError } = sessionWorkbench;
const SCENARIOS = path.resolve(__dirname, '../../../media/scenarios');
const APPLICATION = 'ABCDE12345.com.example.shop';
const ID = 'a'.repeat(40);

describe('the reports that a test asks for', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-test-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it('a check tells the code and the file of each finding', async () => {
    fs.mkdirSync(path.join(folder, 'MobileApps', APPLICATION), { recursive: true });
    fs.writeFileSync(path.join(folder, 'MobileApps', APPLICATION, ID), '{');
    const report = await check('MobileApps', { cwd: folder });
    assert.equal(report.version, 1);
    assert.equal(report.summary.invalid, 1);
    assert.deepEqual(
      report.findings.map(({ code, file }) => [code, file]),
      [['mobi/2', `${APPLICATION}/${ID}`]],
    );
  });

  for (const [what, paths] of [
    ['is not there', 'nowhere'],
    ['is empty', ''],
    ['is a number', 5],
    ['is a list of nothing', []],
    ['has a zero byte', 'a\0b'],
  ] as const) {
    it(`a check of a path that ${what} is refused with words`, async () => {
      await assert.rejects(check(paths as never, { cwd: folder }), (error) => {
        assert.ok(error instanceof SessionWorkbenchError);
        assert.equal(error.code, 'options');
        assert.ok(error.message.length > 20);
        return true;
      });
    });
  }

  it('a path that looks like an option is taken for a path', async () => {
    await assert.rejects(check('--version', { cwd: folder }), /--version does not exist/);
  });

  it('a folder to work in that is not there is named', async () => {
    await assert.rejects(check('.', { cwd: path.join(folder, 'nowhere') }), /“cwd” names/);
  });

  it('a check that is ended before it begins rejects with the reason', async () => {
    const reason = new Error('no more');
    await assert.rejects(check('.', { cwd: folder, signal: AbortSignal.abort(reason) }), (error) => error === reason);
  });

  it('a run tells the verdict of each scenario and of each step', async () => {
    const file = fs.readdirSync(SCENARIOS).find((name) => name.endsWith('.scenario.json')) ?? '';
    const report = await run(path.join(SCENARIOS, file), { jobs: 1 });
    assert.deepEqual(
      report.scenarios.map(({ verdict }) => verdict),
      ['passed'],
    );
    assert.ok(report.scenarios[0]?.steps.every(({ verdict }) => verdict === 'passed'));
  });

  it('a run of a file that is not there is refused with words', async () => {
    await assert.rejects(run('nowhere.scenario.json', { cwd: folder }), /nowhere\.scenario\.json does not exist/);
  });
});
