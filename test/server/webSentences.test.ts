import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

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

/** The titles of all tests in compiled files: nothing of them is run. */
async function titlesIn(files: readonly string[]): Promise<Map<string, Set<string>>> {
  const mocha = require.resolve('mocha/bin/mocha.js');
  const compiled = files.map((file) => path.join(__dirname, file.replace(/\.ts$/, '.js')));
  const options = { maxBuffer: 64 * 1024 * 1024, cwd: path.resolve(HERE, '../..') };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [mocha, '--dry-run', '--reporter', 'json', ...compiled],
    options,
  );
  const { tests } = JSON.parse(stdout) as { tests: { title: string; file: string }[] };
  const titles = new Map<string, Set<string>>(files.map((file) => [file, new Set()]));
  for (const { title, file } of tests) titles.get(path.basename(file).replace(/\.js$/, '.ts'))?.add(title);
  return titles;
}

describe('web-sessions.md', () => {
  const rows = rowsIn(fs.readFileSync(path.join(HERE, 'web-sessions.md'), 'utf8'));

  it('web-sessions.md names for each sentence a test that is there', async function () {
    this.timeout(60_000);
    assert.ok(rows.length > 60);
    const titles = await titlesIn([...new Set(rows.map(({ file }) => file))]);
    const missing = rows.filter(({ file, title }) => !titles.get(file)?.has(title));
    assert.deepEqual(missing, []);
  });

  it('web-sessions.md says each sentence with each test once', () => {
    const said = rows.map(({ sentence, file, title }) => `${sentence}|${file}|${title}`);
    assert.deepEqual(said, [...new Set(said)]);
    assert.ok(rows.every(({ sentence }) => sentence !== ''));
  });
});
