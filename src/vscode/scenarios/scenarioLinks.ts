import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { type ScenarioPath, scenarioPaths } from '../../core/scenario/scenarioPaths';
import { isAtOrIn } from '../../disk/isAtOrIn';
import { commandLink } from '../host/commandRegistry';
import { type Documents, documentsIn } from '../host/declared';
import { l10n } from '../host/l10n';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { workspaceRoots } from './scenarioDocuments';

/** Where a 4D project lists its request handlers. */
const HANDLERS = 'Project/Sources/HTTPHandlers.json';

/**
 * Registers links from a scenario to the files that it includes, and to the files and folders that its server takes. What is
 * not there, or is outside of the workspace, is no link. What ships with the extension is one.
 * @param wants whether a selected document is to be helped with
 * @param shipped absolute path of the folder of the flows that ship
 */
export function registerScenarioLinks(
  documents: Documents,
  wants: (document: vscode.TextDocument) => boolean,
  shipped: string,
): vscode.Disposable {
  return vscode.languages.registerDocumentLinkProvider(documentsIn(documents), {
    provideDocumentLinks: async (document, token) => {
      if (!wants(document)) return [];
      // Only who reads a scenario needs them.
      const { PATH_OPTIONS } = await import('../../server/kernel/options/optionsPaths.js');
      const found = scenarioPaths(document.getText(), PATH_OPTIONS);
      const roots = await allowedRoots(document.uri.fsPath, shipped);
      const links: vscode.DocumentLink[] = [];
      for (const each of found) {
        if (token.isCancellationRequested) return [];
        const link = await linkOf(document, each, roots);
        if (link) links.push(link);
      }
      return links;
    },
  });
}

/** Folders without links in their paths. A scenario outside of the workspace has those of its own folder. */
async function allowedRoots(file: string, shipped: string): Promise<readonly string[]> {
  const roots = workspaceRoots();
  const own = roots.some((root) => isAtOrIn(root, file)) ? roots : [path.dirname(file)];
  const real = [...own, shipped].map((folder) => fs.promises.realpath(folder).catch(() => folder));
  return Promise.all(real);
}

async function linkOf(
  document: vscode.TextDocument,
  { kind, named, start, end }: ScenarioPath,
  roots: readonly string[],
): Promise<vscode.DocumentLink | undefined> {
  const target = await targetOf(path.resolve(path.dirname(document.uri.fsPath), named), roots);
  if (!target || (kind === 'include' && target.isFolder)) return undefined;
  const uri = vscode.Uri.file(target.file);
  // Inside the quotes.
  const range = new vscode.Range(document.positionAt(start + 1), document.positionAt(end - 1));
  const link = new vscode.DocumentLink(
    range,
    target.isFolder ? commandLink(VSCODE_COMMANDS.revealInExplorer, uri) : uri,
  );
  link.tooltip = target.isFolder ? l10n.t('Show in Explorer') : l10n.t('Open {0}', path.basename(target.file));
  return link;
}

/** What is at a place. Of a 4D project, the file with its request handlers. Undefined when nothing may be opened there. */
async function targetOf(
  place: string,
  roots: readonly string[],
): Promise<{ readonly file: string; readonly isFolder: boolean } | undefined> {
  if (place.includes('\0')) return undefined;
  const file = await allowedFile(place, roots);
  if (!file?.isFolder) return file;
  const handlers = await allowedFile(path.join(place, HANDLERS), roots);
  return handlers?.isFolder === false ? handlers : file;
}

async function allowedFile(place: string, roots: readonly string[]) {
  // Before anything is asked about it, because even that can reach another machine.
  const isNear = roots.some((root) => isAtOrIn(root, place));
  try {
    const real = isNear ? await fs.promises.realpath(place) : undefined;
    if (real === undefined || !roots.some((root) => isAtOrIn(root, real))) return undefined;
    const stats = await fs.promises.stat(real);
    return stats.isFile() || stats.isDirectory() ? { file: place, isFolder: stats.isDirectory() } : undefined;
  } catch {
    return undefined;
  }
}
