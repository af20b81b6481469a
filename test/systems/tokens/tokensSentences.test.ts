import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { titlesIn } from '../../support/testTitles';

const root = path.resolve(__dirname, '../../../..');
const page = fs.readFileSync(path.join(root, 'docs/tokens.md'), 'utf8');
const { properties } = JSON.parse(fs.readFileSync(path.join(root, 'schemas/server.schema.json'), 'utf8')).definitions
  .tokens as { properties: Record<string, unknown> };

/** Rows that name a test: the cell before the file, the file, the title, and what the last cell names. */
function rowsIn(markdown: string): { what: string; file: string; title: string; named: string[] }[] {
  return markdown.split('\n').flatMap((line) => {
    const [, what = '', file = '', title = '', last = ''] = line.split('|').map((cell) => cell.trim());
    if (!/^`\w+\.test\.ts`$/.test(file)) return [];
    const name = file.replaceAll('`', '');
    const folder = ['systems/tokens', 'scenario', 'host', 'browser', 'webview'].find((each) =>
      fs.existsSync(path.join(root, 'test', each, name)),
    );
    const named = [...last.matchAll(/`([\w.-]+)`/g)].map(([, each = '']) => each);
    return [{ what, file: `${folder}/${name}`, title, named }];
  });
}

describe('docs/tokens.md', () => {
  const rows = rowsIn(page);

  it('docs/tokens.md names for each sentence of the guide and each row of the table a test that is there', async () => {
    assert.ok(rows.length > 80, String(rows.length));
    const files = [...new Set(rows.map(({ file }) => file))];
    const there = new Set((await titlesIn(files)).map(({ file, title }) => `${file} ${title}`));
    assert.deepEqual(
      rows.filter(({ file, title }) => !there.has(`${file} ${title}`)),
      [],
    );
  });

  it('docs/tokens.md names flows and options only where there are some, and says each sentence with each test once', () => {
    const unknown = rows
      .flatMap(({ named }) => named)
      .filter((name) =>
        name.startsWith('tokens-')
          ? !fs.existsSync(path.join(root, `media/scenarios/${name}.scenario.json`))
          : !(name in properties),
      );
    assert.deepEqual(unknown, []);
    const said = rows.map(({ what, title }) => `${what}|${title}`);
    assert.deepEqual(said, [...new Set(said)]);
  });
});
