import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import { closeStateFiles, openStateFiles } from '../../src/server/client/openStateFiles';
import { onPosix } from '../disk/temporaryFolder';

describe('The files for the recovery state', () => {
  onPosix('the files for the recovery state have no name, and nobody else may read them', () => {
    const files = openStateFiles();
    try {
      const inodes = files.map((file) => {
        const { mode, nlink, ino, size } = fs.fstatSync(file);
        assert.deepEqual({ mode: mode & 0o777, nlink, size }, { mode: 0o600, nlink: 0, size: 0 });
        return ino;
      });
      assert.notEqual(inodes[0], inodes[1]);
    } finally {
      closeStateFiles(files);
    }
  });

  onPosix('the files for the recovery state are gone when they are closed', () => {
    const named = () => fs.readdirSync(os.tmpdir()).filter((name) => /^session-workbench-[0-9a-f-]{36}$/.test(name));
    const before = named();
    const files = openStateFiles();
    closeStateFiles(files);
    for (const file of files) assert.throws(() => fs.fstatSync(file), /EBADF/);
    assert.deepEqual(
      named().filter((name) => !before.includes(name)),
      [],
    );
  });
});
