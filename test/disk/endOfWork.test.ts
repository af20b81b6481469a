import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import { SessionStore } from '../../src/disk/sessionStore';
import { sessionFiles } from './sessions';
import { temporaryFolder, writeTree } from './temporaryFolder';

describe('The end of work on the disk', () => {
  const temporary = temporaryFolder();

  it('the end of a store waits for a file that is being written', async () => {
    const folder = path.join(temporary(), 'MobileApps');
    writeTree(folder, { 'team.app/abc': 'old' });
    const file = path.join(folder, 'team.app/abc');
    const store = new SessionStore();
    let goOn = () => {};
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const begun = new Promise<void>((begin) => {
      void store.edit(file, async () => {
        begin();
        await mayGoOn;
        return Buffer.from('new');
      });
    });
    await begun;
    const ended = store.dispose().then(() => fs.readFileSync(file, 'utf8'));
    goOn();
    assert.equal(await ended, 'new');
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['abc']);
  });

  it('the end of a monitor waits for the scan that is under way, and nothing comes into the index afterwards', async () => {
    const folder = path.join(temporary(), 'MobileApps');
    writeTree(folder, sessionFiles('A', 'B', 'C'));
    const pool = new CheckPool();
    const index = new SessionIndex();
    const monitor = new FolderMonitor(folder, pool, index, { onError: (message) => assert.fail(message) });
    let changes = 0;
    index.onDidChange(() => changes++);
    const scanned = monitor.rescan();
    await Promise.all([monitor.dispose(), pool.dispose()]);
    const atEnd = changes;
    await scanned;
    assert.equal(changes, atEnd);
  });
});
