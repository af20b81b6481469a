import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { allFindingsUri } from '../../src/vscode/problems/allFindingsUri';
import { FirstFindings } from '../../src/vscode/problems/firstFindings';
import { SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { TestMobileApps, untilCodes } from './workspace';

/** The lines below the line of a folder. */
function findingsIn(document: vscode.TextDocument, folder: string): string[] {
  const lines = document.getText().split('\n');
  const first = lines.indexOf(folder) + 1;
  if (first === 0) return [];
  const next = lines.findIndex((line, at) => at >= first && !line.includes('\t'));
  return lines.slice(first, next < 0 ? undefined : next);
}

const keyOf = (name: string) => ({ folder: '/m', application: 'a', name });

describe('problems of very many files', () => {
  it('the first findings are listed, those of files with errors before hints, up to their number', () => {
    const first = new FirstFindings(3);
    for (const name of ['f', 'e', 'd', 'c', 'b', 'a']) first.set({ key: keyOf(name), hasError: name > 'c', count: 1 });
    first.settle();
    const listed = () => [...'abcdef'].filter((name) => first.isListed(keyOf(name))).join('');
    assert.deepEqual([listed(), first.total], ['def', 6]);
    first.set({ key: keyOf('e'), hasError: true, count: 0 });
    assert.deepEqual(
      first
        .settle()
        .map(({ name }) => name)
        .sort(),
      ['a', 'e'],
    );
    assert.equal(listed(), 'adf');
    first.set({ key: keyOf('b'), hasError: true, count: 1 });
    first.settle();
    assert.equal(listed(), 'bdf');
  });

  it('the first findings are those that a sort of all would have first, whatever changes', () => {
    const first = new FirstFindings(20);
    const all = new Map<string, { hasError: boolean; count: number }>();
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      for (let change = random(5); change >= 0; change--) {
        const name = `s${random(80)}`;
        const file = { hasError: random(2) === 0, count: random(3) === 0 ? 0 : 1 };
        first.set({ key: keyOf(name), ...file });
        if (file.count === 0) all.delete(name);
        else all.set(name, file);
      }
      first.settle();
      const order = (name: string) => `${all.get(name)?.hasError ? 0 : 1}${name}`;
      const sorted = [...all.keys()].sort((a, b) => (order(a) < order(b) ? -1 : 1)).slice(0, 20);
      const listed = [...all.keys()].filter((name) => first.isListed(keyOf(name)));
      assert.deepEqual(listed.sort(), sorted.sort());
    }
  });

  it('all findings are in one document below their folder, a line each that begins with what is wrong and ends with its place', async () => {
    const apps = new TestMobileApps('many-problems');
    try {
      const uri = apps.write(SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"'));
      await untilCodes(uri, ['mobi/3']);
      await vscode.commands.executeCommand('sessionWorkbench.finding.showAll');
      const document = await vscode.workspace.openTextDocument(allFindingsUri());
      const own = () => findingsIn(document, apps.folder)[0];
      await untilText(document, () => own() !== undefined);
      const place = path.relative(apps.folder, uri.fsPath).split(path.sep).join('/');
      const [, told, row, column] = /^mobi\/3 "status" must be [^\t]+\t(.*):(\d+):(\d+)$/.exec(own() ?? '') ?? [];
      assert.equal(told, place);
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        allFindingsUri(),
        1000,
      );
      const link = links.find(({ target }) => target?.fsPath === uri.fsPath);
      assert.equal(link?.target?.fragment, `L${row},${column}`);
      assert.equal(link && document.getText(link.range), `${place}:${row}:${column}`);
    } finally {
      apps.remove();
    }
  });

  it('an open list of all findings follows what is found, and what is new', async () => {
    const apps = new TestMobileApps('followed-problems');
    try {
      const wrong = SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"');
      const uri = apps.write(wrong);
      await untilCodes(uri, ['mobi/3']);
      await vscode.commands.executeCommand('sessionWorkbench.finding.showAll');
      const document = await vscode.workspace.openTextDocument(allFindingsUri());
      const listed = () =>
        findingsIn(document, apps.folder).flatMap(
          (line) => /^(mobi\/\d) .*\t.*\/([^/]+):\d+:\d+$/.exec(line)?.slice(1) ?? [],
        );
      await untilText(document, () => listed().join() === `mobi/3,${SEED_NAME}`);
      apps.write(SEED_SESSION);
      await untilText(document, () => listed().length === 0);
      // Another application, of which there are no lines yet.
      apps.write('', 'com.example.another');
      await untilText(document, () => listed().includes('mobi/2'));
    } finally {
      apps.remove();
    }
  });
});

/** Waits until the text of a document is as wanted. */
function untilText(document: vscode.TextDocument, isWanted: () => boolean): Promise<void> {
  if (isWanted()) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || !isWanted()) return;
      subscription.dispose();
      resolve();
    });
  });
}
