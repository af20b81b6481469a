import * as vscode from 'vscode';
import type { FileLimit } from '../../core/files/fileFault';
import type { CheckPool } from '../../disk/checkPool';
import { readWorkspaceFile } from '../host/workspaceFile';
import { findWorkspaceFiles } from '../host/workspaceFiles';
import { HANDLERS_JSON } from './handlerContract';

const ENDING = `/${HANDLERS_JSON.file}`;

const HANDLERS_LIMIT: FileLimit = { bytes: 1_000_000, name: 'HANDLERS_LIMIT' };

/** The same file of any 4D project in the workspace, as a glob pattern. */
export const HANDLER_FILES = `**${ENDING}`;

export function isHandlerFile({ path }: vscode.Uri): boolean {
  return path.endsWith(ENDING);
}

/** All such files of the workspace. */
export function findHandlerFiles(pool: CheckPool): Promise<vscode.Uri[]> {
  return findWorkspaceFiles(pool, ENDING);
}

/** The text of a file: from its editor when it is open, otherwise from disk. Undefined when there is no such file. */
export async function handlerText(uri: vscode.Uri): Promise<string | undefined> {
  const open = openHandlers(uri);
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await readWorkspaceFile(uri, HANDLERS_LIMIT));
  } catch {
    return undefined;
  }
}

export function openHandlers(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString() && !each.isClosed);
}
