import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { writeNewFile } from '../../src/disk/newFile';
import { FileExistsError } from '../../src/disk/writeErrors';
import { onPosix, temporaryFolder } from './temporaryFolder';

const TEXT = Buffer.from('{}\n');

describe('a file that is new', () => {
  const temporary = temporaryFolder();
  const at = (...parts: string[]) => path.join(temporary(), ...parts);

  it('a new file is written, with the folders that it needs', async () => {
    await writeNewFile(at('a/b/c.json'), TEXT);
    assert.equal(fs.readFileSync(at('a/b/c.json'), 'utf8'), '{}\n');
  });

  const taken: Readonly<Record<string, (file: string) => void>> = {
    'a file': (file) => fs.writeFileSync(file, 'mine'),
    'an empty file': (file) => fs.writeFileSync(file, ''),
    'a folder': (file) => fs.mkdirSync(file),
    'a link to a file': (file) => {
      fs.writeFileSync(`${file}.target`, 'mine');
      fs.symlinkSync(`${file}.target`, file);
    },
    'a link that leads nowhere': (file) => fs.symlinkSync(`${file}.nowhere`, file),
  };
  for (const [what, make] of Object.entries(taken)) {
    onPosix(`where ${what} is, no new file is written and all stays as it is`, async () => {
      make(at('x.json'));
      await assert.rejects(writeNewFile(at('x.json'), TEXT), FileExistsError);
      const kept = [at('x.json'), at('x.json.target')].filter((file) =>
        fs.statSync(file, { throwIfNoEntry: false })?.isFile(),
      );
      for (const file of kept) assert.notEqual(fs.readFileSync(file, 'utf8'), '{}\n');
      assert.ok(!fs.existsSync(at('x.json.nowhere')));
    });
  }

  for (const place of ['file/x.json', 'file/deep/er/x.json']) {
    onPosix(`where a file stands in the way of the folder of ${place}, it is named and stays`, async () => {
      fs.writeFileSync(at('file'), 'mine');
      await assert.rejects(writeNewFile(at(place), TEXT), (error: Error) => {
        assert.ok(error instanceof FileExistsError);
        assert.ok(error.message.startsWith(`${at('file')} exists already`), error.message);
        return true;
      });
      assert.equal(fs.readFileSync(at('file'), 'utf8'), 'mine');
    });
  }
});
