import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { titlesIn } from '../support/testTitles';

const HERE = path.resolve(__dirname, '../../../test/server');

interface Row {
  readonly sentence: string;
  readonly file: string;
  readonly title: string;
}

function rowsIn(markdown: string): Row[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:---|Sentence)/.test(line))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      assert.equal(cells.length, 5, line);
      const [, sentence = '', file = '', title = ''] = cells;
      return { sentence, file: file.replaceAll('`', ''), title };
    });
}

describe('web-sessions.md', () => {
  const rows = rowsIn(fs.readFileSync(path.join(HERE, 'web-sessions.md'), 'utf8'));

  it('web-sessions.md names for each sentence a test that is there', async () => {
    assert.ok(rows.length > 60);
    const files = [...new Set(rows.map(({ file }) => `server/${file}`))];
    const there = new Set((await titlesIn(files)).map(({ file, title }) => `${file} ${title}`));
    const missing = rows.filter(({ file, title }) => !there.has(`server/${file} ${title}`));
    assert.deepEqual(missing, []);
  });

  it('web-sessions.md says each sentence with each test once', () => {
    const said = rows.map(({ sentence, file, title }) => `${sentence}|${file}|${title}`);
    assert.deepEqual(said, [...new Set(said)]);
    assert.ok(rows.every(({ sentence }) => sentence !== ''));
  });
});
