import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';
import { linkedStep } from '../../core/scenario/stepLink';
import { RootFolder } from '../../disk/rootFolder';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { editorRange } from '../host/ranges';

/** So many files with one name are enough to choose from. */
const MOST_FILES = 20;

/**
 * Shows the step that a link names, in a file of the workspace. Any page may have such a link, so no other file is opened, and
 * nothing runs.
 */
export async function openLinkedStep({ path, query }: Pick<vscode.Uri, 'path' | 'query'>): Promise<void> {
  const step = linkedStep(path, query);
  if (!step) {
    void vscode.window.showWarningMessage(l10n.t('This link is not one of a report, so nothing was opened.'));
    return;
  }
  const files = await filesNamed(step.file);
  if (files.length === 0) {
    void vscode.window.showWarningMessage(
      l10n.t(
        'The workspace has no file {0}: open the folder that the report is about, then click the link again.',
        visibleText(step.file),
      ),
    );
    return;
  }
  const file = files.length === 1 ? files[0] : await chosen(files);
  if (!file) return;
  const { start } = editorRange({ start: step.position, end: step.position });
  await vscode.window.showTextDocument(file, { selection: new vscode.Range(start, start) });
}

/** Files at this path in a folder of the workspace; without one, those with this path somewhere below. */
async function filesNamed(file: string): Promise<vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const places = folders.map(({ uri }) => vscode.Uri.joinPath(uri, file));
  const there = await Promise.all(places.map(isFile));
  const found = places.filter((_, at) => there[at]);
  if (found.length > 0) return found.filter(isInWorkspace);
  const glob = file.replace(/[[\]{}]/g, '[$&]');
  const below = await vscode.workspace.findFiles(`**/${glob}`, '**/node_modules/**', MOST_FILES);
  return below.filter(isInWorkspace);
}

/** A link in the workspace may lead out of it. What is not on this machine's disk has no such links. */
function isInWorkspace(uri: vscode.Uri): boolean {
  if (uri.scheme !== 'file') return true;
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.some((folder) => new RootFolder(folder.uri.fsPath).holds(uri.fsPath));
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

async function chosen(files: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri, true), uri }));
  const picked = await pick(items, { title: l10n.t('Which file is the link about?') });
  return picked?.uri;
}
