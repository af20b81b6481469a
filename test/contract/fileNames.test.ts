import assert from 'node:assert/strict';
import path from 'node:path';
import { filesIn } from '../support/filesIn';

/** Names that many folders have, and why each of them says enough there. */
const ONCE_A_FOLDER: Readonly<Record<string, string>> = {
  'tsconfig.json': 'the compiler looks for it',
  'main.ts': 'where a bundle begins',
  'systems.ts': 'the list of systems of one room',
  'note.ts': 'the notes of one system, by its own reason codes',
  'options.schema.json': 'the options of one system',
  'openapi.json': 'the control API of one system',
  'scenario.schema.json': 'the words of the scenario language for one system, and the frame of them',
};

describe('the names of files', () => {
  it('a file in src has a name that no other file has, so that a tab or a stack trace says which it is', () => {
    assert.deepEqual(sharedNames(filesIn('src')), []);
  });

  it('a name that folders may share is one that they do share', () => {
    const names = filesIn('src').map((file) => path.posix.basename(file));
    const needless = Object.keys(ONCE_A_FOLDER).filter((name) => names.filter((each) => each === name).length < 2);
    assert.deepEqual(needless, []);
  });

  for (const [what, files, shared] of [
    ['in two folders', ['a/run.ts', 'b/run.ts'], ['a/run.ts, b/run.ts']],
    ['in a folder and in one below it', ['a/run.ts', 'a/b/run.ts'], ['a/run.ts, a/b/run.ts']],
    ['that only its case tells apart', ['a/runText.ts', 'b/RunText.ts'], ['a/runText.ts, b/RunText.ts']],
    ['that only its ending tells apart', ['a/run.ts', 'b/run.tsx'], ['a/run.ts, b/run.tsx']],
    ['three times', ['a/run.ts', 'b/run.ts', 'c/run.ts'], ['a/run.ts, b/run.ts, c/run.ts']],
    ['that folders may share', ['a/note.ts', 'b/note.ts'], []],
    ['of another sort', ['a/run.ts', 'b/run.json'], []],
    ['that begins with another', ['a/run.ts', 'b/runText.ts'], []],
  ] as const) {
    it(`a name ${what} is ${shared.length > 0 ? 'found' : 'allowed'}`, () => {
      assert.deepEqual(sharedNames(files), shared);
    });
  }
});

/** Files of one name, each group in a line. */
function sharedNames(files: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const name = path.posix.basename(file);
    if (name in ONCE_A_FOLDER) continue;
    const key = name.toLowerCase().replace(/(\.d)?\.tsx?$/, '.ts');
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => group.join(', '));
}
