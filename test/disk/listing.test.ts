import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { deriveSessionId } from '../../src/core/session/sessionId';
import { listApplication, listFolder } from '../../src/disk/listing';
import { SessionFileReader } from '../../src/disk/sessionFile';
import { temporaryFolder } from './temporaryFolder';

describe('listing', () => {
  const temporary = temporaryFolder();

  // To read a hundred thousand files only to list them would double the time of a check.
  const applications: [folder: string, readsFiles: boolean][] = [
    ['UTT7VDX8W5.com.example.contact', false],
    ['2B58137835.com.example.app10', false],
    ['0000000000.com.example.contact', true],
    ['9TT7VDX8W.com.example.contact', true],
    ['2024MYSHOP.app', true],
    ['com.example.contact', false],
    ['com.example.app10', false],
    ['com.example.contact.2', true],
    ['2024-01-31.com.example.contact', true],
    ['com.example.contact copy', true],
    ['backup', true],
  ];
  for (const [application, readsFiles] of applications) {
    it(`the files of ${application} are ${readsFiles ? '' : 'not '}read to list them`, () => {
      const id = deriveSessionId({ teamId: '', applicationId: application, deviceId: 'a' });
      fs.mkdirSync(path.join(temporary(), application));
      fs.writeFileSync(path.join(temporary(), application, id), '{}');
      const reader = new CountingReader();
      listFolder(temporary(), reader);
      listApplication(temporary(), application, reader);
      assert.equal(reader.count > 0, readsFiles);
    });
  }

  class CountingReader extends SessionFileReader {
    count = 0;

    override read(file: string, isUndated?: boolean) {
      this.count++;
      return super.read(file, isUndated);
    }
  }
});
