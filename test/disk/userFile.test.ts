import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { UserFileError } from '../../src/core/files/userFileError';
import { folderFault, folderFaultSync } from '../../src/disk/fileKind';
import { openUserFile, readUserFile, readUserFileSync } from '../../src/disk/userFile';
import { SPECIAL_FILES } from './specialFiles';
import { lock, onPosix, temporaryFolder, unprivileged } from './temporaryFolder';

const LIMIT = { bytes: 1_000_000, name: 'TEST_LIMIT' };

describe('the one way to open a file of the user’s', () => {
  const temporary = temporaryFolder();
  const at = (name: string) => path.join(temporary(), name);

  const ways = {
    'read without blocking': (file: string, links?: 'refused') =>
      readUserFile(file, { limit: LIMIT, ...(links && { links }) }),
    'read at once': async (file: string, links?: 'refused') =>
      readUserFileSync(file, { limit: LIMIT, ...(links && { links }) }),
  };

  for (const [way, read] of Object.entries(ways)) {
    it(`a regular file that is ${way} gives its bytes, also where it is empty or as large as may be`, async () => {
      for (const length of [0, 1, 4095, 4096, LIMIT.bytes]) {
        const bytes = Buffer.alloc(length, 'x');
        fs.writeFileSync(at('file'), bytes);
        assert.deepEqual(Buffer.from((await read(at('file'))).bytes), bytes);
      }
    });

    it(`a file that is ${way} is refused where it is one byte too large, with both sizes`, async () => {
      fs.writeFileSync(at('file'), Buffer.alloc(LIMIT.bytes + 1));
      await assert.rejects(read(at('file')), (error: UserFileError) => {
        assert.ok(error instanceof UserFileError);
        assert.match(error.message, /file has 1001 kB, more than the 1000 kB that may be read; make the file smaller/);
        return true;
      });
    });

    it(`a file that is ${way} and is not there says so, and what to do`, async () => {
      await assert.rejects(read(at('file')), /file is not there; make the file, or give another/);
      fs.writeFileSync(at('file'), '');
      await assert.rejects(read(path.join(at('file'), 'below')), /is not there/);
    });

    for (const [what, { make, words }] of Object.entries(SPECIAL_FILES)) {
      onPosix(`${what} that is ${way} is refused with what it is`, async () => {
        const end = await make(at('special'));
        try {
          await assert.rejects(read(at('special')), (error: UserFileError) => {
            assert.ok(error instanceof UserFileError, String(error));
            assert.match(error.message, words);
            assert.match(error.about('“option” names it, which'), /^“option” names it, which (is|has) /);
            return true;
          });
        } finally {
          await end();
        }
      });
    }

    onPosix(`a link to a file that is ${way} is followed, unless links are refused`, async () => {
      fs.writeFileSync(at('file'), 'text');
      fs.symlinkSync('file', at('link'));
      assert.equal(Buffer.from((await read(at('link'))).bytes).toString(), 'text');
      await assert.rejects(read(at('link'), 'refused'), /link is a link, which is not followed here/);
    });

    onPosix(`a file that is ${way} and that this user may not read says so`, async () => {
      fs.writeFileSync(at('file'), 'text');
      lock(at('file'));
      await unprivileged(() => assert.rejects(read(at('file')), /may not be read; give yourself the permission/));
    });

    onPosix(`a file of /proc that is ${way} is read although the file system says that it is empty`, async () => {
      // Only Linux has these.
      if (!fs.existsSync('/proc/self/status')) return;
      assert.equal(fs.statSync('/proc/self/status').size, 0);
      assert.match(Buffer.from((await read('/proc/self/status')).bytes).toString(), /^Name:/);
    });
  }

  onPosix('a hundred pipes that are asked for at once keep no other file waiting', async () => {
    fs.writeFileSync(at('file'), 'text');
    await SPECIAL_FILES['a pipe without a writer']?.make(at('pipe'));
    const asked = Array.from({ length: 100 }, () => assert.rejects(openUserFile(at('pipe')), /is a pipe/));
    assert.equal((await readUserFile(at('file'), { limit: LIMIT })).bytes.toString(), 'text');
    await Promise.all(asked);
  });

  it('the caller is asked between opening and reading, and can refuse', async () => {
    fs.writeFileSync(at('file'), 'text');
    const { dev, ino } = fs.statSync(at('file'), { bigint: true });
    const asked: string[] = [];
    const verify = (identity: string) => {
      asked.push(identity);
      throw new Error('not this one');
    };
    await assert.rejects(readUserFile(at('file'), { limit: LIMIT, verify }), /^Error: not this one$/);
    assert.throws(() => readUserFileSync(at('file'), { limit: LIMIT, verify }), /^Error: not this one$/);
    assert.deepEqual(asked, [`${dev}:${ino}`, `${dev}:${ino}`]);
  });

  it('a folder has no fault, and what is none is told', async () => {
    assert.equal(await folderFault(temporary()), undefined);
    fs.writeFileSync(at('file'), '');
    for (const [name, kind] of [
      ['file', 'file'],
      ['none', 'missing'],
      ['file/below', 'missing'],
    ] as const) {
      assert.deepEqual(await folderFault(at(name)), { kind });
      assert.deepEqual(folderFaultSync(at(name)), { kind });
    }
  });
});
