import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { imageSize } from 'image-size';
import JSZip from 'jszip';
import { readMarkdown } from '../contract/markdown';
import { readerOf } from '../contract/references';
import { DeadAddresses, isPicture } from './deadAddresses';

const root = path.resolve(__dirname, '../../..');
const INSIDE = 'extension/';

/** Where addresses of our own stand in the repository besides what is in the VSIX. */
const FOLDERS = ['docs', 'media', 'schemas', '.github', 'src'];
const TEXT = /\.(?:md|json|ya?ml|tsx?)$/;

function textsIn(folder: string): string[] {
  const names = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${folder}/${name.split(path.sep).join('/')}`).filter((name) => TEXT.test(name));
}

describe('the VSIX as it is published', () => {
  let folder: string;
  let files: ReadonlyMap<string, string>;
  let said: string;
  let bytes: number;
  const there = new DeadAddresses(readerOf(root), JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')));

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-vsix-'));
    const file = path.join(folder, 'session-workbench.vsix');
    // dist/ is what other tests use at the same time, so nothing is built anew. No flag hides a problem.
    const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
    const ended = await promisify(execFile)(process.execPath, [vsce, 'package', '--out', file], { cwd: root });
    said = `${ended.stdout}${ended.stderr}`;
    bytes = fs.statSync(file).size;
    const zip = await JSZip.loadAsync(fs.readFileSync(file));
    const inside = Object.values(zip.files).filter(({ name, dir }) => !dir && name.startsWith(INSIDE));
    files = new Map(
      await Promise.all(
        inside.map(
          async (each): Promise<[string, string]> => [
            each.name.slice(INSIDE.length),
            each.name.endsWith('.md') ? await each.async('string') : '',
          ],
        ),
      ),
    );
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const documents = () => [...files].filter(([name]) => name.endsWith('.md'));
  const readme = () => documents().find(([name]) => /^readme\./i.test(name))?.[1] ?? '';

  it('vsce packages the extension without a flag and without a complaint, except of the number of files', () => {
    // The chunks are many so that the start of a window reads few bytes: what they have in common is in files of its own.
    const complaints = said.match(/^ *(?:WARNING|ERROR) .*$/gm) ?? [];
    assert.deepEqual(
      complaints.filter((each) => !/This extension consists of \d+ files/.test(each)),
      [],
    );
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    assert.match(scripts.package, /\bvsce package --out session-workbench\.vsix$/);
  });

  it('each relative link and anchor of a document in the VSIX leads to what is in the VSIX', () => {
    assert.ok(documents().length > 5);
    const dead = documents().flatMap(([name, text]) =>
      readMarkdown(text)
        .links.filter((link) => !/^[a-z][\w+.-]*:/i.test(link))
        .filter((link) => {
          const [target = '', anchor] = decodeURI(link).split('#');
          const whole = target === '' ? name : path.posix.join(path.posix.dirname(name), target);
          const found = files.get(whole);
          if (found === undefined) return ![...files.keys()].some((each) => each.startsWith(`${whole}/`));
          return anchor !== undefined && !readMarkdown(found).anchors.has(anchor);
        })
        .map((link) => `${name}: ${link}`),
    );
    assert.deepEqual(dead, []);
  });

  it('each address of our own repository in a document of the VSIX leads to a file and a heading that are there', () => {
    const dead = documents().flatMap(([name, text]) => there.deadIn(text).map((each) => `${name}: ${each}`));
    assert.deepEqual(dead, []);
    assert.ok(there.known(readme()).length > 20);
  });

  it('the pictures of the README have https addresses, and are in the VSIX too', () => {
    const pictures = readMarkdown(readme()).links.filter(isPicture);
    assert.ok(pictures.length > 1);
    for (const each of pictures) {
      const file = there.fileOf(each);
      assert.ok(file !== undefined && files.has(file), each);
    }
  });

  it('the first picture of the README moves, is wide enough for its words, and is there soon', () => {
    const [first = ''] = readMarkdown(readme()).links.filter(isPicture);
    const gif = fs.readFileSync(path.join(root, there.fileOf(first) ?? first));
    const { type, width } = imageSize(gif);
    assert.deepEqual([type, width], ['gif', 1000]);
    assert.ok(gif.length < 1_500_000, String(gif.length));
    // Each picture in it begins with how long it is shown.
    assert.ok(gif.toString('latin1').split('\x21\xf9\x04').length > 6);
  });

  it('the VSIX is no larger than the README says', () => {
    const [, most] = /the VSIX has less than (\d+) MB/.exec(readme()) ?? [];
    // A build for tests is not made small.
    if (fs.readFileSync(path.join(root, 'dist/cli.js'), 'utf8').includes('//# sourceMappingURL=')) return;
    assert.ok(
      most !== undefined && bytes < Number(most) * 1_000_000 && bytes > (Number(most) - 2) * 1_000_000,
      String(bytes),
    );
  });

  it('each address of our own repository in code and documents leads to a file and a heading that are there', () => {
    const own = [...fs.readdirSync(root).filter((name) => TEXT.test(name)), ...FOLDERS.flatMap(textsIn)];
    const dead = own.flatMap((name) => {
      const text = fs.readFileSync(path.join(root, name), 'utf8');
      return there.deadIn(text).map((each) => `${name}: ${each}`);
    });
    assert.deepEqual(dead, []);
  });
});

describe('the search for dead addresses', () => {
  const texts: Record<string, string> = { 'docs/a.markdown': '# One\n', 'docs/a.png': '', docs: '' };
  const home = 'https://github.com/o/r';
  const there = new DeadAddresses((file) => texts[file], { repository: { url: `git+${home}.git` } });

  for (const [what, address, isDead] of [
    ['a file', '/blob/HEAD/docs/a.markdown', false],
    ['a file that is not there', '/blob/HEAD/docs/b.markdown', true],
    ['a heading', '/blob/HEAD/docs/a.markdown#one', false],
    ['a heading that is not there', '/blob/main/docs/a.markdown#two', true],
    ['a picture', '/raw/HEAD/docs/a.png', false],
    ['a folder', '/tree/HEAD/docs', false],
    ['a page of GitHub', '/security/advisories/new', false],
    ['a page that GitHub does not have', '/wiki/a', true],
    ['a file by a short way', '/docs/a.markdown', false],
    ['the repository', '', false],
  ] as const) {
    it(`the search for dead addresses ${isDead ? 'finds' : 'leaves alone'} ${what}: ${address}`, () => {
      const text = `[c](${home}${address}), and https://github.com/other/r/blob/HEAD/gone.txt`;
      assert.deepEqual(there.deadIn(text), isDead ? [`${home}${address}`] : []);
    });
  }
});
