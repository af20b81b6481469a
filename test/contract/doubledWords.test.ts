import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** In one line: what begins the next line of a list or of a drawing may be the same word. */
const TWICE = /(?<![\w“"`'-])([a-z]{2,}) \1(?![\w-])/g;

function filesIn(folder: string, ending: RegExp): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/node_modules|\.vscode-test/.test(name))
    .map((name) => path.join(folder, name));
}

/** The texts of a program: what stands between quotes. */
function textsOf(source: string): string[] {
  return source.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
}

describe('words that stand twice', () => {
  it('no message of a program has a word twice', () => {
    const found = filesIn('src', /\.ts$/).flatMap((file) =>
      textsOf(fs.readFileSync(path.join(root, file), 'utf8')).flatMap((text) =>
        [...text.matchAll(TWICE)].map(([words]) => `${file}: ${words}`),
      ),
    );
    assert.deepEqual(found, []);
  });

  it('no text of the manifest, of a schema and of a document has a word twice', () => {
    const files = [
      'package.json',
      'package.nls.json',
      'README.md',
      'CHANGELOG.md',
      'SECURITY.md',
      'SUPPORT.md',
      'CONTRIBUTING.md',
      ...filesIn('src', /\.json$/),
      ...filesIn('docs', /\.md$/),
      ...filesIn('media', /\.md$/),
    ];
    const found = files.flatMap((file) =>
      [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(TWICE)].map(([words]) => `${file}: ${words}`),
    );
    assert.deepEqual(found, []);
  });
});
