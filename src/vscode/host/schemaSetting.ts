import * as vscode from 'vscode';
import { SETTINGS } from '../contract';
import { resolvePath } from './pathSetting';
import { readSetting } from './settings';

/** The schema file that `sessionWorkbench.mobileApps.schema` names, absolute; undefined where the built-in one counts. */
export function schemaFromSettings(log: vscode.LogOutputChannel): string | undefined {
  const text = readSetting(`${SETTINGS.section}.${SETTINGS.schema}`, '').trim();
  if (text === '') return undefined;
  const resolved = resolvePath(text, vscode.workspace.workspaceFolders?.[0]);
  if ('path' in resolved) return resolved.path;
  log.warn(`${SETTINGS.section}.${SETTINGS.schema}: "${text}": ${resolved.reason}`);
  return undefined;
}
