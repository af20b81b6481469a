import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readMarkdown } from './markdown';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

/** A test that a promise names: words of its title, and its file. */
const TEST = /\[([^\]]+)\]\((test\/[^)]+\.test\.ts)\)/g;

describe('SECURITY.md', () => {
  const document = readMarkdown(read('SECURITY.md'));
  const rows = (document.section('what-is-promised') ?? '').split('\n').filter((line) => line.startsWith('| '));
  const promises = rows.slice(2).map((row) => ({ row, tests: [...row.matchAll(TEST)] }));

  it('every promise of SECURITY.md names tests that hold it', () => {
    assert.ok(promises.length > 10);
    for (const { row, tests } of promises) assert.ok(tests.length > 0, row);
  });

  it('every test that SECURITY.md names has these words in its title', () => {
    for (const [, words = '', file = ''] of promises.flatMap(({ tests }) => tests)) {
      const titles = [...read(file).matchAll(/\b(?:it|onPosix)\(\s*(['"`])(.*?)\1,/g)].map(([, , title = '']) => title);
      assert.ok(
        titles.some((title) => title.includes(words)),
        `${file} has no test with the title “${words}”`,
      );
    }
  });

  it('README and CONTRIBUTING lead to SECURITY.md', () => {
    for (const file of ['README.md', 'CONTRIBUTING.md'])
      assert.ok(readMarkdown(read(file)).links.includes('SECURITY.md'), file);
  });

  it('SECURITY.md says whose rights everything has, what is not promised, and how to report', () => {
    for (const anchor of ['what-runs-with-whose-rights', 'what-is-not-promised', 'how-to-report'])
      assert.ok(document.section(anchor), anchor);
  });
});
