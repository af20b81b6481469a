import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { WebOptions } from '../../../server/systems/web/webOptions';
import type { WebSetting } from './webContract';

/**
 * The options from `sessionWorkbench.server.web`. If it is not set, there are web sessions if the workspace has a 4D
 * project.
 * @returns undefined if there are to be none
 */
export function webOptions(setting: WebSetting): WebOptions | undefined {
  if (setting === false) return undefined;
  const given: WebOptions = setting === true || setting === null ? {} : setting;
  if (given.project !== undefined) return given;
  const project = openProject();
  if (project === undefined) return setting === null ? undefined : given;
  return { ...given, project };
}

/** The first workspace folder that is a 4D project. */
function openProject(): string | undefined {
  return vscode.workspace.workspaceFolders
    ?.map(({ uri }) => uri.fsPath)
    .find((folder) => fs.existsSync(path.join(folder, 'Project', 'Sources')));
}
