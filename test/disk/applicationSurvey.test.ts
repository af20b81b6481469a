import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { namesOf, type StampedNames, surveyApplication } from '../../src/disk/applicationSurvey';
import { onPosix, temporaryFolder, writeTree } from './temporaryFolder';

describe('surveyApplication', () => {
  const temporary = temporaryFolder();
  const LONG_AGO = Date.now() / 1000 - 3600;
  const survey = (known?: StampedNames) => surveyApplication(temporary(), 'app', known);
  const fileOf = (name: string) => path.join(temporary(), 'app', name);

  /** A survey of files that have been there for so long that their stamps can be trusted. */
  async function known(...names: string[]): Promise<StampedNames> {
    writeTree(temporary(), Object.fromEntries(names.map((name) => [`app/${name}`, '{}'])));
    const deadline = Date.now() + 8_000;
    for (;;) {
      const found = survey();
      // Only waiting makes the inode's own time old; nothing can set it back.
      if (survey(found).changed.length === 0) return found;
      assert.ok(Date.now() < deadline, 'the stamps are never trusted');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it('a survey finds all files that may be session files, at first as changed', () => {
    writeTree(temporary(), {
      'app/0a': '',
      'app/words': 'x',
      'app/manifest.json': '{}',
      'app/.hidden': '',
      'app/b/0': '',
    });
    const found = survey();
    assert.deepEqual(namesOf(found).sort(), ['0a', 'words']);
    assert.deepEqual([found.count, [...found.changed].sort(), found.vanished], [2, ['0a', 'words'], []]);
  });

  it('a survey finds nothing in an empty folder, and throws for one that is not there', () => {
    fs.mkdirSync(path.join(temporary(), 'app'));
    assert.deepEqual(namesOf(survey()), []);
    assert.throws(() => surveyApplication(temporary(), 'none'), { code: 'ENOENT' });
  });

  it('a survey does not trust the stamp of a file that was changed a moment ago', () => {
    writeTree(temporary(), { 'app/0a': '{}' });
    fs.utimesSync(fileOf('0a'), LONG_AGO, LONG_AGO);
    assert.deepEqual(survey(survey()).changed, ['0a']);
  });

  it('a survey tells what changed, came and went', async () => {
    const before = await known('01', '02', '03', '04', '05');
    fs.writeFileSync(fileOf('02'), '{ }');
    fs.writeFileSync(fileOf('03'), '[]');
    fs.utimesSync(fileOf('03'), LONG_AGO, LONG_AGO);
    fs.rmSync(fileOf('04'));
    fs.writeFileSync(fileOf('00'), '{}');
    fs.writeFileSync(fileOf('06'), '{}');
    fs.renameSync(fileOf('06'), fileOf('05'));
    const after = survey(before);
    assert.deepEqual([[...after.changed].sort(), after.vanished], [['00', '02', '03', '05'], ['04']]);
    assert.equal(after.count, 5);
  });

  onPosix('a survey takes a link and a folder in the place of a file for a file that went', async () => {
    const before = await known('01', '02', '03');
    fs.rmSync(fileOf('01'));
    fs.symlinkSync(fileOf('03'), fileOf('01'));
    fs.rmSync(fileOf('02'));
    fs.mkdirSync(fileOf('02'));
    const after = survey(before);
    assert.deepEqual([namesOf(after), after.changed, after.vanished.sort()], [['03'], [], ['01', '02']]);
  });
});
