import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SWITCHES } from '../../src/server/systems/mendix/mendixOptions';
import { titlesIn } from '../support/testTitles';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

/** Rows that name a test: the cell before the file, the file, the title, and the switches. */
function rowsIn(markdown: string): { what: string; file: string; title: string; switches: string[] }[] {
  return markdown.split('\n').flatMap((line) => {
    const [, what = '', file = '', title = '', switches = ''] = line.split('|').map((cell) => cell.trim());
    if (!/^`mendix\w+\.test\.ts`$/.test(file)) return [];
    const named = [...switches.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const name = file.replaceAll('`', '');
    return [{ what, file: `${name === 'mendixPage.test.ts' ? 'browser' : 'server'}/${name}`, title, switches: named }];
  });
}

describe('docs/mendix.md', () => {
  const rows = rowsIn(read('docs/mendix.md'));

  it('docs/mendix.md names for each sentence, each row of the flow and each kind of client a test that is there', async function () {
    this.timeout(60_000);
    assert.ok(rows.length > 45, String(rows.length));
    const files = [...new Set(rows.map(({ file }) => file))];
    const there = new Set((await titlesIn(files)).map(({ file, title }) => `${file} ${title}`));
    assert.deepEqual(
      rows.filter(({ file, title }) => !there.has(`${file} ${title}`)),
      [],
    );
  });

  it('docs/mendix.md names a switch only where there is one, and says each sentence with each test once', () => {
    const unknown = rows.flatMap(({ switches }) => switches).filter((name) => !(name in SWITCHES));
    assert.deepEqual(unknown, []);
    const said = rows.map(({ what, title }) => `${what}|${title}`);
    assert.deepEqual(said, [...new Set(said)]);
  });

  it('docs/switches.md has a row for each switch of Mendix, with its default', () => {
    const rowsOfSwitches = read('docs/switches.md').split('\n');
    for (const [name, value] of Object.entries(SWITCHES)) {
      const row = `- \`${name}\`, default: \`${JSON.stringify(value)}\`. `;
      assert.ok(
        rowsOfSwitches.some((line) => line.startsWith(row)),
        row,
      );
    }
    const { properties } = JSON.parse(read('schemas/server.schema.json')).definitions.mendixSwitches;
    const defaults = Object.entries(properties).map(([name, schema]) => [
      name,
      (schema as { default: unknown }).default,
    ]);
    assert.deepEqual(Object.fromEntries(defaults), SWITCHES);
  });
});
