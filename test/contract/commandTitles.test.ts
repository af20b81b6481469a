import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const readJson = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
const commands: readonly { readonly command: string; readonly title: string }[] =
  readJson('package.json').contributes.commands;

/** What commands are about. In the palette a title stands alone, without the row that says what it is of. */
const NOUNS =
  /\b(Sessions?|Applications?|MobileApps Folder|Sample Folder|File or Folder|Scenario|Flow|Findings?|Preview|Connection Token|Handler Code|Dev Server|Extension|Clock|Journal|Setting That Decided|Mail|Fault|Passcode|Push|Changes?|Duplicate Devices|Mendix (User|Sessions?|Token)|Token Server User)\b/;

function titlesIn(language: string): string[] {
  const texts = readJson(`package.nls${language}.json`) as Record<string, string>;
  return commands.map(({ title }) => texts[title.slice(1, -1)] ?? '');
}

describe('the titles of commands', () => {
  for (const [language, name] of [
    ['', 'English'],
    ['.fr', 'French'],
    ['.ja', 'Japanese'],
  ] as const) {
    it(`no two commands have the same title in ${name}`, () => {
      const titles = titlesIn(language);
      assert.deepEqual(
        titles.filter((title, at) => titles.indexOf(title) !== at),
        [],
      );
    });
  }

  it('each title says what the command is about', () => {
    assert.deepEqual(
      titlesIn('').filter((title) => !NOUNS.test(title)),
      [],
    );
  });
});
