import * as vscode from 'vscode';
import { resolvePath } from '../host/pathSetting';
import { writtenSetting } from '../host/settings';
import { MOBILE_APPS_SETTINGS } from './mobileAppsContract';

/** A folder from a setting: its absolute path, and the text in the setting. */
export interface NamedFolder {
  readonly path: string;
  readonly text: string;
}

/**
 * The folders of `sessionWorkbench.mobileApps.folders` as absolute paths. A text that cannot be resolved comes with the
 * reason.
 */
export function foldersFromSettings(): { folders: NamedFolder[]; unresolved: { text: string; reason: string }[] } {
  const folders = new Map<string, NamedFolder>();
  const unresolved = new Map<string, string>();
  const roots = vscode.workspace.workspaceFolders ?? [];
  for (const root of roots.length > 0 ? roots : [undefined]) {
    const texts = writtenSetting(MOBILE_APPS_SETTINGS.folders, root?.uri);
    for (const text of [texts].flat()) {
      if (typeof text !== 'string') continue;
      const resolved = resolvePath(text, root);
      if ('reason' in resolved) unresolved.set(text, resolved.reason);
      else folders.set(resolved.path, { path: resolved.path, text });
    }
  }
  return {
    folders: [...folders.values()],
    unresolved: [...unresolved].map(([text, reason]) => ({ text, reason })),
  };
}
