import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SessionKey } from '../../src/core/index/sessionIndex';
import { contentDigest } from '../../src/core/session/contentDigest';
import { writeSample } from '../../src/disk/writeSample';
import { SessionFixes } from '../../src/vscode/problems/sessionFixes';
import { SessionParts } from './sessionParts';
import { TestMobileApps } from './workspace';

describe('what is not pushed, while the index is late', () => {
  let apps: TestMobileApps;
  let folders = 0;
  let backups: string;
  let parts: SessionParts;
  let fixes: SessionFixes;
  let keys: SessionKey[];

  /** What each session file says. */
  const disk = () =>
    new Map(
      fs
        .readdirSync(apps.folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name: application }) =>
          fs
            .readdirSync(path.join(apps.folder, application))
            .map((name): [string, number] => [
              `${application}/${name}`,
              contentDigest(fs.readFileSync(path.join(apps.folder, application, name), 'utf8')),
            ]),
        ),
    );
  const differing = (before: Map<string, number>) => {
    const now = disk();
    return [...new Set([...before.keys(), ...now.keys()])].filter((file) => before.get(file) !== now.get(file)).sort();
  };
  const marked = () =>
    parts.pending
      .keys()
      .map(({ application, name }) => `${application}/${name}`)
      .sort();
  /** Something else in the folder is new, so that all of it is told again: the index has still not looked at the files. */
  const tellAgain = () => {
    const [{ folder } = parts.key('')] = keys;
    const others = [{ name: 'new', kind: 'unexpected' }] as never;
    const applications = parts.index.applications(folder).map(({ name }) => name);
    const before = parts.index.othersOf(folder);
    parts.index.apply({ kind: 'folderListed', folder, applications, others });
    parts.index.apply({ kind: 'folderListed', folder, applications, others: before });
  };

  beforeEach(async () => {
    backups = fs.mkdtempSync(path.join(os.tmpdir(), 'backups-'));
    apps = new TestMobileApps(`not-pushed-late-${folders++}`);
    await writeSample(apps.folder, { sessions: 300, damaged: 60, seed: 5 });
    parts = new SessionParts(apps.folder);
    await parts.look();
    const { folder } = parts.key('');
    keys = parts.index
      .applications(folder)
      .flatMap(({ name: application }) =>
        [...parts.index.entries(folder, application)].map(({ name }) => ({ folder, application, name })),
      );
    fixes = new SessionFixes(parts.pool, parts.index, parts.store, parts.pending, backups);
  });

  afterEach(async () => {
    await parts.dispose();
    apps.remove();
    fs.rmSync(backups, { recursive: true, force: true });
  });

  it('with a late index, what Fix All changed is marked exactly, and nothing after its Undo, again and again', async () => {
    const before = disk();
    for (let times = 0; times < 3; times++) {
      const plans = await fixes.plan(keys);
      // One look at the files is under way while they are written.
      let looking = parts.look();
      const outcome = await fixes.apply(plans);
      const wanted = differing(before);
      assert.ok(wanted.length > outcome.results.flatMap(({ written }) => written).length, 'some files are moved');
      tellAgain();
      assert.deepEqual(marked(), wanted);
      await looking;
      await parts.look();
      assert.deepEqual(marked(), wanted);

      looking = parts.look();
      await parts.changes.undo(() => parts.changes.add('fix', outcome.results));
      assert.deepEqual(differing(before), []);
      tellAgain();
      await looking;
      await parts.look();
      assert.deepEqual(marked(), []);
    }
  });

  it('nothing is marked when Fix All is undone before the index has heard of it', async () => {
    const before = disk();
    const outcome = await fixes.apply(await fixes.plan(keys));
    tellAgain();
    assert.deepEqual(marked(), differing(before));
    await parts.changes.undo(() => parts.changes.add('fix', outcome.results));
    assert.deepEqual(marked(), []);
    tellAgain();
    await parts.look();
    assert.deepEqual(marked(), []);
  });
});
