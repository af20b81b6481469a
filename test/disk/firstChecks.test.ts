import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { FirstChecks } from '../../src/disk/firstChecks';
import { scanFolder } from '../../src/disk/scanFolder';
import { APPLICATION, sessionFiles } from './sessions';
import { temporaryFolder, writeTree } from './temporaryFolder';

const OTHER = 'ANOTHERTEAM.com.example.Other';

describe('the first checks of a program', () => {
  const temporary = temporaryFolder();

  /** What a scan finds, and how many threads it starts. */
  async function scanned(pool: CheckPool, folder: string) {
    const threads: Worker[] = [];
    const note = (thread: Worker) => threads.push(thread);
    process.on('worker', note);
    const index = new SessionIndex();
    await scanFolder(pool, index, folder).finally(() => process.off('worker', note));
    await pool.dispose();
    const applications = index.applications(folder).map(({ name, others }) => ({
      name,
      others,
      entries: [...index.entries(folder, name)].sort((a, b) => (a.name < b.name ? -1 : 1)),
    }));
    return { found: { applications, counts: index.counts() }, threads: threads.length };
  }

  function filled(): string {
    const folder = temporary();
    const ids = Array.from({ length: 30 }, (_, i) => `device-${i}`);
    const files = Object.entries(sessionFiles(...ids));
    const others = files.map(([name, text]) => [name.replace(APPLICATION, OTHER), text]);
    writeTree(folder, Object.fromEntries([...files, ...others]));
    fs.writeFileSync(path.join(folder, APPLICATION, 'faulty'), '{"application": {');
    // Just written, it would be looked at again.
    fs.utimesSync(path.join(folder, APPLICATION, 'faulty'), 1e9, 1e9);
    return folder;
  }

  it('a small folder is checked without a thread, as threads check it', async () => {
    const folder = filled();
    const here = await scanned(new FirstChecks(), folder);
    assert.equal(here.threads, 0);
    assert.deepEqual(here.found, (await scanned(new CheckPool(), folder)).found);
  });

  for (const mostFiles of [1, 20, 31, 60]) {
    it(`a thread helps with a folder when ${mostFiles} files are checked, and none is missed`, async () => {
      const folder = filled();
      const part = await scanned(new FirstChecks({ mostFiles, cores: 2 }), folder);
      assert.equal(part.threads, 1);
      assert.deepEqual(part.found, (await scanned(new CheckPool(), folder)).found);
    });
  }

  it('on one core no thread helps', async () => {
    const folder = filled();
    const alone = await scanned(new FirstChecks({ mostFiles: 1, cores: 1 }), folder);
    assert.equal(alone.threads, 0);
    assert.deepEqual(alone.found, (await scanned(new CheckPool(), folder)).found);
  });

  it('a folder that cannot be listed rejects with the code of the file system', async () => {
    const pool = new FirstChecks();
    const gone = path.join(temporary(), 'gone');
    await assert.rejects(pool.call('listApplication', { folder: gone, application: 'x' }), { code: 'ENOENT' });
    await pool.dispose();
  });
});
