import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { MADE_DOCUMENTS } from '../docs/madeDocuments';

const root = path.resolve(__dirname, '../../..');
const { assembled } = require(path.join(root, 'schemas/assemble.js')) as {
  assembled(src: string): Readonly<Record<string, string>>;
};
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

describe('what is made from the code', () => {
  for (const [file, make] of Object.entries(MADE_DOCUMENTS)) {
    it(`${file} says what the code says now (npm run docs)`, () => {
      assert.equal(read(file), make());
    });
  }

  for (const [file, text] of Object.entries(assembled(path.join(root, 'src')))) {
    it(`schemas/${file} is made of the parts beside the code (npm run build)`, () => {
      assert.equal(read(`schemas/${file}`), text);
    });
  }
});
