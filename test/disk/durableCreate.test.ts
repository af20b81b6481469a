import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SessionStore } from '../../src/disk/sessionStore';
import { FileExistsError } from '../../src/disk/writeErrors';
import { temporaryFolder } from './temporaryFolder';

describe('SessionStore without durableCreate', () => {
  const temporary = temporaryFolder();

  it('a store without durableCreate makes whole files, never over another, and leaves nothing else', async () => {
    const folder = path.join(temporary(), 'MobileApps');
    fs.mkdirSync(folder);
    const store = new SessionStore({ folder, durableCreate: false });
    const file = path.join(folder, 'com.example.app', '0a');
    const attempts = ['first', 'second', 'third'].map((text) => store.create(file, Buffer.from(text)));
    const outcomes = await Promise.allSettled(attempts);
    const refused = outcomes.filter((each) => each.status === 'rejected');
    assert.equal(refused.length, 2);
    for (const { reason } of refused) assert.ok(reason instanceof FileExistsError);
    assert.ok(['first', 'second', 'third'].includes(fs.readFileSync(file, 'utf8')));
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['0a']);
  });
});
