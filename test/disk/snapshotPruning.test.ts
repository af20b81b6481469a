import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { digestOf } from '../../src/disk/digest';
import { snapshotFile } from '../../src/disk/snapshot/snapshotPlace';
import { pruneSnapshots } from '../../src/disk/snapshot/snapshotPruning';
import { SnapshotSeal } from '../../src/disk/snapshot/snapshotSeal';
import { onPosix, temporaryFolder } from './temporaryFolder';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('pruneSnapshots', () => {
  const temporary = temporaryFolder();
  let root: string;
  beforeEach(() => {
    root = path.join(temporary(), 'snapshots');
    fs.mkdirSync(root);
  });

  /** A snapshot that was used so many days ago. Returns its name. */
  function snapshotOf(folder: string, days: number): string {
    const file = snapshotFile(root, folder);
    const seal = new SnapshotSeal(new Uint8Array(32), { folder, rules: digestOf('') });
    fs.writeFileSync(file, Buffer.concat([seal.head, ...seal.end()]));
    const used = new Date(Date.now() - days * DAY_MS);
    fs.utimesSync(file, used, used);
    return path.basename(file);
  }
  function folderOf(name: string): string {
    const folder = path.join(temporary(), name);
    fs.mkdirSync(folder);
    return folder;
  }
  const left = () => fs.readdirSync(root).sort();

  it('snapshots of folders that are gone and those that nobody used for 30 days are removed', async () => {
    const kept = snapshotOf(folderOf('used'), 29);
    snapshotOf(folderOf('unused'), 31);
    snapshotOf(path.join(temporary(), 'gone'), 0);
    const file = path.join(temporary(), 'file');
    fs.writeFileSync(file, '');
    snapshotOf(file, 0);
    await pruneSnapshots(root, Date.now());
    assert.deepEqual(left(), [kept]);
  });

  it('what is no snapshot is removed if it has the name of one, and left alone otherwise', async () => {
    const [empty, odd] = ['0'.repeat(32), '1'.repeat(32)].map((name) => `${name}.snapshot`) as [string, string];
    fs.writeFileSync(path.join(root, empty), '');
    fs.writeFileSync(path.join(root, odd), 'SWINDEX1 and more'.repeat(20));
    fs.writeFileSync(path.join(root, 'notes.txt'), '');
    await pruneSnapshots(root, Date.now());
    assert.deepEqual(left(), ['notes.txt']);
  });

  it('a folder with the name of a snapshot stays, and so does all that is in it', async () => {
    fs.mkdirSync(path.join(root, `${'2'.repeat(32)}.snapshot`, 'below'), { recursive: true });
    await pruneSnapshots(root, Date.now());
    assert.deepEqual(left(), [`${'2'.repeat(32)}.snapshot`]);
  });

  onPosix('a link with the name of a snapshot stays, and what it leads to does', async () => {
    const target = path.join(temporary(), 'target');
    fs.writeFileSync(target, '');
    fs.symlinkSync(target, path.join(root, `${'3'.repeat(32)}.snapshot`));
    await pruneSnapshots(root, Date.now());
    assert.deepEqual([left().length, fs.existsSync(target)], [1, true]);
  });

  it('a folder for snapshots that is not there yet is no error', async () => {
    await pruneSnapshots(path.join(root, 'none'), Date.now());
  });
});
