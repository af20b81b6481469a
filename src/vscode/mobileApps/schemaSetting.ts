import * as vscode from 'vscode';
import { resolvePath } from '../host/pathSetting';
import { readSetting } from '../host/settings';
import { MOBILE_APPS_SETTINGS } from './mobileAppsContract';

/**
 * The absolute path of the schema file that `sessionWorkbench.mobileApps.schema` names; undefined for the built-in
 * schema.
 */
export function schemaFromSettings(log: vscode.LogOutputChannel): string | undefined {
  const text = readSetting(MOBILE_APPS_SETTINGS.schema).trim();
  if (text === '') return undefined;
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  log.warn(`${MOBILE_APPS_SETTINGS.schema.key}: "${text}": ${resolved.reason}`);
  return undefined;
}
