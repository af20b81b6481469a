import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { WebOptions } from '../../../server/systems/web/webOptions';
import type { SettingValues } from '../../contract/setting';
import type { WEB_SETTINGS } from './webContract';

/**
 * The options of web sessions. Unless they are switched on or off, there are some where the options name a project or the
 * workspace has a 4D project.
 * @returns undefined if there are to be none
 */
export function optionsOfWeb({ web, webOptions }: SettingValues<typeof WEB_SETTINGS>): WebOptions | undefined {
  if (web === 'off') return undefined;
  const project = webOptions.project ?? openProject();
  if (project === undefined) return web === 'on' ? webOptions : undefined;
  return { ...webOptions, project };
}

/** The first workspace folder that is a 4D project. */
function openProject(): string | undefined {
  return vscode.workspace.workspaceFolders
    ?.map(({ uri }) => uri.fsPath)
    .find((folder) => fs.existsSync(path.join(folder, 'Project', 'Sources')));
}
