import assert from 'node:assert/strict';
import { linkedStep, stepLink } from '../../../src/core/scenario/stepLink';

const FILES = ['a.scenario.json', 'flows/deep/b c.json', 'flows/é & ü=1%25.json', 'flows/[x] {y}#z.json', '使/い.json'];

/** What no link of a report has: a path, and a query as VS Code decodes it. */
const HOSTILE: readonly (readonly [path: string, query: string])[] = [
  ['/step', ''],
  ['/run', 'file=a.json&line=1&column=1'],
  ['/step', 'file=/etc/passwd.json&line=1&column=1'],
  ['/step', 'file=../a.json&line=1&column=1'],
  ['/step', 'file=flows/../../a.json&line=1&column=1'],
  ['/step', 'file=flows//a.json&line=1&column=1'],
  ['/step', 'file=C:/a.json&line=1&column=1'],
  ['/step', 'file=flows\\a.json&line=1&column=1'],
  ['/step', 'file=**/a.json&line=1&column=1'],
  ['/step', 'file=a.sh&line=1&column=1'],
  ['/step', 'file=a\u0000.json&line=1&column=1'],
  ['/step', 'file=a\n.json&line=1&column=1'],
  ['/step', 'file=a.json&line=0&column=1'],
  ['/step', 'file=a.json&line=1e9&column=1'],
  ['/step', 'file=a.json&line=-1&column=1'],
  ['/step', 'file=a.json&line=99999999&column=1'],
  ['/step', 'file=a.json&line=1'],
  ['/step', 'file=a.json&line=1&column=1&command=run'],
  ['/step', `file=${'a/'.repeat(600)}a.json&line=1&column=1`],
];

describe('links to steps', () => {
  for (const file of FILES) {
    it(`a link to a step in ${file} leads to its place again`, () => {
      const step = { file, position: { line: 41, character: 2 } };
      const link = stepLink(step);
      assert.match(link, /^vscode:\/\/session-workbench\.session-workbench\/step\?file=[^\s"'<>]+&line=42&column=3$/);
      const [path = '', query = ''] = link.replace(/^vscode:\/\/[^/]+/, '').split(/\?(.*)/s);
      assert.deepEqual(linkedStep(path, decodeURIComponent(query)), step);
    });
  }

  it('a link that no report has names no step', () => {
    for (const [path, query] of HOSTILE) assert.equal(linkedStep(path, query), undefined, query.slice(0, 80));
  });
});
