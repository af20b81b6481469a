import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SWITCHES } from '../../../src/server/systems/mendix/mendixOptions';
import { titlesIn } from '../../support/testTitles';

const root = path.resolve(__dirname, '../../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');

/** Rows that name a test: the cell before the file, the file, the title, and the switches. */
function rowsIn(
  markdown: string,
): { what: string; file: string; title: string; switches: string[]; flows: string[] }[] {
  return markdown.split('\n').flatMap((line) => {
    const [, what = '', file = '', title = '', switches = ''] = line.split('|').map((cell) => cell.trim());
    if (!/^`mendix\w+\.test\.ts`$/.test(file)) return [];
    const named = [...switches.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    const name = file.replaceAll('`', '');
    const flows = [...switches.matchAll(/`(mendix-[\w-]+)`/g)].map(([, flow = '']) => flow);
    const folder = ['systems/mendix', 'browser', 'webview'].find((each) =>
      fs.existsSync(path.join(root, 'test', each, name)),
    );
    return [{ what, file: `${folder}/${name}`, title, switches: named, flows }];
  });
}

describe('docs/mendix.md', () => {
  const rows = rowsIn(read('docs/mendix.md'));

  it('docs/mendix.md names for each sentence, each row of the flow and each kind of client a test that is there', async () => {
    assert.ok(rows.length > 45, String(rows.length));
    const files = [...new Set(rows.map(({ file }) => file))];
    const there = new Set((await titlesIn(files)).map(({ file, title }) => `${file} ${title}`));
    assert.deepEqual(
      rows.filter(({ file, title }) => !there.has(`${file} ${title}`)),
      [],
    );
  });

  it('docs/mendix.md has every row of the course of a login, every kind of client before and since 10.9, and flows that are there', () => {
    const facts = read('docs/facts/mendix.md');
    const section = (heading: string) => facts.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const numbers = [...section('The course of a login with a token').matchAll(/^(\d)\. /gm)].map(([, each]) => each);
    const kinds = [...section('Kinds of clients').matchAll(/^\| (\w+) \| .+ \| (.+) \|$/gm)].slice(1);
    const variants = kinds.flatMap(([, kind = '', since]) =>
      since === 'the same' && kind === 'anonymous' ? [kind] : [`${kind}, before 10.9`, `${kind}, since 10.9`],
    );
    const wanted = [...numbers, ...variants, 'offline logout'];
    assert.ok(numbers.length === 7 && variants.length === 7, wanted.join());
    const said = rows.filter(({ flows, what }) => flows.length > 0 || wanted.includes(what));
    assert.deepEqual(said.map(({ what }) => what).sort(), wanted.sort());
    const flows = said.flatMap((row) => row.flows);
    assert.deepEqual(
      flows.filter((flow) => !fs.existsSync(path.join(root, `media/scenarios/${flow}.scenario.json`))),
      [],
    );
  });

  it('docs/mendix.md names a switch only where there is one, and says each sentence with each test once', () => {
    const unknown = rows.flatMap(({ switches }) => switches).filter((name) => !(name in SWITCHES));
    assert.deepEqual(unknown, []);
    const said = rows.map(({ what, title }) => `${what}|${title}`);
    assert.deepEqual(said, [...new Set(said)]);
  });

  it('docs/mendix.md has a row for each switch of Mendix, with its default', () => {
    const rowsOfSwitches = read('docs/mendix.md').split('\n');
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
