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

/** Whether a file is a class of a 4D project, or may be a module that stands for one, by its place. */
export function isCodeFile({ path }: vscode.Uri): boolean {
  return /\/(?:Project\/Sources\/Classes\/[^/]+\.4dm|WebCode\/[^/]+\.[cm]?js)$/.test(path);
}

/** All such files of the workspace. */
export function findHandlerFiles(pool: CheckPool): Promise<vscode.Uri[]> {
  return findWorkspaceFiles(pool, ENDING);
}

export function openHandlers(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString() && !each.isClosed);
}
