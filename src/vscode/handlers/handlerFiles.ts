import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import { findWorkspaceFiles } from '../host/workspaceFiles';
import { HANDLERS_JSON } from './handlerContract';

const ENDING = `/${HANDLERS_JSON.file}`;

/** The same file of any 4D project in the workspace, as a glob pattern. */
export const HANDLER_FILES = `**${ENDING}`;

/** The classes of any 4D project in the workspace, and the modules that stand for some: a glob pattern, which may not nest braces. */
export const CODE_FILES = '**/{Project/Sources/Classes/*.4dm,WebCode/*.js,WebCode/*.mjs,WebCode/*.cjs}';

export function isHandlerFile({ path }: vscode.Uri): boolean {
  return path.endsWith(ENDING);
}

/** Whether a document lists request handlers, or may be a class or a module that one names, by its place. */
export function isHandled({ uri }: vscode.TextDocument): boolean {
  return isHandlerFile(uri) || /\/(Classes\/[^/]+\.4dm|WebCode\/[^/]+js)$/.test(uri.path);
}

/** All such files of the workspace. */
export function findHandlerFiles(pool: CheckPool): Promise<vscode.Uri[]> {
  return findWorkspaceFiles(pool, ENDING);
}

export function openHandlers(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString() && !each.isClosed);
}
