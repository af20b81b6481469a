import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { stepLink } from '../../src/core/scenario/stepLink';
import { openLinkedStep } from '../../src/vscode/scenarios/openLinkedStep';
import { TestWindow } from './testWindow';
import { closeEditors, workspaceRoot } from './workspace';

const TEXT = '{\n  "name": "Linked",\n  "steps": []\n}\n';

describe('links of a report in the window', () => {
  const window = new TestWindow();
  const project = 'stepLinks';
  const file = (...parts: string[]) => path.join(workspaceRoot(), project, ...parts);
  let outside: string;

  beforeEach(async () => {
    await closeEditors();
    fs.mkdirSync(file('flows'), { recursive: true });
    fs.writeFileSync(file('flows', 'a & b=1.scenario.json'), TEXT);
    outside = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'outside-')));
    fs.writeFileSync(path.join(outside, 'secret.json'), TEXT);
  });
  afterEach(async () => {
    await closeEditors();
    fs.rmSync(file(), { recursive: true, force: true });
    fs.rmSync(outside, { recursive: true, force: true });
  });

  const uriOf = (given: string) => vscode.Uri.parse(given, true);
  const opened = () => vscode.window.activeTextEditor;

  for (const [what, name] of [
    ['by its path in the workspace', `${project}/flows/a & b=1.scenario.json`],
    ['of a folder below, by its path there', 'flows/a & b=1.scenario.json'],
  ] as const) {
    it(`a link of a report opens the step of a scenario ${what}`, async () => {
      await openLinkedStep(uriOf(stepLink({ file: name, position: { line: 2, character: 4 } })));
      assert.equal(opened()?.document.uri.fsPath, file('flows', 'a & b=1.scenario.json'));
      const { line, character } = opened()?.selection.active ?? {};
      assert.deepEqual([line, character], [2, 4]);
    });
  }

  it('a link whose position is not in the file opens it all the same', async () => {
    const link = stepLink({ file: 'flows/a & b=1.scenario.json', position: { line: 999_998, character: 999_998 } });
    await openLinkedStep(uriOf(link));
    assert.ok(opened());
  });

  /** Whoever sends it may have made it by hand. */
  const hostile: readonly (readonly [what: string, path: string, query: string])[] = [
    ['an absolute path', '/step', 'file=/etc/passwd.json&line=1&column=1'],
    ['a path above the workspace', '/step', 'file=../secret.json&line=1&column=1'],
    ['a path through a folder and above', '/step', 'file=stepLinks/../../secret.json&line=1&column=1'],
    ['a share of another machine', '/step', 'file=//host/share/a.json&line=1&column=1'],
    ['a share of Windows', '/step', 'file=\\\\host\\share\\a.json&line=1&column=1'],
    ['a drive', '/step', 'file=C:/a.json&line=1&column=1'],
    ['a file address', '/step', 'file=file:///etc/passwd.json&line=1&column=1'],
    ['a NUL character', '/step', 'file=stepLinks/flows/a\0.json&line=1&column=1'],
    ['a glob', '/step', 'file=**/*.json&line=1&column=1'],
    ['a huge path', '/step', `file=${'a/'.repeat(100_000)}a.json&line=1&column=1`],
    ['a huge line', '/step', `file=a.json&line=${'9'.repeat(1000)}&column=1`],
    ['another command', '/run', 'file=a.json&line=1&column=1'],
    ['nothing', '/step', ''],
  ];
  for (const [what, place, query] of hostile) {
    it(`a link with ${what} opens nothing, and says that no report has it`, async () => {
      const told = window.answering('showWarningMessage', () => undefined);
      await openLinkedStep({ path: place, query });
      assert.deepEqual(told, [['This link is not one of a report, so nothing was opened.']]);
      assert.equal(opened(), undefined);
    });
  }

  for (const [what, name] of [
    ['that is not there', 'flows/gone.json'],
    ['with a character that turns text round', 'flows/\u202egone.json'],
    ['that is a folder', 'flows/folder.json'],
    ['that a link leads out of the workspace to', 'stepLinks/out.json'],
    ['in a folder that a link leads out of the workspace to', 'stepLinks/way/secret.json'],
    ['below a folder that a link leads out of the workspace to', 'way/secret.json'],
  ] as const) {
    it(`a link to a file ${what} opens nothing, and says what to do`, async () => {
      fs.mkdirSync(file('flows', 'folder.json'));
      fs.symlinkSync(path.join(outside, 'secret.json'), file('out.json'));
      fs.symlinkSync(outside, file('way'), 'junction');
      const told = window.answering('showWarningMessage', () => undefined);
      await openLinkedStep(uriOf(stepLink({ file: name, position: { line: 0, character: 0 } })));
      assert.equal(opened(), undefined);
      assert.equal(told.length, 1);
      assert.match(String(told[0]?.[0]), /^The workspace has no file .*: open the folder that the report is about/);
      assert.doesNotMatch(String(told[0]?.[0]), /\u202e/);
    });
  }
});
