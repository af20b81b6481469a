import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { EVENTS, EXPECTATIONS } from '../../src/core/systems';

const systems = path.resolve(__dirname, '../../../src/core/systems');

/** Members of `event` or `expect` that the systems have in their parts of the schema. */
function described(member: 'event' | 'expect'): string[] {
  return fs.readdirSync(systems).flatMap((name) => {
    const file = path.join(systems, name, 'scenario.schema.json');
    if (!fs.existsSync(file)) return [];
    return Object.keys(JSON.parse(fs.readFileSync(file, 'utf8'))[member] ?? {});
  });
}

describe('the words that systems add to scenarios', () => {
  for (const [member, registered] of [
    ['event', EVENTS],
    ['expect', EXPECTATIONS],
  ] as const) {
    it(`what the systems may say in "${member}" is what the code of the systems does, and nothing else`, () => {
      const words = described(member);
      assert.ok(words.length > 1);
      assert.deepEqual(words.sort(), Object.keys(registered).sort());
    });
  }
});
