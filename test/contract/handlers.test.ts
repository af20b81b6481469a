import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { HANDLER_CODES } from '../../src/core/handlers/handlerFinding';
import { shippedPatterns } from '../support/shippedPatterns';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

describe('the explanation of request handlers', () => {
  it('handlers.md has a heading for every code, which the link in Problems leads to', () => {
    const headings = [...read('media/handlers.md').matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    assert.deepEqual(headings, [...HANDLER_CODES]);
  });

  it('handlers.md is shipped, with the types and the examples', () => {
    const shipped = shippedPatterns();
    for (const file of ['media/handlers.md', 'media/types/*.d.ts', 'media/examples', 'schemas/*.json']) {
      assert.ok(shipped.includes(file), file);
    }
  });
});
