import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readMarkdown } from './markdown';
import { References, readerOf } from './references';

const root = path.resolve(__dirname, '../../..');

/** It shows what is found. */
const EXAMPLES = 'test/contract/references.test.ts';

/** Where people and code refer to something; what is made or fetched is not looked at. */
const FOLDERS = ['src', 'test', 'schemas', 'media', 'docs'];
const MADE = /(?:^|\/)(?:node_modules|\.vscode-test|out|dist)\//;

function filesOf(folder: string): string[] {
  const names = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${folder}/${name.split(path.sep).join('/')}`).filter((name) => !MADE.test(name));
}

describe('references', () => {
  const files = [
    ...fs.readdirSync(root).filter((name) => /\.(?:md|js|json)$/.test(name) && name !== 'package-lock.json'),
    ...FOLDERS.flatMap(filesOf),
  ];

  it('references are looked for in code, tests, schemas and documents', () => {
    for (const file of ['README.md', 'CONTRIBUTING.md', 'docs/README.md', 'src/extension.ts', 'schemas/openapi.json']) {
      assert.ok(files.includes(file), file);
    }
  });

  it('references lead to a file and a heading that are there, and to no document outside the repository', () => {
    const references = new References(files, readerOf(root));
    const dead = files.filter((file) => file !== EXAMPLES).flatMap((file) => references.deadIn(file));
    assert.deepEqual(
      dead.map(({ file, line, reference }) => `${file}:${line} ${reference}`),
      [],
    );
  });

  it('the index leads to every document', () => {
    const links = readMarkdown(fs.readFileSync(path.join(root, 'docs/README.md'), 'utf8')).links;
    const documents = filesOf('docs').filter((name) => name.endsWith('.md') && name !== 'docs/README.md');
    const missing = documents.filter((name) => !links.includes(name.slice('docs/'.length)));
    assert.deepEqual(missing, []);
  });
});

describe('the search for references that lead nowhere', () => {
  const there: Record<string, string> = {
    'docs/a.md': '# One\n\n## Two `words.here`\n\n## One\n',
    'src/b.md': '# B\n',
    'src/folder': '',
  };
  const found = (file: string, text: string) => {
    const all: Record<string, string> = { ...there, [file]: text };
    return new References(Object.keys(all), (name) => all[name])
      .deadIn(file)
      .map(({ line, reference }) => `${line} ${reference}`);
  };

  for (const [what, file, text, dead] of [
    ['a document that is not there', 'src/c.ts', '\n// See docs/gone.md.', ['2 docs/gone.md']],
    ['a heading that is not there', 'src/c.ts', '/** docs/a.md#three */', ['1 docs/a.md#three']],
    ['a document in a text', 'src/c.ts', "open('docs/gone.md')", ['1 docs/gone.md']],
    ['a document by a name that no file has', 'src/c.ts', "join(media, 'gone.md')", ['1 gone.md']],
    ['a heading that no file of the name has', 'src/c.ts', '// a.md#three', ['1 a.md#three']],
    ['a document in a schema', 'schemas/a.json', '{"description": "See docs/gone.md."}', ['1 docs/gone.md']],
    ['a link to a file that is not there', 'docs/c.md', '[c](gone.md)', ['1 gone.md']],
    ['a link to a heading that is not there', 'docs/c.md', 'x\n\n[c](a.md#three)', ['3 a.md#three']],
    ['a link to a heading of the page itself', 'docs/c.md', '# C\n[c](#d)', ['2 #d']],
    ['a link out of the repository', 'docs/c.md', '[c](../../a.md)', ['1 ../../a.md']],
    ['a picture that is not there', 'docs/c.md', '![c](gone.png)', ['1 gone.png']],
    ['a link in HTML', 'docs/c.md', '<a href="gone.md">c</a>', ['1 gone.md']],
    ['a link by a name that is not defined', 'docs/c.md', 'as [docs] has it', ['1 [docs]']],
    ['a paper by its name', 'src/c.ts', '/** As DESIGN says. */', ['1 DESIGN']],
    ['a paper by its name, over two lines', 'src/c.ts', '/**\n * As it is (seed\n * 002).\n */', ['1 seed 002']],
    ['a row of a table', 'src/c.ts', '/** H12: who is a guest. */', ['1 H12']],
    ['a row of a table in brackets', 'src/c.ts', '// Another user (A3.4) begins anew.', ['1 A3.4', '1 (A3.4)']],
    ['a row of a table in a text', 'src/c.ts', "note('It stays so (H5).')", ['1 (H5)']],
    ['a paper in a document', 'docs/c.md', 'As DESIGN, section 3, has it.', ['1 DESIGN', '1 section 3']],
    ['a file of somebody else’s code', 'src/c.ts', '// Without a team (appID.4dm).', ['1 appID.4dm']],
    ['an issue of some tracker', 'src/c.ts', '// Mails go out twice (issues 2 and 3).', ['1 issues 2']],
    ['a section of something', 'src/c.ts', '// See section 3.', ['1 section 3']],
  ] as const) {
    it(`the search for dead references finds ${what}`, () => {
      assert.deepEqual(found(file, text), dead);
    });
  }

  for (const [what, file, text] of [
    ['a document that is there', 'src/c.ts', '// docs/a.md, docs/a.md#one; docs/a.md#two-wordshere.'],
    ['the second of two headings with one name', 'src/c.ts', '// docs/a.md#one-1'],
    ['a file by its name alone', 'test/c.ts', "// b.md; join(media, 'a.md')"],
    ['a section of a standard', 'src/c.ts', '// RFC 6901, section 5'],
    ['a web address', 'src/c.ts', '// https://example.com/docs/gone.md#x'],
    ['a link to a folder', 'src/c.md', '[c](folder)'],
    ['a link by a name that is defined', 'docs/c.md', '[docs]\n\n[docs]: https://example.com/'],
    ['a link in code', 'docs/c.md', '`[c](gone.md)`\n\n```md\n[c](gone.md)\n```'],
    ['a version of 4D, or a key', 'src/c.ts', '// Since 4D 20 R9; the key F1; U+D83D'],
    ['a value that looks like a row', 'src/c.ts', "const device = { id: 'D1' };"],
  ] as const) {
    it(`the search for dead references leaves alone ${what}`, () => {
      assert.deepEqual(found(file, text), []);
    });
  }
});
