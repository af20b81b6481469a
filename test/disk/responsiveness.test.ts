import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { scanFolder } from '../../src/disk/scanFolder';
import { countSteps } from '../support/steps';
import { fileCallsOf } from '../support/threadFiles';
import { APPLICATION, sessionOf } from './sessions';
import { temporaryFolder } from './temporaryFolder';

const FILES = 12_000;
/** As many files as the index takes in at once at most, which is what the thread is busy with without a pause. */
const MOST = 5_000;
const FEW = 400;

describe('Scanning thousands of files', () => {
  const temporary = temporaryFolder();

  it('a scan leaves all reading and checking to other threads', async () => {
    writeSessions(FEW);
    const steps = await countSteps(async () => {
      const calls = await fileCallsOf(
        (file) => file.includes(temporary()),
        () => scan(FEW),
      );
      assert.deepEqual(calls, []);
    });
    assert.ok(steps.in('disk/scanFolder') > 0);
    for (const source of ['core/json/jsonText', 'core/compliance/sessionChecker', 'disk/fileChecker', 'disk/listing'])
      assert.equal(steps.in(source), 0, source);
  });

  it('a scan of 12,000 files takes in no more than 5,000 at a time, and each in as many steps as in a folder of 400', async () => {
    const small = await scanSteps(FEW);
    const large = await scanSteps(FILES);
    assert.ok(large.longest <= MOST, `${large.longest} files at once`);
    assert.ok(small.steps > FEW, `${small.steps} steps`);
    assert.ok(large.steps < (1.5 * small.steps * FILES) / FEW, `${small.steps} steps, then ${large.steps}`);
  });

  async function scanSteps(files: number): Promise<{ steps: number; longest: number }> {
    writeSessions(files);
    let longest = 0;
    const steps = await countSteps(() =>
      scan(files, (index) =>
        index.onDidChange(({ entries }) => {
          longest = Math.max(longest, entries.length);
        }),
      ),
    );
    return { steps: steps.all, longest };
  }

  function writeSessions(files: number): void {
    const folder = path.join(temporary(), APPLICATION);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder);
    for (let i = 0; i < files; i++) {
      // One in ten is at fault, and one in a hundred shares a device: findings and second looks are part of a scan.
      const { name, text } = sessionOf(`device ${i % 100 === 0 ? 0 : i}`, i % 10 === 0 ? { status: 'blocked' } : {});
      fs.writeFileSync(path.join(folder, i % 100 === 0 ? `${i}` : name), text);
    }
  }

  async function scan(files: number, listen: (index: SessionIndex) => unknown = () => undefined): Promise<void> {
    const pool = new CheckPool();
    const index = new SessionIndex();
    listen(index);
    await scanFolder(pool, index, temporary());
    await pool.dispose();
    assert.equal(index.counts().files, files);
    assert.equal(index.counts().conditions.atFault, files / 10);
  }
});
