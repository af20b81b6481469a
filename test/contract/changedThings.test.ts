import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { CHANGED_THINGS } from '../../src/core/systemWords';
import { filesIn } from '../support/filesIn';

const root = path.resolve(__dirname, '../../..');
/** Where the server notes a change, with the kind as a text. */
const NOTED = /\btrace\.changed\(\s*'(\w+)'/g;

describe('the things that the journal tells of', () => {
  it('each thing that the server changes has a name that people see, and no other has', () => {
    const noted = filesIn('src/server', /\.ts$/).flatMap((file) =>
      [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(NOTED)].map(([, kind = '']) => kind),
    );
    assert.deepEqual(Object.keys(CHANGED_THINGS).sort(), [...new Set(noted)].sort());
  });
});
