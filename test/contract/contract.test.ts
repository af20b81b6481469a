import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { WHOLE_CONTRACT } from '../../src/vscode/wholeContract';
import { contractProblems, type Surroundings } from './contractCheck';
import type { Manifest } from './manifestShape';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => {
  const place = path.join(root, file);
  return fs.existsSync(place) ? fs.readFileSync(place, 'utf8') : undefined;
};
const readJson = (file: string) => JSON.parse(read(file) ?? '');

describe('the contract', () => {
  const manifest: Manifest = readJson('package.json');
  const around: Surroundings = {
    texts: readJson('package.nls.json'),
    options: readJson('schemas/server.schema.json'),
    read,
  };

  it('says what the manifest says, and the manifest what it says', () => {
    assert.deepEqual(contractProblems(manifest, around, WHOLE_CONTRACT), []);
  });
});
