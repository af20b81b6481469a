import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { isExampleProject } from '../../server/exampleProject';
import type { WebOptions } from '../../server/web/webOptions';
import { SETTINGS } from '../contract';
import { resolvePath } from '../host/pathSetting';

/** Paths in it may be relative; true and null are no options, and differ in what they mean without a project. */
type WebSetting = WebOptions | boolean | null;

/**
 * What `sessionWorkbench.server.web` says. Without it there are web sessions where there is a 4D project.
 * @returns undefined when there are to be none
 * @throws Error when a path cannot be resolved
 */
export function webSetting(): WebOptions | undefined {
  const setting = vscode.workspace.getConfiguration(SETTINGS.section).get<WebSetting>(SETTINGS.serverWeb, null);
  if (setting === false) return undefined;
  const given: WebOptions = typeof setting === 'object' && setting !== null ? setting : {};
  const project = given.project === undefined ? openProject() : projectAt(given.project);
  if (setting === null && project === undefined) return undefined;
  const { code, pages } = given;
  return {
    ...given,
    ...(project !== undefined && { project }),
    ...(code !== undefined && { code: absolute('code', code) }),
    ...(pages !== undefined && { pages: absolute('pages', pages) }),
  };
}

function projectAt(text: string): string {
  return isExampleProject(text) ? text : absolute('project', text);
}

/** The first folder of the workspace that is a 4D project. */
function openProject(): string | undefined {
  return vscode.workspace.workspaceFolders
    ?.map(({ uri }) => uri.fsPath)
    .find((folder) => fs.existsSync(path.join(folder, 'Project', 'Sources')));
}

function absolute(key: string, text: string): string {
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  const setting = `${SETTINGS.section}.${SETTINGS.serverWeb}.${key}`;
  throw new Error(vscode.l10n.t('The setting {0} names the path “{1}”, but {2}.', setting, text, resolved.reason));
}
