import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Backup } from '../../src/disk/backup';
import { recordChange, recordedChange } from '../../src/disk/change/recordedChange';
import { type TakenBack, takeBack } from '../../src/disk/change/takeBack';
import { deletedVersions, versionsOf } from '../../src/disk/change/versions';
import { removedFile, type WrittenFile } from '../../src/disk/change/writtenFile';
import { digestOf } from '../../src/disk/digest';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { temporaryFolder } from './temporaryFolder';

describe('a change that is taken back', () => {
  const temporary = temporaryFolder();
  let folder: string;
  let root: string;
  let file: string;

  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    root = path.join(temporary(), 'backups');
    file = path.join(folder, SEED_APPLICATION, SEED_NAME);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, SEED_SESSION);
  });

  const read = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);
  /** Writes a text, or removes the file, after a backup. */
  const change = async (text: string | undefined): Promise<{ written: readonly WrittenFile[]; backup: Backup }> => {
    const backup = await Backup.create(folder, 'edit', root);
    await backup.add(file);
    await backup.finish();
    if (text === undefined) fs.rmSync(file);
    else fs.writeFileSync(file, text);
    const now = { kind: 'saved', digest: digestOf(text ?? '') } as const;
    const written = [text === undefined ? removedFile(file) : { from: file, to: file, madeFolder: false, now }];
    await recordChange(written, backup, { kind: 'edit' });
    return { written, backup };
  };
  const turn = async (taken: { written: readonly WrittenFile[]; backup: Backup }) => {
    const into = await Backup.create(folder, 'undo', root);
    const result = await takeBack(taken, { into });
    await into.finish();
    return { result, next: { written: result.written, backup: into.size > 0 ? into : taken.backup } };
  };
  const counts = ({ restored, kept, failed }: TakenBack) => [restored.length, kept.length, failed.length];

  for (const [what, text] of [
    ['an edit', 'changed'],
    ['a removal', undefined],
  ] as const) {
    it(`${what} is taken back and made again, as often as asked`, async () => {
      let made = await change(text);
      for (const wanted of [SEED_SESSION, text, SEED_SESSION, text]) {
        const { result, next } = await turn(made);
        assert.deepEqual(counts(result), [1, 0, 0]);
        assert.equal(read(), wanted);
        made = next;
      }
    });

    it(`${what} is not taken back over a later change`, async () => {
      const made = await change(text);
      fs.writeFileSync(file, 'later');
      const { result } = await turn(made);
      assert.deepEqual([counts(result), result.written], [[0, 1, 0], []]);
      assert.equal(read(), 'later');
    });
  }

  it('a removal that was taken back is recorded beside its own backup, and made again from there', async () => {
    const made = await change(undefined);
    const { result } = await turn(made);
    await recordChange(result.written, made.backup, { kind: 'delete', name: 'me' }, 'undone');
    const recorded = await recordedChange(made.backup.path, 'undone');
    assert.deepEqual(recorded.deed, { kind: 'delete', name: 'me' });
    await turn(recorded);
    assert.equal(read(), undefined);
  });

  it('the versions of a session are in the backups, the newest first, with what was done', async () => {
    const texts = ['one', 'two', undefined];
    for (const text of texts) await change(text);
    const { versions } = await versionsOf(folder, file, [root]);
    const copies = versions.map(({ bytes }) => bytes.toString('utf8'));
    assert.deepEqual(copies, ['two', 'one', SEED_SESSION]);
    assert.deepEqual(
      versions.map(({ deed }) => deed?.kind),
      ['edit', 'edit', 'edit'],
    );
    const other = path.join(path.dirname(file), 'f'.repeat(40));
    assert.deepEqual(await versionsOf(folder, other, [root]), { versions: [], damaged: [] });
  });

  it('the versions of a session that was moved are those of where it was before', async () => {
    await change('one');
    const { backup } = await change('two');
    const moved = path.join(path.dirname(file), 'a'.repeat(40));
    fs.renameSync(file, moved);
    const now = { kind: 'saved', digest: digestOf('two') } as const;
    await recordChange([{ from: file, to: moved, madeFolder: false, now }], backup, { kind: 'fix' });
    const { versions } = await versionsOf(folder, moved, [root]);
    assert.deepEqual(
      versions.map((version) => [version.bytes.toString('utf8'), version.file]),
      [
        ['one', file],
        [SEED_SESSION, file],
      ],
    );
    assert.deepEqual((await deletedVersions(folder, [root], () => false, 9)).versions, []);
  });

  it('the last version of each session that is gone is found, up to a limit, and a damaged backup is named', async () => {
    const other = path.join(path.dirname(file), 'f'.repeat(40));
    fs.writeFileSync(other, 'other');
    const { backup } = await change('one');
    await change('two');
    const last = await Backup.create(folder, 'delete', root);
    for (const each of [file, other]) await last.add(each);
    await last.finish();
    fs.rmSync(file);
    const gone = async (limit = 9) => {
      const { versions, damaged } = await deletedVersions(folder, [root], () => false, limit);
      return [versions.map(({ bytes }) => bytes.toString('utf8')), damaged.map((error) => error.file)];
    };
    assert.deepEqual(await gone(), [['two'], []]);
    fs.rmSync(other);
    assert.deepEqual(await gone(), [['two', 'other'], []]);
    assert.deepEqual(await gone(1), [['two'], []]);
    const manifest = path.join(backup.path, 'backup.json');
    fs.writeFileSync(manifest, '{');
    assert.deepEqual(await gone(), [['two', 'other'], [manifest]]);
    const { versions, damaged } = await versionsOf(folder, file, [root]);
    assert.deepEqual([versions.map(({ bytes }) => bytes.toString('utf8')), damaged.length], [['two', 'one'], 1]);
  });
});
