import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { EVENTS, EXPECTATIONS } from '../../src/core/systems';
import { readMarkdown } from './markdown';

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

  for (const [member, heading] of [
    ['event', 'Events'],
    ['expect', 'Expectations'],
  ] as const) {
    it(`docs/scenarios.md has what scenarios may say in "${member}", or leads to the page that has it`, () => {
      const docs = path.resolve(systems, '../../../docs');
      const page = readMarkdown(fs.readFileSync(path.join(docs, 'scenarios.md'), 'utf8'));
      const section = page.section(heading.toLowerCase()) ?? '';
      const linked = [...section.matchAll(/\]\((\w+)\.md#([\w-]+)\)/g)].map(([, file, anchor]) => {
        const there = readMarkdown(fs.readFileSync(path.join(docs, `${file}.md`), 'utf8'));
        return there.section(String(anchor)) ?? '';
      });
      const told = [section, ...linked].join('\n');
      const missing = described(member).filter((name) => !told.includes(`| \`${name}\` |`));
      assert.deepEqual(missing, []);
    });
  }
});
