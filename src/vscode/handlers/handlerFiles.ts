import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import { findWorkspaceFiles } from '../host/workspaceFiles';
import { HANDLERS_JSON } from './handlerContract';

const ENDING = `/${HANDLERS_JSON.file}`;

/** Where a 4D project has its request handlers, in whatever folder the project is. */
export const HANDLER_FILES = `**${ENDING}`;

export function isHandlerFile({ path }: vscode.Uri): boolean {
  return path.endsWith(ENDING);
}

/** Those of the workspace. */
export function findHandlerFiles(pool: CheckPool): Promise<vscode.Uri[]> {
  return findWorkspaceFiles(pool, ENDING);
}

/** What a file says: as it is in the editor, else on disk; undefined when it is not there. */
export async function handlerText(uri: vscode.Uri): Promise<string | undefined> {
  const open = openHandlers(uri);
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

export function openHandlers(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString() && !each.isClosed);
}
