import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type FolderKind, kindOfFolder } from '../../src/disk/knownByItself';
import { SessionFileReader } from '../../src/disk/sessionFile';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { temporaryFolder, writeTree } from './temporaryFolder';

describe('what a folder is that is opened by itself', () => {
  const temporary = temporaryFolder();
  const reader = new SessionFileReader();
  const SESSION = `${SEED_APPLICATION}/${SEED_NAME}`;
  const LOOKS_LIKE_ONE = SEED_SESSION.replace('"token"', '"tokem"').replace('"status"', '"stats"').slice(0, -4);

  const CASES: [what: string, folder: string, tree: Record<string, string>, kind: FolderKind][] = [
    ['a MobileApps folder', 'MobileApps', { [SESSION]: SEED_SESSION }, 'mobileApps'],
    ['an empty one', 'MobileApps', { 'key.mobileapp': '' }, 'mobileApps'],
    ['a copy of one', 'MobileApps-backup', { [SESSION]: SEED_SESSION }, 'mobileApps'],
    ['one of another name, whose sessions are spoilt', 'sessions', { [SESSION]: '{"status":' }, 'mobileApps'],
    ['one whose session is empty', 'sessions', { [SESSION]: '' }, 'mobileApps'],
    ['one with folders of other names', 'sessions', { 'app one/deadbeef': LOOKS_LIKE_ONE }, 'mobileApps'],
    ['an application folder', SEED_APPLICATION, { [SEED_NAME]: SEED_SESSION }, 'application'],
    ['one whose session is spoilt', SEED_APPLICATION, { [SEED_NAME]: '{' }, 'application'],
    ['one of another name', 'copy', { [SEED_NAME]: SEED_SESSION, 'manifest.json': '{}' }, 'application'],
    ['one without sessions, in a MobileApps folder', 'MobileApps/T.com.x', { 'manifest.json': '{}' }, 'application'],
    ['one with a session too deep in it', SEED_APPLICATION, { [`sub/${SEED_NAME}`]: SEED_SESSION }, 'application'],
    ['one with a copy of itself in it', SEED_APPLICATION, { [SEED_NAME]: '{', [SESSION]: SEED_SESSION }, 'application'],
    ['one with a misplaced session', 'sessions', { [SEED_NAME]: SEED_SESSION, [SESSION]: SEED_SESSION }, 'mobileApps'],
    ['a folder of something else', 'src', { 'a/b.ts': '', 'package.json': '{}' }, 'other'],
    ['an empty folder', 'empty', {}, 'other'],
    ['git objects', 'objects', { [`ab/${SEED_NAME}`]: 'x', [SEED_NAME]: '{}' }, 'other'],
    ['a cache', 'cache.v1', { [SEED_NAME]: '<html>', [`entries.d/${SEED_NAME}`]: 'RIFF' }, 'other'],
    ['a project', 'project', { [`Data/MobileApps/${SESSION}`]: SEED_SESSION }, 'other'],
    ['a hidden folder of sessions in it', 'x', { [`.${SESSION}`]: SEED_SESSION }, 'other'],
    ['JSON of another kind', 'x', { 'v1.0/deadbeef': '{"token": "x", "session": {}, "status": 1}' }, 'other'],
  ];
  for (const [what, name, tree, kind] of CASES) {
    it(`a folder that is opened by itself is known as ${kind}: ${what}`, () => {
      const folder = path.join(temporary(), name);
      fs.mkdirSync(folder, { recursive: true });
      writeTree(folder, tree);
      assert.equal(kindOfFolder(folder, reader), kind);
    });
  }

  it('a folder that is opened by itself and not there is told', () => {
    assert.throws(() => kindOfFolder(path.join(temporary(), 'nowhere'), reader), { code: 'ENOENT' });
  });
});
