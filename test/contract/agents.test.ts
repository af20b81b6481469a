import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { agentTools } from '../../src/agent/agentTools';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

describe('what is said of agents', () => {
  it('the guide has a row for each tool, and for no other', () => {
    const told = [...read('docs/agents.md').matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name);
    const there = agentTools().map(({ name }) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    assert.deepEqual(told.toSorted(), there.toSorted());
  });
});
