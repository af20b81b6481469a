import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { WebOptions } from '../../../server/systems/web/webOptions';
import type { WebSetting } from './webContract';

/**
 * What `sessionWorkbench.server.web` says. Without it there are web sessions where there is a 4D project.
 * @returns undefined when there are to be none
 */
export function webOptions(setting: WebSetting): WebOptions | undefined {
  if (setting === false) return undefined;
  const given: WebOptions = setting === true || setting === null ? {} : setting;
  if (given.project !== undefined) return given;
  const project = openProject();
  if (project === undefined) return setting === null ? undefined : given;
  return { ...given, project };
}

/** The first folder of the workspace that is a 4D project. */
function openProject(): string | undefined {
  return vscode.workspace.workspaceFolders
    ?.map(({ uri }) => uri.fsPath)
    .find((folder) => fs.existsSync(path.join(folder, 'Project', 'Sources')));
}
