import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn } from '../support/filesIn';

const root = path.resolve(__dirname, '../../..');

/** What of VS Code is used in one file alone, which adds what it must never be without. */
const ONE_WAY: readonly { what: string; pattern: RegExp; file: string; why: string }[] = [
  {
    what: 'translations',
    pattern: /\bvscode\.l10n\b|\bl10n\b[^;\n]*\} = vscode\b/,
    file: 'src/vscode/host/l10n.ts',
    why: 'makes texts from elsewhere visible',
  },
  {
    what: 'lists to choose from',
    pattern: /\bshowQuickPick\b/,
    file: 'src/vscode/host/pick.ts',
    why: 'makes texts from elsewhere visible',
  },
  {
    what: 'dialogs for files',
    pattern: /\bshow(Open|Save)Dialog\b/,
    file: 'src/vscode/host/placedDialogs.ts',
    why: 'begins where the user works',
  },
];

describe('what of VS Code has one way', () => {
  const files = filesIn('src', /\.ts$/);

  for (const { what, pattern, file, why } of ONE_WAY) {
    it(`${what} are used in ${file} alone, which ${why}`, () => {
      const users = files.filter((name) => pattern.test(fs.readFileSync(path.join(root, name), 'utf8')));
      assert.deepEqual(users, [file]);
    });
  }
});
