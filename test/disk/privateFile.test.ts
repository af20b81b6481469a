import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { writePrivate } from '../../src/disk/privateFile';
import { SessionStore } from '../../src/disk/sessionStore';
import { sampleFolder, writeSample } from '../../src/disk/writeSample';
import { SPECIAL_FILES } from './specialFiles';
import { onPosix, temporaryFolder, writeTree } from './temporaryFolder';

const NEW = Buffer.from('new');

describe('files with secrets', () => {
  const temporary = temporaryFolder();
  const at = (...parts: string[]) => path.join(temporary(), ...parts);
  const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

  /** Whatever the user's mask is, a new file is for this user alone. */
  const writers: Record<string, { readonly place: string; write: (file: string) => Promise<unknown> }> = {
    'a file that is saved': { place: 'saved.json', write: (file) => writePrivate(file, NEW) },
    'a session file that is made': {
      place: 'MobileApps/team.app/abcdef01',
      write: (file) => new SessionStore().create(file, NEW),
    },
  };
  for (const [what, { place, write }] of Object.entries(writers)) {
    onPosix(`${what} is readable by this user alone, and so is its new folder`, async () => {
      fs.mkdirSync(at('MobileApps'));
      await write(at(place));
      assert.equal(modeOf(at(place)), 0o600);
      if (path.dirname(place) !== '.') assert.equal(modeOf(path.dirname(at(place))), 0o700);
      assert.deepEqual(
        fs.readdirSync(path.dirname(at(place))).filter((name) => name.startsWith('.')),
        [],
      );
    });
  }

  for (const mode of [0o600, 0o640, 0o644, 0o664]) {
    onPosix(`a file that is replaced keeps its mode ${mode.toString(8)}`, async () => {
      writeTree(temporary(), { 'MobileApps/team.app/abcdef01': 'old', 'saved.json': 'old' });
      const session = at('MobileApps/team.app/abcdef01');
      for (const file of [session, at('saved.json')]) fs.chmodSync(file, mode);
      await writePrivate(at('saved.json'), NEW);
      await new SessionStore().replace(session, Buffer.from('old'), NEW);
      for (const file of [session, at('saved.json')]) {
        assert.deepEqual([fs.readFileSync(file, 'utf8'), modeOf(file)], ['new', mode]);
      }
    });
  }

  onPosix('a link in place of a file that is saved stays, and its target is written', async () => {
    fs.writeFileSync(at('target'), 'old');
    fs.symlinkSync('target', at('link'));
    await writePrivate(at('link'), NEW);
    assert.ok(fs.lstatSync(at('link')).isSymbolicLink());
    assert.equal(fs.readFileSync(at('target'), 'utf8'), 'new');
  });

  for (const [what, { make }] of Object.entries(SPECIAL_FILES)) {
    if (/sparse|link that leads nowhere|link to itself/.test(what)) continue;
    onPosix(`${what} is not replaced by a file that is saved`, async () => {
      const end = await make(at('special'));
      try {
        await assert.rejects(writePrivate(at('special'), NEW), /; give a regular file/);
        assert.ok(!fs.lstatSync(at('special')).isFile());
      } finally {
        await end();
      }
    });
  }

  onPosix('a sample is readable by this user alone', async () => {
    const folder = sampleFolder(temporary());
    await writeSample(folder, { sessions: 5, damaged: 50, seed: 1 });
    assert.equal(modeOf(folder), 0o700);
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
      assert.equal(modeOf(path.join(entry.parentPath, entry.name)), entry.isDirectory() ? 0o700 : 0o600, entry.name);
    }
  });
});
