import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SessionFileReader } from '../../src/disk/sessionFile';
import { temporaryFolder, writeTree } from './temporaryFolder';

// What a reader makes of unreadable, huge and strange files is tested in scanFolder.test.ts.
describe('SessionFileReader', () => {
  const temporary = temporaryFolder();
  const onLinux = process.platform === 'linux' ? it : it.skip;

  it('the reader reads files of all sizes one after the other, each as it is', () => {
    const reader = new SessionFileReader();
    for (const size of [0, 1, 700, 65_535, 65_536, 65_537, 300_000, 5, 0]) {
      const text = 'é'.repeat(size).slice(0, size);
      writeTree(temporary(), { file: text });
      const reading = reader.read(path.join(temporary(), 'file'));
      assert.ok(reading.kind === 'text');
      assert.equal(reading.text, text);
      assert.equal(reading.size, Buffer.byteLength(text));
      assert.equal(reading.modified, fs.statSync(path.join(temporary(), 'file')).mtimeMs);
      assert.equal(reading.illFormedAt, undefined);
    }
  });

  it('the reader reads the same of a file when nobody asks for its date, whatever the file is', () => {
    const sized = [0, 1, 700, 65_535, 65_536, 65_537, 900_000, 1_500_000].map(
      (size) => [`of ${size}`, 'x'.repeat(size)] as const,
    );
    writeTree(temporary(), { ...Object.fromEntries(sized), large: '{', bom: '\ufeff{}', 'folder/file': '' });
    fs.truncateSync(path.join(temporary(), 'large'), 100e6);
    fs.writeFileSync(path.join(temporary(), 'illFormed'), Buffer.from('{"a":"\ufffd\xff"}', 'latin1'));
    fs.symlinkSync('bom', path.join(temporary(), 'link'));
    for (const name of [...fs.readdirSync(temporary()), 'nowhere']) {
      // Its buffer has become large.
      const read = (isUndated: boolean) => {
        const reader = new SessionFileReader();
        reader.read(path.join(temporary(), 'of 900000'));
        return reader.read(path.join(temporary(), name), isUndated);
      };
      const [dated, undated] = [read(false), read(true)];
      const isShort = undated?.kind === 'text' && undated.size > 0 && undated.size < 65_536;
      assert.deepEqual(undated, isShort ? { ...dated, modified: 0 } : dated, name);
    }
  });

  onLinux('the reader reads a file whose size the system does not tell, to its end', () => {
    const reading = new SessionFileReader().read('/proc/cpuinfo');
    assert.ok(reading.kind === 'text');
    assert.equal(reading.size, 0);
    assert.ok(reading.text.length > 50);
    assert.ok(reading.text.endsWith('\n'));
  });

  onLinux('the reader leaves no file open, whatever it is', () => {
    const reader = new SessionFileReader();
    writeTree(temporary(), { file: '{}', large: '{', 'folder/file': '' });
    fs.truncateSync(path.join(temporary(), 'large'), 100e6);
    fs.symlinkSync('file', path.join(temporary(), 'link'));
    const names = ['file', 'large', 'folder', 'link', 'nowhere'];
    const open = () => fs.readdirSync('/proc/self/fd').length;
    const before = open();
    const kinds = names.map((name) => reader.read(path.join(temporary(), name)).kind);
    assert.deepEqual(kinds, ['text', 'unreadable', 'notRegular', 'notRegular', 'vanished']);
    assert.equal(open(), before);
  });
});
